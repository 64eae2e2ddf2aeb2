using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Audio;
using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Formats.Foreign;
using Sluice.Networks;
using Sluice.Readers;
using Sluice.Tasks.Settings;
using ElementType = Sluice.Networks.ElementType;

namespace Sluice.Tasks.Imported;

/// <summary>What goes into a network and comes out of it as files: JSON, NumPy's arrays, tables of numbers.</summary>
public static class NetworkArrays
{
    /// <summary>The endings of files that answers can be written to.</summary>
    public static IReadOnlyList<string> Endings { get; } = [".json", ".npy", ".npz"];

    /// <summary>The endings of files that inputs are read from; every other one is read as a table.</summary>
    public static IReadOnlyList<string> InputEndings { get; } = [".json", ".npy", ".npz", ".csv", ".tsv", ".wav"];

    /// <summary>The inputs of a file: by name in JSON and .npz; for the one input that is open in .npy, in a table of numbers and in a WAV.</summary>
    /// <param name="path">The file; '-' for JSON from standard input.</param>
    /// <param name="open">The inputs that want a value.</param>
    /// <param name="window">Of sound: how many samples each row holds, and how many of them are new; null for the whole as one row.</param>
    /// <exception cref="SluiceException">An input that is not there, a type or shape that does not fit, or a name that the network does not have.</exception>
    public static Dictionary<string, Value> Read(string path, IReadOnlyList<Port> open, (int Size, int New)? window = null)
    {
        if (path == "-" || path.EndsWith(".json", StringComparison.OrdinalIgnoreCase)) return OfJson(path, open);
        if (path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
        {
            using var file = WeightFile.Open(path);
            var tensors = path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase) ? [(Only(open, path).Name, file.Tensors[0])]
                : file.Tensors.Select(t => (t.Name, Tensor: t));
            return tensors.ToDictionary(t => t.Name, t => Of(t.Item2, Find(open, t.Name, path)));
        }

        var only = Only(open, path);
        if (path.EndsWith(".wav", StringComparison.OrdinalIgnoreCase)) return new() { [only.Name] = OfSound(path, window) };
        return new() { [only.Name] = OfTable(path, only) };
    }

    /// <summary>Answers as JSON, by name.</summary>
    public static string ToJson(IReadOnlyDictionary<string, Value> values)
    {
        var all = new JsonObject();
        foreach (var (name, value) in values)
        {
            int at = 0;
            all[name] = Nested(value, value.Type == ElementType.String ? [] : value.ToFloats(), 0, ref at);
        }

        return all.ToJsonString();
    }

