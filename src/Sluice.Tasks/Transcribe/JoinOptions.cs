using System.Globalization;
using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Transcribe;

/// <summary>How recordings are made into more and longer ones to learn from.</summary>
public sealed record JoinOptions
{
    /// <summary>How many recordings of one speaker are joined, such as 3-7; empty for none.</summary>
    public string Join { get; init; } = "";

    /// <summary>The longest pause between them and at the ends, in milliseconds.</summary>
    public double Pause { get; init; } = 150;

    /// <summary>In how many strings each recording stands.</summary>
    public int Copies { get; init; } = 4;

    /// <summary>By how much those learned from are slower or quicker at most, and lower or higher with it: 0.1 for a tenth (Ko et al. 2015).</summary>
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
            bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number is >= 1 and <= 1000;
            return ends.Length <= 2 && Number(ends[0], out int least) && Number(ends[^1], out int most) && least <= most
                ? (least, most)
                : throw new SluiceException($"data.join: expected how many recordings are joined, such as 3-7, got '{Join}'.");
        }
    }

    /// <summary>The settings.</summary>
    public static SettingList<JoinOptions> Settings { get; } = new(
    [
        Setting<JoinOptions>.Text("data.join", "how many recordings of one speaker are joined, such as 3-7; empty for none", o => o.Join, (o, v) => o with { Join = v } is var joined && joined.Range.Least > 0 ? joined : o),
        Setting<JoinOptions>.Number("data.pause", "the longest pause between joined recordings and at their ends, in milliseconds", 0, 60_000, o => o.Pause, (o, v) => o with { Pause = v }),
        Setting<JoinOptions>.Integer("data.copies", "in how many strings each recording stands", 1, o => o.Copies, (o, v) => o with { Copies = (int)v }),
        Setting<JoinOptions>.Number("data.speed", "by how much recordings to learn from are slower or quicker at most, and lower or higher with it", 0, 1, o => o.Speed, (o, v) => o with { Speed = v }),
        Setting<JoinOptions>.Number("data.noise", "the loudest white noise put over recordings to learn from, as a share of their own loudness", 0, 10, o => o.Noise, (o, v) => o with { Noise = v }),
        Setting<JoinOptions>.Number("data.gain", "by how many decibels recordings to learn from are louder or quieter at most", 0, 60, o => o.Gain, (o, v) => o with { Gain = v }),
    ]);
}
