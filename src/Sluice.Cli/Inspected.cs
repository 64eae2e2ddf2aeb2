using Sluice.Cells;
using Sluice.Data.Tables;
using Sluice.Layers;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Text;

namespace Sluice.Cli;

/// <summary>What the layers of a model did, step by step, and what is to be said of each step.</summary>
/// <param name="About">One sentence on the model.</param>
/// <param name="Equation">The equations of its cell.</param>
/// <param name="Names">What stands at the head of the words on each step; the first names the step.</param>
/// <param name="Steps">The words on each step.</param>
/// <param name="Recordings">Every gate and state of every layer.</param>
internal sealed record Inspected(string About, string Equation, string[] Names, IReadOnlyList<string[]> Steps, IReadOnlyList<Recording> Recordings)
{
    /// <summary>The first step that is shown.</summary>
    public int First { get; init; }

    public static Inspected Text(LanguageModel model, int[] symbols)
    {
        var (recordings, probabilities) = model.Inspect(symbols);
        return new Inspected(
            Sentence(model.Options.Cell, model.Options.Layers, model.Options.Hidden), Catalog.Shape(model.Options.Cell).Equation, ["symbol", "foreseen"],
            [.. symbols.Select((s, t) => new[] { Visible(model.Vocabulary[s]), t == 0 ? "" : $"{100 * probabilities[t]:F0} %" })], recordings);
    }

    public static Inspected Table(Forecaster model, Table table)
    {
        var (recordings, forecasts) = model.Inspect(table);
        var target = table.Column(model.Target.Name);
        bool dated = forecasts.Any(f => f.Date is not null), timed = forecasts.Any(f => f.Date is { } d && d.TimeOfDay != default);
        return new Inspected(
            Sentence(model.Options.Cell, model.Options.Layers, model.Options.Hidden), Catalog.Shape(model.Options.Cell).Equation, [dated ? "date" : "row", "value", "forecast"],
            [.. forecasts.Select(f => new[] { dated ? f.Date?.ToString(timed ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd") ?? "" : $"{f.Row + 1}", Number(target.Text(f.Row)), f.Class ?? Number($"{f.Point:R}") })], recordings);
    }

    /// <summary>Checks that there are a layer and units.</summary>
    public void Require(int layer, int[]? units)
    {
        if (layer < 0 || layer >= Recordings.Count) throw new UsageException($"--layer: expected 0 to {Recordings.Count - 1}, got {layer}.");
        int hidden = Recordings[layer].Value(Recordings[layer].States[0]).Columns;
        if (units is not null && units.Any(u => u < 0 || u >= hidden)) throw new UsageException($"--units: expected 0 to {hidden - 1}, got {string.Join(",", units)}.");
    }

    /// <summary>The mean over the units, or the value of one.</summary>
    public static float Value(Recording recording, string name, int step, int? unit)
    {
        var row = recording.Value(name).Row(step);
        if (unit is { } u) return row[u];
        float sum = 0;
        foreach (float value in row) sum += value;
        return sum / row.Length;
    }

    /// <summary>Blocks and states, each name once.</summary>
    public static string[] Values(Recording recording) => [.. recording.Blocks.Concat(recording.States).Distinct()];

    /// <summary>Everything as an object for JSON: of each layer the blocks, pre-activations and states, each a list of steps, each a list of units.</summary>
    public object ToData(bool preactivations) => new
    {
        Names,
        Steps = Steps.Skip(First),
        Layers = Recordings.Select(r => new
        {
            r.Name,
            Values = Values(r).ToDictionary(n => n, n => Rows(r.Value(n))),
            Preactivations = preactivations ? r.Blocks.ToDictionary(n => n, n => Rows(r.Preactivation(n))) : null,
        }),
    };

    private IEnumerable<float[]> Rows(Autodiff.Tensor values) => Enumerable.Range(First, Steps.Count - First).Select(t => values.Row(t).ToArray().Select(v => MathF.Round(v, 4)).ToArray());

    private static string Sentence(string cell, int layers, int hidden) => $"{cell}, {layers} {(layers == 1 ? "layer" : "layers")} of {hidden} units.";

    private static string Number(string? text) => text is null ? "-" : double.TryParse(text, out double number) ? $"{number:G5}" : text;

    private static string Visible(string symbol) => symbol == " " ? "␣" : symbol.Replace("\n", "\\n").Replace("\t", "\\t").Replace("\r", "\\r");
}
