using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Sluice.Formats;

/// <summary>
/// A safetensors file: 8 bytes little-endian header length N, N bytes of JSON that say where each tensor lies, then the data.
/// Any reader of the format opens what this writes. Reading is stricter than the format: no holes, no repeated names,
/// no trailing bytes, no infinities, and the checksums of data and metadata hold where there are any.
/// </summary>
public sealed class SafeTensorsFile
{
    /// <summary>The metadata key that holds the SHA-256 of the data part, in lower-case hexadecimal.</summary>
    public const string HashKey = "sluice.data_sha256";

    /// <summary>
    /// The metadata key that holds the SHA-256 of the other metadata: of each name and text in ordinal order, every one followed by a zero byte.
    /// </summary>
    public const string MetadataHashKey = "sluice.metadata_sha256";

    private const int Small = 1 << 20;

    private readonly Dictionary<string, NamedTensor> _byName = new(StringComparer.Ordinal);

    /// <summary>Gathers tensors and free texts that travel with them.</summary>
    /// <exception cref="SluiceException">A name appears twice, is empty, or is longer than 256 bytes.</exception>
    public SafeTensorsFile(IEnumerable<NamedTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        // Widest elements first, so that every tensor is aligned to its elements; then by name, so that the bytes are fixed.
        Tensors = [.. tensors.OrderByDescending(t => NamedTensor.Size(t.Type)).ThenBy(t => t.Name, StringComparer.Ordinal)];
        Metadata = metadata ?? new Dictionary<string, string>();
        foreach (var tensor in Tensors)
        {
            if (!SafeTensorsReader.IsName(tensor.Name))
                throw new SluiceException($"Tensor name '{tensor.Name}': expected 1 to 256 bytes of printable text other than __metadata__.");
            if (!_byName.TryAdd(tensor.Name, tensor)) throw new SluiceException($"Tensor {tensor.Name}: the name appears twice.");
        }
    }

    /// <summary>Free texts by name.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>The tensors, those of the widest elements first, then by name: the order in which they are written.</summary>
    public IReadOnlyList<NamedTensor> Tensors { get; }

