using Sluice.Layers;
using Sluice.Optimizers;
using Sluice.Training;

namespace Sluice.Tasks.Settings;

/// <summary>The settings of training that every task has.</summary>
public static class TrainingSettings
{
    /// <summary>All of them but the seed, which the model has too.</summary>
    /// <param name="get">The training options of a run.</param>
    /// <param name="set">The run with other training options.</param>
    public static Setting<T>[] Of<T>(Func<T, TrainingOptions> get, Func<T, TrainingOptions, T> set) =>
    [
        Setting<T>.Choice(
            "training.optimizer", "the optimiser", [.. Optimizer.Names], o => get(o).Optimizer, (o, v) => set(o, get(o) with { Optimizer = v })),
        Setting<T>.Number(
            "training.rate", "the learning rate at its highest", 1e-9, 100, o => get(o).Rate, (o, v) => set(o, get(o) with { Rate = v })),
        Setting<T>.Choice(
            "training.schedule", "how the rate changes", [.. Schedule.Names], o => get(o).Schedule, (o, v) => set(o, get(o) with { Schedule = v })),
        Setting<T>.Number(
            "training.warm_up", "the share of all steps in which the rate rises", 0, 1, o => get(o).WarmUp,
            (o, v) => set(o, get(o) with { WarmUp = v })),
        Setting<T>.Number(
            "training.momentum", "the momentum of sgd, nesterov and rmsprop", 0, 0.9999, o => get(o).Momentum,
            (o, v) => set(o, get(o) with { Momentum = v })),
        Setting<T>.Number(
            "training.weight_decay", "the weight decay", 0, 10, o => get(o).WeightDecay, (o, v) => set(o, get(o) with { WeightDecay = v })),
        Setting<T>.Number(
            "training.clip", "the norm of all gradients beyond which they are scaled down; 0 for none", 0, 1e9, o => get(o).ClipNorm,
            (o, v) => set(o, get(o) with { ClipNorm = v })),
        Setting<T>.Number(
            "training.clip_value", "the magnitude at which each gradient is cut off; 0 for none", 0, 1e9, o => get(o).ClipValue,
            (o, v) => set(o, get(o) with { ClipValue = v })),
        Setting<T>.Integer(
            "training.patience", "validations without improvement after which training stops; 0 for never", 0, o => get(o).Patience,
            (o, v) => set(o, get(o) with { Patience = (int)v })),
        Setting<T>.Integer(
            "training.validate_every", "steps between validations; 0 for one an epoch", 0, o => get(o).ValidateEvery,
            (o, v) => set(o, get(o) with { ValidateEvery = (int)v })),
        Setting<T>.Number(
            "training.checkpoint_seconds", "seconds between checkpoints, beside those at the end and when interrupted", 0, 1e9,
            o => get(o).CheckpointSeconds, (o, v) => set(o, get(o) with { CheckpointSeconds = v })),
        Setting<T>.Integer(
            "training.checkpoint_every", "steps between checkpoints, beside those by the clock; 0 for none", 0, o => get(o).CheckpointEvery,
            (o, v) => set(o, get(o) with { CheckpointEvery = (int)v })),
        Setting<T>.Integer(
            "training.shards", "parts of a batch whose gradients are summed in a fixed order: so many processes can share them (mpirun)", 1,
            o => get(o).Shards, (o, v) => set(o, get(o) with { Shards = (int)v })),
    ];

    /// <summary>The setting of tasks whose long sequences are trained in segments.</summary>
    /// <param name="get">The training options of a run.</param>
    /// <param name="set">The run with other training options.</param>
    public static Setting<T> Recompute<T>(Func<T, TrainingOptions> get, Func<T, TrainingOptions, T> set)
        => Setting<T>.Flag(
            "training.recompute",
            $"whether steps of sequences longer than {Segments.Length} are computed again on the way back and not kept: less memory, same bits",
            o => get(o).Recompute, (o, v) => set(o, get(o) with { Recompute = v }));
}
