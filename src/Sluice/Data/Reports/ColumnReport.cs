using Sluice.Data.Tables;

namespace Sluice.Data.Reports;

/// <summary>What a column of a table holds.</summary>
/// <param name="Name">The column.</param>
/// <param name="Kind">Numbers, categories or dates.</param>
/// <param name="Missing">Rows without a value.</param>
/// <param name="LongestGap">The most rows in a row without a value.</param>
/// <param name="Different">Different values.</param>
/// <param name="Lowest">The lowest number, or null.</param>
/// <param name="Highest">The highest number, or null.</param>
/// <param name="Frequent">The most frequent categories, at most eight, and how many rows have each.</param>
/// <param name="Dates">The steps of its dates, or null.</param>
public sealed record ColumnReport(
    string Name, ColumnKind Kind, int Missing, int LongestGap, int Different, double? Lowest, double? Highest, IReadOnlyList<CategoryCount> Frequent,
    DateReport? Dates)
{
    /// <summary>How its numbers or dates are written; empty for numbers as programs write them, and for texts.</summary>
    public string Form { get; init; } = "";

    /// <summary>The first value, as it is written; empty where there is none.</summary>
    public string Example { get; init; } = "";

    /// <summary>Looks at a column.</summary>
    public static ColumnReport Of(Column column)
    {
        int gap = 0, longest = 0;
        for (int row = 0; row < column.Count; row++) longest = Math.Max(longest, gap = column.IsMissing(row) ? gap + 1 : 0);
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int row = 0; row < column.Count; row++)
            if (column.Text(row) is { } text) counts[text] = counts.GetValueOrDefault(text) + 1;
        double[] numbers = column is NumberColumn n ? [.. n.Values.Where(double.IsFinite)] : [];
        return new ColumnReport(
            column.Name, column.Kind, column.MissingCount, longest, counts.Count,
            numbers.Length > 0 ? numbers.Min() : null, numbers.Length > 0 ? numbers.Max() : null,
            column is CategoryColumn ? [.. counts.OrderByDescending(c => c.Value)
                .ThenBy(c => c.Key, StringComparer.Ordinal).Take(8).Select(c => new CategoryCount(c.Key, c.Value))] : [],
            column is DateColumn dates ? DateReport.Of(dates) : null)
        {
            Form = column.Form?.Form ?? "",
            Example = Enumerable.Range(0, column.Count).Select(column.Written).FirstOrDefault(t => t is not null) ?? "",
        };
    }
}

/// <summary>How many rows have a category.</summary>
public sealed record CategoryCount(string Category, int Count);

/// <summary>The steps of a column of dates.</summary>
/// <param name="First">The date of the first row that has one.</param>
/// <param name="Last">That of the last.</param>
/// <param name="Step">The usual step from one to the next; null where none goes forward.</param>
/// <param name="Gaps">Steps longer than that.</param>
/// <param name="Skipped">Rows that are missing in these gaps.</param>
/// <param name="Repeated">Dates that are the same as the one before.</param>
/// <param name="Backwards">Dates that are before the one before.</param>
public sealed record DateReport(DateTime First, DateTime Last, TimeStep? Step, int Gaps, int Skipped, int Repeated, int Backwards)
{
    /// <summary>Looks at dates; null where there are fewer than two.</summary>
    public static DateReport? Of(DateColumn column)
    {
        var dates = column.Values.OfType<DateTime>().ToArray();
        if (dates.Length < 2) return null;
        var pairs = dates.Zip(dates.Skip(1)).ToArray();
        var step = TimeStep.Of([dates]);
        int[] missing =
            step is { } s ? [.. pairs.Where(p => p.Second > p.First).Select(p => s.Between(p.First, p.Second) - 1).Where(m => m > 0)] : [];
        return new DateReport(
            dates[0], dates[^1], step, missing.Length, missing.Sum(), pairs.Count(p => p.Second == p.First), pairs.Count(p => p.Second < p.First));
    }
}
