using Sluice.Kernels;

namespace Sluice.Tasks.Text;

/// <summary>How to draw the next symbol from its probabilities.</summary>
public sealed record SamplingOptions
{
    /// <summary>Divides the logits: below 1 bolder choices of the likely, above 1 more variety, 0 always the likeliest.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Only so many of the likeliest symbols; 0 for all.</summary>
    public int TopK { get; init; }

    /// <summary>Only the likeliest symbols that together have this probability (Holtzman et al. 2020); 1 for all.</summary>
    public double TopP { get; init; } = 1;

    /// <summary>The seed: the same gives the same text.</summary>
    public ulong Seed { get; init; } = 1;
}

/// <summary>Draws symbols.</summary>
public static class Sampling
{
    /// <summary>The probabilities with which symbols are drawn: those of the model, changed as the options say.</summary>
    /// <param name="probabilities">What the model gives each symbol.</param>
    /// <param name="options">How to draw.</param>
    /// <exception cref="SluiceException">An option that makes no sense.</exception>
    public static double[] Chances(IReadOnlyList<float> probabilities, SamplingOptions options)
    {
        float[] logits = [.. probabilities.Select(p => MathF.Log(p))];
        var (order, weights, total) = Weigh(logits, options);
        double[] chances = new double[logits.Length];
        for (int i = 0; i < weights.Length; i++) chances[order[i]] = weights[i] / total;
        return chances;
    }

    /// <summary>Draws the symbol of a step from logits.</summary>
    /// <exception cref="SluiceException">An option that makes no sense.</exception>
    internal static int Draw(ReadOnlySpan<float> logits, SamplingOptions options, int step)
    {
        var (order, weights, total) = Weigh(logits, options);
        double left = new RandomStream(options.Seed, Purpose.Sampling, 0, (uint)step).Uniform(0) * total;
        for (int i = 0; i < weights.Length; i++)
        {
            left -= weights[i];
            if (left < 0) return order[i];
        }

        return order[weights.Length - 1];
    }

    // The symbols, likeliest first, and the weights of those that may be drawn.
    private static (int[] Order, double[] Weights, double Total) Weigh(ReadOnlySpan<float> logits, SamplingOptions options)
    {
        if (options.Temperature < 0 || double.IsNaN(options.Temperature))
            throw new SluiceException($"Sampling: expected a temperature of 0 or more, got {options.Temperature}.");
        if (options.TopK < 0) throw new SluiceException($"Sampling: expected top-k of 0 or more, got {options.TopK}.");
        if (options.TopP is not (> 0 and <= 1)) throw new SluiceException($"Sampling: expected top-p above 0 and at most 1, got {options.TopP}.");

        int[] order = new int[logits.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        float[] values = logits.ToArray();
        Array.Sort(order, (a, b) => values[b] != values[a] ? values[b].CompareTo(values[a]) : a.CompareTo(b));
        if (options.Temperature == 0) return (order, [1], 1);

        int kept = options.TopK == 0 ? order.Length : Math.Min(options.TopK, order.Length);
        var weights = new double[kept];
        double total = 0;
        for (int i = 0; i < kept; i++) total += weights[i] = Math.Exp((values[order[i]] - values[order[0]]) / options.Temperature);
        if (options.TopP == 1) return (order, weights, total);

        double reached = 0, wanted = options.TopP * total;
        for (int i = 0; i < kept; i++)
        {
            reached += weights[i];
            if (reached >= wanted) return (order, weights[..(i + 1)], reached);
        }

        return (order, weights, total);
    }
}
