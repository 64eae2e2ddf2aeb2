using System.Globalization;

namespace Sluice.Data.Tables;

/// <summary>
/// A cell that may hold a date, taken apart without knowing which number is the day: the shape of its date, the fields in the order in
/// which they stand, and its time of day.
/// </summary>
/// <param name="Shape">
/// The date with a letter for each field: n for one or two digits, y for four, a for the name of a month, D for eight digits, q for a
/// quarter, w for a week, L and K for milliseconds and seconds since 1970.
/// </param>
/// <param name="A">The first field.</param>
/// <param name="B">The second.</param>
/// <param name="C">The third.</param>
/// <param name="Padded">Whether a field of one or two digits begins with 0.</param>
/// <param name="IsLong">Whether the name of the month is written out.</param>
/// <param name="Clock">Its time.</param>
internal readonly record struct DateCell(string Shape, long A, int B, int C, bool Padded, bool IsLong, ClockTime Clock)
{
    private const int Longest = 48;

    private static readonly string[] s_months = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames[..12];

    // Every shape that a form has, so that no text is made for a cell.
    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> s_shapes =
        DateFamily.All.Select(f => f.Shape).Distinct().ToDictionary(s => s, s => s, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Takes a cell apart; null where it is no date of any form.</summary>
    public static DateCell? Of(ReadOnlySpan<char> cell)
    {
        if (cell.Length is < 4 or > Longest) return null;
        Span<char> shape = stackalloc char[8];
        Span<long> fields = stackalloc long[3];
        int length = 0, count = 0, at = 0;
        fields.Clear();
        bool padded = false, isLong = false;
        while (at < cell.Length)
        {
            if (length > 0 && ClockTime.Begins(cell[at..]) && ClockTime.Of(cell[at..]) is { } clock)
                return Made(shape[..length], fields, padded, isLong, clock);
            if (length > 6) return null;
            char c = cell[at];
            int start = at;
            if (char.IsAsciiDigit(c))
            {
                while (at < cell.Length && char.IsAsciiDigit(cell[at])) at++;
                if (count == 3 || at - start > 14) return null;
                // 20240131T2359 and 20240131235959: the time follows without a mark.
                bool timed = at - start is 12 or 14;
                if (timed && ClockTime.Of(cell[(start + 8)..]) is { } joined)
                {
                    fields[count++] = long.Parse(cell[start..(start + 8)], CultureInfo.InvariantCulture);
                    shape[length++] = 'D';
                    return Made(shape[..length], fields, padded, isLong, joined with { Mark = '\0' });
                }

                fields[count++] = long.Parse(cell[start..at], CultureInfo.InvariantCulture);
                padded |= c == '0' && at - start == 2;
                shape[length++] = (at - start) switch { 1 or 2 => 'n', 4 => 'y', 8 => 'D', 10 => 'K', 13 => 'L', _ => '?' };
            }
            else if (char.IsAsciiLetter(c))
            {
                while (at < cell.Length && char.IsAsciiLetter(cell[at])) at++;
                var word = cell[start..at];
                if (count == 3) return null;
                if (word.Length == 1 && c is 'Q' or 'q' or 'W' or 'w')
                {
                    int from = at;
                    while (at < cell.Length && char.IsAsciiDigit(cell[at])) at++;
                    if (at - from is < 1 or > 2) return null;
                    fields[count++] = long.Parse(cell[from..at], CultureInfo.InvariantCulture);
                    shape[length++] = char.ToLowerInvariant(c);
                }
                else if (Month(word) is { } month)
                {
                    fields[count++] = month;
                    shape[length++] = 'a';
                    isLong |= word.Length > 3;
                }
                else
                {
                    return null;
                }
            }
            else
            {
                at++;
                if (c == '.' && at < cell.Length && cell[at] == ' ') c = cell[at++]; // 1. Mar 2024
                if (c == ',' && at < cell.Length && cell[at] == ' ') at++;
                shape[length++] = c;
            }
        }

        return Made(shape[..length], fields, padded, isLong, default);
    }

    private static DateCell? Made(ReadOnlySpan<char> shape, ReadOnlySpan<long> fields, bool padded, bool isLong, ClockTime clock)
        => s_shapes.TryGetValue(shape, out string? known)
            ? new DateCell(known, fields[0], (int)fields[1], (int)fields[2], padded, isLong, clock)
            : null;

    private static int? Month(ReadOnlySpan<char> word)
    {
        if (word.Length < 3) return null;
        for (int m = 0; m < 12; m++)
            if (s_months[m].AsSpan().StartsWith(word, StringComparison.OrdinalIgnoreCase) && (word.Length == 3 || word.Length == s_months[m].Length))
                return m + 1;
        return null;
    }
}
