using System.Globalization;
using Sluice.Layers;
using Sluice.Models;
using Sluice.Networks;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Imported;

/// <summary>
/// A net that others trained, run over a file: some inputs are fixed, some are states that each step hands on to the next, and the rest is in the
/// file.
/// </summary>
/// <remarks>Any number of threads may use one.</remarks>
public sealed class NetworkRun
{
    private const int MostColumns = 4;

    private readonly IReadOnlyDictionary<string, string> _carried;
    private readonly (int Size, int New)? _window;

    /// <summary>A net and how it runs.</summary>
    /// <param name="network">The net.</param>
    /// <param name="settings">Inputs that are one number everywhere, as <c>NAME=NUMBER</c>; dimensions that are free are then 1.</param>
    /// <param name="carried">Inputs that are states, each with the output that is its next value, as <c>NAME=OUTPUT</c>: rows of the file are
    /// then steps, and the states are 0 before the first.</param>
    /// <param name="window">How sound is cut into rows, as <c>SIZE:NEW</c>: samples of a row, and how many of them are new; null for one row.</param>
    /// <exception cref="UsageException">A text that is none of these, or a name that the net does not have.</exception>
    public NetworkRun(Network network, IEnumerable<string> settings, IEnumerable<string> carried, string? window)
    {
        Network = settings.Aggregate(network, With);
        _carried = carried.Select(c => Carried(Network, c)).ToDictionary();
        _window = window is null ? null : Window(window);
        Open = [.. Network.Inputs.Where(p => !_carried.ContainsKey(p.Name))];
    }

    /// <summary>The net with the inputs that were set fixed.</summary>
    public Network Network { get; }

    /// <summary>The inputs that a file has to give.</summary>
    public IReadOnlyList<Port> Open { get; }

    /// <summary>
    /// The inputs that seem to be states, each with the output that seems to be its next value, as <c>NAME=OUTPUT</c>: of one type and shape, the
    /// output's name being the input's and something like "N", "_next" or "_out".
    /// </summary>
    public static IReadOnlyList<string> LikelyStates(Network network)
    {
        string[] endings = ["N", "n", "_n", "_next", "_out", "_new", "Out", "Next"], beginnings = ["next_", "new_", "out_"];
        return [.. from input in network.Inputs
            let next = network.Outputs.FirstOrDefault(o => o.Type == input.Type && o.Shape?.Count == input.Shape?.Count
                && (endings.Any(e => o.Name == input.Name + e) || beginnings.Any(b => o.Name == b + input.Name)))
            where next is not null
            select $"{input.Name}={next.Name}"];
    }

    /// <summary>Runs it over a file (<see cref="NetworkArrays.Read"/>).</summary>
    /// <returns>The outputs by name; of a net with states those of all steps, one behind the other.</returns>
    /// <exception cref="SluiceException">A file that does not fit.</exception>
    public IReadOnlyDictionary<string, Value> Run(string file)
    {
        var inputs = NetworkArrays.Read(file, Open, _window);
        return _carried.Count == 0 ? Network.Run(inputs) : Steps(Session(watched: false), inputs);
    }

    /// <summary>Runs it over a file and keeps what its recurrent layers computed.</summary>
    /// <param name="file">The file.</param>
    /// <param name="sequence">Which of the sequences that run side by side, from 0.</param>
    /// <param name="layer">The layer that is to be shown, from 0: only those that took as many steps can stand beside it.</param>
    /// <exception cref="SluiceException">A file that does not fit, a net without recurrent layers, or no such layer or sequence.</exception>
    /// <returns>What they did, and where among the layers shown the one asked for is.</returns>
    public (Inspected Inspected, int Layer) Inspect(string file, int sequence, int layer)
        => Inspect(NetworkArrays.Read(file, Open, _window), sequence, layer);

