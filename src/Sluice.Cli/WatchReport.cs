using Sluice.Data.Tables;
using Sluice.Learn.Studies.Forecasts;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Reports;

namespace Sluice.Cli;

/// <summary>What a look at a growing table came to: for people, for machines, as rows and as pictures.</summary>
internal sealed class WatchReport
{
    private const int MostNamed = 12, MostRows = 5, MostPictures = 24, MostDrawn = 200;

    private readonly Inquiry _inquiry;
    private readonly IReadOnlyList<WatchedSeries> _series;
    private readonly bool _untrained;
    private readonly int _width;

    /// <summary>Of a look.</summary>
    /// <param name="inquiry">Where it goes.</param>
    /// <param name="series">The series.</param>
    /// <param name="untrained">Whether the net that needs no training forecasts.</param>
    public WatchReport(Inquiry inquiry, IReadOnlyList<WatchedSeries> series, bool untrained)
    {
        (_inquiry, _series, _untrained) = (inquiry, series, untrained);
        _width = Math.Min(24, series.Max(s => Screen.Columns(s.Series.Name)));
    }

    /// <summary>Writes it.</summary>
    /// <param name="quiet">Whether nothing is written where no row has come.</param>
    public void Write(bool quiet)
    {
        if (quiet && _series.All(s => !s.Fresh && s.Came.Count == 0)) return;
        if (!_inquiry.Json) foreach (string line in Lines()) _inquiry.WriteLine(line, _width + 2);
        _inquiry.Output.Flush();
        _inquiry.Write(new Predictions(Rows(), [Machine()])
        {
            Text = _ => { },
            Pictures = Pictures,
            Page = () => AnswerPage.Html($"Forecasts of {_inquiry.Source.Title}, and what came", Figures(), Pictures(), Rows()),
        });
        _inquiry.Output.Flush();
    }

    private IEnumerable<string> Lines()
    {
        foreach (var one in _series.Where(s => s.Alarm is not null).Concat(_series.Where(s => s.Alarm is null)).Take(MostNamed))
        {
            string name = Screen.Left(one.Series.Name, _width);
            if (one.Came.Count > MostRows) yield return $"{name}  {one.Came.Count} rows have come; the last {MostRows}:";
            foreach (var o in one.Came.TakeLast(MostRows))
                yield return $"{name}  {Place(o.Date, o.Row)} came {Text(one, o.Value)}, forecast {Range(one, o.Point, o.Low, o.High)}{(o.Inside ? "" : ": outside")}";
            if (one.Before.Count > 0) yield return $"{name}  {Held(one)}";
            if (one.Alarm is { } alarm)
                yield return FormattableString.Invariant(
                    $"{name}  time to train {(_untrained ? "a model" : "again")}: {alarm.Outside} of the last {Plural.Of(alarm.Values, "value")} lay outside, {(1 - one.Next!.Interval) * alarm.Values:0.#} were to be expected.{Advice()}");
            if (one.Next is { } n)
                yield return $"{name}  next {Place(ForecastWatch.Date(one.Series, n, 1), n.Row)}: {Range(one, n.Point[0], n.Low[0], n.High[0])}";
            else yield return $"{name}  has no forecast: too few rows.";
        }

        if (_series.Count > MostNamed) yield return $"{_series.Count - MostNamed} more series: --json and --report have all.";
    }

    private string Advice() => _untrained ? " 'sluice train series' learns from these rows." : "";

    private static string Held(WatchedSeries one)
    {
        double mase = Mase(one);
        int inside = one.Before.Count(o => o.Inside);
        string scaled = double.IsFinite(mase) ? FormattableString.Invariant($", MASE {mase:0.00}") : "";
        return FormattableString.Invariant(
            $"of {Plural.Of(one.Before.Count, "value")} so far {inside} in the interval ({100.0 * inside / one.Before.Count:0}%, to be {100 * one.Next!.Interval:0.#}%){scaled}");
    }

    private static double Mase(WatchedSeries one) => one.Before.Select(o => o.Scaled).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    private IEnumerable<(string, string)> Figures()
        => _series.Where(s => s.Before.Count > 0).Select(s => (s.Series.Name, Held(s) + (s.Alarm is null ? "" : "; time to train")));

