using Sluice.Autodiff;
using Sluice.Losses;
using Sluice.Training;

namespace Sluice.Models;

/// <summary>The mean loss of predictions; where the tape records, its gradient is added to that of the prediction.</summary>
/// <param name="tape">Lends the memory, and records.</param>
/// <param name="prediction">[T, B, outputs].</param>
/// <param name="target">[T, B, outputs], or what the loss expects; NaN where nothing is asked.</param>
public delegate double SequenceLoss(Tape tape, Tensor prediction, Tensor target);

/// <summary>How <see cref="Sequential.Fit"/> and <see cref="Network.Fit"/> learn.</summary>
public sealed record FitOptions
{
    /// <summary>What is made small; the mean squared error unless said otherwise.</summary>
    public SequenceLoss Loss { get; init; } = SquaredError;

    /// <summary>Passes over the sequences.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>Sequences of a step.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>The learning rate at its highest.</summary>
    public double Rate { get; init; } = 0.004;

    /// <summary>The share of the sequences, the last ones, that is kept for validation; 0 to validate on all that is learned from.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>Validations without improvement after which training stops; 0 for never.</summary>
    public int Patience { get; init; }

    /// <summary>The optimiser: sgd, rmsprop, adam or adamw.</summary>
    public string Optimizer { get; init; } = "adamw";

    /// <summary>The seed of the order and of dropout.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Called for every step and validation, on the training thread.</summary>
    public IReadOnlyList<Action<TrainingEvent>> Callbacks { get; init; } = [];

    /// <summary>(y − t)².</summary>
    public static double SquaredError(Tape tape, Tensor prediction, Tensor target) => PointLoss.Squared(tape, prediction, target);

    /// <summary>|y − t|.</summary>
    public static double AbsoluteError(Tape tape, Tensor prediction, Tensor target) => PointLoss.Absolute(tape, prediction, target);

    /// <summary>−ln p(class), of logits [T, B, classes] and targets [T, B, 1] that hold the number of the class.</summary>
    public static double CrossEntropy(Tape tape, Tensor prediction, Tensor target)
        => Losses.CrossEntropy.Mean(tape, prediction, target);

    /// <summary>Tells the callbacks, and whoever else wants to know.</summary>
    internal Action<TrainingEvent> Tell(IProgress<TrainingEvent>? progress) => happened =>
    {
        foreach (var callback in Callbacks) callback(happened);
        progress?.Report(happened);
    };

    internal TrainingOptions Training => new() { Epochs = Epochs, Rate = Rate, Patience = Patience, Optimizer = Optimizer, Seed = Seed };
}
