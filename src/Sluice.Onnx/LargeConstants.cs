using Google.Protobuf;
using Sluice.Formats;

namespace Sluice.Onnx;

/// <summary>Where the bytes of a constant stand in a file.</summary>
/// <param name="At">The place of the first.</param>
/// <param name="Count">How many.</param>
internal readonly record struct BytePlace(long At, long Count);

/// <summary>
/// A file of ONNX without the bytes of its graph's large constants, and where these stand: messages are read whole, and most of a file are numbers,
/// which go into weights straight from it.
/// </summary>
/// <param name="source">The file.</param>
internal sealed class LargeConstants(ByteSource source)
{
    // Numbers of fields with their kind: of bytes and messages.
    private const uint Graph = (7 << 3) | 2, Initializer = (5 << 3) | 2, RawData = (9 << 3) | 2;

    // What is smaller is not worth a look of its own into the file.
    private const int Large = 1 << 12, Most = 1 << 16;

    private readonly List<BytePlace?> _places = [];
    private ReadOnlyMemory<byte> _read;
    private long _begin, _at;

    /// <summary>The messages, and the place of each constant of the graph, in their order; null for one whose bytes are among the messages.</summary>
    /// <returns>Null where the bytes are not such messages; to read them whole then says why.</returns>
    public static (byte[] Model, IReadOnlyList<BytePlace?> Places)? Read(ByteSource source)
    {
        try
        {
            var reading = new LargeConstants(source);
            byte[] model = reading.Copy(source.Length, (tag, end, into) => tag == Graph && reading.Nested(into, tag, end, reading.OfGraph));
            return (model, reading._places);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private bool OfGraph(uint tag, long end, MemoryStream into)
    {
        if (tag != Initializer) return false;
        int own = _places.Count;
        _places.Add(null);
        return Nested(into, tag, end, (inner, last, tensor) =>
        {
            // Where the field stands there twice, the last one counts.
            bool isLarge = inner == RawData && last - _at >= Large;
            if (inner == RawData) _places[own] = isLarge ? new(_at, last - _at) : null;
            if (isLarge) _at = last;
            return isLarge;
        });
    }

    /// <summary>Copies the fields up to an end, but for those that are taken.</summary>
    /// <param name="end">The end.</param>
    /// <param name="take">Takes a field of bytes from here to its end, and says whether it has.</param>
    private byte[] Copy(long end, Func<uint, long, MemoryStream, bool> take)
    {
        using var into = new MemoryStream();
        while (_at < end)
        {
            long start = _at;
            uint tag = (uint)Number();
            long last = (tag & 7) switch
            {
                0 => After(Number),
                1 => _at + 8,
                2 => Length(),
                5 => _at + 4,
                _ => throw new InvalidDataException(),
            };
            if (last > end) throw new InvalidDataException();
            if ((tag & 7) == 2 && take(tag, last, into)) continue;
            for (long from = start; from < last; from += Most) into.Write(source.Read(from, Math.Min(Most, last - from)).Span);
            _at = last;
        }

        return into.ToArray();

        long After(Func<ulong> read)
        {
            read();
            return _at;
        }

        long Length()
        {
            ulong count = Number();
            return count <= (ulong)(end - _at) ? _at + (long)count : throw new InvalidDataException();
        }
    }

    private bool Nested(MemoryStream into, uint tag, long end, Func<uint, long, MemoryStream, bool> take)
    {
        byte[] message = Copy(end, take);
        using var output = new CodedOutputStream(into, leaveOpen: true);
        output.WriteUInt32(tag);
        output.WriteLength(message.Length);
        output.Flush();
        into.Write(message);
        return true;
    }

    /// <summary>A number of 1 to 10 bytes, the least first, 7 bits in each.</summary>
    private ulong Number()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte next = Next();
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }

        throw new InvalidDataException();
    }

    private byte Next()
    {
        if (_at >= source.Length) throw new InvalidDataException();
        if (_at < _begin || _at >= _begin + _read.Length) (_begin, _read) = (_at, source.Read(_at, Math.Min(512, source.Length - _at)));
        return _read.Span[(int)(_at++ - _begin)];
    }
}
