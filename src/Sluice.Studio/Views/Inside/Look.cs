using System.Collections.Concurrent;
using Sluice.Inspection;
using Sluice.Layers;

namespace Sluice.Studio.Views.Inside;

/// <summary>The gates and states of one layer over all steps.</summary>
/// <param name="Name">Such as <c>layer 0</c>.</param>
/// <param name="Cell">The name of its cell.</param>
/// <param name="Names">Blocks and states, in the order of the cell.</param>
/// <param name="States">Which of them are states.</param>
/// <param name="Values">Their values by name.</param>
internal sealed record LookLayer(
    string Name, string Cell, IReadOnlyList<string> Names, IReadOnlyList<string> States, IReadOnlyDictionary<string, Activity> Values)
{
    /// <summary>Whether it runs from the end.</summary>
    public bool IsReverse => Name.EndsWith("reverse", StringComparison.Ordinal);

    /// <summary>Room for the values of a recording of so many steps.</summary>
    public static LookLayer Like(Recording recording, string cell, int steps)
    {
        string[] names = [.. recording.Blocks.Concat(recording.States).Distinct()];
        var gates = CellEquations.Gates(cell);
        return new LookLayer(
            recording.Name, cell, names, recording.States,
            names.ToDictionary(n => n, n => new Activity(steps, recording.Value(n).Columns, gates.Contains(n.Replace('\'', '′')))));
    }

    /// <summary>Takes recorded steps.</summary>
    public void Take(int start, Recording recording)
    {
        foreach (string name in Names) Values[name].Take(start, recording.Value(name));
    }
}

/// <summary>A model that has run over a text or a table, with everything that it computed.</summary>
internal abstract class Look
{
    private readonly ConcurrentDictionary<(int, string, string, int), int[]> _orders = new();
    private readonly ConcurrentDictionary<Activity, float> _scales = new();

    /// <summary>By what the page names it.</summary>
    public string Id { get; init; } = "";

    /// <summary>The layers, the lowest first.</summary>
    public required IReadOnlyList<LookLayer> Layers { get; init; }

    /// <summary>Steps.</summary>
    public int Steps => Layers[0].Values[Layers[0].Names[0]].Steps;

    /// <summary>Bytes that the values take.</summary>
    public long Bytes => 4 * Layers.Sum(l => l.Values.Values.Sum(a => (long)a.Steps * a.Units));

    /// <summary>A recording that holds a step of a layer, and the row in it.</summary>
    public abstract (Recording Recording, int Row) Recorded(int layer, int step);

    /// <summary>What was read at a step, where it can be said in a word.</summary>
    public virtual string Word(int step) => "";

    /// <summary>A state of a unit before a step; null where it is not known.</summary>
    public float? StateBefore(int layer, int step, int unit, string state) => Before(layer, step, unit, state);

    /// <summary>The equations of a layer with the numbers of a unit at a step put in.</summary>
    public IReadOnlyList<string> Formulas(int layer, int step, int unit)
    {
        var (recording, row) = Recorded(layer, step);
        return StepNumbers.Of(Layer(layer).Cell, recording, row, unit, state => Before(layer, step, unit, state));
    }

    /// <summary>The layer of a number.</summary>
    public LookLayer Layer(int layer)
        => (uint)layer < (uint)Layers.Count
            ? Layers[layer]
            : throw new SluiceException($"studio: expected layers from 0 to {Layers.Count - 1}, got {layer}.");

    /// <summary>A gate or state of a layer.</summary>
    public Activity Value(int layer, string name) => Layer(layer).Values.TryGetValue(name, out var found)
        ? found
        : throw new SluiceException($"studio: expected one of {string.Join(", ", Layer(layer).Names)} of layer {layer}, got '{name}'.");

    /// <summary>The units in the order that is asked for.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="name">The gate or state.</param>
    /// <param name="by">place, mean or likeness; of a text also feature: and the name of a feature.</param>
    /// <param name="unit">The unit to be like.</param>
    public int[] Order(int layer, string name, string by, int unit) => _orders.GetOrAdd((layer, name, by, by == "likeness" ? unit : 0), _ => by switch
    {
        "place" => [.. Enumerable.Range(0, Value(layer, name).Units)],
        "mean" => Value(layer, name).ByMean(),
        "likeness" => Value(layer, name).ByLikeness(unit),
        _ => OrderBy(Value(layer, name), by),
    });

    /// <summary>Orders that looks of a kind have of their own.</summary>
    protected virtual int[] OrderBy(Activity values, string by)
        => throw new SluiceException($"studio: expected units by place, mean or likeness, got by '{by}'.");

    /// <summary>The value at which a colour is full.</summary>
    public float Scale(Activity activity) => _scales.GetOrAdd(activity, a => a.Scale());

    /// <summary>All values of a unit at a step.</summary>
    public IReadOnlyList<NamedNumber> Numbers(int layer, int step, int unit)
    {
        CheckStep(step);
        return [.. Layer(layer).Names.Select(n => (Name: n, Values: Value(layer, n)))
            .Where(n => unit >= 0 && unit < n.Values.Units).Select(n => new NamedNumber(n.Name, n.Values.Row(step)[unit]))];
    }

    /// <summary>A state of a unit before a step; null where it is not known.</summary>
    protected virtual float? Before(int layer, int step, int unit, string state)
    {
        if (!Layer(layer).Values.TryGetValue(state, out var values) || unit >= values.Units) return null;
        int before = step + (Layer(layer).IsReverse ? 1 : -1);
        return (uint)before >= (uint)Steps ? 0 : values.Row(before)[unit];
    }

    protected void CheckStep(int step)
    {
        if ((uint)step >= (uint)Steps) throw new SluiceException($"studio: expected steps from 0 to {Steps - 1}, got {step}.");
    }
}

/// <summary>A number and its name.</summary>
internal sealed record NamedNumber(string Name, float Value);
