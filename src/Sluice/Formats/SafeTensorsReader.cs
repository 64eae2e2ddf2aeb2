using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Sluice.Formats;

/// <summary>
/// The rules of the format, checked in the order of the file. The limits keep what any byte string can make this
/// allocate below twice its length plus 16 MB.
/// </summary>
internal sealed class SafeTensorsReader(string? file, bool allowNonFinite)
{
    internal const int MostHeaderBytes = 8 << 20, MostTensors = 16_384, MostMetadata = 4096, MostDimensions = 8;

    private readonly Dictionary<string, string> _metadata = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly List<Entry> _entries = [];

    private readonly record struct Entry(string Name, ElementType Type, int[] Shape, long Begin, long End);

    internal static bool IsName(string name) =>
        name.Length is > 0 and <= 256 && Encoding.UTF8.GetByteCount(name) <= 256 && name != "__metadata__" && !name.Any(char.IsControl);

    /// <summary>Reads the header and checks it against the rest; tensors are read when they are asked for.</summary>
    internal SafeTensorsFile Parse(ByteSource source)
    {
        if (source.Length < 8)
            throw Bad($"the file has {source.Length} bytes; a safetensors file begins with 8 bytes of header length. Is it cut short, or another kind of file?");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(source.First.Span);
        if (length < 2 || length > (ulong)Math.Min(source.Length - 8, MostHeaderBytes))
            throw Bad($"the header length is {length}; expected 2 to {Math.Min(source.Length - 8, MostHeaderBytes)} for a file of {source.Length} bytes. Is it cut short, or another kind of file?");
        var header = source.Read(8, (long)length).Span;
        if (header[0] != (byte)'{') throw Bad("the header does not begin with '{'; this is not a safetensors file.");
        if (!Utf8.IsValid(header)) throw Bad("the header is not valid UTF-8.");
        ReadHeader(header);

        long data = 8 + (long)length;
        _entries.Sort((a, b) => a.Begin != b.Begin ? a.Begin.CompareTo(b.Begin) : a.End.CompareTo(b.End));
        CheckPlaces(source.Length - data);
        CheckContent(source, data);
        return new SafeTensorsFile(
            _entries.Select(e => source.Tensor(e.Name, e.Type, e.Shape, data + e.Begin, e.End - e.Begin)), _metadata);
    }

    private void CheckPlaces(long dataLength)
    {
        long end = 0;
        foreach (var e in _entries)
        {
            if (e.Begin != end)
                throw Bad($"tensor {e.Name}: the data begin at {e.Begin}, expected {end}: {(e.Begin > end ? "there is a hole before them" : "they overlap others")}.");
            long size = NamedTensor.ByteCount(e.Type, e.Shape);
            if (size < 0 || e.End - e.Begin != size)
                throw Bad($"tensor {e.Name}: shape [{string.Join(',', e.Shape)}] of {e.Type} takes {(size < 0 ? "too many" : size)} bytes, the offsets [{e.Begin},{e.End}] give {e.End - e.Begin}.");
            end = e.End;
        }
        if (end != dataLength)
            throw Bad(
                $"the tensors take {end} bytes but {dataLength} follow the header. The file is cut short or has bytes appended: copy it again.");
    }

    /// <summary>Looks at all data once: their checksum, and whether all numbers are finite.</summary>
    private void CheckContent(ByteSource source, long data)
    {
        string? infinite = null;
        bool hashed = _metadata.TryGetValue(SafeTensorsFile.HashKey, out string? expected);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var e in hashed || !allowNonFinite ? _entries : [])
        {
            long element = 0;
            foreach (var piece in source.Pieces(data + e.Begin, e.End - e.Begin))
            {
                if (hashed) hash.AppendData(piece.Span);
                if (!allowNonFinite && infinite is null && NamedTensor.FirstNonFinite(e.Type, piece.Span) is >= 0 and var place)
                    infinite = $"tensor {e.Name}: element {element + place} is not a finite number. Read it with non-finite values allowed if that is meant.";
                element += piece.Length / NamedTensor.Size(e.Type);
            }
        }

