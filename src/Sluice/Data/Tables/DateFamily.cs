using System.Globalization;

namespace Sluice.Data.Tables;

/// <summary>A way to write dates, without the time of day.</summary>
/// <param name="Text">Its pattern, as in .NET; Q is the quarter, W the week of ISO 8601.</param>
/// <param name="Shape">What <see cref="DateCell.Shape"/> is of such dates.</param>
/// <param name="Date">The date of the fields A, B and C; null where there is none.</param>
internal sealed record DateFamily(string Text, string Shape, Func<long, int, int, DateTime?> Date)
{
    /// <summary>The ways that are known; of those with one shape, the first is taken where nothing tells them apart.</summary>
    public static IReadOnlyList<DateFamily> All { get; } =
    [
        new("yyyy-M-d", "y-n-n", Day), new("yyyy/M/d", "y/n/n", Day), new("yyyy.M.d", "y.n.n", Day),
        new("yyyy'年'M'月'd'日'", "y年n月n日", Day), new("yyyyMMdd", "D", (a, b, c) => Day(a / 10000, (int)(a / 100 % 100), (int)(a % 100))),
        new("M/d/yyyy", "n/n/y", (a, b, c) => Day(c, (int)a, b)), new("d/M/yyyy", "n/n/y", (a, b, c) => Day(c, b, (int)a)),
        new("d.M.yyyy", "n.n.y", (a, b, c) =>
            Day(c, b, (int)a)), new("d-M-yyyy", "n-n-y", (a, b, c) => Day(c, b, (int)a)), new("M-d-yyyy", "n-n-y", (a, b, c) => Day(c, (int)a, b)),
        new("M/d/yy", "n/n/n", (a, b, c) => Day(Century(c), (int)a, b)), new("d/M/yy", "n/n/n", (a, b, c) => Day(Century(c), b, (int)a)),
        new("d.M.yy", "n.n.n", (a, b, c) => Day(Century(c), b, (int)a)), new(
            "d-M-yy", "n-n-n", (a, b, c) => Day(Century(c), b, (int)a)), new("yy-M-d", "n-n-n", (a, b, c) => Day(Century((int)a), b, c)),
        new("d MMM yyyy", "n a y", Named), new("d-MMM-yyyy", "n-a-y", Named), new("d-MMM-yy", "n-a-n", (a, b, c) => Named(a, b, Century(c))),
        new("MMM d, yyyy", "a n,y", American), new("MMM d yyyy", "a n y", American),
        new("yyyy-M", "y-n", (a, b, c) => Day(a, b, 1)), new(
            "yyyy/M", "y/n",
            (a, b, c) => Day(a, b, 1)), new("M/yyyy", "n/y", (a, b, c) => Day(b, (int)a, 1)), new("M-yyyy", "n-y", (a, b, c) => Day(b, (int)a, 1)),
        new("MMM yyyy", "a y", (a, b, c) =>
            Day(b, (int)a, 1)), new("MMM-yyyy", "a-y", (a, b, c) => Day(b, (int)a, 1)), new("MMM-yy", "a-n", (a, b, c) => Day(Century(b), (int)a, 1)),
        new("yyyy-'Q'Q", "y-q", (a, b, c) => Quarter(a, b)), new("yyyy'Q'Q", "yq", (a, b, c) =>
            Quarter(a, b)), new("yyyy 'Q'Q", "y q", (a, b, c) => Quarter(a, b)), new("'Q'Q yyyy", "q y", (a, b, c) => Quarter(b, (int)a)),
        new("yyyy-'W'W", "y-w", (a, b, c) => Week(a, b)), new("yyyy'W'W", "yw", (a, b, c) => Week(a, b)),
        new(
            "ms since 1970", "L",
            (a, b, c) => DateTime.UnixEpoch.AddMilliseconds(a)), new("s since 1970", "K", (a, b, c) => DateTime.UnixEpoch.AddSeconds(a)),
    ];

    /// <summary>Whether its cells are nothing but digits, so that they may as well be numbers.</summary>
    public bool IsDigits => Shape.Length == 1;

    /// <summary>Those of a shape.</summary>
    public static IReadOnlyList<DateFamily> Of(string shape) => s_byShape[shape];

    private static readonly Dictionary<string, DateFamily[]> s_byShape = All.GroupBy(f => f.Shape).ToDictionary(g => g.Key, g => g.ToArray());

    private static DateTime? Named(long a, int b, int c) => Day(c, b, (int)a);

    private static DateTime? American(long a, int b, int c) => Day(c, (int)a, b);

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
