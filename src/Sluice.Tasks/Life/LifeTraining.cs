using Sluice.Autodiff;
using Sluice.Data.Tables;
using Sluice.Losses;
using Sluice.Tasks.Batches;
using Sluice.Training;

namespace Sluice.Tasks.Life;

/// <summary>Histories from which a life model learns: batches of whole histories of nearly equal length, the life left known at every row.</summary>
public sealed partial class LifeTraining : GroupTraining
{
    private readonly LifeModel _model;
    private readonly LifeHistories _histories;

    private LifeTraining(LifeModel model, LifeHistories histories, HeldGroups held)
        : base(model.Parameters, model.Options.Batch, model.Options.Seed, held, histories.Units)
        => (_model, _histories) = (model, histories);

    /// <summary>The number of units to learn from.</summary>
    public int Units => Count;

    internal static (LifeModel, LifeTraining) Start(Table table, LifeOptions options)
    {
        var units = LifeHistories.Group(table, options);
        var held = HeldGroups.Of(units.Count, options.Validation, options.Seed, "units", options.Id, table.File);
        var train = held.Training(units);
        int[] rows = [.. train.SelectMany(u => u.Rows)];
        var sensors =
            SensorScaling.Fit(table, options.Sensors.Count > 0 ? options.Sensors : SensorScaling.Others(table, options.Id, options.Time), rows);
        float[][] readings = sensors.Scale(table);
        double[] lives =
            [.. train.SelectMany(u => Enumerable.Range(0, u.Rows.Length).Select(t => (double)Math.Min(u.Rows.Length - 1 - t, options.Cap)))];
        var model = new LifeModel(options, sensors, LifeBaselines.Fit([.. rows.Select(r => readings[r])], lives));
        model.Schema = Schema.Of(table, [options.Id, .. options.Time.Length > 0 ? new[] { options.Time } : [], .. model.Sensors.Names]);
        model.Learned = RowSketch.Of(table, model.Schema.Columns.Select(c => c.Name), train.SelectMany(u => u.Rows));
        return (model, new LifeTraining(model, new LifeHistories(model, table), held));
    }

    /// <inheritdoc/>
    protected override StepLoss Step(Tape tape, int[] places)
    {
        var (x, targets, lengths) = _histories.Batch(Of(places));
        return new StepLoss(MeanAndDeviation.Mean(tape, _model.Run(tape, x, lengths), targets.ToArray()), lengths.Sum());
    }

    /// <summary>The figures on the units kept for validation, cut off at every age.</summary>
    public LifeFigures Figures() => LifeFigures.AtEveryAge(_model, _histories, Measured);

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Validate()
    {
        _histories.Calibrate(Measured);
        var figures = Figures();
        return new Dictionary<string, double>
        {
            ["loss"] = figures.Model.RootMeanSquaredError,
            ["rmse"] = figures.Model.RootMeanSquaredError,
            ["score"] = figures.Model.Score,
            ["coverage"] = figures.Coverage,
            ["line_rmse"] = figures.Line.RootMeanSquaredError,
            ["constant_rmse"] = figures.Constant.RootMeanSquaredError,
        };
    }
}
