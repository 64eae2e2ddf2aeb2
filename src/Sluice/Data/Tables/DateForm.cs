using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Data.Tables;

/// <summary>
/// How the dates of a column are written: a pattern as in .NET, such as <c>dd/MM/yyyy HH:mm</c>; <c>yyyy-'Q'Q</c> and
/// <c>yyyy-'W'W</c> for quarters and weeks; <c>ms since 1970</c> and <c>s since 1970</c> for counts; in square brackets the time that midnights
/// are written without; in round brackets at the end the language of its words, where it is not English. What is read by a form may have a time of
/// day where the pattern has none, and zeros before days and months or none. It never changes: threads may share it.
/// </summary>
public sealed partial class DateForm
{
    private static readonly string[] s_times =
        ["HH:mm:ss", "hh:mm:ss", "H:mm:ss", "h:mm:ss", "HH:mm", "hh:mm", "H:mm", "h:mm", "HHmmss", "HHmm", "hhmmss", "hhmm"];

    private const string Examples =
        "yyyy-MM-dd HH:mm, d/M/yyyy, M/d/yyyy h:mm tt, d.M.yy, d MMM yyyy, MMM d, yyyy, yyyyMMdd, yyyy-MM, yyyy-'Q'Q, yyyy-'W'W, ms since 1970";

    private readonly string _language;

    private DateForm(string text, DateFamily family, string language) => (Text, Family, _language) = (text, family, language);

    /// <summary>The pattern.</summary>
    public string Text { get; }

    /// <summary>How the date alone is written.</summary>
    internal DateFamily Family { get; }

    /// <summary>Reads a pattern.</summary>
    /// <exception cref="SluiceException">It is none that is known.</exception>
    public static DateForm Parse(string pattern)
    {
        string language = LanguageIn().Match(pattern) is { Success: true } named ? named.Groups[1].Value : "en";
        string bare = LanguageIn().Replace(pattern, "").Replace("[", "").Replace("]", "").Replace("zzz", "K").Replace("'Z'", "K").TrimEnd('K');
        bare = Regex.Replace(DayIn().Replace(bare, ""), " ?tt ?", m => m.Value == " tt " ? " " : "").Replace(". ", " ");
        int fraction = bare.IndexOf("ss.", StringComparison.Ordinal);
        if (fraction >= 0) bare = bare[..(fraction + 2)];
        string time = s_times.FirstOrDefault(t => bare.Replace("H.m", "H:m").Replace("m.s", "m:s").EndsWith(t, StringComparison.Ordinal)) ?? "";
        string date = bare[..^time.Length];
        if (time.Length > 0) date = date.EndsWith("'T'", StringComparison.Ordinal) ? date[..^3] : date.TrimEnd(' ', ',', 'T', ':');
        return Of(date) is { } family && DateNames.FormatOf(language) is not null
            ? new DateForm(pattern, family, language)
            : throw new SluiceException(
                $"expected a pattern of dates, such as {Examples}, got '{pattern}'.");
    }

