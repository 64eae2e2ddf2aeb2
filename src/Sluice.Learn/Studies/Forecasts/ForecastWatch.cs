using Sluice.Data.Tables;
using Sluice.Tasks.Baselines;
using Sluice.Zero;

namespace Sluice.Learn.Studies.Forecasts;

/// <summary>How a forecast of one row came out.</summary>
/// <param name="Row">The row.</param>
/// <param name="Date">Its date; null where there are none.</param>
/// <param name="Ahead">How many rows ahead it was forecast, 1 for the next.</param>
/// <param name="Value">What came.</param>
/// <param name="Point">What was forecast.</param>
/// <param name="Low">The lower end of the interval.</param>
/// <param name="High">The upper end of the interval.</param>
/// <param name="Scaled">|value − point| over the scale of MASE; NaN where there is none.</param>
public sealed record ForecastOutcome(int Row, DateTime? Date, int Ahead, double Value, double Point, double Low, double High, double Scaled)
{
    /// <summary>Whether the value lies in the interval.</summary>
    public bool Inside => Low <= Value && Value <= High;
}

/// <summary>A series as it stands after a look.</summary>
/// <param name="Series">The series.</param>
/// <param name="Next">The newest forecast; null where none could be made.</param>
/// <param name="Fresh">Whether it was made in this look.</param>
/// <param name="Came">How the rows came out that have come since the look before; each by the newest forecast that was made before it.</param>
/// <param name="Before">How all rows came out, these among them.</param>
/// <param name="Alarm">The values that say that intervals no longer hold, and how many of them lay outside; null for no alarm in this look.</param>
public sealed record WatchedSeries(
    PlainSeries Series, SaidForecast? Next, bool Fresh, IReadOnlyList<ForecastOutcome> Came, IReadOnlyList<ForecastOutcome> Before,
    (int Values, int Outside)? Alarm);

/// <summary>Forecasts series as their rows arrive, and compares what was said with what came. For one thread.</summary>
/// <param name="record">What was said and what came.</param>
/// <param name="way">How to forecast.</param>
/// <param name="id">What the record calls that way; forecasts of other ways in the record are left as they are.</param>
/// <param name="horizon">Rows to forecast.</param>
/// <param name="interval">The share of values that the intervals are to hold.</param>
public sealed class ForecastWatch(ForecastRecord record, IForecastWay way, string id, int horizon, double interval)
{
    private readonly double _low = Math.Round(0.5 - interval / 2, 12), _high = Math.Round(0.5 + interval / 2, 12);

    /// <summary>No forecast is changed, unless this says otherwise; bounds, for example.</summary>
    public Func<double, double> Bounded { get; init; } = value => value;

    /// <summary>Takes note of the rows that have come, and forecasts every series that has new ones.</summary>
    /// <param name="series">The series as they are now, each with its table.</param>
    /// <param name="note">Told of each series of which the record does not fit the table.</param>
    /// <exception cref="SluiceException">The way does not say both ends of the interval.</exception>
    public IReadOnlyList<WatchedSeries> Look(IReadOnlyList<PlainSeries> series, Action<string> note)
    {
        var states = series.Select(s => Arrived(s, note)).ToList();
        var cuts = states.Where(s => s.Known > 0 && (s.Latest?.Row != s.Row || s.Latest.Point.Length != horizon))
            .Select(s => new ForecastCut(s.Series, s.Known, 0)).ToList();
        var made = (cuts.Count == 0 ? [] : way.Forecast(cuts, horizon)).Zip(cuts).Where(m => m.First is not null)
            .ToDictionary(m => m.Second.Series, m => m.First!);
        var now = DateTime.UtcNow;
        List<WatchedSeries> looked = [.. states.Select(state =>
        {
            bool isMade = made.TryGetValue(state.Series, out var ahead);
            var said = isMade ? Said(state, ahead!, now) : state.Latest;
            if (isMade) record.Add(said!);
            return new WatchedSeries(state.Series, said, isMade, state.Fresh, state.All, state.Alarm);
        })];
        record.Save();
        return looked;
    }

    /// <summary>The date of a row of a forecast; null where there are none.</summary>
    /// <param name="series">The series.</param>
    /// <param name="said">The forecast.</param>
    /// <param name="ahead">Which of its rows, from 1.</param>
    public static DateTime? Date(PlainSeries series, SaidForecast said, int ahead)
        => said.Known is { } known && series.Source?.Table.Step is { } step ? step.At(known, ahead) : null;

    private static DateTime? Date(PlainSeries series, int row)
        => series.Source?.Series.Span.Dates is { } dates && row < dates.Length ? dates[row] : null;

