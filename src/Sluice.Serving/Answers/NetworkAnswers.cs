using System.Text;
using System.Text.Json;
using Sluice.Networks;
using Sluice.Serving.Models;
using Sluice.Serving.Protocol;
using Sluice.Tasks.Imported;

namespace Sluice.Serving.Answers;

/// <summary>Asks nets that others trained, by tensors or by arrays of a file.</summary>
internal sealed class NetworkAnswers(ComputeTurns turns)
{
    /// <summary>Inputs or outputs as the metadata of a model have them; -1 for a dimension that is free.</summary>
    public static IReadOnlyList<TensorQuestions.Described> Described(IEnumerable<Port> ports)
        => [.. ports.Select(p => new TensorQuestions.Described(
            p.Name, TypeOf(p.Type), [.. (p.Shape ?? []).Select(d => int.TryParse(d, out int size) ? size : -1)]))];

    /// <summary>Runs a net.</summary>
    /// <param name="version">The net.</param>
    /// <param name="tensors">A tensor for each input, of its type.</param>
    /// <param name="stop">Set when nobody waits any longer.</param>
    /// <returns>Every output, in order.</returns>
    /// <exception cref="ServingException">A tensor that is missing, unknown, or of another type or shape.</exception>
    public async Task<IReadOnlyList<WireTensor>> Infer(ModelVersion version, IReadOnlyList<WireTensor> tensors, CancellationToken stop)
    {
        var network = version.Network!;
        var inputs = new Dictionary<string, Value>();
        foreach (var tensor in tensors)
        {
            var port = network.Inputs.FirstOrDefault(p => p.Name == tensor.Name) ?? throw ServingException.Bad(
                $"model '{version.Name}' has no input '{tensor.Name}'; it has {string.Join(", ", network.Inputs.Select(p => p.Name))}.");
            if (tensor.IsText != (port.Type == ElementType.String))
                throw ServingException.Bad($"input '{port.Name}': expected {TypeOf(port.Type)}, got {(tensor.IsText ? "texts" : "numbers")}.");
            if (!inputs.TryAdd(port.Name, Of(tensor, port))) throw ServingException.Bad($"input '{port.Name}': expected it once, got it twice.");
        }

        var outputs = await turns.Take(version.Name, () => network.Run(inputs), stop);
        return [.. network.Outputs.Select(p => new WireTensor(p.Name, outputs[p.Name].Shape.ToArray(), Elements(outputs[p.Name])))];
    }

    /// <summary>Runs a net over a file as <c>predict</c> does; options are <c>set</c>, <c>carry</c> and <c>window</c>.</summary>
    /// <param name="version">The net.</param>
    /// <param name="data">The file.</param>
    /// <param name="ending">Its form.</param>
    /// <param name="options">How it runs; several of one kind stand in a list with commas.</param>
    /// <param name="stop">Set when nobody waits any longer.</param>
    /// <returns>An object of all outputs by name, as JSON.</returns>
    public async Task<string> Ask(
        ModelVersion version, ReadOnlyMemory<byte> data, string ending, Dictionary<string, string> options, CancellationToken stop)
    {
        if (options.Keys.FirstOrDefault(k => k is not ("set" or "carry" or "window")) is { } strange)
            throw ServingException.Bad($"there is no option '{strange}' of a net; there are set, carry and window.");
        string[] List(string key) => options.TryGetValue(key, out string? text) ? text.Split(',') : [];
        string answers = await turns.Take(version.Name, () =>
        {
            using var file = new QuestionFile(data.Span, ending);
            return file.Read(() => NetworkArrays.ToJson(
                new NetworkRun(version.Network!, List("set"), List("carry"), options.GetValueOrDefault("window")).Run(file.Path)));
        }, stop);
        return new StringBuilder("{\"model_name\":").Append(JsonSerializer.Serialize(version.Name)).Append(",\"model_version\":")
            .Append(JsonSerializer.Serialize(version.Version)).Append(",\"answers\":").Append(answers).Append('}').ToString();
    }

    /// <summary>The type that elements are sent as.</summary>
    private static string TypeOf(ElementType type) => type switch
    {
        ElementType.String => DataTypes.Bytes,
        ElementType.Bool => "BOOL",
        ElementType.Int32 => "INT32",
        _ => NetworkArrays.IsFloat(type) ? "FP32" : "INT64",
    };

    private static Value Of(WireTensor tensor, Port port)
    {
        if (tensor.Values is string[] texts) return Value.From(texts, tensor.Shape);
        var numbers = (double[])tensor.Values;
        if (NetworkArrays.IsFloat(port.Type)) return Value.From([.. numbers.Select(n => (float)n)], tensor.Shape).As(port.Type);
        return numbers.Any(n => n != Math.Floor(n))
            ? throw ServingException.Bad($"input '{port.Name}': expected whole numbers, got {numbers.First(n => n != Math.Floor(n)):R}.")
            : Value.From([.. numbers.Select(n => (long)n)], tensor.Shape).As(port.Type);
    }

    private static Array Elements(Value value) => value.Type switch
    {
        ElementType.String => value.ToTexts(),
        ElementType.Bool => value.ToIntegers().Select(v => v != 0).ToArray(),
        ElementType.Int32 => value.ToIntegers().Select(v => (int)v).ToArray(),
        _ when NetworkArrays.IsFloat(value.Type) => value.ToFloats(),
        _ => value.ToIntegers(),
    };
}
