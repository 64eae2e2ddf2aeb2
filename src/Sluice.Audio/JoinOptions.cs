using System.Globalization;

namespace Sluice.Audio;

/// <summary>How recordings are made into more and longer ones to learn from.</summary>
public sealed record JoinOptions
{
    /// <summary>How many recordings of one speaker are joined, such as 3-7; empty for none.</summary>
    public string Join { get; init; } = "";

    /// <summary>The longest pause between them and at the ends, in milliseconds.</summary>
    public double Pause { get; init; } = 150;

    /// <summary>In how many strings each recording stands.</summary>
    public int Copies { get; init; } = 4;

    /// <summary>
    /// By how much those learned from are slower or quicker at most, and lower or higher with it: 0.1 for a tenth (Ko et al. 2015).
    /// </summary>
    public double Speed { get; init; }

    /// <summary>The loudest white noise put over those learned from, as a share of their own loudness.</summary>
    public double Noise { get; init; }

    /// <summary>By how many decibels those learned from are louder or quieter at most.</summary>
    public double Gain { get; init; }

    /// <summary>Whether what is learned from is changed at all.</summary>
    public bool IsChange => Speed > 0 || Noise > 0 || Gain > 0;

    /// <summary>The fewest and the most recordings of a string.</summary>
    /// <exception cref="SluiceException">The text is no such range.</exception>
    public (int Least, int Most) Range
    {
        get
        {
            if (Join.Length == 0) return (1, 1);
            string[] ends = Join.Split('-');
            bool Number(string text, out int number)
                => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= 1000;
            return ends.Length <= 2 && Number(ends[0], out int least) && Number(ends[^1], out int most) && least <= most
                ? (least, most)
                : throw new SluiceException($"data.join: expected how many recordings are joined, such as 3-7, got '{Join}'.");
        }
    }
}
