using Sluice.Autodiff;
using Sluice.Data;

namespace Sluice.Training;

/// <summary>Sequences of unequal length from which a model learns: batches of nearly equal ones, in an order of their own in every epoch.</summary>
/// <param name="parameters">The parameters of the model.</param>
/// <param name="batch">Sequences of a batch.</param>
/// <param name="seed">From which the order comes.</param>
public abstract class RaggedTraining(IEnumerable<Parameter> parameters, int batch, ulong seed) : ITrainable
{
    private int[][] _plan = [];
    private int _planned = -1;

    /// <inheritdoc/>
    public IReadOnlyList<Parameter> Parameters { get; } = [.. parameters];

    /// <inheritdoc/>
    public virtual IReadOnlyList<Tensor> Carried => [];

    /// <summary>The steps of each sequence to learn from.</summary>
    protected abstract IReadOnlyList<int> Lengths { get; }

    /// <inheritdoc/>
    public int Steps(int epoch) => (Lengths.Count + batch - 1) / batch;

    /// <inheritdoc/>
    public StepLoss Step(Tape tape, int epoch, int step)
    {
        if (_planned != epoch) (_plan, _planned) = (RaggedBatches.Plan(Lengths, batch, seed, (uint)epoch), epoch);
        return Step(tape, _plan[step]);
    }

    /// <inheritdoc/>
    public abstract IReadOnlyDictionary<string, double> Validate();

    /// <summary>Runs the model on some of the sequences and adds the gradient of its loss to the tape.</summary>
    protected abstract StepLoss Step(Tape tape, int[] places);
}
