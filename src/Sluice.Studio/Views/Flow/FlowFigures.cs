using Sluice.Inspection;

namespace Sluice.Studio.Views.Flow;

/// <summary>What was measured, and on what.</summary>
/// <param name="Lags">The largest lag.</param>
/// <param name="Units">The units of a layer.</param>
/// <param name="Sequences">The number of sequences.</param>
/// <param name="Steps">The steps of each.</param>
/// <param name="Data">The file, or null for the built-in book.</param>
/// <param name="Nets">The nets.</param>
/// <param name="Start">What is known of fresh nets before anything is measured, or null.</param>
internal sealed record FlowAnswer(int Lags, int Units, int Sequences, int Steps, string? Data, FlowFigures[] Nets, FlowStart? Start = null);

/// <summary>What random weights and the forget gate's bias do by themselves (docs/vanishing-gradients.md).</summary>
/// <param name="Range">Every recurrent weight lies within ± this: scale / √H.</param>
/// <param name="Mean">By what a step multiplies the length of a gradient in the mean, without squashing: scale / √3.</param>
/// <param name="Largest">What the largest singular value of R tends to: 2 scale / √3.</param>
/// <param name="Open">How far the bias alone opens the gate: σ(bias).</param>
/// <param name="Left">At each lag what is left along a state kept by such a gate.</param>
internal sealed record FlowStart(double Range, double Mean, double Largest, double Open, double[] Left)
{
    public static FlowStart Of(int units, int lags, double scale, double bias)
    {
        double open = 1 / (1 + Math.Exp(-bias));
        return new(scale / Math.Sqrt(units), scale / Math.Sqrt(3), 2 * scale / Math.Sqrt(3), open, FlowFigures.Powers(open, lags));
    }
}

/// <summary>A state by itself.</summary>
internal sealed record StateFlow(string Name, double[] Median);

/// <summary>The gate that keeps what was, and what is left along its path.</summary>
internal sealed record KeepGate(string Gate, double Mean, double[] Path);

/// <summary>What is drawn of a net: of its layers the lowest.</summary>
/// <param name="Name">The name of the net.</param>
/// <param name="Whole">At each lag the norm of the gradient beside that of the output at lag 0.</param>
/// <param name="States">The same of each state.</param>
/// <param name="Factor">The change from lag to lag.</param>
/// <param name="HalfLife">The steps after which half is left, or null.</param>
/// <param name="Rate">What the factor alone would leave at each lag.</param>
/// <param name="Largest">The largest singular value of a step's Jacobian, or null.</param>
/// <param name="Bound">What the largest singular value bounds each lag by, or null.</param>
/// <param name="Keep">The gate that keeps what was, or null.</param>
/// <param name="Gates">All gates.</param>
internal sealed record FlowFigures(
    string Name, double[] Whole, StateFlow[] States, double Factor, double? HalfLife, double[] Rate, double? Largest, double[]? Bound, KeepGate? Keep,
    IReadOnlyList<GateSaturation> Gates)
{
    public static FlowFigures Of(string name, GradientFlow flow, int lags)
    {
        var layer = flow.Layers[0];
        double[] spectrum = layer.Spectrum;
        bool any = spectrum.Length > 0;
        var keep = layer.Gates.FirstOrDefault(g => g.Gate == "f") ?? layer.Gates.FirstOrDefault(g => g.Gate == "z");
        double factor = layer.FactorPerStep;
        return new(
            name, layer.Whole, [.. layer.States.Select(s => new StateFlow(s, layer.Median(s)))], factor,
            factor is > 0 and < 1 ? Math.Log(0.5) / Math.Log(factor) : null, Powers(factor, lags),
            any ? spectrum[0] : null, any ? Powers(spectrum[0], lags) : null,
            keep is null ? null : new(keep.Gate, keep.Mean, Powers(keep.Mean, lags)), layer.Gates);
    }

    internal static double[] Powers(double factor, int lags) => [.. Enumerable.Range(0, lags + 1).Select(k => Math.Pow(factor, k))];
}
