using Sluice.Autodiff;
using Sluice.Data;
using Sluice.Training;

namespace Sluice.Tasks.Labels;

/// <summary>Sequences from which a model learns: batches of nearly equal length, in an order of their own in every epoch.</summary>
public abstract class SampleTraining : ITrainable
{
    private readonly int[] _lengths;
    private readonly int _batch;
    private readonly ulong _seed;
    private int[][] _plan = [];
    private int _planned = -1;

    private protected SampleTraining(IEnumerable<Parameter> parameters, IReadOnlyList<Sample> samples, IReadOnlyList<Sample> validation, int batch, ulong seed)
    {
        (Parameters, Samples, Validation, _batch, _seed) = ([.. parameters], samples, validation, batch, seed);
        _lengths = [.. samples.Select(s => s.Count)];
    }

    /// <summary>The sequences to learn from.</summary>
    public IReadOnlyList<Sample> Samples { get; }

    /// <summary>The sequences by which the best model is chosen.</summary>
    public IReadOnlyList<Sample> Validation { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public IReadOnlyList<Tensor> Carried => [];

    /// <inheritdoc/>
    public int Steps(int epoch) => (Samples.Count + _batch - 1) / _batch;

    /// <inheritdoc/>
    public StepLoss Step(Tape tape, int epoch, int step)
    {
        if (_planned != epoch) (_plan, _planned) = (RaggedBatches.Plan(_lengths, _batch, _seed, (uint)epoch), epoch);
        return Step(tape, [.. _plan[step].Select(i => Samples[i])]);
    }

    /// <inheritdoc/>
    public abstract IReadOnlyDictionary<string, double> Validate();

    private protected abstract StepLoss Step(Tape tape, Sample[] batch);
}
