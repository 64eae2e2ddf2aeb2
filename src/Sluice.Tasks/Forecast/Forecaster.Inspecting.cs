using Sluice.Autodiff;
using Sluice.Data.Tables;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Losses;

namespace Sluice.Tasks.Forecast;

public sealed partial class Forecaster
{
    /// <summary>
    /// Walks along a table and records every gate, state and pre-activation, [rows, 1, units], with the forecast of each row
    /// from all rows before it: those from row 1 on, since nothing comes before row 0.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="last">Of how many of its last rows; no more is held.</param>
    /// <exception cref="SluiceFormatException">There are fewer than two rows, or a column is missing or of another kind.</exception>
    public (List<Recording> Recordings, IReadOnlyList<Forecast> Forecasts) Inspect(Table table, int last = int.MaxValue)
    {
        if (table.RowCount < 2) throw new SluiceFormatException($"expected 2 rows or more, got {table.RowCount}.", table.File);
        var series = Read(table);
        var dates = Options.TimeOf(table);
        int rows = table.RowCount - 1, first = Math.Max(0, rows - last);
        var rollout = new Rollout(this, series, [1], rows);
        for (int t = 0; t < first; t++) rollout.Step();
        var before = Stack.NewState(1);
        for (int i = 0; i < before.Length; i++) before[i].CopyFrom(rollout.States[i]);
        var x = new Tensor(rows - first, 1, Inputs);
        var forecasts = new Forecast[rows - first];
        for (int t = 0; t < forecasts.Length; t++)
        {
            forecasts[t] = Forecast(rollout.Step().Row(0), rollout, first + t + 1, 0, dates);
            rollout.Input.Row(0).CopyTo(x.Row(t));
        }

        // The inputs hold the predictions made on the way, so the layers are run over them once more to be recorded.
        var recordings = new List<Recording>();
        Stack.Run(new Tape(recording: false), x, out _, before, recordings: recordings);
        return (recordings, forecasts);
    }

    /// <summary>The forecasts of a row and of those after it, as far as horizon and table go, all from the rows before it.</summary>
    /// <exception cref="SluiceFormatException">A column is missing or of another kind.</exception>
    /// <exception cref="SluiceException">There is no such row, or nothing comes before it.</exception>
    public IReadOnlyList<Forecast> Fan(Table table, int row)
    {
        if (row < 1 || row >= table.RowCount) throw new SluiceException($"Forecaster.Fan: expected a row from 1 to {table.RowCount - 1}, got {row}.");
        var dates = Options.TimeOf(table);
        var rollout = new Rollout(this, Read(table), [1], row);
        for (int t = 1; t < row; t++) rollout.Step();
        float[] output = rollout.Step().Row(0).ToArray();
        int ahead = Target.Categories is null ? Math.Min(Options.Horizon, table.RowCount - row) : 1;
        return [.. Enumerable.Range(0, ahead).Select(k => Forecast(output, rollout, row, k, dates))];
    }

    /// <summary>
    /// Measures how the gradient of the loss on a row flows back to those before it, in sequences of 2·lags rows spread over a
    /// table, each ending in a row whose target is known.
    /// </summary>
    /// <param name="table">The table, more than 2·lags rows.</param>
    /// <param name="lags">The largest lag, 1 or more.</param>
    /// <param name="sequences">The number of sequences.</param>
    /// <param name="spectrum">Which singular values are wanted.</param>
    /// <exception cref="SluiceFormatException">There are too few rows, or a column is missing or of another kind.</exception>
    public GradientFlow MeasureGradients(Table table, int lags, int sequences = 16, JacobianSpectrum spectrum = JacobianSpectrum.All)
    {
        if (lags < 1 || sequences < 1)
            throw new SluiceException($"MeasureGradients: expected 1 lag and 1 sequence or more, got {lags} and {sequences}.");
        var series = Read(table);
        int steps = (int)Math.Min(2L * lags, series.Rows);
        int[] starts = [.. Enumerable.Range(1, series.Rows - steps).Where(s => !series.Missing[s + steps - 1])];

        // As in training: where no full season stands before them only if there is no other place.
        if (starts.Length > 0) starts = [.. starts.Where(s => s >= Math.Min(Target.Season + 1, starts[^1]))];
        else
            throw new SluiceFormatException(
                $"expected more than {2L * lags} rows for {lags} lags, up to a known '{Target.Name}', got {series.Seen}; ask for fewer lags.",
                table.File);
        starts = [.. Enumerable.Range(0, sequences).Select(b => starts[sequences == 1 ? 0 : (int)((starts.Length - 1L) * b / (sequences - 1))])];
        var rollout = new Rollout(this, series, starts, steps);
        var x = new Tensor(steps, sequences, Inputs);
        for (int t = 0; t < steps; t++)
        {
            rollout.Step();
            for (int b = 0; b < sequences; b++) rollout.Input.Row(b).CopyTo(x.Row(t * sequences + b));
        }

        return GradientFlow.Measure(Stack, x, lags, (tape, y) =>
        {
            var output = Head(tape, y, x.View((steps - 1) * sequences, 1, sequences, Inputs));
            int[] rows = [.. starts.Select(s => s + steps - 1)];
            if (Target.Categories is not null) CrossEntropy.Mean(tape, output, [.. rows.Select(r => series.Classes[r])]);
            else
                Quantile.Mean(
                    tape, output,
                    [.. rows.SelectMany((r, b) => Enumerable.Range(0, Options.Horizon).Select(k => rollout.Target(b, r, k, series.Rows)))],
                    [.. Options.Quantiles]);
        }, spectrum);
    }

    /// <summary>
    /// The model as it was before training. The output layer of a numeric target is kept: it begins at zero, where no gradient
    /// passes.
    /// </summary>
    public Forecaster Untrained()
    {
        var fresh = new Forecaster(Options, Target, Known, Past);
        if (Target.Categories is not null) return fresh;
        foreach (var (own, trained) in fresh._output.Parameters.Zip(_output.Parameters))
        {
            own.Value.CopyFrom(trained.Value);
            own.Changed();
        }

        return fresh;
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

        double[] quantiles = Array.ConvertAll(Quantiles(output, rollout, 0, row, ahead), Target.Forecast);
        return new Forecast(row + ahead, dates?.Values[row + ahead], quantiles[Median], quantiles, null, []);
    }

    /// <inheritdoc/>
    public void Trace(Tape tape, int steps, int batch)
    {
        var x = new Tensor(steps, batch, Inputs);
        Head(tape, Stack.Run(tape, x, out _), x);
    }
}
