using Sluice.Autodiff;
using Sluice.Training;

namespace Sluice.Models;

/// <summary>Sequences and targets from which a <see cref="Sequential"/> learns.</summary>
internal sealed class SequentialTraining : RaggedTraining
{
    private readonly Sequential _net;
    private readonly IReadOnlyList<float[,]> _inputs, _targets;
    private readonly SequenceLoss _loss;
    private readonly int _batch;
    private readonly int[] _validation;

    public SequentialTraining(Sequential net, IReadOnlyList<float[,]> inputs, IReadOnlyList<float[,]> targets, FitOptions options)
        : base(net.Parameters, options.Batch, options.Seed)
    {
        if (inputs.Count == 0 || inputs.Count != targets.Count)
            throw new SluiceException(
                $"Sequential.Fit: expected as many targets as sequences, one or more, got {inputs.Count} sequences and {targets.Count} targets.");
        if (options.Batch < 1) throw new SluiceException($"Sequential.Fit: expected a batch of 1 or more, got {options.Batch}.");
        if (!(options.Validation is >= 0 and < 1))
            throw new SluiceException($"Sequential.Fit: expected a share for validation from 0 to below 1, got {options.Validation}.");
        for (int i = 0; i < inputs.Count; i++)
        {
            if (inputs[i].GetLength(0) == 0 || inputs[i].GetLength(0) != targets[i].GetLength(0))
                throw new SluiceException(
                    $"Sequential.Fit: expected as many steps of targets as of inputs, one or more, got {targets[i].GetLength(0)} and {inputs[i].GetLength(0)} in sequence {i}.");
            foreach (float value in inputs[i])
                if (!float.IsFinite(value)) throw new SluiceException($"Sequential.Fit: expected finite inputs, got {value} in sequence {i}.");
        }

        (_net, _inputs, _targets, _loss, _batch) = (net, inputs, targets, options.Loss, options.Batch);
        int kept = (int)(inputs.Count * options.Validation), learned = inputs.Count - kept;
        _validation = kept > 0 ? [.. Enumerable.Range(learned, kept)] : [.. Enumerable.Range(0, learned)];
        Lengths = [.. inputs.Take(learned).Select(s => s.GetLength(0))];
    }

    protected override IReadOnlyList<int> Lengths { get; }

    public override IReadOnlyDictionary<string, double> Validate()
    {
        double sum = 0;
        var tape = new Tape(recording: false);
        foreach (int[] places in _validation.Chunk(_batch))
        {
            tape.Reset();
            sum += Loss(tape, places) * places.Length;
        }

        return new Dictionary<string, double> { ["loss"] = sum / _validation.Length };
    }

    // Losses are means over what there is a target for.
    protected override StepLoss Step(Tape tape, int[] places)
        => new(Loss(tape, places), places.Length) { Weight = places.Sum(i => _targets[i].Cast<float>().Count(t => !float.IsNaN(t))) };

    private double Loss(Tape tape, int[] places)
    {
        float[][,] inputs = [.. places.Select(i => _inputs[i])], targets = [.. places.Select(i => _targets[i])];
        var y = _net.Run(tape, SequenceBatch.Of(inputs, padding: 0), [.. inputs.Select(s => s.GetLength(0))]);
        return _loss(tape, y, SequenceBatch.Of(targets, padding: float.NaN));
    }
}
