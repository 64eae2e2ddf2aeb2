using Sluice.Autodiff;
using Sluice.Data;
using Sluice.Inspection;

namespace Sluice.Tasks;

public sealed partial class Forecaster
{
    /// <summary>
    /// Walks along a table and records every gate, state and pre-activation, [rows, 1, units], with the forecast of each row
    /// from all rows before it: those from row 1 on, since nothing comes before row 0.
    /// </summary>
    /// <exception cref="SluiceFormatException">There are fewer than two rows, or a column is missing or of another kind.</exception>
    public (List<Recording> Recordings, IReadOnlyList<Forecast> Forecasts) Inspect(Table table)
    {
        if (table.RowCount < 2) throw new SluiceFormatException($"expected 2 rows or more, got {table.RowCount}.", table.File);
        var series = Read(table);
        var dates = table.Columns.OfType<DateColumn>().FirstOrDefault();
        int rows = table.RowCount - 1;
        var rollout = new Rollout(this, series, [1], rows);
        var x = new Tensor(rows, 1, Inputs);
        var forecasts = new Forecast[rows];
        for (int t = 0; t < rows; t++)
        {
            forecasts[t] = Forecast(rollout.Step().Row(0), rollout, t + 1, 0, dates);
            rollout.Input.Row(0).CopyTo(x.Row(t));
        }

        // The inputs hold the predictions made on the way, so the layers are run over them once more to be recorded.
        var recordings = new List<Recording>();
        Stack.Run(new Tape(recording: false), x, out _, recordings: recordings);
        return (recordings, forecasts);
    }

    /// <summary>What the outputs of a row say about the row so many after it.</summary>
    private Forecast Forecast(ReadOnlySpan<float> output, Rollout rollout, int row, int ahead, DateColumn? dates)
    {
        if (Target.Categories is { } categories)
        {
            var p = new double[Target.Width];
            Own(output, rollout, 0, row, p);
            return new Forecast(row, dates?.Values[row], double.NaN, [], categories.Categories[Array.IndexOf(p, p.Max())], p);
        }

        double[] quantiles = Array.ConvertAll(Quantiles(output, rollout, 0, row, ahead), Target.Outward);
        return new Forecast(row + ahead, dates?.Values[row + ahead], quantiles[Median], quantiles, null, []);
    }
}
