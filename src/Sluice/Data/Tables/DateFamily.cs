using System.Globalization;

namespace Sluice.Data.Tables;

/// <summary>A way to write dates, without the time of day.</summary>
/// <param name="Text">Its pattern, as in .NET; Q is the quarter, W the week of ISO 8601, yyy the year of the Republic of China.</param>
/// <param name="Shape">What <see cref="DateCell.Shape"/> is of such dates.</param>
/// <param name="Date">The date of the fields A, B and C; null where there is none.</param>
internal sealed record DateFamily(string Text, string Shape, Func<long, int, int, DateTime?> Date)
{
    /// <summary>Years of three digits are those of the Republic of China, whose first was 1912.</summary>
    public const int Minguo = 1911;

    /// <summary>The ways that are known; of those with one shape, the first is taken where nothing tells them apart.</summary>
    public static IReadOnlyList<DateFamily> All { get; } =
    [
        new("yyyy-M-d", "y-n-n", Day), new("yyyy/M/d", "y/n/n", Day), new("yyyy.M.d", "y.n.n", Day), new("yyyy'年'M'月'd'日'", "y年n月n日", Day),
        new("yyyyMMdd", "D", (a, _, _) => Day(a / 10000, (int)(a / 100 % 100), (int)(a % 100))),
        new("M/d/yyyy", "n/n/y", (a, b, c) => Day(c, (int)a, b)), new("d/M/yyyy", "n/n/y", (a, b, c) => Day(c, b, (int)a)),
        new("d.M.yyyy", "n.n.y", (a, b, c) => Day(c, b, (int)a)), new("d-M-yyyy", "n-n-y", (a, b, c) => Day(c, b, (int)a)),
        new("M-d-yyyy", "n-n-y", (a, b, c) => Day(c, (int)a, b)),
        new("M/d/yy", "n/n/n", (a, b, c) => Day(Century(c), (int)a, b)), new("d/M/yy", "n/n/n", (a, b, c) => Day(Century(c), b, (int)a)),
        new("yy/M/d", "n/n/n", (a, b, c) => Day(Century((int)a), b, c)),
        new("d.M.yy", "n.n.n", (a, b, c) => Day(Century(c), b, (int)a)), new("d-M-yy", "n-n-n", (a, b, c) => Day(Century(c), b, (int)a)),
        new("yy-M-d", "n-n-n", (a, b, c) => Day(Century((int)a), b, c)),
        new("yyy/M/d", "r/n/n", (a, b, c) => Republic(a, b, c)), new("yyy-M-d", "r-n-n", (a, b, c) => Republic(a, b, c)),
        new("yyy.M.d", "r.n.n", (a, b, c) => Republic(a, b, c)), new("yyy'年'M'月'd'日'", "r年n月n日", (a, b, c) => Republic(a, b, c)),
        new("yyy/M", "r/n", (a, b, _) => Republic(a, b, 1)), new("yyy'年'M'月'", "r年n月", (a, b, _) => Republic(a, b, 1)),
        new("d MMM yyyy", "n a y", Named), new("d-MMM-yyyy", "n-a-y", Named), new("d/MMM/yyyy", "n/a/y", Named),
        new("d.MMM.yyyy", "n.a.y", Named),
        new("dMMMyyyy", "nay", Named), new("d 'de' MMM 'de' yyyy", "neaey", Named), new("d 'de' MMM yyyy", "nea y", Named), new("d 'of' MMM yyyy", "noa y", Named),
        new("d-MMM-yy", "n-a-n", (a, b, c) => Named(a, b, Century(c))), new("d MMM yy", "n a n", (a, b, c) => Named(a, b, Century(c))),
        new("dMMMyy", "nan", (a, b, c) => Named(a, b, Century(c))),
        new("MMM d, yyyy", "a n,y", American), new("MMM d yyyy", "a n y", American), new("yyyy-MMM-d", "y-a-n", Day),
        new("yyyy MMM d", "y a n", Day),
        new("yyyy-M", "y-n", Month), new("yyyy/M", "y/n", Month), new("yyyy.M", "y.n", Month), new("yyyy'年'M'月'", "y年n月", Month),
        new("yyyy'M'MM", "ym", Month),
        new("yyyy", "y", (a, _, _) => Day(a, 1, 1)), new("yyyyMM", "M", (a, _, _) => Day(a / 100, (int)(a % 100), 1)),
        new("M/yyyy", "n/y", MonthFirst), new("M-yyyy", "n-y", MonthFirst), new("M.yyyy", "n.y", MonthFirst), new("MMM yyyy", "a y", MonthFirst),
        new("MMM-yyyy", "a-y", MonthFirst), new("MMM/yyyy", "a/y", MonthFirst), new("MMM, yyyy", "a,y", MonthFirst), new("MMM 'de' yyyy", "aey", MonthFirst),
        new("yyyy MMM", "y a", Month), new("yyyy-MMM", "y-a", Month),
        new("MMM-yy", "a-n", (a, b, _) => Day(Century(b), (int)a, 1)), new("MMM/yy", "a/n", (a, b, _) => Day(Century(b), (int)a, 1)),
        .. Parts("Q", 'q', Quarter), .. Parts("T", 't', Quarter), new("Q'Q'yy", "nq", (a, b, _) => Quarter(Century(b), (int)a)),
        new("Q'Q'yyyy", "nQ", (a, b, _) => Quarter(b, (int)a)),
        .. Parts("W", 'w', Week), .. Parts("KW", 'k', Week), .. Parts("CW", 'c', Week), new("yyyy-'W'W-1", "y-w-n", Weekday),
        new("ms since 1970", "L", (a, _, _) => Since(a, TimeSpan.TicksPerMillisecond)),
        new("s since 1970", "K", (a, _, _) => Since(a, TimeSpan.TicksPerSecond)),
        new("us since 1970", "U", (a, _, _) => Since(a, TimeSpan.TicksPerMicrosecond)),
        new("ns since 1970", "N", (a, _, _) => Since(a / TimeSpan.NanosecondsPerTick, 1)),
        new("days since 1900", "S", (a, _, _) => Sheets.AddDays(a)),
    ];

