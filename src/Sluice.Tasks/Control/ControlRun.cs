using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Tasks.Control;

/// <summary>Everything that repeats the training of a policy.</summary>
/// <param name="Data">The log: CSV, TSV, JSON lines, or numbers between spaces.</param>
/// <param name="Model">What to learn from it, and the sizes of the nets.</param>
/// <param name="Training">How to train.</param>
/// <param name="Threads">Threads; 0 for all cores. Results do not depend on it.</param>
public sealed record ControlRun(string Data, PolicyOptions Model, TrainingOptions Training, int Threads = 0)
{
    /// <summary>The query that gives the table, where it is in a database.</summary>
    public TableSettings Table { get; init; } = new();

    /// <summary>The settings.</summary>
    public static SettingList<ControlRun> Settings { get; } = new(
    [
        Setting<ControlRun>.Text("data.file", "the log to learn from", o => o.Data, (o, v) => o with { Data = v }),
        .. TableSettings.Settings.All.Select(s => s.Lift<ControlRun>(o => o.Table, (o, d) => o with { Table = d })),
        .. PolicyOptions.Settings.All.Where(s => s.Key != "training.seed")
            .Select(s => s.Lift<ControlRun>(o => o.Model, (o, m) => o with { Model = m })),
        Setting<ControlRun>.Integer(
            "training.epochs", "passes over the episodes to learn from", 1, o => o.Training.Epochs,
            (o, v) => o with { Training = o.Training with { Epochs = (int)v } }),
        .. TrainingSettings.Of<ControlRun>(o => o.Training, (o, t) => o with { Training = t }),
        Setting<ControlRun>.Integer(
            "training.seed", "the seed of every random number", 0, o => (long)o.Training.Seed,
            (o, v) => o with { Training = o.Training with { Seed = (ulong)v }, Model = o.Model with { Seed = (ulong)v } }),
        Setting<ControlRun>.Integer(
            "training.threads", "threads; 0 for all cores (results do not depend on it)", 0, o => o.Threads, (o, v) => o with { Threads = (int)v }),
    ], "control");
}
