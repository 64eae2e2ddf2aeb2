using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Losses;
using Sluice.Tasks.Sources;
using Sluice.Training;

namespace Sluice.Tasks.Forecast;

public sealed partial class Forecaster
{
    /// <summary>Learns the scales of a table's columns from its first rows, and builds an untrained model with the data to train it on.</summary>
    /// <exception cref="SluiceFormatException">A column is unknown or of the wrong kind, a value known ahead is missing, or there are too few
    /// rows.</exception>
    /// <exception cref="SluiceException">An option that makes no sense.</exception>
    public static (Forecaster Model, ForecastTraining Training) From(Table table, ForecasterOptions options)
    {
        options.Check();
        options = options with { Holidays = Holidays.Named(options.Holidays) };
        table = WithHolidays(table, options);
        var (known, past) = ColumnsOf(table, options);
        var split = Split.ByShare(Math.Max(table.RowCount, 1), options.Validation, options.Test);
        if (split.Train.Count < options.Window + 2)
            throw new SluiceFormatException(
                $"the series is too short: {split.Train.Count} of {table.RowCount} rows are to train on, and one window takes {options.Window} and 2 before it. Give more rows or a smaller window.",
                table.File);

        var target = ForecastTarget.Fit(table, options, split.Train);
        if (options.Holidays.Count > 0 && table.Column<NumberColumn>(Holidays.Column).Values.Take(split.Train.Count).Distinct().Count() == 1)
            throw new SluiceFormatException("no public holiday tells any of the rows to learn from apart. Leave out --holidays.", table.File);
        // What follows from the dates need not stand in a table.
        var given = known.Where(n => options.Holidays.Count == 0 || n != Holidays.Column);
        var schema = Schema.Of(table, [options.Target, .. given, .. past, .. options.Time.Length > 0 ? [options.Time] : Array.Empty<string>()]);
        // The validation part chooses the epoch and moves the quantiles: the model is made by it too.
        int made = split.Validation.Count > 0 ? split.Validation.End : split.Train.End;
        var model = new Forecaster(options, target, TableEncoder.Fit(table, known, split.Train), TableEncoder.Fit(table, past, split.Train))
        {
            Schema = schema,
            Learned = RowSketch.Of(table, schema.Columns.Select(c => c.Name), Enumerable.Range(0, made)),
        };
        return (model, new ForecastTraining(model, new TableRows(model.Read(table), split)));
    }
}

/// <summary>Rows from which a forecaster learns: windows at random places of those to train on, some with a hidden gap.</summary>
public sealed class ForecastTraining : ITrainable
{
    private readonly Forecaster _model;
    private readonly IForecastRows _rows;

    internal ForecastTraining(Forecaster model, IForecastRows rows)
    {
        (_model, _rows) = (model, rows);
        Parameters = [.. model.Parameters];
    }

    /// <summary>Which rows are trained on, which choose the best model, and which are left for a test.</summary>
    public Split Split => _rows.Split;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Carried => [];

    /// <inheritdoc/>
    public bool CutsBatches => true;

    /// <inheritdoc/>
    public bool Recomputes => true;

    /// <inheritdoc/>
    public int Steps(int epoch)
    {
        var options = _model.Options;
        return Math.Max(options.Steps, (int)((Split.Train.Count - 1L) / ((long)options.Window * options.Batch)) + 1);
    }

