using Sluice.Data.Tables;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Series;

/// <summary>The rows of one id, in the order of time.</summary>
/// <param name="Id">What the id column says; empty where there is none.</param>
/// <param name="Rows">Its rows in the table.</param>
/// <param name="Dates">The date of each row, one step after the other; null where there are none.</param>
/// <param name="Start">Steps from the earliest date of all to its first.</param>
public sealed record SeriesSpan(string Id, int[] Rows, DateTime[]? Dates, int Start)
{
    /// <summary>Its name in messages.</summary>
    internal string Words => Id.Length == 0 ? "" : $" of '{Id}'";
}

/// <summary>One series: a column of numbers over the rows of one id.</summary>
/// <param name="Span">The rows.</param>
/// <param name="Column">The column.</param>
/// <param name="Values">The numbers; NaN where one is missing.</param>
public sealed record OneSeries(SeriesSpan Span, string Column, double[] Values)
{
    /// <summary>Its name: the id, or the column, or both.</summary>
    public string Name(bool manyColumns) => Span.Id.Length == 0 ? Column : manyColumns ? $"{Span.Id}/{Column}" : Span.Id;
}

/// <summary>
/// Many series out of a table. Their lengths and starts may differ, but the dates of each must go on step by step: a row that
/// is missing would shift all that follow.
/// </summary>
public sealed class SeriesTable
{
    /// <summary>Finds the series.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Which columns are what.</param>
    /// <exception cref="SluiceFormatException">A column is missing; dates are missing, out of order or doubled; a static column changes; a value
    /// known ahead is missing.</exception>
    public SeriesTable(Table table, SeriesColumns columns)
    {
        if (!columns.Values.Any(table.Has) && WideTable.Long(table, columns.Id) is { } wide)
            (table, columns) = (wide, columns with { Id = wide.Columns[0].Name });
        table = StepCounter.Removed(table, columns);
        (Table, Columns) = (table, columns.Found(table));
        if (table.RowCount == 0) throw new SluiceFormatException("there is no row.", table.File);
        var spans = FindSpans();
        Step = Columns.Time.Length > 0 ? TimeStep.Of(spans.Select(s => s.Dates!)) : null;
        if (Step is { } step)
        {
            if (Columns.Fill)
            {
                Table = table = RowGaps.Filled(
                    table, table.Column<DateColumn>(Columns.Time), spans.Select(s => s.Rows), step, [Columns.Id, .. Columns.Static]);
                spans = FindSpans();
            }

            foreach (var span in spans) SeriesChecks.Dates(table, span, step);
            var first = spans.Min(s => s.Dates![0]);
            for (int i = 0; i < spans.Length; i++) spans[i] = spans[i] with { Start = step.Between(first, spans[i].Dates![0]) };
        }

        Spans = spans;
        if (Columns.Holidays.Count > 0) Table = table = WithHolidays();
        foreach (string name in Columns.Static) SeriesChecks.Constant(table, table.Column(name), spans);
        foreach (string name in Columns.Known) SeriesChecks.Complete(table, table.Column(name));
        Series = [.. spans.SelectMany(
            s => Columns.Values.Select(c => new OneSeries(s, c, [.. s.Rows.Select(r => table.Column<NumberColumn>(c).Values[r])])))];
    }

    /// <summary>The table.</summary>
    public Table Table { get; private set; }

    /// <summary>Which columns are what, all of them named.</summary>
    public SeriesColumns Columns { get; private set; }

    /// <summary>The ids, in the order in which they first appear.</summary>
    public IReadOnlyList<SeriesSpan> Spans { get; }

    /// <summary>The series: for each id, each column.</summary>
    public IReadOnlyList<OneSeries> Series { get; }

    /// <summary>The step of the dates; null where there are none, or no series has two.</summary>
    public TimeStep? Step { get; }

    /// <summary>Whether parts of the time are counted from the end of each series, and not by date.</summary>
    internal bool PartsAtEnds { get; set; }

    /// <summary>The name of a series.</summary>
    public string NameOf(OneSeries series) => series.Name(Columns.Values.Count > 1);

    /// <summary>Steps from the earliest row of all to the one after the last; of the longest where they are counted from the ends.</summary>
    public int Length => Spans.Max(s => (PartsAtEnds ? 0 : s.Start) + s.Rows.Length);

