using Sluice.Data.Tables;
using Sluice.Tasks.Calibration;

namespace Sluice.Tasks.Forecast;

public sealed partial class Forecaster
{
    /// <summary>
    /// Forecasts each row of a range from all rows before it; numbers also so many rows ahead as the horizon says, all within
    /// the range, and categories one row ahead. Rows without a value are bridged and not compared.
    /// </summary>
    /// <exception cref="SluiceException">The range is not within the table, begins at row 0, or has no value.</exception>
    public Backtest Backtest(Table table, RowRange rows)
    {
        if (rows.Start < 1 || rows.Count < 1 || rows.End > table.RowCount)
            throw new SluiceException($"Forecaster.Backtest: expected rows from 1 to {table.RowCount - 1}, got {rows.Count} from {rows.Start} on.");
        return Backtest(Read(table), rows);
    }

    /// <summary>Forecasts the rows and, where there are numbers, calibrates the quantiles by them.</summary>
    internal Backtest BacktestAndCalibrate(ForecastSeries series, RowRange rows)
    {
        if (_calibration is null) return Backtest(series, rows);
        var errors = _calibration.Begin();
        var result = Backtest(series, rows, errors);
        Calibrate(errors);
        return result;
    }

    internal Backtest Backtest(ForecastSeries series, RowRange rows, ForecastErrors? errors = null)
    {
        var result = Target.Categories is null ? Numbers(series, rows, errors) : Classes(series, rows);
        return result.Forecasts > 0
            ? result
            : throw new SluiceException($"Forecaster.Backtest: expected values in rows {rows.Start} to {rows.End - 1}, got none.");
    }

    private Backtest Numbers(ForecastSeries series, RowRange rows, ForecastErrors? errors)
    {
        var rollout = new Rollout(this, series, [1], rows.End - 1);
        Errors own = new(), persistence = new(), seasonal = new(), before = new();
        var levels = Options.Quantiles;
        int covered = 0;
        double loss = 0;
        for (int row = 1; row < rows.End; row++)
        {
            var output = rollout.Step().Row(0);
            if (row < rows.Start)
            {
                if (row >= Target.Season) before.Add(Value(row) - Value(row - Target.Season));
                continue;
            }

            for (int k = 0; k < Options.Horizon && row + k < rows.End; k++)
            {
                if (series.Missing[row + k]) continue;
                double value = series.Values[row + k];
                double[] quantiles = Quantiles(output, rollout, 0, row, k);
                own.Add(Value(row + k) - Target.Forecast(quantiles[Median]), Value(row + k));
                persistence.Add(Value(row + k) - Value(row - 1));
                seasonal.Add(Value(row + k) - Value(Math.Max(0, Target.Base(row + k, row - 1))));
                if (value >= quantiles[0] && value <= quantiles[^1]) covered++;
                errors?.Add(0, row, k, [.. quantiles.Select(q => (value - q) / Target.Step)]);
                for (int q = 0; q < quantiles.Length; q++)
                {
                    double error = (value - quantiles[q]) / Target.Step;
                    loss += (error > 0 ? levels[q] : levels[q] - 1) * error / quantiles.Length;
                }
            }
        }

        // Of a series that hardly moved before, the naive error is rounding, and no measure.
        double scale = before.Count > 0 && before.MeanAbsoluteError > 1e-12 * Math.Abs(own.Largest) ? before.MeanAbsoluteError : double.NaN;
        return new Backtest(
            own.Count, loss / own.Count, own.MeanAbsoluteError, own.RootMeanSquaredError, own.MeanAbsoluteError / scale,
            (double)covered / own.Count, levels[^1] - levels[0], null, null, persistence.Figures, seasonal.Figures);

        double Value(int row) => Target.Outward(series.Values[row]);
    }

    private Backtest Classes(ForecastSeries series, RowRange rows)
    {
        var rollout = new Rollout(this, series, [1], rows.End - 1);
        var counts = new int[Target.Width];
        var p = new double[Target.Width];
        int count = 0, own = 0, persistence = 0, seasonal = 0, majority = 0;
        double loss = 0;
        for (int row = 1; row < rows.End; row++)
        {
            var output = rollout.Step().Row(0);
            if (series.Classes[row - 1] >= 0 && row - 1 < rows.Start) counts[series.Classes[row - 1]]++;
            if (row < rows.Start || series.Missing[row]) continue;
            Own(output, rollout, 0, row, p);
            int value = series.Classes[row];
            loss -= Math.Log(Math.Max(p[value], 1e-30));
            count++;
            if (Array.IndexOf(p, p.Max()) == value) own++;
            if (Naive(row - 1) == value) persistence++;
            if (Naive(Target.Base(row, row - 1)) == value) seasonal++;
            if (Array.IndexOf(counts, counts.Max()) == value) majority++;
        }

        double Share(int right) => (double)right / count;
        return new Backtest(
            count, loss / count, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, Share(own), Share(majority),
            new NaiveFigures(double.NaN, double.NaN, Share(persistence)), new NaiveFigures(double.NaN, double.NaN, Share(seasonal)));

        // The last category known.
        int Naive(int row)
        {
            while (row > 0 && series.Missing[row]) row--;
            return row < 0 ? -1 : series.Classes[row];
        }
    }
}
