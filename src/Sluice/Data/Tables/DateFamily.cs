using System.Globalization;

namespace Sluice.Data.Tables;

/// <summary>A way to write dates, without the time of day.</summary>
/// <param name="Text">Its pattern, as in .NET; Q is the quarter, W the week of ISO 8601.</param>
/// <param name="Shape">What <see cref="DateCell.Shape"/> is of such dates.</param>
/// <param name="Date">The date of the fields; null where there is none.</param>
internal sealed record DateFamily(string Text, string Shape, Func<DateCell, DateTime?> Date)
{
    /// <summary>The ways that are known; of those with one shape, the first is taken where nothing tells them apart.</summary>
    public static IReadOnlyList<DateFamily> All { get; } =
    [
        new(
            "yyyy-M-d", "y-n-n",
            c => Day(c.A, c.B, c.C)), new("yyyy/M/d", "y/n/n", c => Day(c.A, c.B, c.C)), new("yyyy.M.d", "y.n.n", c => Day(c.A, c.B, c.C)),
        new(
            "yyyy'年'M'月'd'日'", "y年n月n日",
            c => Day(c.A, c.B, c.C)), new("yyyyMMdd", "D", c => Day(c.A / 10000, (int)(c.A / 100 % 100), (int)(c.A % 100))),
        new("M/d/yyyy", "n/n/y", c => Day(c.C, (int)c.A, c.B)), new("d/M/yyyy", "n/n/y", c => Day(c.C, c.B, (int)c.A)),
        new("d.M.yyyy", "n.n.y", c =>
            Day(c.C, c.B, (int)c.A)), new("d-M-yyyy", "n-n-y", c => Day(c.C, c.B, (int)c.A)), new("M-d-yyyy", "n-n-y", c => Day(c.C, (int)c.A, c.B)),
        new("M/d/yy", "n/n/n", c => Day(Century(c.C), (int)c.A, c.B)), new("d/M/yy", "n/n/n", c => Day(Century(c.C), c.B, (int)c.A)),
        new("d.M.yy", "n.n.n", c => Day(
            Century(c.C), c.B,
            (int)c.A)), new("d-M-yy", "n-n-n", c => Day(Century(c.C), c.B, (int)c.A)), new("yy-M-d", "n-n-n", c => Day(Century((int)c.A), c.B, c.C)),
        new("d MMM yyyy", "n a y", Named), new("d-MMM-yyyy", "n-a-y", Named), new("d-MMM-yy", "n-a-n", c => Named(c with { C = Century(c.C) })),
        new("MMM d, yyyy", "a n,y", American), new("MMM d yyyy", "a n y", American),
        new("yyyy-M", "y-n", c => Day(c.A, c.B, 1)), new(
            "yyyy/M", "y/n",
            c => Day(c.A, c.B, 1)), new("M/yyyy", "n/y", c => Day(c.B, (int)c.A, 1)), new("M-yyyy", "n-y", c => Day(c.B, (int)c.A, 1)),
        new("MMM yyyy", "a y", c =>
            Day(c.B, (int)c.A, 1)), new("MMM-yyyy", "a-y", c => Day(c.B, (int)c.A, 1)), new("MMM-yy", "a-n", c => Day(Century(c.B), (int)c.A, 1)),
        new("yyyy-'Q'Q", "y-q", c => Quarter(c.A, c.B)), new(
            "yyyy'Q'Q", "yq",
            c => Quarter(c.A, c.B)), new("yyyy 'Q'Q", "y q", c => Quarter(c.A, c.B)), new("'Q'Q yyyy", "q y", c => Quarter(c.B, (int)c.A)),
        new("yyyy-'W'W", "y-w", c => Week(c.A, c.B)), new("yyyy'W'W", "yw", c => Week(c.A, c.B)),
        new("ms since 1970", "L", c => DateTime.UnixEpoch.AddMilliseconds(c.A)), new("s since 1970", "K", c => DateTime.UnixEpoch.AddSeconds(c.A)),
    ];

    /// <summary>Whether its cells are nothing but digits, so that they may as well be numbers.</summary>
    public bool IsDigits => Shape.Length == 1;

    /// <summary>Those of a shape.</summary>
    public static IReadOnlyList<DateFamily> Of(string shape) => s_byShape[shape];

    private static readonly Dictionary<string, DateFamily[]> s_byShape = All.GroupBy(f => f.Shape).ToDictionary(g => g.Key, g => g.ToArray());

    private static DateTime? Named(DateCell c) => Day(c.C, c.B, (int)c.A);

    private static DateTime? American(DateCell c) => Day(c.C, (int)c.A, c.B);

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
