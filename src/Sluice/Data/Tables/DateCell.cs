using System.Globalization;

namespace Sluice.Data.Tables;

/// <summary>
/// A cell that may hold a date, taken apart without knowing which number is the day: the shape of its date, the fields in the order in
/// which they stand, and its time of day.
/// </summary>
/// <param name="Shape">
/// The date with a letter for each field: n for one or two digits, y for four, r for three, a for the name of a month, e and o for "de" and "of",
/// D for eight digits, M for six, q and t for a quarter with these letters, w, k and c for a week behind W, KW and CW, m for a month behind M,
/// L, K, U and N for milli-, whole, micro- and nanoseconds since 1970, S for days of five digits.
/// </param>
/// <param name="A">The first field.</param>
/// <param name="B">The second.</param>
/// <param name="C">The third.</param>
/// <param name="Padded">Whether a field of one or two digits begins with 0.</param>
/// <param name="Words">Its words.</param>
/// <param name="Clock">Its time.</param>
internal readonly record struct DateCell(string Shape, long A, int B, int C, bool Padded, DateWords Words, ClockTime Clock)
{
    private const int Longest = 64;

    // Every shape that a form has, so that no text is made for a cell.
    private static readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> s_shapes =
        DateFamily.All.Select(f => f.Shape).Distinct().ToDictionary(s => s, s => s, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Takes a cell apart; null where it is no date of any form.</summary>
    public static DateCell? Of(ReadOnlySpan<char> cell)
    {
        if (cell.Length is < 4 or > Longest) return null;
        if (OfDate(cell) is { } date) return date;
        // The name of the day may stand before it.
        int letters = 0;
        while (letters < cell.Length && (IsLetter(cell[letters]) || (cell[letters] == '-' && letters > 0))) letters++;
        if (letters < 2 || DateNames.Day(cell[..letters]) is not { } day) return null;
        int end = letters;
        while (end < cell.Length && cell[end] is '.' or ',' or ' ') end++;
        if (end == letters || OfDate(cell[end..]) is not { } named) return null;
        return named with
        {
            Words = named.Words with
            {
                Days = day.Long | day.Short,
                Day = (day.Short == 0 ? "dddd" : "ddd") + cell[letters..end].ToString(),
            }
        };
    }

    private static DateCell? OfDate(ReadOnlySpan<char> cell)
    {
        Span<char> shape = stackalloc char[8];
        Span<long> fields = stackalloc long[3];
        int length = 0, count = 0, at = 0;
        fields.Clear();
        bool padded = false;
        DateWords words = default;
        while (at < cell.Length)
        {
            if (length > 0 && ClockTime.Begins(cell[at..]) && ClockTime.Of(cell[at..]) is { } clock)
                return Made(shape[..length], fields, padded, words, clock);
            if (length > 6) return null;
            char c = cell[at];
            int start = at;
            if (char.IsAsciiDigit(c))
            {
                while (at < cell.Length && char.IsAsciiDigit(cell[at])) at++;
                if (count == 3 || at - start > 19) return null;
                // 20240131T2359 and 20240131235959: the time follows without a mark.
                bool timed = at - start is 12 or 14;
                if (timed && ClockTime.Of(cell[(start + 8)..]) is { } joined)
                {
                    fields[count++] = long.Parse(cell[start..(start + 8)], CultureInfo.InvariantCulture);
                    shape[length++] = 'D';
                    return Made(shape[..length], fields, padded, words, joined with { Mark = '\0' });
                }

                // Counts may have decimals: 1704067200.25 seconds, 45292.5 days.
                if (start == 0 && at is 5 or 10 && cell[at..] is ['.', _, ..] && !cell[(at + 1)..].ContainsAnyExceptInRange('0', '9'))
                {
                    // To the millisecond of a day, to the microsecond of a second.
                    var (ticks, least) = at == 5 ? (TimeSpan.TicksPerDay, TimeSpan.TicksPerMillisecond) : (TimeSpan.TicksPerSecond, 10L);
                    double part = double.Parse(cell[at..], CultureInfo.InvariantCulture);
                    fields[0] = long.Parse(cell[..at], CultureInfo.InvariantCulture);
                    var after = TimeSpan.FromTicks((long)Math.Round(part * ticks / least) * least);
                    return Made(at == 5 ? "S" : "K", fields, false, words, default(ClockTime) with { Time = after });
                }

                if (!long.TryParse(cell[start..at], NumberStyles.None, CultureInfo.InvariantCulture, out fields[count++])) return null;
                padded |= c == '0' && at - start == 2;
                shape[length++] = (at - start) switch
                {
                    1 or 2 => 'n',
                    3 => 'r',
                    4 => 'y',
                    5 => 'S',
                    6 => 'M',
                    8 => 'D',
                    10 => 'K',
                    13 => 'L',
                    16 => 'U',
                    19 => 'N',
                    _ => '?'
                };
            }
            else if (IsLetter(c))
            {
                while (at < cell.Length && IsLetter(cell[at])) at++;
                if (count == 3) return null;
                if (!Word(cell, start, ref at, shape, ref length, fields, ref count, ref words)) return null;
            }
            else
            {
                at++;
                if (c == '.' && at < cell.Length && cell[at] == ' ') // 1. Mar. 2024
                {
                    words = length > 0 && shape[length - 1] == 'a' ? words with { MonthDot = true } : words with { DayDot = true };
                    c = cell[at++];
                }

                if (c == ',' && at < cell.Length && cell[at] == ' ') at++;
                shape[length++] = c;
            }
        }

        return Made(shape[..length], fields, padded, words, default);
    }

    /// <summary>Takes a word of a date, and the digits behind it where it needs them; false where no date has it.</summary>
    private static bool Word(
        ReadOnlySpan<char> cell, int start, ref int at, Span<char> shape, ref int length, Span<long> fields, ref int count, ref DateWords words)
    {
        var word = cell[start..at];
        if (DateNames.Month(word) is { } month)
        {
            fields[count++] = month.Month;
            shape[length++] = 'a';
            words = words with { Long = month.Long, Short = month.Short };
            return true;
        }

        char before = length > 0 ? shape[length - 1] : '\0';
        if (before == 'n' && word is "st" or "nd" or "rd" or "th" or "er") return true; // 1st of May, 1er mai
        if (word is "de" or "of")
        {
            // A space on both sides.
            if (before != ' ' || at >= cell.Length || cell[at++] != ' ') return false;
            shape[length - 1] = word is "of" ? 'o' : 'e';
            return true;
        }

        char letter = word switch
        {
            "Q" or "q" => 'q',
            "T" => 't',
            "W" or "w" => 'w',
            "KW" => 'k',
            "CW" => 'c',
            "M" => 'm',
            _ => '\0'
        };
        if (letter == '\0') return false;
        if (at < cell.Length && cell[at] == ' ' && letter is 'k' or 'c') at++;
        int from = at;
        while (at < cell.Length && char.IsAsciiDigit(cell[at])) at++;
        // A year of four digits follows a quarter that stands before the letter: 1Q2024.
        bool year = at - from == 4 && before == 'n' && letter is 'q' or 't';
        if (at - from is < 1 or > 2 && !year) return false;
        fields[count++] = long.Parse(cell[from..at], CultureInfo.InvariantCulture);
        shape[length++] = year ? char.ToUpperInvariant(letter) : letter;
        return true;
    }

    // Letters of the alphabets in which names of months are written; those of Chinese are marks.
    private static bool IsLetter(char c) => char.IsAsciiLetter(c) || (c >= 'À' && c < '\u0530' && char.IsLetter(c));

    private static DateCell? Made(ReadOnlySpan<char> shape, ReadOnlySpan<long> fields, bool padded, in DateWords words, ClockTime clock)
        => s_shapes.TryGetValue(shape, out string? known)
            ? new DateCell(known, fields[0], (int)fields[1], (int)fields[2], padded, words, clock)
            : null;
}
