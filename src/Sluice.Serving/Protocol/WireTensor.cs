using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace Sluice.Serving.Protocol;

/// <summary>A tensor of a request or an answer, row-major.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Values">An array of double or of string, in answers also of float, long, int or bool; as many as the shape says.</param>
internal sealed record WireTensor(string Name, int[] Shape, Array Values)
{
    private static readonly UTF8Encoding s_strict = new(false, throwOnInvalidBytes: true);

    public bool IsText => Values is string[];

    /// <summary>The type that it is sent as.</summary>
    public string Datatype => Values switch
    {
        string[] => DataTypes.Bytes,
        float[] => "FP32",
        long[] => "INT64",
        int[] => "INT32",
        bool[] => "BOOL",
        _ => DataTypes.Double,
    };

    /// <summary>Reads the tensor of a request.</summary>
    /// <param name="json">Name, shape, data type and perhaps data.</param>
    /// <param name="rest">The binary data behind the JSON; what this tensor takes is taken away.</param>
    public static WireTensor Read(JsonElement json, ref ReadOnlySpan<byte> rest)
    {
        if (json.ValueKind != JsonValueKind.Object) throw ServingException.Bad($"inputs: expected objects with name, shape, datatype and data, got {Kind(json)}.");
        string name = Text(json, "name", "inputs"), datatype = Text(json, "datatype", $"input '{name}'");
        DataTypes.Check(name, datatype);
        var (shape, count) = ShapeOf(json, name);
        bool hasData = json.TryGetProperty("data", out var data);
        if (Parameter(json, "binary_data_size") is { } size)
        {
            if (hasData) throw ServingException.Bad($"input '{name}': expected data or binary_data_size, got both.");
            if (size.ValueKind != JsonValueKind.Number || !size.TryGetInt32(out int bytes) || bytes < 0 || bytes > rest.Length)
                throw ServingException.Bad($"input '{name}': expected a binary_data_size of at most the {rest.Length} bytes that are left, got {size}.");
            var own = rest[..bytes];
            rest = rest[bytes..];
            return new(name, shape, datatype == DataTypes.Bytes ? Texts(name, own, count) : DataTypes.Read(name, datatype, own, count));
        }

        if (!hasData) throw ServingException.Bad($"input '{name}': expected data, got none.");
        List<JsonElement> flat = [];
        Flatten(data, flat, count);
        if (flat.Count != count)
            throw ServingException.Bad($"input '{name}': expected {count} elements for the shape [{string.Join(", ", shape)}], got {flat.Count}.");
        return new(
            name, shape,
            datatype == DataTypes.Bytes
                ? flat.ConvertAll(e => AsText(name, e)).ToArray()
                : flat.ConvertAll(e => AsNumber(name, datatype, e)).ToArray());
    }

    /// <summary>A tensor whose elements are bytes, little-endian; texts each with their length before them.</summary>
    public static WireTensor OfBytes(string name, string datatype, IEnumerable<long> shape, ReadOnlySpan<byte> bytes)
    {
        DataTypes.Check(name, datatype);
        var (sizes, count) = ShapeOf(shape, name);
        return new(name, sizes, datatype == DataTypes.Bytes ? Texts(name, bytes, count) : DataTypes.Read(name, datatype, bytes, count));
    }

    /// <summary>A tensor of numbers or texts that were already apart.</summary>
    public static WireTensor OfElements(string name, string datatype, IEnumerable<long> shape, Array elements)
    {
        DataTypes.Check(name, datatype);
        var (sizes, count) = ShapeOf(shape, name);
        if (elements.Length != count)
            throw ServingException.Bad($"input '{name}': expected {count} elements for the shape [{string.Join(", ", sizes)}], got {elements.Length}.");
        if (elements is string[] != (datatype == DataTypes.Bytes))
            throw ServingException.Bad($"input '{name}': expected contents of {datatype}, got {(elements is string[]? "bytes" : "numbers")}.");
        if (elements is double[] numbers) foreach (double number in numbers) DataTypes.Checked(name, datatype, number);
        return new(name, sizes, elements);
    }

    /// <summary>The parameter of a tensor or of a request, or null.</summary>
    public static JsonElement? Parameter(JsonElement json, string name)
        => json.TryGetProperty("parameters", out var all) && all.ValueKind == JsonValueKind.Object && all.TryGetProperty(name, out var value)
            ? value : null;