    /// <summary>
    /// Which rows of an id lie in a part of the time. Without dates each has the same share of its own rows, so that each ends with the last part.
    /// </summary>
    /// <param name="span">The rows of the id.</param>
    /// <param name="part">The part, in steps from the earliest row of all.</param>
    internal RowRange Within(SeriesSpan span, RowRange part)
    {
        int rows = span.Rows.Length;
        int At(int step) => span.Dates is null ? (int)((long)step * rows / Length)
            : Math.Clamp(step - (PartsAtEnds ? Length - rows : span.Start), 0, rows);
        return new RowRange(At(part.Start), At(part.End) - At(part.Start));
    }

    /// <summary>The same without what lies after a date.</summary>
    /// <exception cref="SluiceFormatException">There are no dates, or nothing is left.</exception>
    public SeriesTable Until(DateTime last)
    {
        if (Columns.Time.Length == 0) throw new SluiceFormatException("there is no column of dates by which rows could be left out.", Table.File);
        var dates = Table.Column<DateColumn>(Columns.Time).Values;
        int[] rows = [.. Enumerable.Range(0, Table.RowCount).Where(r => dates[r] <= last)];
        return rows.Length > 0
            ? new SeriesTable(Table.Take(rows), Columns)
            : throw new SluiceFormatException($"all rows lie after {TimeStep.Text(last)}.", Table.File);
    }

    /// <summary>Sentences on what there is, and what is seen of it when.</summary>
    /// <param name="calendar">Whether the calendar is seen.</param>
    public IEnumerable<string> Describe(bool calendar)
    {
        int[] rows = [.. Spans.Select(s => s.Rows.Length)];
        string each = rows.Min() == rows.Max() ? $"{rows[0]}" : $"{rows.Min()} to {rows.Max()}";
        yield return $"{Series.Count} series of {each} rows{(Step is { } s ? $", {s} apart, from {TimeStep.Text(Spans.Min(x => x.Dates![0]))} to {TimeStep.Text(Spans.Max(x => x.Dates![^1]))}" : "")}";
        string[] ahead = [.. calendar && Step is { } step ? new Calendar(step).Names.Select(n => $"the {n}") : [], .. Columns.Known.Select(Quoted), .. Columns.Holidays.Count > 0 ? [HolidayWords] : Array.Empty<string>()];
        yield return $"known ahead: {(ahead.Length == 0 ? "nothing" : string.Join(", ", ahead))}; only the past is seen of {string.Join(", ", Columns.Values.Concat(Columns.Past).Select(Quoted))}"
            + (Columns.Static.Count == 0 ? "" : $"; constant within an id: {string.Join(", ", Columns.Static.Select(Quoted))}");
    }

    // The column of holidays, after those of the table.
    private Table WithHolidays()
    {
        if (Step is not { } step)
            throw new SluiceFormatException($"public holidays need {(Columns.Time.Length == 0 ? "a column of dates, and there is none. Name it with --time." : "two dates or more of one series.")}", Table.File);
        Columns = Columns with { Holidays = Holidays.Named(Columns.Holidays) };
        return new Holidays(Columns.Holidays).AddedTo(Table, Table.Column<DateColumn>(Columns.Time), step);
    }

    private string HolidayWords
        => $"public holidays ({string.Join(", ", Columns.Holidays.Take(6))}{(Columns.Holidays.Count > 6 ? ", ..." : "")}, {Table.Column<NumberColumn>(Holidays.Column).Values.Sum():0} in these rows)";

    private static string Quoted(string name) => $"'{name}'";

    private SeriesSpan[] FindSpans()
    {
        var dates = Columns.Time.Length > 0 ? Table.Column<DateColumn>(Columns.Time) : null;
        var groups = Columns.Id.Length > 0 ? RowGroup.Of(Table, Columns.Id) : [new RowGroup("", [.. Enumerable.Range(0, Table.RowCount)])];
        return [.. groups.Select(g => new SeriesSpan(g.Name, g.Rows, dates is null ? null : Dates(g.Name, g.Rows, dates), 0))];
    }

    private DateTime[] Dates(string id, int[] rows, DateColumn column) =>
        [.. rows.Select(r => column.Values[r] ?? throw new SluiceFormatException(
            $"column '{column.Name}' has no date here{(id.Length == 0 ? "" : $", in a row of '{id}'")}.", Table.File, Table.Line(r)))];
}
