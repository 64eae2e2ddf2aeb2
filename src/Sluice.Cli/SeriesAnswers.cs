using Sluice.Data.Tables;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Reasons;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Series;
using Sluice.Zero;

namespace Sluice.Cli;

/// <summary>Forecasts of series out of a table, as rows, as objects for machines and as pictures.</summary>
internal sealed class SeriesAnswers
{
    private const int MostPictures = 24;

    private readonly List<(SeriesTable Table, OneSeries Series, int Late, ZeroForecast Forecast)> _all = [];
    private readonly double _low, _high;
    private readonly ReasonReport? _why;

    /// <summary>Forecasts all series.</summary>
    /// <param name="series">The series.</param>
    /// <param name="horizon">Rows beyond the last one.</param>
    /// <param name="wishes">What the user wants of them.</param>
    /// <param name="note">Told of each odd series.</param>
    public SeriesAnswers(TableSeries series, int horizon, ForecastWishes wishes, Action<string> note)
    {
        (_low, _high) = (Math.Round(0.5 - wishes.Interval / 2, 12), Math.Round(0.5 + wishes.Interval / 2, 12));
        var ends = series.All.Select(s => (s.Table, s.Series, Late: Late(s.Series.Values)));
        foreach (var group in ends.GroupBy(s => (Step: s.Table.Step?.ToString(), s.Late)))
        {
            var all = group.ToList();
            double[][] known = [.. all.Select(s => s.Series.Values[..^s.Late])];
            var forecasts = Forecast.Zero(known, Math.Min(horizon + group.Key.Late, Forecast.LongestHorizon), Forecast.SeasonsOf(all[0].Table.Step));
            _all.AddRange(all.Zip(forecasts, (s, f) => (s.Table, s.Series, s.Late, wishes.Within(f))));
        }

        if (wishes.Sum is { } levels) _all.AddRange(Sums(series, horizon, wishes, levels));

        if (wishes.Why)
        {
            var explained = _all.Where(a => series.All.Any(s => s.Series == a.Series)).ToList();
            if (explained.Count > ReasonReport.MostSeries)
                note($"{ReasonReport.Option}: the first {ReasonReport.MostSeries} of {explained.Count} series are explained.");
            _why = new ReasonReport([.. explained.Take(ReasonReport.MostSeries).Select(a => ZeroReasons.Of(
                a.Table, a.Series, a.Series.Values[..^a.Late], a.Forecast, wishes, row => Date(a.Table, a.Series, row)))]);
        }

        foreach (var (table, one) in series.All) wishes.Note(table.NameOf(one), one.Values, note);
        foreach (var (table, one, late, _) in _all)
        {
            int count = one.Values.Count(double.IsFinite);
            if (late > 0) note($"'{table.NameOf(one)}' has no value in its last {(late == 1 ? "row: it is" : $"{late} rows: they are")} forecast too.");
            if (count < 4) note($"'{table.NameOf(one)}' has {(count == 1 ? "one value" : $"{count} values")}: its forecast says hardly more than that.");
            else if (horizon > one.Values.Length) note($"'{table.NameOf(one)}' is forecast for {Plural.Of(horizon, "row")} and has {one.Values.Length}: what lies that far ahead is a guess.");
        }
    }

    /// <summary>The sums of series, each forecast itself for its interval.</summary>
    private List<(SeriesTable Table, OneSeries Series, int Late, ZeroForecast Forecast)> Sums(
        TableSeries series, int horizon, ForecastWishes wishes, string levels)
    {
        var parts = _all.ToDictionary(a => a.Table.NameOf(a.Series));
        var sums = SeriesLevels.Of(series.All, levels).SelectMany(l => l.Groups).Where(g => g.Series.Count > 1).Select(g =>
        {
            var own = g.Series.Select(s => parts[s]).ToList();
            var sum = SeriesSum.Of(g.Name, [.. own.Select(a => (a.Table, a.Series))]);
            return (Sum: sum, Late: Late(sum.Values), Parts: own);
        }).ToList();
        int[] seasons = Forecast.SeasonsOf(series.Step);
        var made = sums.GroupBy(s => s.Late).SelectMany(group => group.Zip(Forecast.Zero(
                [.. group.Select(s => s.Sum.Values[..^s.Late])], Math.Min(horizon + group.Key, Forecast.LongestHorizon), seasons)))
            .ToDictionary(m => m.First.Sum.Column, m => m.Second);
        return [.. sums.Select(s => (s.Parts[0].Table, s.Sum, s.Late, SeriesSum.Moved(
            made[s.Sum.Column], s.Late, [.. s.Parts.Select(a => (a.Series, a.Late, a.Forecast))], wishes.Bounds)))];
    }

