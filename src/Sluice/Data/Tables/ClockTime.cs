using System.Globalization;

namespace Sluice.Data.Tables;

/// <summary>A time of day as it is written after a date.</summary>
/// <param name="Time">Since midnight; 24:00 is the midnight after.</param>
/// <param name="Fields">2 for hours and minutes, 3 with seconds; 0 where there is no time.</param>
/// <param name="Digits">Digits of the fraction of a second.</param>
/// <param name="Padded">Whether an hour of one digit begins with 0, as far as can be seen: false where it does not.</param>
/// <param name="Half">Whether AM or PM follows.</param>
/// <param name="Offset">How far the clock is ahead of UTC; null where no zone is written.</param>
/// <param name="IsZ">Whether the zone is written Z.</param>
/// <param name="Mark">What stands before it: T, a space or a comma; 0 for nothing.</param>
/// <param name="IsJoined">Whether its fields stand without marks, as in 2359.</param>
internal readonly record struct ClockTime(
    TimeSpan Time, int Fields, int Digits, bool Padded, bool Half, TimeSpan? Offset, bool IsZ, char Mark, bool IsJoined = false)
{
    /// <summary>Whether what follows a date may be a time: a mark and a digit, or a zone alone.</summary>
    public static bool Begins(ReadOnlySpan<char> rest)
        => rest.Length > 3
            && rest[0] is 'T' or 't' or ' ' or ',' && rest[1..].TrimStart(' ') is [>= '0' and <= '9', ..]
            && (rest[0] is 'T' or 't' || rest.Contains(':'));

    /// <summary>Reads a time to the end of the cell; null where it is none.</summary>
    public static ClockTime? Of(ReadOnlySpan<char> rest)
    {
        char mark = rest[0] is 'T' or 't' ? 'T' : rest[0] is ' ' or ',' ? rest[0] : '\0';
        if (mark != '\0') rest = rest[1..].TrimStart(' ');
        Span<int> parts = stackalloc int[3];
        parts.Clear();
        int fields = 0, at = 0, digits = 0;
        bool padded = true, joined = rest.IndexOf(':') is < 0 or > 2; // 2359 and 235959
        while (fields < 3 && at < rest.Length && char.IsAsciiDigit(rest[at]))
        {
            int start = at;
            while (at < rest.Length && char.IsAsciiDigit(rest[at]) && at - start < 2) at++;
            if (at - start < 2 && (fields > 0 || joined)) return null;
            if (fields == 0) padded = at - start == 2;
            parts[fields++] = int.Parse(rest[start..at], CultureInfo.InvariantCulture);
            if (joined) continue;
            if (at >= rest.Length || rest[at] != ':' || fields == 3) break;
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
        bool half = rest.Length >= 2 && rest[0] is 'A' or 'a' or 'P' or 'p' && rest[1] is 'M' or 'm';
        if (half)
        {
            if (parts[0] is < 1 or > 12) return null;
            parts[0] = parts[0] % 12 + (rest[0] is 'P' or 'p' ? 12 : 0);
            rest = rest[2..].TrimStart(' ');
        }

        if (parts[0] > 24 || parts[1] > 59 || parts[2] > 60 || (parts[0] == 24 && (parts[1] > 0 || parts[2] > 0 || fraction > 0 || half)))
            return null;
        var time = new TimeSpan(parts[0], parts[1], parts[2]) + TimeSpan.FromTicks((long)Math.Round(fraction * TimeSpan.TicksPerSecond));
        return Zone(rest, out var offset)
            ? new ClockTime(time, fields, Math.Min(digits, 7), padded, half, offset, rest.Length == 1, mark, joined)
            : null;
    }

    private static bool Zone(ReadOnlySpan<char> rest, out TimeSpan? offset)
    {
        offset = null;
        if (rest.IsEmpty) return true;
        if (rest is ['Z' or 'z'] or "UTC" or "GMT")
        {
            offset = TimeSpan.Zero;
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
