using Sluice.Cells;
using Sluice.Layers;
using Sluice.Tasks.Reasons;
using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Descriptor;

/// <summary>What the layers of a model did, step by step, and words on each step.</summary>
/// <param name="About">One sentence on the model.</param>
/// <param name="Cell">The name of its cell, with what it is wrapped in.</param>
/// <param name="Names">What stands at the head of the words on each step; the first names the step.</param>
/// <param name="Steps">The words on each step.</param>
/// <param name="Recordings">Every gate and state of every layer, [steps, 1, units].</param>
public sealed record Inspected(
    string About, string Cell, IReadOnlyList<string> Names, IReadOnlyList<string[]> Steps, IReadOnlyList<Recording> Recordings)
{
    /// <summary>The equations of the cell.</summary>
    public string Equation => Catalog.Shape(Cell).Equation;

    /// <summary>The first step that is shown.</summary>
    public int First { get; init; }

    /// <summary>How many steps the sequence has, of which these are the last.</summary>
    public int Length { get; init; } = Steps.Count;

    /// <summary>Tells on what the forecast after the last step rests, for one thread; null where nothing is forecast.</summary>
    internal Func<Attribution>? Why { get; init; }

    /// <summary>The layers of a model of so many layers and units, and what is said of each step.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="layers">Layers.</param>
    /// <param name="hidden">Units of each.</param>
    /// <param name="names">What stands at the head of the words on each step.</param>
    /// <param name="steps">The words on each step.</param>
    /// <param name="recordings">What was recorded at these steps.</param>
    /// <param name="length">Steps of the sequence, where these are its last; null where they are all.</param>
    public static Inspected Of(
        string cell, int layers, int hidden, IReadOnlyList<string> names, IEnumerable<string[]> steps, IReadOnlyList<Recording> recordings,
        int? length = null)
    {
        string[][] words = [.. steps];
        return new($"{cell}, {layers} {(layers == 1 ? "layer" : "layers")} of {hidden} units.", cell, names, words, recordings)
        {
            Length = length ?? words.Length
        };
    }

    /// <summary>The same of which so many steps are shown, the last ones.</summary>
    public Inspected LastOf(int steps) => this with { First = Math.Max(0, Steps.Count - steps) };

    /// <summary>Checks that there are a layer and units.</summary>
    /// <exception cref="UsageException">There are not.</exception>
    public void Require(int layer, int[]? units)
    {
        if (layer < 0 || layer >= Recordings.Count) throw new UsageException($"--layer: expected 0 to {Recordings.Count - 1}, got {layer}.");
        int hidden = Recordings[layer].Value(Recordings[layer].States[0]).Columns;
        if (units is not null && units.Any(u => u < 0 || u >= hidden))
            throw new UsageException($"--units: expected 0 to {hidden - 1}, got {string.Join(",", units)}.");
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

    /// <summary>
    /// Everything as an object for JSON: of each layer the blocks, pre-activations and states, each a list of steps, each a list of units.
    /// </summary>
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

    /// <summary>A number as the words on a step have it; a dash for none.</summary>
    public static string Number(double number) => double.IsFinite(number) ? $"{number:G5}" : "-";

    /// <summary>The same of a text that may be a number.</summary>
    public static string Number(string? text) => text is null ? "-" : double.TryParse(text, out double number) ? $"{number:G5}" : text;

    /// <summary>A symbol that can be seen.</summary>
    public static string Visible(string symbol) => symbol == " " ? "␣" : symbol.Replace("\n", "\\n").Replace("\t", "\\t").Replace("\r", "\\r");

    private IEnumerable<float[]> Rows(Autodiff.Tensor values)
        => Enumerable.Range(First, Steps.Count - First).Select(t => values.Row(t).ToArray().Select(v => MathF.Round(v, 4)).ToArray());
}
