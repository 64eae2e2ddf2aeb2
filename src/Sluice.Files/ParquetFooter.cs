using System.Buffers.Binary;

namespace Sluice.Files;

/// <summary>
/// Looks through the footer of a Parquet file and the heads of its pages (Thrift's compact protocol) before its library does, which at a field of
/// another type or at the end of the bytes would read on for ever, and which takes the memory that a length asks for. Fields that are not known are
/// passed over, by the library too.
/// </summary>
internal ref struct ParquetFooter
{
    private const int Deepest = 32;

    // What the known fields of each structure hold, by their numbers from 1: b for bytes, t for truth, 1 for a byte, i for a whole number, _ for what
    // is passed over, a name for a structure, brackets around what is in a list.
    private static readonly Dictionary<string, string[]> s_structures = new()
    {
        ["File"] = "i [Schema] i [Group] [Pair] b [Order] _ b".Split(' '),
        ["Schema"] = "i i i b i i i i i Logical".Split(' '),
        ["Logical"] = "Empty Empty Empty Empty Decimal Empty Time Time _ Int Empty Empty Empty Empty Empty Empty _ _".Split(' '),
        ["Decimal"] = "i i".Split(' '),
        ["Time"] = "t Unit".Split(' '),
        ["Unit"] = "Empty Empty Empty".Split(' '),
        ["Int"] = "1 t".Split(' '),
        ["Group"] = "[Chunk] i i [Sorting] i i i".Split(' '),
        ["Chunk"] = "b i Column i i i i _ b".Split(' '),
        ["Column"] = "i [i] [b] i i i i [Pair] i i i Statistics [Encoding] i i Sizes _".Split(' '),
        ["Statistics"] = "b b i i b b t t".Split(' '),
        ["Sizes"] = "i [i] [i]".Split(' '),
        ["Encoding"] = "i i i".Split(' '),
        ["Sorting"] = "i t t".Split(' '),
        ["Pair"] = "b b".Split(' '),
        ["Order"] = ["Empty"],
        ["Empty"] = [],
        ["Page"] = "i i i i DataPage Empty DictionaryPage DataPageV2".Split(' '),
        ["DataPage"] = "i i i i Statistics".Split(' '),
        ["DictionaryPage"] = "i i t".Split(' '),
        ["DataPageV2"] = "i i i i i i t Statistics".Split(' '),
    };

    private const int UsualHead = 1 << 12;
    private const long FreeBytes = 16 << 20, UnpackedBytesOfOne = 1000;

    private readonly ReadOnlySpan<byte> _bytes;
    private int _at;

    // Of the page: its size when it is unpacked, and as it is.
    private long _unpacked, _packed;

    // The last whole number that was read.
    private long _last;

    private ParquetFooter(ReadOnlySpan<byte> bytes) => _bytes = bytes;

    /// <summary>Whether the footer of a file is whole.</summary>
    public static bool IsWhole(Stream file)
    {
        if (file.Length < 12) return false;
        Span<byte> end = stackalloc byte[8];
        file.Position = file.Length - 8;
        file.ReadExactly(end);
        int length = BinaryPrimitives.ReadInt32LittleEndian(end);
        if (length <= 0 || length > file.Length - 12) return false;
        byte[] footer = new byte[length];
        file.Position = file.Length - 8 - length;
        file.ReadExactly(footer);
        file.Position = 0;
        return new ParquetFooter(footer).Structure("File", 0);
    }

    /// <summary>Whether the heads of all pages of a column are whole, and none asks for memory out of all proportion to its size.</summary>
    /// <param name="file">The file; it stays where it stands.</param>
    /// <param name="first">Where the first page begins.</param>
    /// <param name="length">The bytes of all pages with their heads.</param>
    public static bool HasWholePages(Stream file, long first, long length)
    {
        if (first < 0 || length < 0 || first > file.Length - length) return false;
        long stands = file.Position, end = first + length;
        try
        {
            for (long at = first; at < end;)
            {
                long size = PageAt(file, at, Math.Min(UsualHead, end - at));
                if (size == 0) size = PageAt(file, at, Math.Min(Array.MaxLength, end - at));
                if (size == 0) return false;
                at += size;
            }

            return true;
        }
        finally
        {
            file.Position = stands;
        }
    }

    /// <summary>The bytes of a page and its head, which lies within so many bytes; 0 where it does not, or is wrong.</summary>
    private static long PageAt(Stream file, long at, long most)
    {
        byte[] bytes = new byte[most];
        file.Position = at;
        file.ReadExactly(bytes);
        var page = new ParquetFooter(bytes);
        bool whole =
            page.Structure("Page", 0) && page._packed >= 0 && page._unpacked >= 0 && page._unpacked <= FreeBytes + UnpackedBytesOfOne * page._packed;
        return whole ? page._at + page._packed : 0;
    }

    private bool Structure(string name, int depth)
    {
        if (depth > Deepest) return false;
        string[] fields = s_structures[name];
        for (int field = 0; ;)
        {
            if (_at >= _bytes.Length) return false;
            int head = _bytes[_at++];
            if (head == 0) return true;
            if (head >> 4 is > 0 and var step) field += step;
            else if (!Number(out ulong number)) return false;
            else field = (short)((long)(number >> 1) ^ -(long)(number & 1));
            string expected = field > 0 && field <= fields.Length ? fields[field - 1] : "_";
            if (!Is(expected, head & 15) || !Value(expected, head & 15, inList: false, depth + 1)) return false;
            if (name == "Page" && field == 2) _unpacked = _last;
            if (name == "Page" && field == 3) _packed = _last;
        }
    }

    // The types of the protocol: 1 and 2 true and false, 3 a byte, 4 to 6 whole numbers, 7 a double, 8 bytes, 9 and 10 lists, 11 pairs, 12 a
    // structure.
    private static bool Is(string expected, int type) => expected switch
    {
        "_" => type is >= 1 and <= 12,
        "t" => type is 1 or 2,
        "1" => type == 3,
        "i" => type is >= 4 and <= 6,
        "b" => type == 8,
        _ => type == (expected[0] == '[' ? 9 : 12),
    };

    private bool Value(string expected, int type, bool inList, int depth)
    {
        switch (type)
        {
            case 1 or 2: return !inList || Skip(1);
            case 3: return Skip(1);
            case >= 4 and <= 6:
                bool whole = Number(out ulong number);
                _last = (long)(number >> 1) ^ -(long)(number & 1);
                return whole;
            case 7: return Skip(8);
            case 8: return Number(out ulong length) && Skip(length);
            case 9 or 10: return List(expected, depth);
            case 12: return Structure(expected == "_" ? "Empty" : expected, depth);
            default: return false;
        }
    }

    private bool List(string expected, int depth)
    {
        if (depth > Deepest || _at >= _bytes.Length) return false;
        int head = _bytes[_at++], type = head & 15;
        ulong count = (ulong)(head >> 4);
        if (count == 15 && !Number(out count)) return false;
        string item = expected == "_" ? "_" : expected[1..^1];
        if (count > 0 && !Is(item, type) || count > (ulong)(_bytes.Length - _at)) return false;
        for (ulong i = 0; i < count; i++)
            if (!Value(item, type, inList: true, depth + 1)) return false;
        return true;
    }

    private bool Skip(ulong count)
    {
        if (count > (ulong)(_bytes.Length - _at)) return false;
        _at += (int)count;
        return true;
    }

    private bool Number(out ulong number)
    {
        number = 0;
        for (int shift = 0; shift < 64 && _at < _bytes.Length; shift += 7)
        {
            byte piece = _bytes[_at++];
            number |= (ulong)(piece & 127) << shift;
            if (piece < 128) return true;
        }

        return false;
    }
}