    private static string Place(DateTime? date, int row) => date is { } d ? TimeStep.Text(d) : $"row {row}";

    private static string Text(WatchedSeries one, double value)
        => Math.Round(value, AnswerTable.Decimals(one.Series.Values)).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Range(WatchedSeries one, double point, double low, double high)
        => $"{Text(one, point)}, {Text(one, low)} to {Text(one, high)}";

    private Table Rows()
    {
        var rows = _series.Where(s => s.Next is not null)
            .SelectMany(s => Enumerable.Range(0, s.Next!.Point.Length).Select(h => (One: s, Next: s.Next, H: h))).ToList();
        var first = rows.Count > 0 ? rows[0].One.Series.Source?.Table : null;
        List<Column> columns = [];
        if (_series.Count > 1) columns.Add(new CategoryColumn("series", [.. rows.Select(r => r.One.Series.Name)]));
        DateTime?[] dates = [.. rows.Select(r => ForecastWatch.Date(r.One.Series, r.Next, r.H + 1))];
        if (first is { Columns.Time.Length: > 0 } && dates.All(d => d is not null))
        {
            var date = first.Table.Column<DateColumn>(first.Columns.Time);
            columns.Add(new DateColumn(first.Columns.Time, dates) { Form = date.Form, Offset = date.Offset });
        }
        else
        {
            columns.Add(new NumberColumn("row", [.. rows.Select(r => (double)r.Next.Row + r.H)]));
        }

        NumberColumn Of(string name, Func<SaidForecast, double[]> values)
            => new(name, [.. rows.Select(r => Math.Round(values(r.Next)[r.H], AnswerTable.Decimals(r.One.Series.Values)))]);
        double outside = _series.FirstOrDefault(s => s.Next is not null)?.Next!.Interval is { } interval ? (1 - interval) / 2 : 0;
        columns.Add(Of("point", n => n.Point));
        columns.Add(Of(FormattableString.Invariant($"q{outside:0.###}"), n => n.Low));
        columns.Add(Of(FormattableString.Invariant($"q{1 - outside:0.###}"), n => n.High));
        return new Table(columns);
    }

    private object Machine() => new
    {
        Series = _series.Select(s => new
        {
            Series = s.Series.Name,
            Came = s.Came,
            Values = s.Before.Count,
            Inside = s.Before.Count(o => o.Inside),
            Interval = s.Next?.Interval,
            Mase = Mase(s),
            TrainAgain = s.Alarm is not null,
            Alarm = s.Alarm is { } a ? new { a.Values, a.Outside } : null,
            Fresh = s.Fresh,
            Forecast = s.Next?.Point.Select((point, h) => new
            {
                Date = ForecastWatch.Date(s.Series, s.Next, h + 1),
                Row = s.Next.Row + h,
                Point = point,
                Low = s.Next.Low[h],
                High = s.Next.High[h],
            }),
        }),
    };

    private IReadOnlyList<string> Pictures() => [.. _series.Where(s => s.Next is not null).Take(MostPictures).Select(s =>
    {
        var next = s.Next!;
        var came = s.Before.TakeLast(MostDrawn).ToList();
        IReadOnlyList<(double, double)> Drawn(Func<ForecastOutcome, double> of, double[] ahead)
            => [.. came.Select(o => ((double)o.Row - next.Row + 1, of(o))), .. ahead.Select((v, h) => (h + 1.0, v))];
        int known = Array.FindLastIndex(s.Series.Values, double.IsFinite) + 1, shown = Math.Min(known, Math.Max(came.Count, 2 * next.Point.Length));
        var past = Enumerable.Range(known - shown, shown).Where(t => double.IsFinite(s.Series.Values[t]))
            .Select(t => (t - known + 1.0, s.Series.Values[t]));
        return LinePlot.Svg($"{s.Series.Name}, what was forecast and what came", "rows ahead", "",
        [
            new("values", [.. past], 5, 0), new("forecast", Drawn(o => o.Point, next.Point), 1, 0),
            new("interval, from", Drawn(o => o.Low, next.Low), 1, 1), new("to", Drawn(o => o.High, next.High), 1, 2),
        ], false, false);
    })];
}