    /// <summary>The day from which spreadsheets count days, which have a 29 February 1900.</summary>
    public static DateTime Sheets => new(1899, 12, 30);

    // A part of a year behind a letter, beside the year.
    private static IEnumerable<DateFamily> Parts(string letter, char field, Func<long, int, DateTime?> date) =>
    [
        .. new[] { "-", "", " ", "/" }.Select(
            mark => new DateFamily($"yyyy{mark}'{letter}'{Code(letter)}", $"y{mark}{field}", (a, b, _) => date(a, b))),
        .. new[] { " ", "/", "-", "." }.Select(
            mark => new DateFamily($"'{letter}'{Code(letter)}{mark}yyyy", $"{field}{mark}y", (a, b, _) => date(b, (int)a))),
        .. new[] { "/", " ", "-" }.Select(
            mark => new DateFamily($"'{letter}'{Code(letter)}{mark}yy", $"{field}{mark}n", (a, b, _) => date(Century(b), (int)a))),
    ];

    private static char Code(string letter) => letter is "Q" or "T" ? 'Q' : 'W';

    /// <summary>Whether its cells are nothing but digits, so that they may as well be numbers.</summary>
    public bool IsDigits => Shape.Length == 1 || Shape is "n.y" or "y.n";

    /// <summary>Those of a shape.</summary>
    public static IReadOnlyList<DateFamily> Of(string shape) => s_byShape[shape];

    private static readonly Dictionary<string, DateFamily[]> s_byShape = All.GroupBy(f => f.Shape).ToDictionary(g => g.Key, g => g.ToArray());

    private static DateTime? Named(long a, int b, int c) => Day(c, b, (int)a);

    private static DateTime? American(long a, int b, int c) => Day(c, (int)a, b);

    private static DateTime? Month(long a, int b, int c) => Day(a, b, 1);

    private static DateTime? MonthFirst(long a, int b, int c) => Day(b, (int)a, 1);

    private static DateTime? Republic(long year, int month, int day) => year is >= 80 and < 200 ? Day(year + Minguo, month, day) : null;

    private static DateTime? Since(long count, long ticks)
        => count <= (DateTime.MaxValue - DateTime.UnixEpoch).Ticks / ticks ? DateTime.UnixEpoch.AddTicks(count * ticks) : null;

    private static DateTime? Weekday(long year, int week, int day) => day is >= 1 and <= 7 ? Week(year, week)?.AddDays(day - 1) : null;

    private static DateTime? Day(long year, int month, int day)
        => year is >= 1 and <= 9999 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth((int)year, month)
            ? new DateTime((int)year, month, day)
            : null;

    private static DateTime? Quarter(long year, int quarter) => quarter is >= 1 and <= 4 ? Day(year, 3 * quarter - 2, 1) : null;

    private static DateTime? Week(long year, int week)
        => year is >= 1 and < 9999 && week >= 1 && week <= ISOWeek.GetWeeksInYear((int)year)
            ? ISOWeek.ToDateTime((int)year, week, DayOfWeek.Monday)
            : null;

    // 50 to 99 are of the last century, as spreadsheets have it.
    private static int Century(int year) => year >= 50 ? 1900 + year : 2000 + year;
}