    /// <summary>The form of dates that are written as one of them.</summary>
    /// <param name="family">How the date is written.</param>
    /// <param name="cell">One of them.</param>
    /// <param name="bare">Whether others have no time.</param>
    internal static DateForm Of(DateFamily family, in DateCell cell, bool bare)
    {
        var (clock, words) = (cell.Clock, cell.Words);
        int languages = words.Languages(clock.Halves);
        string language = DateNames.CodeOf(languages), suffix = language == "en" ? "" : $" ({language})";
        int first = languages & -languages;
        string pattern = (words.Long & first) != 0 && (words.Short & first) == 0 ? family.Text.Replace("MMM", "MMMM") : family.Text;
        string date =
            cell.Padded || clock.Fields > 0 && family.Text.StartsWith("yyyy-M-d", StringComparison.Ordinal) ? Padded(pattern) : pattern;
        if (words.DayDot) date = date.Replace("d MMM", "d. MMM");
        if (words.MonthDot) date = date.Replace("MMM ", "MMM. ");
        date = words.Day + date;
        if (clock.Fields == 0) return new DateForm(date + suffix, family, language);
        string hour = clock.Half ? "h" : "H", time = $"{hour}{(clock.Padded || clock.IsJoined ? hour : "")}:mm{(clock.Fields == 3 ? ":ss" : "")}";
        if (clock.IsJoined || clock.IsDotted) time = time.Replace(":", clock.IsDotted ? "." : "");
        if (clock.Digits > 0) time += "." + new string('f', clock.Digits);
        if (clock.Half) time = DateNames.IsHalfFirst(language) ? $"tt{(clock.Padded ? " " : "")}{time}" : $"{time} tt";
        string zone = clock.Offset is null ? "" : clock.IsZ ? "'Z'" : "zzz",
            mark = clock.Mark switch { '\0' => "", 'T' => "'T'", ',' => ", ", ':' => ":", _ => " " };
        string whole = $"{mark}{time}{zone}";
        return new DateForm((bare ? $"{date}[{whole}]" : date + whole) + suffix, family, language);
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
        if (Family.Shape is "L" or "K" or "U" or "N" or "S") return Count(date).ToString("0.#######", CultureInfo.InvariantCulture);
        var local = new DateTimeOffset(DateTime.SpecifyKind(date, DateTimeKind.Unspecified), default).ToOffset(offset ?? default);
        string pattern = LanguageIn().Replace(Text, "");
        if (pattern.IndexOf('[') is >= 0 and int open)
            pattern = local.TimeOfDay == default ? pattern[..open] : pattern[..open] + pattern[(open + 1)..].TrimEnd(']');
        // A date whose form has no time keeps the one that it has.
        if (local.TimeOfDay != default && !pattern.Contains("mm")) pattern += " HH:mm:ss";
        bool weeks = Family.Text.Contains("W'W");
        pattern = Own().Replace(pattern, part => part.ValueSpan switch
        {
            "Q" => $"'{(local.Month + 2) / 3}'",
            "W" => $"'{ISOWeek.GetWeekOfYear(local.DateTime):00}'",
            "yyy" => $"'{local.Year - DateFamily.Minguo:000}'",
            "yyyy" when weeks => $"'{ISOWeek.GetYear(local.DateTime):0000}'",
            "yy" when weeks => $"'{ISOWeek.GetYear(local.DateTime) % 100:00}'",
            "1" => $"'{((int)local.DayOfWeek + 6) % 7 + 1}'",
            _ => part.Value,
        });
        return local.ToString(pattern, DateNames.FormatOf(_language));
    }

    // Seconds and days may have decimals.
    private decimal Count(DateTime date) => Family.Shape switch
    {
        "S" => (decimal)(date - DateFamily.Sheets).Ticks / TimeSpan.TicksPerDay,
        "K" => (decimal)(date - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerSecond,
        "L" => (date - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond,
        "U" => (date - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond,
        _ => (decimal)(date - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick,
    };

    [GeneratedRegex(@" \((\w\w)\)$")]
    private static partial Regex LanguageIn();

    // The name of the day before a date.
    [GeneratedRegex(@"^d{3,4}(?!d)[., ]+")]
    private static partial Regex DayIn();

    // What .NET has no letters for, outside of quotes.
    [GeneratedRegex("'[^']*'|Q|W|y+|1")]
    private static partial Regex Own();

    private static DateFamily? Of(string date)
        => DateFamily.All.FirstOrDefault(f => date.Replace("MMMM", "MMM") is var text && (f.Text == text || Padded(f.Text) == text));

    private static string Padded(string text) => Alone().Replace(text, part => part.Value is "d" or "M" ? part.Value + part.Value : part.Value);

    // Letters of days and months, those in a row together, and what stands in quotes.
    [GeneratedRegex("'[^']*'|d+|M+")]
    private static partial Regex Alone();
}
