using System.Globalization;

namespace Sluice.Data.Tables;

/// <summary>
/// How the dates of a column are written: a pattern as in .NET, such as <c>dd/MM/yyyy HH:mm</c>; <c>yyyy-'Q'Q</c> and
/// <c>yyyy-'W'W</c> for quarters and weeks; <c>ms since 1970</c> and <c>s since 1970</c> for counts; in square brackets the time that midnights
/// are written without. What is read by a form may have a time of
/// day where the pattern has none, and zeros before days and months or none. It never changes: threads may share it.
/// </summary>
public sealed class DateForm
{
    private static readonly string[] s_times =
        ["HH:mm:ss", "hh:mm:ss", "H:mm:ss", "h:mm:ss", "HH:mm", "hh:mm", "H:mm", "h:mm", "HHmmss", "HHmm", "hhmmss", "hhmm"];

    private DateForm(string text, DateFamily family) => (Text, Family) = (text, family);

    /// <summary>The pattern.</summary>
    public string Text { get; }

    /// <summary>How the date alone is written.</summary>
    internal DateFamily Family { get; }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="SluiceException">It is none that is known.</exception>
    public static DateForm Parse(string pattern)
    {
        string bare = pattern.Replace("[", "").Replace("]", "").Replace("zzz", "K").Replace("'Z'", "K").TrimEnd('K').Replace(" tt", "");
        int fraction = bare.IndexOf("ss.", StringComparison.Ordinal);
        if (fraction >= 0) bare = bare[..(fraction + 2)];
        string time = s_times.FirstOrDefault(t => bare.EndsWith(t, StringComparison.Ordinal)) ?? "";
        string date = bare[..^time.Length];
        if (time.Length > 0) date = date.EndsWith("'T'", StringComparison.Ordinal) ? date[..^3] : date.TrimEnd(' ', ',', 'T');
        return Of(date) is { } family
            ? new DateForm(pattern, family)
            : throw new SluiceException(
                $"expected a pattern of dates, such as d/M/yyyy or yyyy-MM-dd HH:mm, got '{pattern}'. Those known are {string.Join("; ", DateFamily.All.Select(f => f.Text))}.");
    }

    /// <summary>The form of dates that are written as one of them.</summary>
    /// <param name="family">How the date is written.</param>
    /// <param name="cell">One of them.</param>
    /// <param name="bare">Whether others have no time.</param>
    internal static DateForm Of(DateFamily family, in DateCell cell, bool bare)
    {
        string pattern = cell.IsLong ? family.Text.Replace("MMM", "MMMM") : family.Text;
        string date =
            cell.Padded || cell.Clock.Fields > 0 && family.Text.StartsWith("yyyy-M-d", StringComparison.Ordinal) ? Padded(pattern) : pattern;
        var clock = cell.Clock;
        if (clock.Fields == 0) return new DateForm(date, family);
        string hour = clock.Half ? "h" : "H", time = $"{hour}{(clock.Padded || clock.IsJoined ? hour : "")}:mm{(clock.Fields == 3 ? ":ss" : "")}";
        if (clock.IsJoined) time = time.Replace(":", "");
        if (clock.Digits > 0) time += "." + new string('f', clock.Digits);
        string zone = clock.Offset is null ? "" : clock.IsZ ? "'Z'" : "zzz",
            mark = clock.Mark switch { '\0' => "", 'T' => "'T'", ',' => ", ", _ => " " };
        string whole = $"{mark}{time}{(clock.Half ? " tt" : "")}{zone}";
        return new DateForm(bare ? $"{date}[{whole}]" : date + whole, family);
    }

    /// <summary>The date of a cell, in UTC where it has a zone; null where it is none of this form.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="offset">How far the clock is ahead of UTC; null where no zone is written.</param>
    public DateTime? Read(ReadOnlySpan<char> cell, out TimeSpan? offset)
    {
        offset = null;
        return DateCell.Of(cell) is { } parts ? Read(Family, parts, out offset) : null;
    }

    /// <summary>Whether a cell is a date in some form.</summary>
    internal static bool IsDate(ReadOnlySpan<char> cell) => Any(cell) is not null;

    /// <summary>The date of a cell in the first form in which it is one; null where there is none.</summary>
    internal static DateTime? Any(ReadOnlySpan<char> cell)
        => DateCell.Of(cell) is { } parts ? DateFamily.Of(parts.Shape).Select(f => Read(f, parts, out _)).FirstOrDefault(d => d is not null) : null;

    internal static DateTime? Read(DateFamily family, in DateCell parts, out TimeSpan? offset)
    {
        offset = parts.Clock.Offset;
        return parts.Shape == family.Shape ? Read(family, parts.A, parts.B, parts.C, parts.Clock.Time.Ticks - (offset?.Ticks ?? 0)) : null;
    }

    /// <summary>The date of three fields, and so many ticks after.</summary>
    internal static DateTime? Read(DateFamily family, long a, int b, int c, long after)
    {
        if (family.Date(a, b, c) is not { } date) return null;
        long ticks = date.Ticks + after;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks ? new DateTime(ticks) : null;
    }

    /// <summary>A date in this form.</summary>
    /// <param name="date">The date, in UTC where there is an offset.</param>
    /// <param name="offset">How far the clock is to be ahead of UTC, where the form has a zone.</param>
    public string Write(DateTime date, TimeSpan? offset = null)
    {
        if (Family.Shape == "L") return ((long)(date - DateTime.UnixEpoch).TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        if (Family.Shape == "K") return ((long)(date - DateTime.UnixEpoch).TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var local = new DateTimeOffset(DateTime.SpecifyKind(date, DateTimeKind.Unspecified), default).ToOffset(offset ?? default);
        string pattern = Text;
        if (pattern.IndexOf('[') is >= 0 and int open)
            pattern = local.TimeOfDay == default ? pattern[..open] : pattern[..open] + pattern[(open + 1)..].TrimEnd(']');
        if (pattern.Contains("'Q'Q")) pattern = pattern.Replace("'Q'Q", $"'Q{(local.Month + 2) / 3}'");
        if (pattern.Contains("'W'W"))
            pattern = pattern.Replace(
                "yyyy", $"'{ISOWeek.GetYear(local.DateTime):0000}'").Replace("'W'W", $"'W{ISOWeek.GetWeekOfYear(local.DateTime):00}'");
        // A date whose form has no time keeps the one that it has.
        if (local.TimeOfDay != default && !pattern.Contains("mm")) pattern += " HH:mm:ss";
        return local.ToString(pattern, CultureInfo.InvariantCulture);
    }

    private static DateFamily? Of(string date)
        => DateFamily.All.FirstOrDefault(f => date.Replace("MMMM", "MMM") is var text && (f.Text == text || Padded(f.Text) == text));

    private static string Padded(string text)
    {
        var padded = new System.Text.StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            padded.Append(text[i]);
            bool alone = text[i] is 'd' or 'M' && (i == 0 || text[i - 1] != text[i]) && (i + 1 == text.Length || text[i + 1] != text[i]);
            if (alone) padded.Append(text[i]);
        }

        return padded.ToString();
    }
}