    /// <summary>The tensor of this name, or null.</summary>
    public NamedTensor? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Reads a file of up to 2 GB.</summary>
    /// <param name="path">The file.</param>
    /// <param name="allowNonFinite">Whether infinities and NaN may stand among the numbers.</param>
    /// <exception cref="SluiceFormatException">The file breaks a rule of the format, is cut short or altered; the message names the rule and the
    /// tensor.</exception>
    public static SafeTensorsFile Read(string path, bool allowNonFinite = false)
    {
        byte[] bytes;
        try
        {
            using var handle = File.OpenHandle(FileScope.Check(path), options: FileOptions.SequentialScan);
            long length = RandomAccess.GetLength(handle);
            if (length > Array.MaxLength)
                throw new SluiceFormatException($"the file has {length} bytes; at most {Array.MaxLength} can be read.", path);
            bytes = GC.AllocateUninitializedArray<byte>((int)length);
            for (int have = 0; have < bytes.Length;)
            {
                int got = RandomAccess.Read(handle, bytes.AsSpan(have), have);
                if (got == 0) throw new SluiceFormatException("the file shrank while it was being read.", path);
                have += got;
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException) // the last: a pipe
        {
            throw new SluiceFormatException($"cannot be read: {e.Message}", path, inner: e);
        }
        return Parse(bytes, path, allowNonFinite);
    }

    /// <summary>
    /// Checks a file, whose tensors are then read when they are asked for, so that it takes no memory beside what they are read into. It stays open
    /// until nobody has a tensor of it any longer; a small one is read whole.
    /// </summary>
    /// <exception cref="SluiceFormatException">As for <see cref="Read"/>.</exception>
    internal static SafeTensorsFile Open(string path)
    {
        var source = ByteSource.Open(path);
        try
        {
            if (source.Length > Small) return new SafeTensorsReader(path, allowNonFinite: false).Parse(source);
        }
        catch
        {
            source.Dispose();
            throw;
        }

        source.Dispose();
        return Read(path);
    }

    /// <summary>Reads the content of a file; the tensors are views of these bytes.</summary>
    /// <param name="bytes">The whole content.</param>
    /// <param name="file">What messages call it.</param>
    /// <param name="allowNonFinite">Whether infinities and NaN may stand among the numbers.</param>
    /// <exception cref="SluiceFormatException">As for <see cref="Read"/>.</exception>
    public static SafeTensorsFile Parse(ReadOnlyMemory<byte> bytes, string? file = null, bool allowNonFinite = false) =>
        new SafeTensorsReader(file, allowNonFinite).Parse(new ByteSource(bytes, file));

    /// <summary>Writes the file through <see cref="AtomicFile"/>, with the checksums of data and metadata among the metadata.</summary>
    /// <exception cref="SluiceException">The header grows beyond 8 MiB, or the disk refuses; a former file is untouched.</exception>
    public void Write(string path)
    {
        using var file = new AtomicFile(path);
        Write(file);
        file.Commit();
    }

    /// <summary>Writes the content of the file to a stream.</summary>
    /// <exception cref="SluiceException">The header grows beyond 8 MiB.</exception>
    public void Write(Stream stream)
    {
        var header = Header();
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (var piece in Tensors.SelectMany(t => t.Pieces)) stream.Write(piece.Span);
        GC.KeepAlive(this); // spans of tensors do not keep their memory
    }

    internal static string HashOf(IEnumerable<KeyValuePair<string, string>> metadata)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (key, value) in metadata.Where(m => m.Key != MetadataHashKey).OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            Append(hash, key);
            Append(hash, value);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Piece by piece: a text of a hostile file may be megabytes long.
    private static void Append(IncrementalHash hash, string text)
    {
        const int Piece = 1024;
        var utf8 = Encoding.UTF8.GetEncoder();
        Span<byte> bytes = stackalloc byte[Encoding.UTF8.GetMaxByteCount(Piece)];
        for (int at = 0; at < text.Length; at += Piece)
        {
            int count = Math.Min(Piece, text.Length - at);
            hash.AppendData(bytes[..utf8.GetBytes(text.AsSpan(at, count), bytes, flush: at + count == text.Length)]);
        }
        hash.AppendData([0]);
    }

    private byte[] Header()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var piece in Tensors.SelectMany(t => t.Pieces)) hash.AppendData(piece.Span);
        var metadata = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in Metadata) metadata[key] = value;
        metadata[HashKey] = Convert.ToHexStringLower(hash.GetHashAndReset());
        metadata[MetadataHashKey] = HashOf(metadata);

        var buffer = new ArrayBufferWriter<byte>();
        // Relaxed escapes keep a configuration inside the metadata readable; nobody pastes this header into a web page.
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            json.WriteStartObject("__metadata__");
            foreach (var (key, value) in metadata) json.WriteString(key, value);
            json.WriteEndObject();
            long begin = 0;
            foreach (var tensor in Tensors)
            {
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", tensor.Type.ToString());
                json.WriteStartArray("shape");
                foreach (int size in tensor.Shape) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(begin);
                json.WriteNumberValue(begin += tensor.Count * NamedTensor.Size(tensor.Type));
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while (buffer.WrittenCount % 8 != 0) buffer.Write(" "u8); // the data part starts at a multiple of 8
        if (buffer.WrittenCount > SafeTensorsReader.MostHeaderBytes
            || Tensors.Count > SafeTensorsReader.MostTensors || metadata.Count > SafeTensorsReader.MostMetadata)
            throw new SluiceException(
                $"Writing safetensors: a header of {buffer.WrittenCount} bytes, {Tensors.Count} tensors and {metadata.Count} metadata texts is more than any file may have ({SafeTensorsReader.MostHeaderBytes}, {SafeTensorsReader.MostTensors}, {SafeTensorsReader.MostMetadata}).");
        return buffer.WrittenSpan.ToArray();
    }
}
