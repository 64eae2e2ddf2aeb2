using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Sluice.Formats;

/// <summary>A file of a ZIP archive.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Method">0 where it is stored as it is, 8 where it is packed by deflate.</param>
/// <param name="Packed">Bytes in the archive.</param>
/// <param name="Size">Bytes unpacked, as the archive says.</param>
/// <param name="At">Where its own header is.</param>
internal readonly record struct ZipPart(string Name, int Method, long Packed, long Size, long At);

/// <summary>
/// The directory of a ZIP archive, by which files in it are read where they lie: what is stored (models mostly are) is never copied as a
/// whole. Checksums of the parts are not computed: writers may leave them out.
/// </summary>
internal sealed class ZipDirectory
{
    private const int MostParts = 100_000, EndLength = 22, EntryLength = 46, HeaderLength = 30, Longest64 = 20;
    private const long FreeBytes = 64L << 20, BytesOfAByte = 250;

    private readonly ByteSource _source;
    private readonly Dictionary<string, ZipPart> _parts = new(StringComparer.Ordinal);

    private ZipDirectory(ByteSource source) => _source = source;

    /// <summary>The files.</summary>
    public IReadOnlyCollection<ZipPart> Parts => _parts.Values;

    /// <summary>A file by name, or null.</summary>
    public ZipPart? Find(string name) => _parts.TryGetValue(name, out var part) ? part : null;

