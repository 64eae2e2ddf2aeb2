using Sluice.Optimizers;
using Sluice.Training;

namespace Sluice.Studio.Runs;

/// <summary>A line of what a training step does.</summary>
/// <param name="About">What it is of: rate, clip, cut or update.</param>
/// <param name="Formula">In letters.</param>
/// <param name="Numbers">With the numbers of a step put in.</param>
internal sealed record UpdateLine(string About, string Formula, string Numbers);

/// <summary>What a training step does with the gradients: the numbers of the last one in the formulas.</summary>
internal static class UpdateRule
{
    /// <summary>Learning rate, clipping and the update of the optimiser.</summary>
    /// <param name="options">How the run is trained.</param>
    /// <param name="last">The step.</param>
    /// <param name="factor">The factor that was set on the learning rate.</param>
    public static IReadOnlyList<UpdateLine> Of(TrainingOptions options, StepEvent last, double factor)
    {
        double scheduled = last.Rate / (options.Rate * factor), norm = last.GradientNorm, limit = options.ClipNorm;
        List<UpdateLine> lines = [new("rate", "η = η₀ · s(t) · f", $"η = {N(options.Rate)} · {N(scheduled)} · {N(factor)} = {N(last.Rate)}")];
        if (limit > 0)
            lines.Add(
                new("clip", "g ← g · min(1, θ / ‖g‖)", $"g ← g · min(1, {N(limit)} / {N(norm)}) = {(norm > limit ? $"{N(limit / norm)} g" : "g")}"));
        if (options.ClipValue > 0)
            lines.Add(new("cut", "g ← max(−c, min(c, g))", $"g ← max(−{N(options.ClipValue)}, min({N(options.ClipValue)}, g))"));
        return [.. lines, .. Optimizer.Create(options.Optimizer, options.Momentum, options.WeightDecay)
            .Explain(last.Rate, last.Step).Select(l => new UpdateLine("update", l.Formula, l.Numbers))];
    }

    /// <summary>The training options that a configuration by keys holds.</summary>
    public static TrainingOptions Options(IReadOnlyDictionary<string, string> settings)
    {
        var usual = new TrainingOptions();
        double Number(string key, double other)
            => double.TryParse(settings.GetValueOrDefault("training." + key), System.Globalization.CultureInfo.InvariantCulture, out double value)
                ? value
                : other;
        string Text(string key, string other) => settings.GetValueOrDefault("training." + key) ?? other;
        return usual with
        {
            Optimizer = Text("optimizer", usual.Optimizer),
            Schedule = Text("schedule", usual.Schedule),
            Rate = Number("rate", usual.Rate),
            Momentum = Number("momentum", usual.Momentum),
            WeightDecay = Number("weight_decay", usual.WeightDecay),
            ClipNorm = Number("clip", usual.ClipNorm),
            ClipValue = Number("clip_value", usual.ClipValue),
        };
    }

    private static string N(double value) => RuleLine.Of(value);
}
