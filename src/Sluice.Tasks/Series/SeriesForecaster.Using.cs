using Sluice.Data.Tables;
using Sluice.Tasks.Calibration;

namespace Sluice.Tasks.Series;

/// <summary>The forecast of one row of a series.</summary>
/// <param name="Series">The series.</param>
/// <param name="Row">The row, counted from the first of the series, from 0.</param>
/// <param name="Date">Its date, where the table has dates.</param>
/// <param name="Point">The median.</param>
/// <param name="Quantiles">One for each level, rising.</param>
/// <param name="Truth">The value, where it is known; else NaN.</param>
public sealed record SeriesForecast(string Series, int Row, DateTime? Date, double Point, IReadOnlyList<double> Quantiles, double Truth);

public sealed partial class SeriesForecaster
{
    /// <summary>
    /// Forecasts the rows of each series after the last that has a value: as many as the horizon; where columns are known ahead, as many as
    /// stand there. A series with too few values, and rows beyond the horizon, have forecasts that are not a number.
    /// </summary>
    /// <exception cref="SluiceFormatException">A column is missing or of another kind, no series has enough rows, or a value known ahead is not
    /// there.</exception>
    public IReadOnlyList<SeriesForecast> Forecast(SeriesTable table)
    {
        var data = new SeriesData(table, Encoder, Options);
        List<Window> windows = [];
        for (int s = 0; s < data.Values.Count; s++)
        {
            int origin = data.Values[s].Length;
            while (origin > 0 && double.IsNaN(data.Values[s][origin - 1])) origin--;
            if (origin >= Options.Least) windows.Add(new Window(s, origin));
        }

        if (windows.Count == 0)
            throw new SluiceFormatException(
                $"no series has {Options.Least} rows with values, which a forecast takes before it; '{table.NameOf(table.Series[0])}' has {table.Series[0].Values.Count(v => !double.IsNaN(v))}.",
                table.Table.File, table.Table.Line(0));
        var made = windows.Zip(Forecasts(data, windows)).ToDictionary(p => p.First.Series, p => p.Second);
        return [.. Enumerable.Range(0, data.Values.Count).SelectMany(
            s => made.TryGetValue(s, out var forecasts) ? WithoutAnswer(table, s, forecasts) : Nothing(table, s, 0, Options.Horizon))];

        // Rows beyond the horizon wait for a forecast that the model cannot make.
        IEnumerable<SeriesForecast> WithoutAnswer(SeriesTable table, int series, IReadOnlyList<SeriesForecast> forecasts)
        {
            int next = forecasts[^1].Row + 1;
            return forecasts.Concat(Nothing(table, series, next, table.Series[series].Values.Length - next));
        }

        IEnumerable<SeriesForecast> Nothing(SeriesTable table, int series, int from, int count)
        {
            int first = from > 0 ? from : table.Series[series].Values.Length;
            return Enumerable.Range(first, Math.Max(0, count)).Select(row => new SeriesForecast(
                table.NameOf(
                    table.Series[series]), row, data.Date(series, row), double.NaN, [.. Options.Quantiles.Select(_ => double.NaN)], double.NaN));
        }
    }

    /// <summary>Forecasts the last place of each series from which all values are known, for pictures.</summary>
    /// <exception cref="SluiceFormatException">As for <see cref="Forecast"/>.</exception>
    public IReadOnlyList<IReadOnlyList<SeriesForecast>> Latest(SeriesTable table)
    {
        var data = new SeriesData(table, Encoder, Options);
        return [.. Forecasts(data, [.. data.Windows(new RowRange(0, table.Length)).GroupBy(w => w.Series).Select(g => g.Last())])];
    }

    /// <summary>Forecasts from every place of a part of the time, and compares. Rows are seen before it, too.</summary>
    /// <param name="table">The series.</param>
    /// <param name="part">The steps in which all rows forecast lie, from the earliest of all; null for those after the model was made, or for all
    /// where there are none.</param>
    /// <exception cref="SluiceFormatException">There is no such place.</exception>
    public SeriesFigures Evaluate(SeriesTable table, RowRange? part = null)
    {
        var data = new SeriesData(table, Encoder, Options);
        var windows = data.Windows(part ?? Unseen(table));
        if (windows.Count == 0)
            throw new SluiceFormatException(
                $"no series has a horizon of {Options.Horizon} rows here with {Options.Least} before it.", table.Table.File);
        return Compare(data, windows, null);
    }