    /// <summary>Reads the directory, which stands at the end.</summary>
    /// <exception cref="SluiceFormatException">It is damaged or cut short.</exception>
    public static ZipDirectory Read(ByteSource source)
    {
        var zip = new ZipDirectory(source);
        var (at, length, count) = zip.Place();
        if (count > MostParts) throw source.Bad($"this archive says that it has {count} files, more than {MostParts}.");
        if (at < 0 || length < 0 || at > source.Length - length || count < 0 || count * EntryLength > length) throw zip.Damaged("its directory is not whole");
        var bytes = source.Read(at, length).Span;
        for (long i = 0; i < count; i++)
        {
            if (bytes.Length < EntryLength || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != 0x0201_4B50)
                throw zip.Damaged($"entry {i + 1} of {count} is none");
            int name = BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]), extra = BinaryPrimitives.ReadUInt16LittleEndian(bytes[30..]),
                comment = BinaryPrimitives.ReadUInt16LittleEndian(bytes[32..]), whole = EntryLength + name + extra + comment;
            if (bytes.Length < whole) throw zip.Damaged($"entry {i + 1} of {count} is cut short");
            zip.Add(bytes[..whole], bytes.Slice(EntryLength, name), bytes.Slice(EntryLength + name, extra));
            bytes = bytes[whole..];
        }

        return zip;
    }

    /// <summary>The content of a file in it.</summary>
    /// <exception cref="SluiceFormatException">It is damaged, or unpacks to far more than files of models do.</exception>
    public ReadOnlyMemory<byte> Read(ZipPart part) => Start(part, part.Size);

    /// <summary>The first bytes of a file in it, or as many as there are.</summary>
    /// <exception cref="SluiceFormatException">As for <see cref="Read(ZipPart)"/>.</exception>
    public ReadOnlyMemory<byte> Start(ZipPart part, long count)
    {
        count = Math.Min(count, part.Size);
        if (part.Method == 0) return _source.Read(DataAt(part), count);
        if (part.Method != 8) throw _source.Bad($"'{part.Name}' is packed by method {part.Method}; expected 0 (stored) or 8 (deflate).");
        if (part.Size > FreeBytes && part.Size / BytesOfAByte > part.Packed)
            throw _source.Bad($"'{part.Name}' unpacks from {part.Packed} bytes to {part.Size}, which models hardly do. Unpack it yourself if that is meant.");
        using var packed = new MemoryStream(_source.Read(DataAt(part), part.Packed).ToArray());
        using var deflate = new DeflateStream(packed, CompressionMode.Decompress);
        return Inflate(deflate, part, count);
    }

    /// <summary>Where the content of a stored file begins.</summary>
    public long DataAt(ZipPart part)
    {
        var header = _source.Read(part.At, HeaderLength).Span;
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != 0x0403_4B50) throw Damaged($"'{part.Name}' is not where the directory says");
        int name = BinaryPrimitives.ReadUInt16LittleEndian(header[26..]), extra = BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        long at = part.At + HeaderLength + name + extra;
        if (part.Method == 0 && part.Packed != part.Size) throw Damaged($"'{part.Name}' is stored with {part.Packed} bytes and has {part.Size}");
        return at <= _source.Length - part.Packed ? at : throw Damaged($"'{part.Name}' is cut short");
    }

    // Grows as bytes come: the size may be a lie.
    private ReadOnlyMemory<byte> Inflate(DeflateStream deflate, ZipPart part, long count)
    {
        byte[] bytes = new byte[Math.Min(count, 1 << 16)];
        int have = 0;
        try
        {
            while (have < count)
            {
                if (have == bytes.Length) Array.Resize(ref bytes, (int)Math.Min(count, Math.Min(2L * bytes.Length, Array.MaxLength)));
                int got = deflate.Read(bytes, have, bytes.Length - have);
                if (got == 0) throw Damaged($"'{part.Name}' ends after {have} of {part.Size} bytes");
                have += got;
            }
        }
        catch (InvalidDataException e)
        {
            throw new SluiceFormatException($"'{part.Name}' in this archive is damaged after {have} bytes. Was it copied whole?", _source.File, inner: e);
        }

        return bytes.AsMemory(0, have);
    }

    private void Add(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> name, ReadOnlySpan<byte> extra)
    {
        if ((entry[8] & 1) != 0) throw _source.Bad("this archive is encrypted. Unpack it.");
        string text = Encoding.UTF8.GetString(name);
        long size = BinaryPrimitives.ReadUInt32LittleEndian(entry[24..]), packed = BinaryPrimitives.ReadUInt32LittleEndian(entry[20..]),
            at = BinaryPrimitives.ReadUInt32LittleEndian(entry[42..]);
        // Field 1 of the extra ones holds those that do not fit into 32 bits, in this order.
        for (; extra.Length >= 4; extra = extra[Math.Min(extra.Length, 4 + BinaryPrimitives.ReadUInt16LittleEndian(extra[2..]))..])
        {
            if (BinaryPrimitives.ReadUInt16LittleEndian(extra) != 1) continue;
            var wide = extra.Slice(4, Math.Min(extra.Length - 4, BinaryPrimitives.ReadUInt16LittleEndian(extra[2..])));
            size = Wide(size, ref wide);
            packed = Wide(packed, ref wide);
            at = Wide(at, ref wide);
        }

        if (text.EndsWith('/')) return;
        if (size < 0 || packed < 0 || at < 0) throw Damaged("a size is negative");
        if (!_parts.TryAdd(text, new ZipPart(text, BinaryPrimitives.ReadUInt16LittleEndian(entry[10..]), packed, size, at)))
            throw _source.Bad("two files in this archive have the same name.");
    }

    private static long Wide(long value, ref ReadOnlySpan<byte> wide)
    {
        if (value != uint.MaxValue || wide.Length < 8) return value;
        long read = BinaryPrimitives.ReadInt64LittleEndian(wide);
        wide = wide[8..];
        return read;
    }

    /// <summary>Where the directory is, its bytes and its entries; the record with that stands last, before a comment.</summary>
    private (long At, long Length, long Count) Place()
    {
        long length = Math.Min(_source.Length, EndLength + ushort.MaxValue + Longest64), from = _source.Length - length;
        var bytes = _source.Read(from, length).Span;
        int end = bytes.LastIndexOf("PK\u0005\u0006"u8);
        if (end < 0 || bytes.Length - end < EndLength) throw Damaged("its directory, which stands at the end, is missing");
        var record = bytes[end..];
        long count = BinaryPrimitives.ReadUInt16LittleEndian(record[10..]), size = BinaryPrimitives.ReadUInt32LittleEndian(record[12..]),
            at = BinaryPrimitives.ReadUInt32LittleEndian(record[16..]);
        if (count != ushort.MaxValue && size != uint.MaxValue && at != uint.MaxValue) return (at, size, count);
        if (end < Longest64 || !bytes[(end - Longest64)..].StartsWith("PK\u0006\u0007"u8)) return (at, size, count);
        long place = BinaryPrimitives.ReadInt64LittleEndian(bytes[(end - Longest64 + 8)..]);
        var wide = _source.Read(place, 56).Span;
        if (!wide.StartsWith("PK\u0006\u0006"u8)) throw Damaged("its directory is not where it says");
        return (BinaryPrimitives.ReadInt64LittleEndian(wide[48..]), BinaryPrimitives.ReadInt64LittleEndian(wide[40..]),
            BinaryPrimitives.ReadInt64LittleEndian(wide[32..]));
    }

    private SluiceFormatException Damaged(string what) => _source.Bad($"this ZIP archive is damaged or cut short: {what}. Copy it again.");
}
