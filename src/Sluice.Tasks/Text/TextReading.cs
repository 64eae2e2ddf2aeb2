using Sluice.Autodiff;

namespace Sluice.Tasks.Text;

/// <summary>What a language model expected at each step of a text that it read.</summary>
public sealed class TextReading
{
    private readonly int[] _best;
    private readonly float[] _shares;
    private readonly int _each;

    internal TextReading(int[] symbols, int best)
    {
        (Symbols, _each) = (symbols, best);
        Losses = new float[symbols.Length];
        if (Losses.Length > 0) Losses[0] = float.NaN;
        (_best, _shares) = (new int[symbols.Length * best], new float[symbols.Length * best]);
    }

    /// <summary>The text.</summary>
    public int[] Symbols { get; }

    /// <summary>−ln p of each symbol after all before it, in nats; NaN for the first, which nothing foresees.</summary>
    public float[] Losses { get; }

    /// <summary>The probability of every symbol of the vocabulary after the last of the text.</summary>
    public IReadOnlyList<float> Next { get; private set; } = [];

    /// <summary>The mean loss from a symbol on; NaN where there is none.</summary>
    /// <param name="from">The first symbol that counts.</param>
    public double Loss(int from = 1) => Losses.Skip(Math.Max(1, from)).Select(l => (double)l).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The most probable symbols after a step, the best first.</summary>
    public IReadOnlyList<(int Symbol, float Probability)> Expected(int step)
    {
        if ((uint)step >= (uint)Symbols.Length)
            throw new SluiceException($"TextReading.Expected: expected a step below {Symbols.Length}, got {step}.");
        return [.. Enumerable.Range(step * _each, _each).Select(i => (_best[i], _shares[i]))];
    }

    /// <summary>Takes the probabilities after some steps.</summary>
    internal void Take(int start, int steps, Tensor probabilities)
    {
        for (int t = 0; t < steps; t++)
        {
            var p = probabilities.Row(t);
            int next = start + t + 1;
            if (next < Symbols.Length) Losses[next] = -MathF.Log(MathF.Max(p[Symbols[next]], 1e-30f));
            else Next = p.ToArray();
            Best(p, _best.AsSpan((next - 1) * _each, _each), _shares.AsSpan((next - 1) * _each, _each));
        }
    }

    private static void Best(ReadOnlySpan<float> p, Span<int> best, Span<float> shares)
    {
        shares.Fill(-1);
        for (int s = 0; s < p.Length; s++)
        {
            if (p[s] <= shares[^1]) continue;
            int at = shares.Length - 1;
            for (; at > 0 && p[s] > shares[at - 1]; at--) (shares[at], best[at]) = (shares[at - 1], best[at - 1]);
            (shares[at], best[at]) = (p[s], s);
        }
    }
}
