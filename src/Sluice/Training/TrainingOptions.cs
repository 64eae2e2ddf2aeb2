namespace Sluice.Training;

/// <summary>How to train.</summary>
public sealed record TrainingOptions
{
    /// <summary>Passes over the training part.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>The optimiser: sgd, rmsprop, adam or adamw.</summary>
    public string Optimizer { get; init; } = "adamw";

    /// <summary>The learning rate at its highest.</summary>
    public double Rate { get; init; } = 0.004;

    /// <summary>How the rate changes: constant, step, cosine or plateau.</summary>
    public string Schedule { get; init; } = "cosine";

    /// <summary>The share of all steps in which the rate rises from 0.</summary>
    public double WarmUp { get; init; } = 0.02;

    /// <summary>The momentum of sgd and rmsprop.</summary>
    public double Momentum { get; init; }

    /// <summary>The weight decay.</summary>
    public double WeightDecay { get; init; } = 0.01;

    /// <summary>The norm of all gradients together beyond which they are scaled down (Pascanu et al. 2013); 0 for none.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>The magnitude at which each gradient is cut off; 0 for none.</summary>
    public double ClipValue { get; init; }

    /// <summary>Validations without improvement after which training stops; 0 for never.</summary>
    public int Patience { get; init; }

    /// <summary>Steps between validations; 0 for one at the end of each epoch.</summary>
    public int ValidateEvery { get; init; }

    /// <summary>
    /// Seconds between checkpoints; one is saved at the end and when a run is interrupted too. Saving takes a hundredth of the
    /// time at most, so on a slow disk they are further apart.
    /// </summary>
    public double CheckpointSeconds { get; init; } = 10;

    /// <summary>Steps between checkpoints, beside those by the clock; 0 for none.</summary>
    public int CheckpointEvery { get; init; }

    /// <summary>
    /// Parts into which every batch is cut, whose gradients are summed in a fixed order: as many processes, or fewer, can share the work, and the
    /// weights are the same to the bit for any number of them. Another number of parts gives other weights.
    /// </summary>
    public int Shards { get; init; } = 1;

    /// <summary>
    /// Whether gates and states of sequences of more than <see cref="Layers.Segments.Length"/> steps are computed again on the way back instead of
    /// kept: the memory is that of one segment, the time a third more, and every bit the same. Only where <see cref="ITrainable.Recomputes"/>.
    /// </summary>
    public bool Recompute { get; init; }

    /// <summary>The seed of every random number.</summary>
    public ulong Seed { get; init; } = 1;
}
