using System.Runtime.Intrinsics;

namespace Sluice.Data.Tables;

/// <summary>
/// Where the fields of a date stand that is written in digits with marks between them, such as 2024-12-31 23:59:59: the next one that has
/// digits and marks in the same places need not be taken apart anew.
/// </summary>
internal sealed class DateLayout
{
    /// <summary>Bytes of the longest cell.</summary>
    public const int Longest = 32;

    // Bits of a packed date: those of the seconds, of each field of the date, of one that stands alone.
    private const int SecondBits = 17, FieldBits = 14, LoneBits = 40, MostFields = 6;

    private readonly byte[] _marks; // 0 where a digit stands
    private readonly (int Start, int Length)[] _fields;
    private readonly DateCell _cell;
    private readonly int _dates; // fields of the date; those after it are of the time

    private DateLayout(byte[] marks, (int, int)[] fields, in DateCell cell)
        => (_marks, _fields, _cell, _dates) = (marks, fields, cell, fields.Length - cell.Clock.Fields);

    // Sixteen places at a time, the last ones once more where they are no multiple.
    private bool HasMarks(ReadOnlySpan<byte> cell)
    {
        var marks = _marks.AsSpan();
        if (cell.Length < Vector128<byte>.Count)
        {
            for (int i = 0; i < marks.Length; i++)
                if (marks[i] == 0 ? cell[i] - (uint)'0' > 9 : cell[i] != marks[i]) return false;
            return true;
        }

        for (int at = 0; ; at = Math.Min(at + Vector128<byte>.Count, cell.Length - Vector128<byte>.Count))
        {
            var (found, expected) = (Vector128.Create(cell[at..]), Vector128.Create<byte>(marks[at..]));
            var digits = Vector128.LessThanOrEqual(
                found - Vector128.Create((byte)'0'), Vector128.Create((byte)9)) & Vector128.Equals(expected, Vector128<byte>.Zero);
            if ((digits | Vector128.Equals(found, expected)) != Vector128<byte>.AllBitsSet) return false;
            if (at == cell.Length - Vector128<byte>.Count) return true;
        }
    }

    /// <summary>Whether a mark stands between the digits that no number has.</summary>
    public bool IsNoNumber { get; private init; }

    /// <summary>The layout of a cell; null where it has another than digits, marks and a Z at its end.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="parts">What it was taken apart into.</param>
    public static DateLayout? Of(ReadOnlySpan<byte> cell, in DateCell parts)
    {
        var clock = parts.Clock;
        if (cell.Length > Longest || clock.Digits > 0 || clock.Half || clock.IsJoined || (clock.Offset is not null && !clock.IsZ)) return null;
        byte[] marks = cell.ToArray();
        var fields = new List<(int, int)>();
        for (int at = 0; at < cell.Length; at++)
        {
            if (!char.IsAsciiDigit((char)cell[at]))
            {
                bool mark = cell[at] is (byte)'-' or (byte)'/' or (byte)'.' or (byte)':' or (byte)' ' or (byte)'T'
                    || (cell[at] == 'Z' && at == cell.Length - 1);
                if (!mark) return null;
                continue;
            }

            int start = at;
            for (; at < cell.Length && char.IsAsciiDigit((char)cell[at]); at++) marks[at] = 0;
            fields.Add((start, at-- - start));
        }

        int expected = parts.Shape.Count(c => c is 'n' or 'r' or 'y' or 'D' or 'M' or 'S' or 'K' or 'L' or 'U' or 'N') + clock.Fields;
        if (fields.Count != expected || fields.Count > MostFields) return null;
        // A number has three digits behind its last mark between thousands, a date of three fields two or four: 01.02.2023.
        var (first, last) = (fields[0].Item1, fields[^1].Item1);
        bool noNumber = fields.Count - clock.Fields > 2 || cell[first..last].ContainsAny((byte)'-', (byte)'/', (byte)':');
        return new DateLayout(marks, [.. fields], parts) { IsNoNumber = noNumber };
    }

    /// <summary>What the cell that gave the layout was taken apart into.</summary>
    public ref readonly DateCell Cell => ref _cell;