    /// <summary>Writes it for an answer; the elements too, unless they follow as bytes.</summary>
    /// <returns>The bytes that follow, or null.</returns>
    public byte[]? Write(Utf8JsonWriter json, bool binary)
    {
        byte[]? bytes = binary ? ToBytes() : null;
        json.WriteStartObject();
        json.WriteString("name", Name);
        json.WriteString("datatype", Datatype);
        json.WriteStartArray("shape");
        foreach (int n in Shape) json.WriteNumberValue(n);
        json.WriteEndArray();
        if (bytes is not null)
        {
            json.WriteStartObject("parameters");
            json.WriteNumber("binary_data_size", bytes.Length);
            json.WriteEndObject();
        }
        else
        {
            json.WriteStartArray("data");
            foreach (object value in Values)
            {
                switch (value)
                {
                    case string text: json.WriteStringValue(text); break;
                    case bool truth: json.WriteBooleanValue(truth); break;
                    case float number when float.IsFinite(number): json.WriteNumberValue(number); break;
                    case long or int: json.WriteNumberValue(Convert.ToInt64(value, null)); break;
                    default: AnswerJson.WriteNumber(json, Convert.ToDouble(value, null)); break;
                }
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
        return bytes;
    }

    public static string Kind(JsonElement json) => json.ValueKind switch
    {
        JsonValueKind.Undefined => "nothing",
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        _ => json.GetRawText() is { Length: > 40 } raw ? raw[..40] + "..." : json.GetRawText(),
    };

    private static string Text(JsonElement json, string key, string where)
        => json.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text : throw ServingException.Bad($"{where}: expected a text for '{key}', got {Kind(value)}.");

    private static (int[] Shape, long Count) ShapeOf(JsonElement json, string name)
    {
        if (!json.TryGetProperty("shape", out var given) || given.ValueKind != JsonValueKind.Array)
            throw ServingException.Bad($"input '{name}': expected a list of whole numbers for 'shape', got {Kind(given)}.");
        return ShapeOf(given.EnumerateArray().Select(one => one.ValueKind == JsonValueKind.Number && one.TryGetInt64(out long n) ? n : -1), name);
    }

    private static (int[] Shape, long Count) ShapeOf(IEnumerable<long> given, string name)
    {
        long[] shape = [.. given];
        long count = 1;
        foreach (long n in shape)
        {
            count = n is >= 0 and <= int.MaxValue ? count * n : long.MaxValue;
            if (count > int.MaxValue)
                throw ServingException.Bad($"input '{name}': expected a shape of whole numbers from 0, of at most {int.MaxValue} elements, got {(n < 0 ? "another" : $"[{string.Join(", ", shape)}]")}.");
        }

        return ([.. shape.Select(n => (int)n)], count);
    }

    private static void Flatten(JsonElement data, List<JsonElement> into, long most)
    {
        if (data.ValueKind != JsonValueKind.Array)
        {
            if (into.Count > most) return;
            into.Add(data);
            return;
        }

        foreach (var one in data.EnumerateArray()) Flatten(one, into, most);
    }

    private static string AsText(string name, JsonElement e)
        => e.ValueKind == JsonValueKind.String ? e.GetString()! : throw ServingException.Bad($"input '{name}': expected texts, got {Kind(e)}.");

    private static double AsNumber(string name, string datatype, JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.Number => DataTypes.Checked(name, datatype, e.GetDouble()),
        JsonValueKind.True or JsonValueKind.False when datatype == "BOOL" => e.ValueKind == JsonValueKind.True ? 1 : 0,
        JsonValueKind.Null => DataTypes.Checked(name, datatype, double.NaN),
        _ => throw ServingException.Bad($"input '{name}': expected numbers of {datatype}, got {Kind(e)}."),
    };

    /// <summary>Texts as the binary extension has them: each with its length in 4 bytes, little-endian, before it.</summary>
    private static string[] Texts(string name, ReadOnlySpan<byte> bytes, long count)
    {
        List<string> texts = [];
        while (bytes.Length > 0)
        {
            uint length = bytes.Length < 4 ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            if (length > bytes.Length - 4) throw ServingException.Bad($"input '{name}': the binary data ends within element {texts.Count + 1}.");
            try
            {
                texts.Add(s_strict.GetString(bytes.Slice(4, (int)length)));
            }
            catch (DecoderFallbackException)
            {
                throw ServingException.Bad($"input '{name}': expected UTF-8 in element {texts.Count + 1}; bytes of files go as base64.");
            }

            bytes = bytes[(4 + (int)length)..];
        }

        return texts.Count == count
            ? [.. texts]
            : throw ServingException.Bad($"input '{name}': expected {count} elements in the binary data, got {texts.Count}.");
    }

    /// <summary>The elements as bytes, little-endian; texts each with their length before them.</summary>
    public byte[] ToBytes()
    {
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        if (Values is string[] texts)
        {
            foreach (string text in texts)
            {
                byte[] bytes = Encoding.UTF8.GetBytes(text);
                writer.Write(bytes.Length);
                writer.Write(bytes);
            }
        }
        else
        {
            writer.Write(Values switch
            {
                float[] numbers => MemoryMarshal.AsBytes(numbers.AsSpan()),
                long[] numbers => MemoryMarshal.AsBytes(numbers.AsSpan()),
                int[] numbers => MemoryMarshal.AsBytes(numbers.AsSpan()),
                bool[] truths => MemoryMarshal.AsBytes(truths.AsSpan()),
                _ => MemoryMarshal.AsBytes(((double[])Values).AsSpan()),
            });
        }

        writer.Flush();
        return memory.ToArray();
    }
}