    /// <summary>Runs it over values for its open inputs and keeps what its recurrent layers computed.</summary>
    internal (Inspected Inspected, int Layer) Inspect(Dictionary<string, Value> inputs, int sequence, int layer)
    {
        IReadOnlyDictionary<string, Value> outputs;
        IReadOnlyList<Recording> all;
        if (_carried.Count == 0)
        {
            outputs = Network.Run(inputs, out all);
        }
        else
        {
            var session = Session(watched: true);
            outputs = Steps(session, inputs);
            all = session.Layers;
        }

        if (all.Count == 0) throw new SluiceException("inspect: expected a net with recurrent layers, got one in which none is found.");
        if (layer < 0 || layer >= all.Count) throw new UsageException($"--layer: expected 0 to {all.Count - 1}, got {layer}.");
        int steps = StepsOf(all[layer]), batch = all[layer].Value(all[layer].States[0]).Shape[1];
        if (sequence >= batch) throw new UsageException($"--index: expected 1 to {batch}, got {sequence + 1}.");
        bool StandsBeside(Recording r) => StepsOf(r) == steps && r.Value(r.States[0]).Shape[1] == batch;
        var shown = all.Where(StandsBeside).Select(r => r.Of(sequence)).ToList();
        string others = shown.Count == all.Count ? "" : $" {all.Count - shown.Count} more took another number of steps.";
        var words = inputs.Concat(outputs).Select(v => (v.Key, Columns(v.Value, steps, batch, sequence))).Where(c => c.Item2 is not null).ToList();
        var inspected = new Inspected(
            $"{string.Join(", ", shown.Select(r => $"{r.Name} of {r.Value(r.States[0]).Columns}"))}: {steps} steps.{others}",
            all[layer].Cell, ["step", .. words.SelectMany(w => Names(w.Key, w.Item2![0].Length))],
            [.. Enumerable.Range(0, steps).Select(t => (string[])[$"{t + 1}", .. words.SelectMany(w => w.Item2![t]).Select(v => Inspected.Number(v))])],
            shown);
        return (inspected, all.Take(layer).Count(StandsBeside));
    }

    private static int StepsOf(Recording recording) => recording.Value(recording.States[0]).Shape[0];

    private static IEnumerable<string> Names(string name, int columns)
        => columns == 1 ? [name] : Enumerable.Range(1, columns).Select(c => $"{name} {c}");

    /// <summary>The few numbers that an array has for each step of a sequence; null where it has none, or many.</summary>
    private static float[][]? Columns(Value value, int steps, int batch, int sequence)
    {
        if (value.Type == ElementType.String || steps == 0 || value.Count % ((long)steps * batch) != 0) return null;
        var shape = value.Shape;
        bool first = shape.Length > 0 && shape[0] == steps && (batch == 1 || (shape.Length > 1 && shape[1] == batch)),
            second = shape.Length > 1 && shape[0] == batch && shape[1] == steps;
        int columns = (int)(value.Count / steps / batch);
        if ((!first && !second) || columns is 0 or > MostColumns) return null;
        float[] numbers = value.ToFloats();
        return [.. Enumerable.Range(0, steps).Select(t =>
        {
            int row = first ? t * batch + sequence : sequence * steps + t;
            return numbers[(row * columns)..((row + 1) * columns)];
        })];
    }

    private NetworkSession Session(bool watched)
    {
        var zero = _carried.Keys.ToDictionary(n => n, n => Filled(Network.Inputs.Single(p => p.Name == n), 0));
        return new NetworkSession(Network, _carried, zero, watched);
    }

    /// <summary>A step for each row of the inputs' first dimension.</summary>
    private static Dictionary<string, Value> Steps(NetworkSession session, Dictionary<string, Value> inputs)
    {
        int steps = inputs.Count == 0 || inputs.Values.First().Shape.Length == 0 ? 0 : inputs.Values.First().Shape[0];
        if (steps == 0 || inputs.Any(i => i.Value.Shape.Length == 0 || i.Value.Shape[0] != steps))
        {
            throw new SluiceException(
                $"--carry: expected inputs of as many rows, each a step, got {string.Join(", ", inputs.Select(i => $"{i.Key} {i.Value}"))}.");
        }

        var made = new Dictionary<string, List<Value>>();
        var rows = inputs.ToDictionary(i => i.Key, i => Rows(i.Value));
        for (int t = 0; t < steps; t++)
            foreach (var (name, value) in session.Step(rows.ToDictionary(r => r.Key, r => r.Value[t])))
                (made.TryGetValue(name, out var all) ? all : made[name] = []).Add(value);
        return made.ToDictionary(m => m.Key, m => Joined(m.Key, m.Value));
    }

