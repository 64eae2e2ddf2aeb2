using System.Globalization;

namespace Sluice.Data.Tables;

/// <summary>A time of day as it is written after a date.</summary>
/// <param name="Time">Since midnight; 24:00 is the midnight after.</param>
/// <param name="Fields">2 for hours and minutes, 3 with seconds; 0 where there is no time.</param>
/// <param name="Digits">Digits of the fraction of a second.</param>
/// <param name="Padded">Whether an hour of one digit begins with 0, as far as can be seen: false where it does not.</param>
/// <param name="Halves">The languages in which AM or PM follows, or stands before it; 0 without.</param>
/// <param name="Offset">How far the clock is ahead of UTC; null where no zone is written.</param>
/// <param name="IsZ">Whether the zone is written Z.</param>
/// <param name="Mark">What stands before it: T, a space, a comma or a colon; 0 for nothing.</param>
/// <param name="IsJoined">Whether its fields stand without marks, as in 2359.</param>
/// <param name="IsDotted">Whether dots stand between them, as in 23.59.</param>
internal readonly record struct ClockTime(
    TimeSpan Time, int Fields, int Digits, bool Padded, int Halves, TimeSpan? Offset, bool IsZ, char Mark, bool IsJoined = false,
    bool IsDotted = false)
{
    // Zones by the letters that mail and calendars have for them, in hours ahead of UTC.
    private static readonly (string Letters, double Hours)[] s_zones =
    [
        ("UTC", 0), ("GMT", 0), ("UT", 0), ("WET", 0), ("WEST", 1), ("CET", 1), ("CEST", 2), ("MEZ", 1), ("MESZ", 2), ("EET", 2), ("EEST", 3),
        ("MSK", 3), ("JST", 9), ("KST", 9), ("AEST", 10), ("AEDT", 11), ("NZST", 12), ("NZDT", 13), ("EST", -5), ("EDT", -4), ("CST", -6),
        ("CDT", -5), ("MST", -7), ("MDT", -6), ("PST", -8), ("PDT", -7),
    ];

    /// <summary>Whether AM or PM stands at it.</summary>
    public bool Half => Halves != 0;

    /// <summary>Whether what follows a date may be a time: a mark and a digit, or the half of a day.</summary>
    public static bool Begins(ReadOnlySpan<char> rest)
        => rest.Length > 3
            && rest[0] is 'T' or 't' or ' ' or ',' or ':'
            && (rest[1..].TrimStart(' ') is [>= '0' and <= '9', ..]
                ? rest[0] is 'T' or 't' || rest[1..].Contains(':') || (rest[0] == ' ' && Dotted(rest.Trim(' ')))
                : rest[0] == ' ' && rest[^1] is >= '0' and <= '9' && DateNames.Half(rest.TrimStart(' '), out _, out _, out _));

    /// <summary>Reads a time to the end of the cell; null where it is none.</summary>
    public static ClockTime? Of(ReadOnlySpan<char> rest)
    {
        char mark = rest[0] is 'T' or 't' ? 'T' : rest[0] is ' ' or ',' or ':' ? rest[0] : '\0';
        if (mark != '\0') rest = rest[1..].TrimStart(' ');
        int halves = 0;
        bool evening = false;
        if (rest.Length > 0 && !char.IsAsciiDigit(rest[0]) && DateNames.Half(rest, out evening, out int length, out halves))
            rest = rest[length..].TrimStart(' ');
        Span<int> parts = stackalloc int[3];
        parts.Clear();
        int fields = 0, at = 0, digits = 0;
        bool padded = true, dotted = Dotted(rest), joined = !dotted && rest.IndexOf(':') is (< 0 or > 2); // 2359 and 235959
        char between = dotted ? '.' : ':';
        while (fields < 3 && at < rest.Length && char.IsAsciiDigit(rest[at]))
        {
            int start = at;
            while (at < rest.Length && char.IsAsciiDigit(rest[at]) && at - start < 2) at++;
            if (at - start < 2 && (fields > 0 || joined)) return null;
            if (fields == 0) padded = at - start == 2;
            parts[fields++] = int.Parse(rest[start..at], CultureInfo.InvariantCulture);
            if (joined) continue;
            if (at >= rest.Length || rest[at] != between || fields == 3) break;
            at++;
        }

        if (fields < 2) return null;
        double fraction = 0;
        if (fields == 3 && at + 1 < rest.Length && rest[at] is '.' or ',' && char.IsAsciiDigit(rest[at + 1]))
        {
            int start = ++at;
            while (at < rest.Length && char.IsAsciiDigit(rest[at])) at++;
            digits = at - start;
            if (digits > 9) return null;
            fraction = int.Parse(rest[start..at], CultureInfo.InvariantCulture) / Math.Pow(10, digits);
        }

        rest = rest[at..].TrimStart(' ');
        if (halves == 0 && DateNames.Half(rest, out evening, out length, out halves)) rest = rest[length..].TrimStart(' ');
        if (halves != 0)
        {
            if (parts[0] is < 1 or > 12) return null;
            parts[0] = parts[0] % 12 + (evening ? 12 : 0);
        }

        if (parts[0] > 24 || parts[1] > 59 || parts[2] > 60 || (parts[0] == 24 && (parts[1] > 0 || parts[2] > 0 || fraction > 0 || halves != 0)))
            return null;
        var time = new TimeSpan(parts[0], parts[1], parts[2]) + TimeSpan.FromTicks((long)Math.Round(fraction * TimeSpan.TicksPerSecond));
        return Zone(rest, out var offset)
            ? new ClockTime(time, fields, Math.Min(digits, 7), padded, halves, offset, rest.Length == 1, mark, joined, dotted)
            : null;
    }

    // 9.05, 23.59 and 23.59.59.
    private static bool Dotted(ReadOnlySpan<char> time)
    {
        int first = time.IndexOf('.');
        if (first is not (1 or 2) || time.Length - first is not (3 or 6) || (time.Length - first == 6 && time[first + 3] != '.')) return false;
        for (int i = 0; i < time.Length; i++)
            if (!char.IsAsciiDigit(time[i]) && i != first && i != first + 3) return false;
        return true;
    }

    private static bool Zone(ReadOnlySpan<char> rest, out TimeSpan? offset)
    {
        offset = null;
        if (rest.IsEmpty) return true;
        if (rest is ['Z' or 'z'])
        {
            offset = TimeSpan.Zero;
            return true;
        }

        foreach (var (letters, hours) in s_zones)
        {
            if (!rest.SequenceEqual(letters)) continue;
            offset = TimeSpan.FromHours(hours);
            return true;
        }

        if (rest[0] is not ('+' or '-') || rest.Length is not (3 or 5 or 6)) return false;
        var digits = rest.Length == 6 && rest[3] == ':' ? (stackalloc char[] { rest[1], rest[2], rest[4], rest[5] }) : rest[1..];
        if (digits.Length > 4 || digits.ContainsAnyExceptInRange('0', '9')) return false;
        int value = int.Parse(digits, CultureInfo.InvariantCulture), minutes = digits.Length == 2 ? value * 60 : value / 100 * 60 + value % 100;
        offset = TimeSpan.FromMinutes(rest[0] == '-' ? -minutes : minutes);
        return minutes <= 14 * 60;
    }
}
