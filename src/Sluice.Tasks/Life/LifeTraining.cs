using Sluice.Autodiff;
using Sluice.Data.Tables;
using Sluice.Losses;
using Sluice.Tasks.Batches;
using Sluice.Training;

namespace Sluice.Tasks.Life;

/// <summary>Histories from which a life model learns: batches of whole histories of nearly equal length, the life left known at every row.</summary>
public sealed partial class LifeTraining : RaggedTraining
{
    private readonly LifeModel _model;
    private readonly LifeHistories _histories;
    private readonly RowGroup[] _train, _validation;

    private LifeTraining(LifeModel model, Table table, HeldGroups held)
        : base(model.Parameters, model.Options.Batch, model.Options.Seed)
    {
        (_model, _histories) = (model, new LifeHistories(model, table));
        (_validation, _train) = (held.Validation(_histories.Units), held.Training(_histories.Units));
        Lengths = [.. _train.Select(u => u.Rows.Length)];
    }

    /// <summary>The names of the units by which the best weights are chosen.</summary>
    public IReadOnlyList<string> Validation => [.. _validation.Select(u => u.Name)];

    /// <summary>The number of units to learn from.</summary>
    public int Units => _train.Length;

    /// <inheritdoc/>
    protected override IReadOnlyList<int> Lengths { get; }

    internal static (LifeModel, LifeTraining) Start(Table table, LifeOptions options)
    {
        var units = LifeHistories.Group(table, options);
        var held = HeldGroups.Of(units.Count, options.Validation, options.Seed, "units", options.Id, table.File);
        var train = held.Training(units);
        int[] rows = [.. train.SelectMany(u => u.Rows)];
        var sensors = SensorScaling.Fit(table, options.Sensors.Count > 0 ? options.Sensors : SensorScaling.Others(table, options.Id, options.Time), rows);
        float[][] readings = sensors.Scale(table);
        double[] lives = [.. train.SelectMany(u => Enumerable.Range(0, u.Rows.Length).Select(t => (double)Math.Min(u.Rows.Length - 1 - t, options.Cap)))];
        var model = new LifeModel(options, sensors, LifeBaselines.Fit([.. rows.Select(r => readings[r])], lives));
        return (model, new LifeTraining(model, table, held));
    }

    /// <inheritdoc/>
    protected override StepLoss Step(Tape tape, int[] places)
    {
        var (x, targets, lengths) = _histories.Batch([.. places.Select(i => _train[i])]);
        return new StepLoss(MeanAndDeviation.Mean(tape, _model.Run(tape, x, lengths), targets.ToArray()), lengths.Sum());
    }

    /// <summary>The figures on the units kept for validation, cut off at every age.</summary>
    public LifeFigures Figures() => LifeFigures.AtEveryAge(_model, _histories, _validation.Length > 0 ? _validation : _train);

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Validate()
    {
        _histories.Calibrate(_validation.Length > 0 ? _validation : _train);
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
