using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Tasks.Forecast;

/// <summary>Everything that repeats the training of a forecaster.</summary>
/// <param name="Data">The table: CSV, TSV or JSON lines.</param>
/// <param name="Model">What to forecast, and the sizes of the model.</param>
/// <param name="Training">How to train.</param>
/// <param name="Threads">Threads; 0 for all cores. Results do not depend on it.</param>
public sealed record ForecastRun(string Data, ForecasterOptions Model, TrainingOptions Training, int Threads = 0)
{
    /// <summary>The query that gives the table, where it is in a database.</summary>
    public TableSettings Table { get; init; } = new();

    /// <summary>The most rows that are in memory at a time, for tables larger than it; 0 for the whole table.</summary>
    public int RowsInMemory { get; init; }

    /// <summary>The settings.</summary>
    public static SettingList<ForecastRun> Settings { get; } = new(
    [
        Setting<ForecastRun>.Text("data.file", "the table to learn from", o => o.Data, (o, v) => o with { Data = v }),
        .. TableSettings.Settings.All.Select(s => s.Lift<ForecastRun>(o => o.Table, (o, d) => o with { Table = d })),
        Setting<ForecastRun>.Integer(
            "data.rows_in_memory", "the most rows in memory at a time, for tables larger than it; 0 for all", 0, o => o.RowsInMemory,
            (o, v) => o with { RowsInMemory = (int)v }),
        .. ForecasterOptions.Settings.All.Where(s => s.Key != "training.seed")
            .Select(s => s.Lift<ForecastRun>(o => o.Model, (o, m) => o with { Model = m })),
        Setting<ForecastRun>.Integer(
            "training.epochs", "rounds of steps, each with a validation", 1, o => o.Training.Epochs,
            (o, v) => o with { Training = o.Training with { Epochs = (int)v } }),
        .. TrainingSettings.Of<ForecastRun>(o => o.Training, (o, t) => o with { Training = t }),
        TrainingSettings.Recompute<ForecastRun>(o => o.Training, (o, t) => o with { Training = t }),
        Setting<ForecastRun>.Integer(
            "training.seed", "the seed of every random number", 0, o => (long)o.Training.Seed,
            (o, v) => o with { Training = o.Training with { Seed = (ulong)v }, Model = o.Model with { Seed = (ulong)v } }),
        Setting<ForecastRun>.Integer(
            "training.threads", "threads; 0 for all cores (results do not depend on it)", 0, o => o.Threads, (o, v) => o with { Threads = (int)v }),
    ], "forecast");
}
