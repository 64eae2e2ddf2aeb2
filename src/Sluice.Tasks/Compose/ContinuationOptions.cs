using Sluice.Data.Sequences;
using Sluice.Kernels;

namespace Sluice.Tasks.Compose;

/// <summary>How to choose the keys that sound next from the probability of each.</summary>
public sealed record ContinuationOptions
{
    /// <summary>Divides the log-odds of each key: below 1 bolder choices of the likely, above 1 more variety, 0 no chance at all.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>The probability from which a key sounds at temperature 0.</summary>
    public double Threshold { get; init; } = 0.5;

    /// <summary>The seed: the same gives the same music.</summary>
    public ulong Seed { get; init; } = 1;

    internal void Check()
    {
        if (!(Temperature >= 0)) throw new SluiceException($"ContinuationOptions: expected a temperature of 0 or more, got {Temperature}.");
        if (Threshold is not (> 0 and < 1)) throw new SluiceException($"ContinuationOptions: expected a threshold between 0 and 1, got {Threshold}.");
    }

    /// <summary>The keys of a step, each drawn by itself.</summary>
    internal int[] Draw(ReadOnlySpan<float> logits, int step)
    {
        var random = new RandomStream(Seed, Purpose.Sampling, 0, (uint)step);
        var keys = new List<int>();
        for (int k = 0; k < logits.Length; k++)
        {
            double probability = 1 / (1 + Math.Exp(-logits[k] / (Temperature == 0 ? 1 : Temperature)));
            if (Temperature == 0 ? probability >= Threshold : random.Uniform((uint)k) < probability) keys.Add(k + Music.Lowest);
        }

        return [.. keys];
    }
}
