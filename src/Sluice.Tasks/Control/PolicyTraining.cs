using Sluice.Autodiff;
using Sluice.Data.Tables;
using Sluice.Losses;
using Sluice.Tasks.Batches;
using Sluice.Training;

namespace Sluice.Tasks.Control;

/// <summary>A log from which a policy learns: batches of whole episodes. Both nets learn at once, each from its own loss.</summary>
public sealed partial class PolicyTraining : GroupTraining
{
    private readonly Policy _model;
    private readonly PolicyLog _log;

    private PolicyTraining(Policy model, PolicyLog log, HeldGroups held)
        : base(model.Parameters, model.Options.Batch, model.Options.Seed, held, log.Episodes)
        => (_model, _log) = (model, log);

    /// <summary>The number of episodes to learn from.</summary>
    public int Episodes => Count;

    internal static (Policy, PolicyTraining) Start(Table log, PolicyOptions options)
    {
        if (options.Sensors.Contains(options.Action))
            throw new SluiceException($"Policy: the action '{options.Action}' cannot be a sensor, it is what is to be done next.");
        var episodes = PolicyLog.Group(log, options);
        var held = HeldGroups.Of(episodes.Count, options.Validation, options.Seed, "episodes", options.Episode, log.File);
        int[] rows = [.. held.Training(episodes).SelectMany(e => e.Rows)];
        var sensors = options.Sensors.Count > 0 ? options.Sensors : SensorScaling.Others(log, options.Episode, options.Action, options.Step);
        var model = new Policy(options, SensorScaling.Fit(log, sensors, rows), ActionEncoding.Fit(log, options.Action, rows));
        model.Schema = Schema.Of(
            log, [options.Episode, options.Action, .. options.Step.Length > 0 ? new[] { options.Step } : [], .. model.Sensors.Names]);
        model.Learned = RowSketch.Of(log, model.Schema.Columns.Select(c => c.Name), rows);
        return (model, new PolicyTraining(model, new PolicyLog(model, log), held));
    }

    /// <inheritdoc/>
    protected override StepLoss Step(Tape tape, int[] places)
    {
        var (x, targets, lengths) = _log.Batch(Of(places));
        var (recurrent, memoryless) = _model.Run(tape, x, lengths);
        Loss(_model, tape, memoryless, targets);
        return new StepLoss(Loss(_model, tape, recurrent, targets), lengths.Sum());
    }

    /// <summary>The mean loss of outputs; of texts it is the cross entropy, of numbers the squared error.</summary>
    internal static double Loss(Policy model, Tape tape, Tensor outputs, Tensor targets) => model.Actions.Choices is null
        ? PointLoss.Squared(tape, outputs, targets)
        : CrossEntropy.Mean(tape, outputs, targets);

    /// <summary>The figures on the episodes kept for validation.</summary>
    public PolicyComparison Figures() => PolicyComparison.Of(_model, _log, Measured);

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Validate()
    {
        var figures = Figures();
        string score = figures.InNumbers ? "rmse" : "accuracy";
        return new Dictionary<string, double>
        {
            ["loss"] = figures.Recurrent.Loss,
            [score] = figures.Recurrent.Score,
            ["memoryless_" + score] = figures.Memoryless.Score,
            ["baseline_" + score] = figures.Baseline.Score,
        };
    }
}
