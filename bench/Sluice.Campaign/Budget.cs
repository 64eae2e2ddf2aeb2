using System.Diagnostics;

namespace Sluice.Campaign;

/// <summary>The time that a part has, and the random numbers of its cases: case n is a function of the seed and n alone.</summary>
/// <param name="time">The time.</param>
/// <param name="seed">The seed of the campaign.</param>
/// <param name="part">The name of the part, for the command that repeats a case.</param>
/// <param name="only">The one case to run, or null for all.</param>
internal sealed class Budget(TimeSpan time, int seed, string part, int? only)
{
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public TimeSpan Time => time;

    public int Seed => seed;

    public bool IsOver => _clock.Elapsed >= time;

    /// <summary>Cases by their numbers until the time is over; at least one.</summary>
    public IEnumerable<Case> Cases()
    {
        if (only is { } one)
        {
            yield return new Case(one, new Random(HashCode(one)));
            yield break;
        }

        for (int n = 0; n == 0 || !IsOver; n++) yield return new Case(n, new Random(HashCode(n)));
    }

    /// <summary>The command that repeats a case.</summary>
    public string Repeat(int number) => $"dotnet run -c Release --project bench/Sluice.Campaign -- 1 --seed {seed} --part {part} --case {number}";

    // Not that of System.HashCode, which differs from process to process.
    private int HashCode(int number) => unchecked((seed * 486187739) + (number * 16777619));
}

/// <summary>A case of a part.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Random">Its random numbers.</param>
internal sealed record Case(int Number, Random Random);
