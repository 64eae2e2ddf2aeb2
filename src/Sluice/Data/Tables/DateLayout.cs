using System.Runtime.Intrinsics;

namespace Sluice.Data.Tables;

/// <summary>
/// Where the fields of a date stand that is written in digits with marks between them, such as 2024-12-31 23:59:59: the next one that has
/// digits and marks in the same places need not be taken apart anew.
/// </summary>
internal sealed class DateLayout
{
    private const int Longest = 32, MostFields = 6;

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

        int expected = parts.Shape.Count(c => c is 'n' or 'y' or 'D' or 'K' or 'L') + clock.Fields;
        if (fields.Count != expected || fields.Count > MostFields) return null;
        var (first, last) = (fields[0].Item1, fields[^1].Item1);
        return new DateLayout(marks, [.. fields], parts) { IsNoNumber = cell[first..last].ContainsAny((byte)'-', (byte)'/', (byte)':') };
    }

    /// <summary>What the cell that gave the layout was taken apart into.</summary>
    public ref readonly DateCell Cell => ref _cell;

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