    /// <summary>Takes note of what has come of a series.</summary>
    private State Arrived(PlainSeries series, Action<string> note)
    {
        var said = record.Said(series.Name);
        int known = Array.FindLastIndex(series.Values, double.IsFinite) + 1, shift = Shift(series, note);
        for (int row = said.Count == 0 ? int.MaxValue : Math.Max(shift + 1, said.Min(s => s.Row)); row <= known + shift; row++)
        {
            double value = series.Values[row - 1 - shift];
            if (double.IsFinite(value) && record.Came(series.Name, row) is null && said.Any(s => s.Row <= row && row < s.Row + s.Point.Length))
                record.Add(new CameValue(series.Name, row, Date(series, row - 1 - shift), value));
        }

        List<SaidForecast> own = [.. said.Where(s => s.Way == id && s.Interval == interval)];
        var all = Outcomes(own);

        // Each look at new rows makes a forecast, so those from its first row on are new.
        var latest = own.LastOrDefault();
        int fresh = latest?.Row ?? int.MaxValue;
        return new State(series, known, known + shift + 1, latest, [.. all.Where(o => o.Row >= fresh)], all, Alarm(all, fresh));
    }

    /// <summary>By how much rows of the record are more than those of the table, which may have lost its first ones.</summary>
    private int Shift(PlainSeries series, Action<string> note)
    {
        if (record.Said(series.Name) is not [.., var anchor]) return 0;
        int last = anchor.Row - 1;
        if (anchor.Known is { } known && series.Source is { Table.Step: { } step, Series.Span.Dates: { Length: > 0 } dates })
            return last - 1 - (known >= dates[0] ? step.Between(dates[0], known) : -step.Between(known, dates[0]));
        long at = (long)last - 1 - anchor.Shift;
        if (at >= 0 && at < series.Values.Length && series.Values[at] == anchor.Last) return anchor.Shift;
        note(FormattableString.Invariant($"'{series.Name}': row {at + 1} is not {anchor.Last} as it was, so rows were taken out or changed. ")
            + "What was forecast before is not compared; with a column of dates rows are found again.");
        return last + anchor.Point.Length;
    }

    /// <summary>Each row that came, beside the newest forecast that was made before it.</summary>
    private List<ForecastOutcome> Outcomes(List<SaidForecast> said)
    {
        List<ForecastOutcome> outcomes = [];
        for (int k = 0; k < said.Count; k++)
        {
            var forecast = said[k];
            int end = Math.Min(forecast.Row + forecast.Point.Length, k + 1 < said.Count ? said[k + 1].Row : int.MaxValue);
            for (int row = forecast.Row; row < end; row++)
            {
                if (record.Came(forecast.Series, row) is not { } came) continue;
                int h = row - forecast.Row;
                double error = Math.Abs(came.Value - forecast.Point[h]);
                outcomes.Add(new ForecastOutcome(
                    row, came.Date, h + 1, came.Value, forecast.Point[h], forecast.Low[h], forecast.High[h],
                    forecast.Scale is > 0 and var scale ? error / scale : double.NaN));
            }
        }

        return outcomes;
    }

    private (int, int)? Alarm(List<ForecastOutcome> outcomes, int fresh)
    {
        var chart = new MissChart(interval);
        (int, int)? alarm = null;
        foreach (var outcome in outcomes)
            if (chart.Add(!outcome.Inside) is { } raised && outcome.Row >= fresh) alarm = raised;
        return alarm;
    }

    private SaidForecast Said(State state, ForecastAhead ahead, DateTime now)
    {
        var (series, known) = (state.Series, state.Known);
        if (ahead.Levels.Count == 0 || ahead.Levels[0] > _low || ahead.Levels[^1] < _high)
            throw new SluiceException(
                $"interval: expected one within the quantiles that '{way.Name}' says ({string.Join(", ", ahead.Levels)}), got {interval}, from {_low} to {_high}.");
        var quantiles = new ZeroForecast(ahead.Levels, ahead.Quantiles, series.Season);
        double scale = ForecastMetrics.SeasonalError(series.Values.AsSpan(0, known), series.Season);
        return new SaidForecast(
            series.Name, id, interval, now, state.Row, state.Row - known - 1, Date(series, known - 1), series.Values[known - 1],
            double.IsFinite(scale) ? scale : null,
            [.. ahead.Point.Select(Bounded)], [.. quantiles.At(_low).Select(Bounded)], [.. quantiles.At(_high).Select(Bounded)]);
    }

    /// <summary>A series when its new rows were taken note of.</summary>
    /// <param name="Series">The series.</param>
    /// <param name="Known">How many of its rows lie up to the last known value.</param>
    /// <param name="Row">What the record calls the row after it.</param>
    /// <param name="Latest">The newest forecast before this look; null for none.</param>
    /// <param name="Fresh">How the rows that are new came out.</param>
    /// <param name="All">How all rows came out.</param>
    /// <param name="Alarm">What the new ones among them say of the intervals.</param>
    private sealed record State(
        PlainSeries Series, int Known, int Row, SaidForecast? Latest, List<ForecastOutcome> Fresh, List<ForecastOutcome> All, (int, int)? Alarm);
}