    /// <summary>Answers as a file, by its ending.</summary>
    /// <exception cref="UsageException">Another ending, or several answers for a file of one array.</exception>
    public static void Write(string path, IReadOnlyDictionary<string, Value> values)
    {
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".json": AtomicFile.Write(path, ToJson(values) + "\n"); break;
            case ".npy" when values.Count == 1: AtomicFile.Write(path, Npy(values.Values.Single())); break;
            case ".npy": throw new UsageException($"--out: expected .npz or .json for {values.Count} arrays, got {path}.");
            case ".npz":
                using (var memory = new MemoryStream())
                {
                    using (var zip = new System.IO.Compression.ZipArchive(memory, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
                    {
                        foreach (var (name, value) in values)
                        {
                            using var entry = zip.CreateEntry($"{name}.npy", System.IO.Compression.CompressionLevel.NoCompression).Open();
                            entry.Write(Npy(value));
                        }
                    }

                    AtomicFile.Write(path, memory.ToArray());
                }

                break;
            default: throw new UsageException($"--out: expected a name that ends in {string.Join(", ", Endings)}, got {path}.");
        }
    }

    /// <summary>Whether the elements are floating-point numbers.</summary>
    public static bool IsFloat(ElementType type) => type is ElementType.Float or ElementType.Double or ElementType.Half or ElementType.BFloat16;

    private static Port Only(IReadOnlyList<Port> open, string path) => open.Count == 1
        ? open[0]
        : throw new SluiceFormatException(
            $"the net has {open.Count} open inputs, {string.Join(", ", open.Select(p => p.Name))}: give them by name, as JSON or .npz, or fix the others with --set NAME=NUMBER.", path);

    private static Port Find(IReadOnlyList<Port> open, string name, string path) => open.FirstOrDefault(p => p.Name == name)
        ?? throw new SluiceFormatException($"expected the inputs {string.Join(", ", open)}, got '{name}'.", path);

    private static Value Of(NamedTensor tensor, Port port)
    {
        int[] shape = [.. tensor.Shape];
        float[] numbers = tensor.ToFloats();
        return IsFloat(port.Type) ? Value.From(numbers, shape) : Whole(numbers, shape, port);
    }

    private static Value Whole(float[] numbers, int[] shape, Port port)
    {
        var integers = new long[numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            integers[i] = numbers[i] == MathF.Round(numbers[i]) && MathF.Abs(numbers[i]) < 1 << 24
                ? (long)numbers[i]
                : throw new SluiceException($"predict: expected whole numbers for {port}, got {numbers[i].ToString(CultureInfo.InvariantCulture)}.");
        }

        return Value.From(integers, shape).As(port.Type);
    }

    private static Dictionary<string, Value> OfJson(string path, IReadOnlyList<Port> open)
    {
        try
        {
            using var document = JsonDocument.Parse(path == "-" ? Console.In.ReadToEnd() : File.ReadAllText(FileScope.Check(path)));
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
                throw new SluiceFormatException("expected one JSON object, of each input's name and its numbers in lists of lists.", path);
            return root.EnumerateObject().ToDictionary(p => p.Name, p => OfLists(p.Value, Find(open, p.Name, path), path));
        }
        catch (JsonException e)
        {
            throw new SluiceFormatException("expected JSON: " + e.Message, path, (int?)e.LineNumber + 1, (int?)e.BytePositionInLine + 1, e);
        }
    }

    private static Value OfLists(JsonElement lists, Port port, string path)
    {
        var shape = new List<int>();
        var numbers = new List<float>();
        void Add(JsonElement element, int depth)
        {
            if (element.ValueKind != JsonValueKind.Array)
            {
                bool number = element.ValueKind == JsonValueKind.Number || element.ValueKind is JsonValueKind.True or JsonValueKind.False;
                if (depth != shape.Count || !number)
                    throw new SluiceFormatException($"'{port.Name}': expected numbers in lists of equal lengths, got {element.GetRawText()}.", path);
                numbers.Add(element.ValueKind == JsonValueKind.Number ? element.GetSingle() : element.ValueKind == JsonValueKind.True ? 1 : 0);
                return;
            }

            int length = element.GetArrayLength();
            if (depth == shape.Count && numbers.Count == 0) shape.Add(length);
            if (depth >= shape.Count || shape[depth] != length)
                throw new SluiceFormatException($"'{port.Name}': expected lists of equal lengths, got one of {length}.", path);
            foreach (var inner in element.EnumerateArray()) Add(inner, depth + 1);
        }

        Add(lists, 0);
        return IsFloat(port.Type) ? Value.From([.. numbers], [.. shape]) : Whole([.. numbers], [.. shape], port);
    }

    /// <summary>
    /// Rows of numbers: [rows, columns]; where the input is steps of sequences side by side [rows, 1, columns], or [1, rows, columns] if "batch"
    /// is its first dimension.
    /// </summary>
    private static Value OfTable(string path, Port port)
    {
        var table = DataFile.ReadTable(path);
        var columns = table.Columns;
        if (columns.FirstOrDefault(c => c is not NumberColumn) is { } other)
            throw new SluiceFormatException($"expected columns of numbers for {port}, got '{other.Name}', which has others.", path);
        int width = columns.Count;
        var numbers = new float[table.RowCount * width];
        for (int c = 0; c < width; c++)
        {
            var values = ((NumberColumn)columns[c]).Values;
            for (int r = 0; r < table.RowCount; r++) numbers[r * width + c] = (float)values[r];
        }

        return OfRows(numbers, table.RowCount, width, port);
    }

    /// <summary>Rows of numbers, each row a step, in the shape that an input wants.</summary>
    internal static Value OfRows(float[] numbers, int rows, int width, Port port)
    {
        int[] shape = port.Shape is not { Count: 3 } dimensions ? [rows, width]
            : dimensions[0] == "batch" && dimensions[1] != "1" ? [1, rows, width] : [rows, 1, width];
        return IsFloat(port.Type) ? Value.From(numbers, shape) : Whole(numbers, shape, port);
    }

    /// <summary>The samples as rows; before the first are zeros, and what fills no row at the end is left out.</summary>
    private static Value OfSound(string path, (int Size, int New)? window)
    {
        float[] samples = WavFile.Read(path).Samples;
        if (window is not { } cut) return Value.From(samples, 1, samples.Length);
        var (size, next) = cut;
        int rows = samples.Length / next, before = size - next;
        var numbers = new float[rows * size];
        for (int r = 0; r < rows; r++)
        {
            int from = r * next - before, missing = Math.Max(0, -from);
            samples.AsSpan(from + missing, size - missing).CopyTo(numbers.AsSpan(r * size + missing));
        }

        return Value.From(numbers, rows, size);
    }

    private static JsonNode? Nested(Value value, float[] numbers, int depth, ref int at)
    {
        if (depth == value.Shape.Length)
        {
            float number = numbers[at++];
            return float.IsFinite(number) ? IsFloat(value.Type) ? JsonValue.Create(number) : JsonValue.Create((long)number) : null;
        }

        var list = new JsonArray();
        for (int i = 0; i < value.Shape[depth]; i++) list.Add(Nested(value, numbers, depth + 1, ref at));
        return list;
    }

    /// <summary>An array as NumPy's .npy has it, version 1: a head of text, then the numbers, little-endian.</summary>
    private static byte[] Npy(Value value)
    {
        bool whole = !IsFloat(value.Type);
        string shape = string.Join(", ", value.Shape.ToArray()) + (value.Shape.Length == 1 ? "," : "");
        string head = $"{{'descr': '{(whole ? "<i8" : "<f4")}', 'fortran_order': False, 'shape': ({shape}), }}";
        const int Before = 10, Alignment = 64;
        head = head.PadRight((Before + head.Length + Alignment) / Alignment * Alignment - Before - 1) + "\n";
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0]);
        writer.Write((ushort)head.Length);
        writer.Write(Encoding.ASCII.GetBytes(head));
        if (whole) foreach (long number in value.ToIntegers()) writer.Write(number);
        else foreach (float number in value.ToFloats()) writer.Write(number);
        return memory.ToArray();
    }
}
