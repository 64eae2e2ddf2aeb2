using System.Text.Json;

namespace Sluice.Serving.Protocol;

/// <summary>A request of the Open Inference Protocol to infer: JSON, and perhaps the data of tensors as bytes behind it.</summary>
/// <param name="Id">The client's own word for the request, or null.</param>
/// <param name="Inputs">The tensors.</param>
/// <param name="Outputs">The outputs that are wanted, and whether each is to come as bytes; null for all.</param>
/// <param name="IsBinary">Whether outputs come as bytes where nothing else is said.</param>
/// <param name="Parameters">The parameters of the request: texts, numbers and booleans.</param>
internal sealed record InferRequest(
    string? Id, IReadOnlyList<WireTensor> Inputs, IReadOnlyList<(string Name, bool? IsBinary)>? Outputs, bool IsBinary,
    IReadOnlyDictionary<string, JsonElement> Parameters)
{
    /// <summary>Reads a request.</summary>
    /// <param name="body">The body.</param>
    /// <param name="jsonLength">How much of it is JSON; null for all.</param>
    /// <exception cref="ServingException">It is not such a request.</exception>
    public static InferRequest Read(ReadOnlyMemory<byte> body, int? jsonLength)
    {
        if (jsonLength is { } length && (length < 1 || length > body.Length))
            throw ServingException.Bad($"expected an Inference-Header-Content-Length from 1 to the {body.Length} bytes of the body, got {length}.");
        using var document = Parse(body[..(jsonLength ?? body.Length)]);
        var root = document.RootElement;
        try
        {
            string? id = root.TryGetProperty("id", out var given) && given.ValueKind != JsonValueKind.Null
                ? given.ValueKind == JsonValueKind.String ? given.GetString() : throw ServingException.Bad($"expected a text for 'id', got {WireTensor.Kind(given)}.")
                : null;
            if (!root.TryGetProperty("inputs", out var inputs) || inputs.ValueKind != JsonValueKind.Array)
                throw ServingException.Bad($"expected a list of tensors for 'inputs', got {WireTensor.Kind(inputs)}.");
            var rest = jsonLength is { } json ? body.Span[json..] : default;
            List<WireTensor> tensors = [];
            foreach (var input in inputs.EnumerateArray()) tensors.Add(WireTensor.Read(input, ref rest));
            if (rest.Length > 0) throw ServingException.Bad($"expected binary data of the inputs alone behind the JSON, got {rest.Length} bytes more.");
            if (tensors.GroupBy(t => t.Name).FirstOrDefault(g => g.Count() > 1) is { } doubled)
                throw ServingException.Bad($"expected each input once, got '{doubled.Key}' {doubled.Count()} times.");
            var parameters = ParametersOf(root);
            return new(
                id, tensors, root.TryGetProperty("outputs", out var outputs) ? OutputsOf(outputs) : null,
                parameters.TryGetValue("binary_data_output", out var binary) && binary.ValueKind == JsonValueKind.True, parameters);
        }
        catch (InvalidOperationException)
        {
            throw ServingException.Bad("a text of the request is no valid Unicode.");
        }
    }

    /// <summary>A body as JSON: an object.</summary>
    /// <exception cref="ServingException">It is none.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(body);
        }
        catch (JsonException e)
        {
            throw ServingException.Bad(
                $"the body is no JSON, or not whole: line {e.LineNumber.GetValueOrDefault() + 1}, byte {e.BytePositionInLine.GetValueOrDefault() + 1}.");
        }

        if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
        string kind = WireTensor.Kind(document.RootElement);
        document.Dispose();
        throw ServingException.Bad($"expected a JSON object, got {kind}.");
    }

    private static Dictionary<string, JsonElement> ParametersOf(JsonElement root)
    {
        if (!root.TryGetProperty("parameters", out var all)) return [];
        if (all.ValueKind != JsonValueKind.Object) throw ServingException.Bad($"expected an object for 'parameters', got {WireTensor.Kind(all)}.");
        Dictionary<string, JsonElement> parameters = [];
        foreach (var one in all.EnumerateObject())
        {
            if (one.Value.ValueKind is JsonValueKind.Object or JsonValueKind.Array)
                throw ServingException.Bad($"parameter '{one.Name}': expected a text, a number or a boolean, got {WireTensor.Kind(one.Value)}.");
            parameters[one.Name] = one.Value.Clone();
        }

        return parameters;
    }

    private static List<(string, bool?)> OutputsOf(JsonElement outputs)
    {
        if (outputs.ValueKind != JsonValueKind.Array) throw ServingException.Bad($"expected a list for 'outputs', got {WireTensor.Kind(outputs)}.");
        List<(string, bool?)> wanted = [];
        foreach (var one in outputs.EnumerateArray())
        {
            if (one.ValueKind != JsonValueKind.Object || !one.TryGetProperty("name", out var name) || name.ValueKind != JsonValueKind.String)
                throw ServingException.Bad($"outputs: expected objects with a name, got {WireTensor.Kind(one)}.");
            wanted.Add((name.GetString()!, WireTensor.Parameter(one, "binary_data") is { } binary ? binary.ValueKind == JsonValueKind.True : null));
        }

        return wanted;
    }
}
