using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Learn.Studies.Forecasts;
using Sluice.Tasks.Series;
using Sluice.Tasks.Sources;
using Sluice.Zero;

namespace Sluice.Cli;

/// <summary>The series of a table, each with the table that it stands in; those that cannot be forecast are named in notes.</summary>
internal sealed class TableSeries
{
    private readonly List<(SeriesTable Table, OneSeries Series)> _all = [];

    /// <summary>Finds the series: by the column that was named, or by one whose texts tell rows of the same date apart.</summary>
    /// <param name="source">The table.</param>
    /// <param name="columns">Which columns are what, as far as it was said.</param>
    /// <param name="note">Told what is left out or taken otherwise than it stands there.</param>
    /// <param name="schema">How the table is to be read; null to find out.</param>
    /// <exception cref="SluiceFormatException">The table cannot be read, or holds no series.</exception>
    public TableSeries(TableSource source, SeriesColumns columns, Action<string> note, Schema? schema = null)
    {
        var table = source.Read(schema, columns.Roles);
        var look = new TableLook(table);
        if (columns.Id.Length == 0 && look.Wide is null && (look.Series ?? (look.IsDate(look.Counter) ? look.Group : null)) is { } id)
        {
            columns = columns with { Id = id };
            note($"'{id}' tells the series apart (--id NAME says another column).");
        }

        foreach (string text in table.Notes) note(text);
        try
        {
            Add(new SeriesTable(table, columns with { Fill = true }), note);
        }
        catch (SluiceFormatException e) when (columns.Id.Length > 0 && table.Has(columns.Id))
        {
            // One after the other, so that the rows of one id do not keep the others from being forecast.
            var groups = RowGroup.Of(table, columns.Id);
            if (groups.Count < 2) throw;
            foreach (var group in groups)
            {
                try
                {
                    Add(new SeriesTable(table.Take(group.Rows), columns with { Fill = true }), note);
                }
                catch (SluiceFormatException wrong)
                {
                    note($"'{group.Name}' has no forecast: {wrong.Message}");
                }
            }

            if (_all.Count == 0) throw new SluiceFormatException(e.Message, inner: e);
        }

        if (_all.Count == 0) throw new SluiceFormatException("no series has a known value.", source.Name);
    }

    /// <summary>The series with the tables that they stand in.</summary>
    public IReadOnlyList<(SeriesTable Table, OneSeries Series)> All => _all;

    /// <summary>What tables call them.</summary>
    public IEnumerable<string> Names => _all.Select(s => s.Table.NameOf(s.Series));

    /// <summary>The step of the dates; null where there are none.</summary>
    public TimeStep? Step => _all[0].Table.Step;

    /// <summary>The usual horizon: about two seasons of what has a calendar, a quarter of a short series.</summary>
    public int UsualHorizon
    {
        get
        {
            int usual = Step is not { } s ? 24
                : s.Working ? 20
                : s.Months > 0 ? s.Months == 1 ? 12 : s.Months < 12 ? 2 * s.Season : 5
                : s.Span.TotalHours < 1 ? Math.Clamp(s.Season, 1, 96) : s.Span.TotalDays < 1 ? 48 : s.Span.TotalDays < 7 ? 28 : 13;
            return Math.Clamp(usual, 1, Math.Max(1, _all.Max(a => a.Series.Values.Length) / 3));
        }
    }

    /// <summary>The series for a study, the season of each as its dates say or as it is found.</summary>
    /// <param name="price">The column of what one is worth; empty for none.</param>
    public List<PlainSeries> Plain(string price = "")
        => [.. _all.Select(a => new PlainSeries(
            a.Table.NameOf(a.Series), a.Series.Values, a.Table.Step is { Season: > 1 } s ? s.Season : Seasons.Detect(a.Series.Values),
            Forecast.SeasonsOf(a.Table.Step))
        {
            Source = (a.Table, a.Series),
            Prices = price.Length == 0 ? null : Of(a.Table.Table.Column<NumberColumn>(price), a.Series.Span.Rows),
        })];

    private static double[] Of(NumberColumn column, int[] rows) => [.. rows.Select(row => column.Values[row])];

    private void Add(SeriesTable table, Action<string> note)
    {
        foreach (var series in table.Series)
        {
            if (series.Values.Any(double.IsFinite)) _all.Add((table, series));
            else note($"'{table.NameOf(series)}' has no known value, and no forecast.");
        }
    }
}