    /// <summary>The rows of an array, each an array of one row.</summary>
    private static Value[] Rows(Value all)
    {
        int rows = all.Shape[0], each = (int)(all.Count / rows);
        int[] shape = [1, .. all.Shape[1..]];
        bool isText = all.Type == ElementType.String, isFloat = NetworkArrays.IsFloat(all.Type);
        string[] texts = isText ? all.ToTexts() : [];
        float[] numbers = isFloat ? all.ToFloats() : [];
        long[] integers = isText || isFloat ? [] : all.ToIntegers();
        return [.. Enumerable.Range(0, rows).Select(t => (t * each)..((t + 1) * each)).Select(
            part => Made(all.Type, shape, () => texts[part], () => numbers[part], () => integers[part]))];
    }

    private static Value Joined(string name, List<Value> steps)
    {
        var first = steps[0];
        if (steps.Any(s => !s.Shape.SequenceEqual(first.Shape)))
            throw new SluiceException($"--carry: expected '{name}' of one shape at every step, got {first} and {steps.First(s => !s.Shape.SequenceEqual(first.Shape))}.");
        int[] shape = first.Shape.Length == 0 ? [steps.Count] : [steps.Count * first.Shape[0], .. first.Shape[1..]];
        return Made(
            first.Type, shape, () => [.. steps.SelectMany(s => s.ToTexts())], () => [.. steps.SelectMany(s => s.ToFloats())],
            () => [.. steps.SelectMany(s => s.ToIntegers())]);
    }

    private static Value Filled(Port port, float number)
    {
        int[] shape = [.. (port.Shape ?? []).Select(d => int.TryParse(d, CultureInfo.InvariantCulture, out int n) ? n : 1)];
        int count = shape.Aggregate(1, (product, n) => checked(product * n));
        return Made(
            port.Type, shape, () => throw new UsageException($"--set: expected an input of numbers, got {port}."),
            () => [.. Enumerable.Repeat(number, count)], () => [.. Enumerable.Repeat((long)number, count)]);
    }

    /// <summary>A value of a type, whose elements are asked for in the form that the type has.</summary>
    private static Value Made(ElementType type, int[] shape, Func<string[]> texts, Func<float[]> numbers, Func<long[]> integers)
        => type == ElementType.String ? Value.From(texts(), shape)
            : NetworkArrays.IsFloat(type) ? Value.From(numbers(), shape).As(type)
            : Value.From(integers(), shape).As(type);

    private static Network With(Network network, string setting)
    {
        var (name, text) = Pair("--set", "NAME=NUMBER", setting);
        if (!float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number))
            throw new UsageException($"--set: expected NAME=NUMBER, got '{setting}'.");
        return network.With(name, Filled(Find("--set", network.Inputs, name), number));
    }

    private static KeyValuePair<string, string> Carried(Network network, string text)
    {
        var (name, output) = Pair("--carry", "NAME=OUTPUT", text);
        return new(Find("--carry", network.Inputs, name).Name, Find("--carry", network.Outputs, output).Name);
    }

    private static (string Name, string Text) Pair(string option, string form, string given)
    {
        int at = given.IndexOf('=');
        return at > 0 ? (given[..at], given[(at + 1)..]) : throw new UsageException($"{option}: expected {form}, got '{given}'.");
    }

    private static Port Find(string option, IReadOnlyList<Port> ports, string name) => ports.FirstOrDefault(p => p.Name == name)
        ?? throw new UsageException($"{option}: expected one of {string.Join(", ", ports.Select(p => p.Name))}, got '{name}'.");

    private static (int Size, int New) Window(string text)
    {
        string[] parts = text.Split(':');
        return int.TryParse(parts[0], out int size) && int.TryParse(parts[^1], out int next) && parts.Length <= 2 && next >= 1 && next <= size
            ? (size, next)
            : throw new UsageException($"--window: expected SIZE:NEW such as 576:512, got '{text}'.");
    }
}