    /// <summary>The steps after those by which the model was made; all where there are no more than those.</summary>
    public RowRange Unseen(SeriesTable table)
    {
        var all = new RowRange(0, table.Length);
        if (Encoder.Learned is not { } learned || table.Step is not { } step) return all;
        int from = Math.Max(0, step.Between(table.Spans.MinBy(s => s.Start)!.Dates![0], learned) + 1);
        return table.Length - from >= Options.Horizon ? new RowRange(from, table.Length - from) : all;
    }

    /// <summary>The figures of the net as it is, by whose errors the quantiles are moved.</summary>
    internal SeriesFigures EvaluateAndCalibrate(SeriesData data, List<Window> windows)
    {
        if (_calibration is null) return Compare(data, windows, null);
        var errors = _calibration.Begin();
        _widths!.Reset();
        var figures = Compare(data, windows, errors);
        _calibration.Fit(errors);
        _widths.Fit(errors, _calibration.Moves.Value, s => data.Identity[s]);
        return figures;
    }

    private SeriesFigures Compare(SeriesData data, List<Window> windows, ForecastErrors? errors)
    {
        var sums = new SeriesSums(Options.Quantiles, Options.Logarithm);
        foreach (var chunk in windows.Chunk(_net.Together))
        {
            var batch = new SeriesBatch(data, Options, chunk);
            var forecasts = Calibrated(batch);
            for (int b = 0; b < chunk.Length; b++)
            {
                sums.AddWindow();
                double deviation = data.Scalers[chunk[b].Series].Scale, scale = data.SeasonalError(chunk[b].Series, chunk[b].Origin);
                for (int h = 0; h < Options.Horizon; h++)
                {
                    float value = batch.Value(b, h);
                    if (float.IsNaN(value)) continue;
                    var forecast = forecasts[b];
                    errors?.Add(chunk[b].Series, chunk[b].Origin, h, [.. forecast.Quantiles[h].Select(q => value - q)]);
                    double[] samples = [.. forecast.Paths.Select(p => Bounded(batch.Outward(b, h, p[h]))).Order()];
                    int before = SeriesBatch.SeasonBefore(h, data.Season);
                    sums.Add(
                        batch.Outward(b, h, value), Bounded(batch.Outward(b, h, forecast.Point[h])), batch.Outward(b, -1, batch.Filled(b, -1)),
                        batch.Outward(b, before, batch.Filled(b, before)), deviation, scale,
                        [.. forecast.Quantiles[h].Select(q => Bounded(batch.Outward(b, h, q)))], samples);
                }
            }
        }

        return sums.Figures;
    }

    internal IEnumerable<IReadOnlyList<SeriesForecast>> Forecasts(SeriesData data, IReadOnlyList<Window> windows)
    {
        foreach (var chunk in windows.Chunk(_net.Together))
        {
            var batch = new SeriesBatch(data, Options, chunk);
            var forecasts = Calibrated(batch);
            for (int b = 0; b < chunk.Length; b++)
            {
                var (series, origin) = chunk[b];
                int rows = Encoder.Columns.Known.Count > 0 && data.Values[series].Length - origin is > 0 and var waiting
                    ? Math.Min(waiting, Options.Horizon)
                    : Options.Horizon;
                yield return [.. Enumerable.Range(0, rows).Select(h => new SeriesForecast(
                    data.Table.NameOf(data.Table.Series[series]), origin + h, data.Date(series, origin + h),
                    Outward(batch, b, h, forecasts[b].Point[h]),
                    [.. forecasts[b].Quantiles[h].Select(q => Outward(
                        batch, b, h, q))], origin + h < data.Values[series].Length ? data.Table.Series[series].Values[origin + h] : double.NaN))];
            }
        }
    }

    private NetForecast[] Calibrated(SeriesBatch batch)
    {
        var forecasts = _net.Forecast(batch);
        for (int b = 0; b < forecasts.Length && _calibration is not null; b++)
        {
            for (int h = 0; h < Options.Horizon; h++)
            {
                _calibration.Apply(forecasts[b].Quantiles[h], h);
                _widths!.Apply(forecasts[b].Quantiles[h], batch.Identity(b));
            }
        }

        return forecasts;
    }

    private double Outward(SeriesBatch batch, int b, int t, double value)
        => Options.Logarithm ? Math.Exp(batch.Outward(b, t, value)) : Bounded(batch.Outward(b, t, value));

    private double Bounded(double forecast) => Encoder.EndsAtZero ? Math.Max(0, forecast) : forecast;
}
