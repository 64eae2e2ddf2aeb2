using Sluice.Autodiff;
using Sluice.Data.Tables;
using Sluice.Losses;
using Sluice.Tasks.Batches;
using Sluice.Training;

namespace Sluice.Tasks.Control;

/// <summary>A log from which a policy learns: batches of whole episodes. Both nets learn at once, each from its own loss.</summary>
public sealed partial class PolicyTraining : RaggedTraining
{
    private readonly Policy _model;
    private readonly PolicyLog _log;
    private readonly RowGroup[] _train, _validation;

    private PolicyTraining(Policy model, Table table, HeldGroups held)
        : base(model.Parameters, model.Options.Batch, model.Options.Seed)
    {
        (_model, _log) = (model, new PolicyLog(model, table));
        (_validation, _train) = (held.Validation(_log.Episodes), held.Training(_log.Episodes));
        Lengths = [.. _train.Select(e => e.Rows.Length)];
    }

    /// <summary>The names of the episodes by which the best weights are chosen.</summary>
    public IReadOnlyList<string> Validation => [.. _validation.Select(e => e.Name)];

    /// <summary>The number of episodes to learn from.</summary>
    public int Episodes => _train.Length;

    /// <inheritdoc/>
    protected override IReadOnlyList<int> Lengths { get; }

    internal static (Policy, PolicyTraining) Start(Table log, PolicyOptions options)
    {
        if (options.Sensors.Contains(options.Action)) throw new SluiceException($"Policy: the action '{options.Action}' cannot be a sensor, it is what is to be done next.");
        var episodes = RowGroup.Of(log, options.Episode, options.Step.Length > 0 ? options.Step : null);
        var held = HeldGroups.Of(episodes.Count, options.Validation, options.Seed, "episodes", options.Episode, log.File);
        int[] rows = [.. held.Training(episodes).SelectMany(e => e.Rows)];
        var sensors = options.Sensors.Count > 0 ? options.Sensors : SensorScaling.Others(log, options.Episode, options.Action, options.Step);
        var model = new Policy(options, SensorScaling.Fit(log, sensors, rows), ActionEncoding.Fit(log, options.Action, rows));
        return (model, new PolicyTraining(model, log, held));
    }

    /// <inheritdoc/>
    protected override StepLoss Step(Tape tape, int[] places)
    {
        var (x, targets, lengths) = _log.Batch([.. places.Select(i => _train[i])]);
        var (recurrent, memoryless) = _model.Run(tape, x, lengths);
        Loss(_model, tape, memoryless, targets);
        return new StepLoss(Loss(_model, tape, recurrent, targets), lengths.Sum());
    }

    /// <summary>The mean loss of outputs; of texts it is the cross entropy, of numbers the squared error.</summary>
    internal static double Loss(Policy model, Tape tape, Tensor outputs, Tensor targets) => model.Actions.Choices is null
        ? PointLoss.Squared(tape, outputs, targets)
        : CrossEntropy.Mean(tape, outputs, [.. Enumerable.Range(0, targets.Rows).Select(r => float.IsNaN(targets[r, 0]) ? -1 : (int)targets[r, 0])]);

    /// <summary>The figures on the episodes kept for validation.</summary>
    public PolicyComparison Figures() => PolicyComparison.Of(_model, _log, _validation.Length > 0 ? _validation : _train);

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