        if (hashed && Convert.ToHexStringLower(hash.GetHashAndReset()) != expected) throw Altered("data");
        if (_metadata.TryGetValue(SafeTensorsFile.MetadataHashKey, out expected) && SafeTensorsFile.HashOf(_metadata) != expected)
            throw Altered("metadata");
        if (infinite is not null) throw Bad(infinite);
    }

    private SluiceFormatException Altered(string part) =>
        Bad($"the SHA-256 of the {part} is not the one that was written: the file was altered or damaged. Copy it again or go back to an earlier checkpoint.");

    private void ReadHeader(ReadOnlySpan<byte> header)
    {
        // { name : { field : [ is the deepest a header goes.
        var json = new Utf8JsonReader(header, new JsonReaderOptions { MaxDepth = 3 });
        bool metadataSeen = false;
        try
        {
            json.Read();
            while (json.Read() && json.TokenType != JsonTokenType.EndObject)
            {
                var name = json.GetString()!;
                json.Read();
                if (json.TokenType != JsonTokenType.StartObject) throw Bad($"{Short(name)}: expected an object.");
                if (name == "__metadata__")
                {
                    if (metadataSeen) throw Bad("__metadata__ appears twice.");
                    metadataSeen = true;
                    ReadMetadata(ref json);
                    continue;
                }
                if (!IsName(name)) throw Bad($"tensor name '{Short(name)}': expected 1 to 256 bytes of printable text.");
                if (!_names.Add(name)) throw Bad($"tensor {name} appears twice.");
                if (_names.Count > MostTensors) throw Bad($"more than {MostTensors} tensors.");
                _entries.Add(ReadEntry(name, ref json));
            }
            json.Read(); // nothing but white space may follow
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: half of a surrogate pair
        {
            throw new SluiceFormatException($"the header is not valid JSON: {e.Message}", file, inner: e);
        }
    }

    private void ReadMetadata(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            var key = json.GetString()!;
            json.Read();
            if (json.TokenType != JsonTokenType.String) throw Bad($"metadata {Short(key)}: expected a string.");
            if (!_metadata.TryAdd(key, json.GetString()!)) throw Bad($"metadata {Short(key)} appears twice.");
            if (_metadata.Count > MostMetadata) throw Bad($"more than {MostMetadata} metadata texts.");
        }
    }

    private Entry ReadEntry(string name, ref Utf8JsonReader json)
    {
        ElementType? type = null;
        int[]? shape = null;
        long[]? offsets = null;
        while (json.Read() && json.TokenType != JsonTokenType.EndObject)
        {
            var field = json.GetString()!;
            json.Read();
            switch (field)
            {
                case "dtype" when type is null && json.TokenType == JsonTokenType.String:
                    var text = json.GetString()!;
                    type = text switch // not Enum.TryParse, which takes "8" for an element type too
                    {
                        "F32" => ElementType.F32,
                        "F64" => ElementType.F64,
                        "I32" => ElementType.I32,
                        "I64" => ElementType.I64,
                        "U8" => ElementType.U8,
                        "F16" => ElementType.F16,
                        "BF16" => ElementType.BF16,
                        "I8" => ElementType.I8,
                        "I16" => ElementType.I16,
                        "BOOL" => ElementType.BOOL,
                        _ => throw Bad(
                            $"tensor {name}: elements of type '{Short(text)}' are not supported; expected F32, F64, F16, BF16, I8, I16, I32, I64, U8 or BOOL."),
                    };
                    break;
                case "shape" when shape is null:
                    shape = Array.ConvertAll(ReadNumbers(name, field, ref json, int.MaxValue), v => (int)v);
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadNumbers(name, field, ref json, long.MaxValue);
                    if (offsets.Length != 2 || offsets[1] < offsets[0])
                        throw Bad($"tensor {name}: data_offsets must be two rising numbers, got [{string.Join(',', offsets)}].");
                    break;
                default:
                    throw Bad($"tensor {name}: the field '{Short(field)}' is unknown, appears twice, or has a value of the wrong kind.");
            }
        }
        return type is { } t && shape is not null && offsets is not null
            ? new Entry(name, t, shape, offsets[0], offsets[1])
            : throw Bad($"tensor {name}: needs dtype, shape and data_offsets.");
    }

    private long[] ReadNumbers(string name, string field, ref Utf8JsonReader json, long most)
    {
        if (json.TokenType != JsonTokenType.StartArray) throw Bad($"tensor {name}: {field} must be an array.");
        Span<long> numbers = stackalloc long[MostDimensions];
        int count = 0;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            if (count == MostDimensions) throw Bad($"tensor {name}: {field} has more than {MostDimensions} numbers.");
            if (json.TokenType != JsonTokenType.Number || !json.TryGetInt64(out long number) || number < 0 || number > most)
                throw Bad($"tensor {name}: {field} must hold whole numbers from 0 to {most}.");
            numbers[count++] = number;
        }
        return numbers[..count].ToArray();
    }

    private SluiceFormatException Bad(string what) => new(what, file);

    // A hostile name may be megabytes long or hold control characters for the terminal.
    private static string Short(string text) => string.Concat(text.Take(60).Select(c => char.IsControl(c) ? '?' : c)) + (text.Length > 60 ? "…" : "");
}
