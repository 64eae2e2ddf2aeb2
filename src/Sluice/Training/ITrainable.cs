using Sluice.Autodiff;

namespace Sluice.Training;

/// <summary>The loss of one training step.</summary>
/// <param name="Loss">The mean over what was predicted.</param>
/// <param name="Predictions">How many predictions the mean is over.</param>
public readonly record struct StepLoss(double Loss, int Predictions)
{
    /// <summary>
    /// How much the mean counts beside those of other parts of the batch: the number that it was divided by, which is that of the predictions
    /// unless the task says otherwise.
    /// </summary>
    public double Weight { get; init; } = Predictions;
}

/// <summary>A model together with the data from which it learns: what a <see cref="Trainer"/> needs to know of a task.</summary>
public interface ITrainable
{
    /// <summary>The parameters, in a fixed order.</summary>
    IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>
    /// What is carried from one step to the next (states, in truncated back-propagation); part of every checkpoint. Rows belong to the
    /// sequences of a batch in their order, so each part of a batch has its own; what has one row is the same for all parts.
    /// </summary>
    IReadOnlyList<Tensor> Carried { get; }

    /// <summary>Whether a step takes the part of the batch that <see cref="Tape.Shard"/> names, so that a batch can be cut.</summary>
    bool CutsBatches => false;

    /// <summary>Whether long sequences are run in <see cref="Layers.Segments"/>, so that their steps can be computed again instead of kept.</summary>
    bool Recomputes => false;

    /// <summary>
    /// Whether the parameters begin as another training left them: they are then validated before the first step, so that what is kept is never worse
    /// than that.
    /// </summary>
    bool IsPretrained => false;

    /// <summary>Steps of an epoch.</summary>
    int Steps(int epoch);

    /// <summary>
    /// Runs the model on the batch of a step and adds the gradient of its loss to the tape. The batch is a function of the
    /// seed, the epoch and the step, so that a resumed run sees the same data. Of a part without sequences the loss is <c>default</c>.
    /// </summary>
    StepLoss Step(Tape tape, int epoch, int step);

    /// <summary>Called after the parts of a batch were run, with the loss of all of it.</summary>
    void Ran(double loss)
    {
    }

    /// <summary>Figures on the validation part; <c>loss</c> among them, by which the best model is chosen.</summary>
    IReadOnlyDictionary<string, double> Validate();
}
