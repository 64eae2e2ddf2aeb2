using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Tasks.Compose;

/// <summary>Everything that repeats the training of a music model.</summary>
/// <param name="Data">The music: JSON with the parts train, valid and test.</param>
/// <param name="Model">The sizes of the model.</param>
/// <param name="Training">How to train.</param>
/// <param name="Threads">Threads; 0 for all cores. Results do not depend on it.</param>
public sealed record ComposeRun(string Data, MusicModelOptions Model, TrainingOptions Training, int Threads = 0)
{
    /// <summary>The settings.</summary>
    public static SettingList<ComposeRun> Settings { get; } = new(
    [
        Setting<ComposeRun>.Text(
            "data.file", "the music to learn from: JSON with the parts train, valid and test", o => o.Data, (o, v) => o with { Data = v }),
        .. MusicModelOptions.Settings.All.Where(s => s.Key != "training.seed")
            .Select(s => s.Lift<ComposeRun>(o => o.Model, (o, m) => o with { Model = m })),
        Setting<ComposeRun>.Integer(
            "training.epochs", "passes over the pieces to learn from", 1, o => o.Training.Epochs,
            (o, v) => o with { Training = o.Training with { Epochs = (int)v } }),
        .. TrainingSettings.Of<ComposeRun>(o => o.Training, (o, t) => o with { Training = t }),
        TrainingSettings.Recompute<ComposeRun>(o => o.Training, (o, t) => o with { Training = t }),
        Setting<ComposeRun>.Integer(
            "training.seed", "the seed of every random number", 0, o => (long)o.Training.Seed,
            (o, v) => o with { Training = o.Training with { Seed = (ulong)v }, Model = o.Model with { Seed = (ulong)v } }),
        Setting<ComposeRun>.Integer(
            "training.threads", "threads; 0 for all cores (results do not depend on it)", 0, o => o.Threads, (o, v) => o with { Threads = (int)v }),
    ], "compose");
}