    /// <summary>A cell of this layout in one number; 0 where it has another, or its fields are too large.</summary>
    public ulong Pack(ReadOnlySpan<byte> cell) => TryRead(cell, out var fields) ? Pack(fields) : 0;

    /// <summary>The fields of a date of this layout in one number; 0 where they are too large.</summary>
    public ulong Pack(in DateFields fields)
    {
        ulong date = (ulong)fields.A;
        if (_dates > 1)
        {
            if ((date | (uint)fields.B | (uint)fields.C) >> FieldBits != 0) return 0;
            date = (date << FieldBits | (uint)fields.B) << FieldBits | (uint)fields.C;
        }
        else if (date >> LoneBits != 0)
        {
            return 0;
        }

        return (date << SecondBits | (ulong)(fields.Ticks / TimeSpan.TicksPerSecond)) << 1 | 1;
    }

    /// <summary>The fields of a date that was packed; whether they begin with zeros is not kept.</summary>
    public DateFields Unpack(ulong packed)
    {
        const ulong Field = (1 << FieldBits) - 1;
        long after = (long)((packed >>= 1) & ((1 << SecondBits) - 1)) * TimeSpan.TicksPerSecond;
        packed >>= SecondBits;
        return _dates > 1
            ? new DateFields((long)(packed >> (2 * FieldBits)), (int)(packed >> FieldBits & Field), (int)(packed & Field), false, after)
            : new DateFields((long)packed, 0, 0, false, after);
    }

    /// <summary>Writes the cell of a date that was packed; gives its bytes.</summary>
    /// <param name="packed">The date.</param>
    /// <param name="cell">At least <see cref="Longest"/> bytes.</param>
    public int Write(ulong packed, Span<byte> cell)
    {
        var date = Unpack(packed);
        long seconds = date.Ticks / TimeSpan.TicksPerSecond;
        _marks.CopyTo(cell);
        for (int f = 0; f < _fields.Length; f++)
        {
            long value = f < _dates ? f switch { 0 => date.A, 1 => date.B, _ => date.C }
                : (f - _dates) switch { 0 => seconds / 3600, 1 => seconds / 60 % 60, _ => seconds % 60 };
            var (start, length) = _fields[f];
            for (int at = start + length - 1; at >= start; at--, value /= 10) cell[at] = (byte)('0' + value % 10);
        }

        return _marks.Length;
    }

    /// <summary>The fields of a cell; false where it has another layout, or a time that is to be looked at more closely.</summary>
    public bool TryRead(ReadOnlySpan<byte> cell, out DateFields fields)
    {
        fields = default;
        if (cell.Length != _marks.Length || !HasMarks(cell)) return false;
        Span<long> values = stackalloc long[MostFields];
        values.Clear();
        bool padded = false;
        for (int f = 0; f < _fields.Length; f++)
        {
            var (start, length) = _fields[f];
            long value = 0;
            foreach (byte digit in cell.Slice(start, length)) value = 10 * value + (digit - '0');
            values[f] = value;
            padded |= f < _dates && length == 2 && cell[start] == '0';
        }

        long after = 0;
        if (_dates < _fields.Length)
        {
            var (hour, minute, second) = (values[_dates], values[_dates + 1], _dates + 2 < _fields.Length ? values[_dates + 2] : 0);
            if (hour > 23 || minute > 59 || second > 59) return false;
            after = ((hour * 60 + minute) * 60 + second) * TimeSpan.TicksPerSecond;
        }

        fields = new DateFields(values[0], _dates > 1 ? (int)values[1] : 0, _dates > 2 ? (int)values[2] : 0, padded, after);
        return true;
    }
}

/// <summary>The fields of a date, as <see cref="DateCell"/> has them.</summary>
/// <param name="A">The first field.</param>
/// <param name="B">The second.</param>
/// <param name="C">The third.</param>
/// <param name="Padded">Whether a field of one or two digits begins with 0.</param>
/// <param name="Ticks">The time of day in ticks.</param>
internal readonly record struct DateFields(long A, int B, int C, bool Padded, long Ticks);