    /// <summary>What there is to write.</summary>
    /// <param name="title">The title of the page.</param>
    public Predictions Predictions(string title)
    {
        double interval = Math.Round(_high - _low, 12);
        var rows = Rows();
        return new Predictions(rows,
            [_why is null ? new { Interval = interval, _all[0].Forecast.Levels, Forecasts = Machine() }
                : new { Interval = interval, _all[0].Forecast.Levels, Forecasts = Machine(), Why = _why.Machine() }])
        {
            Pictures = Pictures,
            Page = () => AnswerPage.Html(title, [], [.. Pictures(), _why?.Html() ?? ""], rows),
            Why = _why?.Lines(),
        };
    }

    private static int Late(double[] values) => values.Length - 1 - Array.FindLastIndex(values, double.IsFinite);

    private static DateTime? Date(SeriesTable table, OneSeries series, int row)
        => series.Span.Dates is not { Length: > 0 } dates ? null
            : row < dates.Length ? dates[row] : table.Step is { } step ? step.At(dates[0], row) : null;

    private Table Rows()
    {
        List<string> names = [];
        List<DateTime?> dates = [];
        List<double> numbers = [], points = [], lows = [], highs = [];
        foreach (var (table, series, late, forecast) in _all)
        {
            int first = series.Values.Length - late, decimals = AnswerTable.Decimals(series.Values);
            double[] point = forecast.Point, low = forecast.At(_low), high = forecast.At(_high);
            for (int h = 0; h < point.Length; h++)
            {
                names.Add(table.NameOf(series));
                dates.Add(Date(table, series, first + h));
                numbers.Add(first + h + 1);
                points.Add(Math.Round(point[h], decimals));
                lows.Add(Math.Round(low[h], decimals));
                highs.Add(Math.Round(high[h], decimals));
            }
        }

        var columns = _all[0].Table.Columns;
        bool dated = columns.Time.Length > 0 && dates.TrueForAll(d => d is not null), many = _all.Count > 1;
        List<Column> answers = [];
        if (many) answers.Add(new CategoryColumn(columns.Id.Length > 0 && columns.Values.Count == 1 ? columns.Id : "series", [.. names]));
        if (dated)
        {
            var date = _all[0].Table.Table.Column<DateColumn>(columns.Time);
            answers.Add(new DateColumn(columns.Time, [.. dates]) { Form = date.Form, Offset = date.Offset });
        }
        else
        {
            answers.Add(new NumberColumn("row", [.. numbers]));
        }

        answers.Add(new NumberColumn("point", [.. points]));
        answers.Add(new NumberColumn(FormattableString.Invariant($"q{_low:0.###}"), [.. lows]));
        answers.Add(new NumberColumn(FormattableString.Invariant($"q{_high:0.###}"), [.. highs]));
        return new Table(answers);
    }

    private IEnumerable<object> Machine() => _all.SelectMany(a =>
    {
        int first = a.Series.Values.Length - a.Late;
        double[] low = a.Forecast.At(_low), high = a.Forecast.At(_high);
        return a.Forecast.Point.Zip(a.Forecast.Quantiles, (point, quantiles) => (point, quantiles)).Select((f, h) => (object)new
        {
            Series = a.Table.NameOf(a.Series),
            Date = Date(a.Table, a.Series, first + h),
            Row = first + h + 1,
            Point = f.point,
            Low = low[h],
            High = high[h],
            Quantiles = f.quantiles,
        });
    });

    private IReadOnlyList<string> Pictures() => [.. _all.Take(MostPictures).Select(a =>
    {
        int first = a.Series.Values.Length - a.Late, shown = Math.Min(first, Math.Max(3 * a.Forecast.Quantiles.Count, 2 * a.Forecast.Season));
        double[] low = a.Forecast.At(_low), high = a.Forecast.At(_high);
        IReadOnlyList<(double, double)> Ahead(double[] values) => [.. values.Select((v, h) => (h + 1.0, v))];
        var past = Enumerable.Range(first - shown, shown).Where(t => double.IsFinite(a.Series.Values[t]))
            .Select(t => (t - first + 1.0, a.Series.Values[t]));
        string from = Date(a.Table, a.Series, first) is { } date ? $" from {TimeStep.Text(date)}" : "";
        return LinePlot.Svg($"{a.Table.NameOf(a.Series)}{from}", "steps ahead", a.Series.Column,
        [
            new("past", [.. past], 5, 0), new("forecast", Ahead(a.Forecast.Point), 1, 0),
            new($"{_low:P0} lie below", Ahead(low), 1, 1), new($"{_high:P0} lie below", Ahead(high), 1, 2),
        ], false, false);
    })];
}