    /// <inheritdoc/>
    public StepLoss Step(Tape tape, int epoch, int step)
    {
        var options = _model.Options;
        int all = options.Batch, window = options.Window, ahead = _model.Target.Categories is null ? options.Horizon : 1;
        int from = tape.Shard.First(all), batch = tape.Shard.End(all) - from;
        if (batch == 0) return default;

        var (series, stretches) = _rows.At(epoch, step, Steps(epoch));
        var order = new RandomStream(options.Seed, Purpose.Order, (uint)epoch, (uint)step);
        var noise = new RandomStream(options.Seed, Purpose.Noise, (uint)epoch, (uint)step);
        var starts = new int[batch];
        var ends = new int[batch];
        var hidden = new RowRange[batch];
        for (int b = 0; b < batch; b++)
        {
            uint place = (uint)(from + b);
            var stretch = stretches[stretches.Count == 1 ? 0 : order.Below(stretches.Count, (uint)all + place)];

            // A window may begin where there is no full season before it only if there is no other place.
            int last = stretch.End - window, first = Math.Clamp(stretch.Start + _model.Target.Season + (stretch.Start > 0 ? 2 : 1), 1, last);
            ends[b] = stretch.End;
            starts[b] = first + order.Below(last - first + 1, place);
            if (noise.Uniform(3 * place) < options.Gaps)
                hidden[b] = new RowRange(
                    starts[b] + noise.Below(window, 3 * place + 1), 1 + noise.Below(Math.Max(1, window / 2), 3 * place + 2));
        }

        // The inputs contain the model's own predictions, so they are walked through first, and recorded as a whole after.
        var rollout = new Rollout(_model, series, starts, window, hidden);
        var x = new Tensor(window, batch, _model.Inputs);
        var targets = new float[window * batch * ahead];
        var classes = new int[window * batch];
        for (int t = 0; t < window; t++)
        {
            rollout.Step();
            for (int b = 0; b < batch; b++)
            {
                rollout.Input.Row(b).CopyTo(x.Row(t * batch + b));
                int row = starts[b] + t, i = t * batch + b;
                if (_model.Target.Categories is not null) classes[i] = series.Classes[row];
                else for (int k = 0; k < ahead; k++) targets[i * ahead + k] = rollout.Target(b, row, k, ends[b]);
            }
        }

        double Known(int first, int rows) => _model.Target.Categories is null
            ? targets.AsSpan(first * ahead, rows * ahead).ToArray().Count(t => !float.IsNaN(t))
            : classes.AsSpan(first, rows).ToArray().Count(c => c >= 0);
        double[] levels = [.. options.Quantiles];
        double known = Known(0, window * batch);
        double loss = Segments.Run(tape, window, null, (Tape at, int from, int count, State[]? before, out State[] after) =>
        {
            int first = from * batch, rows = count * batch;
            var seen = x.View(first, count, batch, x.Columns);
            var y = _model.Head(at, _model.Stack.Run(at, seen, out after, before), seen);
            double share = known > 0 ? Known(first, rows) / known : 1;
            return share * (_model.Target.Categories is null
                ? Quantile.Mean(at, y, targets[(first * ahead)..((first + rows) * ahead)], levels, share)
                : CrossEntropy.Mean(at, y, classes[first..(first + rows)], share));
        }, out _);
        return new StepLoss(loss, window * batch * ahead) { Weight = known };
    }

    /// <summary>
    /// Figures on the test rows, or on those for validation where there are none; of rows that are not all in memory, on the first of them.
    /// </summary>
    public Backtest Backtest()
    {
        var (series, rows) = _rows.Held(Split.Test.Count > 0 ? Split.Test : Split.Validation);
        return _model.Backtest(series, rows);
    }

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, double> Validate()
    {
        var (series, rows) = _rows.Held(Split.Validation);
        var figures = _model.BacktestAndCalibrate(series, rows);
        return figures.Accuracy is { } accuracy
            ? new Dictionary<string, double>
            {
                ["loss"] = figures.Loss,
                ["accuracy"] = accuracy,
                ["persistence_accuracy"] = figures.Persistence.Accuracy ?? 0,
                ["majority_accuracy"] = figures.Majority ?? 0
            }
            : new Dictionary<string, double>
            {
                ["loss"] = figures.Loss,
                ["mae"] = figures.MeanAbsoluteError,
                ["rmse"] = figures.RootMeanSquaredError,
                ["persistence_mae"] = figures.Persistence.MeanAbsoluteError,
                ["seasonal_mae"] = figures.Seasonal.MeanAbsoluteError,
            };
    }
}
