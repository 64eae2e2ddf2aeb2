using Sluice.Data.Reports;
using Sluice.Data.Tables;

namespace Sluice.Tasks.Sources;

/// <summary>
/// What the columns of a table look like they are for, by simple rules: each says what it asks of a column. It never changes: threads may share it.
/// </summary>
public sealed class TableLook
{
    // A column of which so many rows differ tells rows apart; below, it tells groups of rows apart.
    private const double Half = 0.5;

    // Numbers of so few kinds can be labels.
    private const int FewLabels = 20;

    private static readonly string[] s_calendar = ["year", "month", "week", "day", "hour", "quarter", "minute", "weekday"];

    /// <summary>Looks at a table.</summary>
    public TableLook(Table table)
    {
        Table = table;
        Wide = WideTable.Long(table);
        Columns = [.. table.Columns.Select(ColumnReport.Of)];
        Dates = [.. Useful.Where(c => c.Kind == ColumnKind.Date).Select(c => c.Name)];
        Numbers = [.. Useful.Where(c => c.Kind == ColumnKind.Number).Select(c => c.Name)];
        Text = Useful.Where(c => IsText(c) && c.Different > 2 && Share(c) > Half)
            .OrderByDescending(c => c.Kind == ColumnKind.Text).ThenByDescending(c => Length(c.Name)).FirstOrDefault()?.Name;
        string[] labels = [.. Useful.Where(c => c.Kind == ColumnKind.Category && c.Name != Text && Share(c) <= Half).Select(c => c.Name)];
        Label = labels.LastOrDefault() ?? (Text is null
            ? null
            : Useful.LastOrDefault(c => c.Kind == ColumnKind.Number && c.Different <= FewLabels && Share(c) <= Half && IsWhole(c.Name))?.Name);
        Rising = Useful.FirstOrDefault(c => c.Kind == ColumnKind.Number && Rises(c.Name, 0, table.RowCount))?.Name;
        if (Dates.Any(d => Rises(d, 0, table.RowCount))) return;
        Series = Dates.Count == 1
            ? Candidates.Where(c => TellsDatesApart(c.Name)).OrderBy(c => c.Kind == ColumnKind.Number).ThenBy(c => c.Different).FirstOrDefault()?.Name
            : null;
        foreach (var group in Candidates.Where(c => Blocks(c.Name).Count == c.Different))
        {
            var blocks = Blocks(group.Name);
            Group ??= group.Name;
            if (Useful.FirstOrDefault(c => c.Name != group.Name
                && c.Kind is ColumnKind.Number or ColumnKind.Date && blocks.All(b => Rises(c.Name, b.Start, b.Count))) is not { } counter)
                continue;
            (Group, Counter) = (group.Name, counter.Name);
            break;
        }
    }

    /// <summary>The table.</summary>
    public Table Table { get; }

    /// <summary>The table with a row for each value, where each of its rows is a series; else null.</summary>
    public Table? Wide { get; }

    /// <summary>What each column holds.</summary>
    public IReadOnlyList<ColumnReport> Columns { get; }

    /// <summary>The columns of dates.</summary>
    public IReadOnlyList<string> Dates { get; }

    /// <summary>The columns of numbers that are not all the same.</summary>
    public IReadOnlyList<string> Numbers { get; }

    /// <summary>The column of free texts: hardly two rows have the same; null where there is none.</summary>
    public string? Text { get; }

    /// <summary>
    /// The last column of labels: one of a few texts or, beside a column of texts, of a few whole numbers; null where there is none.
    /// </summary>
    public string? Label { get; }

    /// <summary>The column that tells apart rows of the same date, of which many have the same one; null where there is none.</summary>
    public string? Series { get; }

    /// <summary>The first column whose equal values stand together, and by which the rows fall into groups; null where there is none.</summary>
    public string? Group { get; }

    /// <summary>A column of numbers or dates that rises within each group and begins anew with the next; null where there is none.</summary>
    public string? Counter { get; }

    /// <summary>Whether the rows are those of several series with dates, one below the other or row by row.</summary>
    internal bool IsStacked => Series is not null || IsDate(Counter);

    /// <summary>The first column of numbers that rises from each row to the next; null where there is none.</summary>
    public string? Rising { get; }

    /// <summary>The columns that are no more the same in every row.</summary>
    public IEnumerable<ColumnReport> Useful => Columns.Where(c => c.Different > 1);

    /// <summary>The report on a column.</summary>
    public ColumnReport this[string name] => Columns.First(c => c.Name == name);

    /// <summary>Whether a column is a date that goes on.</summary>
    public bool IsDate(string? name) => name is not null && Dates.Contains(name);

    /// <summary>Whether a column has one value in each group.</summary>
    public bool IsSameInGroups(string name)
        => Group is { } group
            && Blocks(group).All(b => Enumerable.Range(b.Start, b.Count).All(r => Table.Column(name).Text(r) == Table.Column(name).Text(b.Start)));

    /// <summary>Whether nearly all texts of a column are one word.</summary>
    public bool AreWords(string name) => AreSingle(Enumerable.Range(0, Table.RowCount).Select(Table.Column(name).Text).OfType<string>());

    /// <summary>Whether nearly all texts are one word.</summary>
    public static bool AreSingle(IEnumerable<string> texts)
    {
        string[] all = [.. texts.Take(1000)];
        return all.Length > 0 && all.Count(t => !t.Trim().Contains(' ')) >= 0.9 * all.Length && all.All(t => t.All(c => c < 0x2E80));
    }

    private IEnumerable<ColumnReport> Candidates
        => Useful.Where(c => c.Kind is not (ColumnKind.Date or ColumnKind.Text)
            && Share(c) <= Half && (c.Kind != ColumnKind.Number || IsWhole(c.Name)) && !s_calendar.Contains(c.Name.ToLowerInvariant()));

    private double Share(ColumnReport c) => (double)c.Different / Math.Max(1, Table.RowCount - c.Missing);

    private static bool IsText(ColumnReport c) => c.Kind is ColumnKind.Text or ColumnKind.Category;

    private double Length(string name)
        => Enumerable.Range(0, Math.Min(1000, Table.RowCount)).Average(r => (double)(Table.Column(name).Text(r)?.Length ?? 0));

    private bool IsWhole(string name) => Table.Column<NumberColumn>(name).Values.All(v => double.IsNaN(v) || v == Math.Floor(v));

    /// <summary>Whether each of some rows has a higher value than the one before.</summary>
    private bool Rises(string name, int start, int count)
    {
        var column = Table.Column(name);
        double Value(int row) => column is DateColumn d ? d.Values[row]?.Ticks ?? double.NaN : ((NumberColumn)column).Values[row];
        for (int row = start; row < start + count; row++)
            if (row == start ? double.IsNaN(Value(row)) : !(Value(row) > Value(row - 1))) return false;
        return count > 0;
    }

    private bool TellsDatesApart(string name)
    {
        var (column, dates) = (Table.Column(name), Table.Column(Dates[0]));
        HashSet<(string?, string?)> seen = [];
        return Enumerable.Range(0, Table.RowCount).All(r => seen.Add((column.Text(r), dates.Text(r))));
    }

    /// <summary>Runs of rows with one value.</summary>
    private List<(int Start, int Count)> Blocks(string name)
    {
        var column = Table.Column(name);
        List<(int, int)> blocks = [];
        for (int row = 0, start = 0; row < Table.RowCount; row++)
        {
            if (row + 1 < Table.RowCount && column.Text(row + 1) == column.Text(row)) continue;
            blocks.Add((start, row + 1 - start));
            start = row + 1;
        }

        return blocks;
    }
}
