using Sluice.Tasks.Labels;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Tasks.Tag;

/// <summary>Everything that repeats the training of a tagger.</summary>
/// <param name="Data">Tagged sentences, or a table.</param>
/// <param name="Model">The sizes of the model.</param>
/// <param name="Training">How to train.</param>
/// <param name="Threads">Threads; 0 for all cores. Results do not depend on it.</param>
public sealed record TagRun(string Data, TaggerOptions Model, TrainingOptions Training, int Threads = 0)
{
    /// <summary>The query that gives the table, where it is in a database.</summary>
    public TableSettings Table { get; init; } = new();

    /// <summary>Data of its own for validation; empty for a share of the other.</summary>
    public string ValidationData { get; init; } = "";

    /// <summary>Where the data is a table: which of its columns are what.</summary>
    public RowColumns Columns { get; init; } = new();

    /// <summary>The settings.</summary>
    public static SettingList<TagRun> Settings { get; } = new(
    [
        Setting<TagRun>.Text(
            "data.file", "tagged sentences to learn from: a file in columns, or a folder with seq.in, seq.out and label; or a table with a target",
            o => o.Data, (o, v) => o with { Data = v }),
        .. TableSettings.Settings.All.Select(s => s.Lift<TagRun>(o => o.Table, (o, d) => o with { Table = d })),
        Setting<TagRun>.Text(
            "data.validation_file", "data of the same kind for validation; empty for a share of the other", o => o.ValidationData,
            (o, v) => o with { ValidationData = v }),
        Setting<TagRun>.Number(
            "data.validation", "the share at the end of the data kept for validation, where it has no data of its own", 0, 0.9,
            o => o.Model.Validation, (o, v) => o with { Model = o.Model with { Validation = v } }),
        .. RowColumns.Settings.All.Select(s => s.Lift<TagRun>(o => o.Columns, (o, c) => o with { Columns = c })),
        .. TaggerOptions.Settings.All.Select(s => s.Lift<TagRun>(o => o.Model, (o, m) => o with { Model = m })),
        Setting<TagRun>.Integer(
            "training.epochs", "passes over the training part", 1, o => o.Training.Epochs,
            (o, v) => o with { Training = o.Training with { Epochs = (int)v } }),
        .. TrainingSettings.Of<TagRun>(o => o.Training, (o, t) => o with { Training = t }),
        Setting<TagRun>.Integer(
            "training.seed", "the seed of every random number", 0, o => (long)o.Training.Seed,
            (o, v) => o with { Training = o.Training with { Seed = (ulong)v }, Model = o.Model with { Seed = (ulong)v } }),
        Setting<TagRun>.Integer(
            "training.threads", "threads; 0 for all cores (results do not depend on it)", 0, o => o.Threads, (o, v) => o with { Threads = (int)v }),
    ], "tag");
}
