using Sluice.Autodiff;
using Sluice.Data.Sequences;

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

    /// <inheritdoc/>
    public bool CutsBatches => true;

    /// <inheritdoc/>
    public virtual bool Recomputes => false;

    /// <summary>Whether the first epoch begins with the shortest sequences (Amodei et al. 2016).</summary>
    protected virtual bool ShortFirst => false;

    /// <summary>The steps of each sequence to learn from.</summary>
    protected abstract IReadOnlyList<int> Lengths { get; }

    /// <inheritdoc/>
    public int Steps(int epoch) => (Lengths.Count + batch - 1) / batch;

    /// <inheritdoc/>
    public StepLoss Step(Tape tape, int epoch, int step)
    {
        if (_planned != epoch)
        {
            (_plan, _planned) = (RaggedBatches.Plan(Lengths, batch, seed, (uint)epoch), epoch);
            if (ShortFirst && epoch == 0) _plan = [.. _plan.OrderBy(places => Lengths[places[0]])];
        }

        int[] places = tape.Shard.Of(_plan[step]);
        return places.Length > 0 ? Step(tape, places) : default;
    }

    /// <inheritdoc/>
    public virtual void Ran(double loss)
    {
    }

    /// <inheritdoc/>
    public abstract IReadOnlyDictionary<string, double> Validate();

    /// <summary>Runs the model on some of the sequences and adds the gradient of its loss to the tape.</summary>
    protected abstract StepLoss Step(Tape tape, int[] places);
}
