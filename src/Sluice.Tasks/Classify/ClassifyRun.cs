using Sluice.Audio;
using Sluice.Tasks.Labels;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Tasks.Classify;

/// <summary>Everything that repeats the training of a classifier.</summary>
/// <param name="Data">Labelled texts or series.</param>
/// <param name="Model">The sizes of the model.</param>
/// <param name="Training">How to train.</param>
/// <param name="Threads">Threads; 0 for all cores. Results do not depend on it.</param>
public sealed record ClassifyRun(string Data, ClassifierOptions Model, TrainingOptions Training, int Threads = 0)
{
    /// <summary>The labels, where they stand in a file of their own.</summary>
    public string Labels { get; init; } = "";

    /// <summary>The query that gives the table, where it is in a database.</summary>
    public TableSettings Table { get; init; } = new();

    /// <summary>Data of its own for validation; empty for a share of the other.</summary>
    public string ValidationData { get; init; } = "";

    /// <summary>The column of texts, where the data is a table of texts.</summary>
    public string Text { get; init; } = "";

    /// <summary>Recordings whose names end in a number below this are for the figures at the end; 0 for none.</summary>
    public int TestFirst { get; init; }

    /// <summary>Where the data are recordings: how they become rows.</summary>
    public SpectralOptions Sound { get; init; } = new();

    /// <summary>Where the data is a table: which of its columns are what.</summary>
    public RowColumns Columns { get; init; } = new() { Piece = 0 };

    /// <summary>The settings.</summary>
    public static SettingList<ClassifyRun> Settings { get; } = new(
    [
        Setting<ClassifyRun>.Text(
            "data.file", "a folder with a file of texts a label, a .ts file, images in IDX, a folder of recordings (.wav), or a table with a target",
            o => o.Data, (o, v) => o with { Data = v }),
        Setting<ClassifyRun>.Text(
            "data.labels_file", "the labels, where they stand in a file of their own (IDX)", o => o.Labels, (o, v) => o with { Labels = v }),
        .. TableSettings.Settings.All.Select(s => s.Lift<ClassifyRun>(o => o.Table, (o, d) => o with { Table = d })),
        Setting<ClassifyRun>.Text(
            "data.validation_file", "data of the same kind for validation; empty for a share of the other", o => o.ValidationData,
            (o, v) => o with { ValidationData = v }),
        Setting<ClassifyRun>.Number(
            "data.validation", "the share of sequences, drawn at random, kept for validation where it has no data of its own", 0, 0.9,
            o => o.Model.Validation, (o, v) => o with { Model = o.Model with { Validation = v } }),
        Setting<ClassifyRun>.Integer(
            "data.test_every", "each so-many-th sequence of a label that training never looks at; 0 for none", 0, o => o.Model.TestEvery,
            (o, v) => o with { Model = o.Model with { TestEvery = (int)v } }),
        Setting<ClassifyRun>.Integer(
            "data.test_first", "recordings whose names end in a number below this, which training never looks at; 0 for none", 0, o => o.TestFirst,
            (o, v) => o with { TestFirst = (int)v }),
        Setting<ClassifyRun>.Text("data.text", "the column of texts, where the data is a table of texts", o => o.Text, (o, v) => o with { Text = v }),
        .. RowColumns.Settings.All.Where(s => s.Key != "data.piece")
            .Select(s => s.Lift<ClassifyRun>(o => o.Columns, (o, c) => o with { Columns = c })),
        .. SpectralSettings.List.All.Select(s => s.Lift<ClassifyRun>(o => o.Sound, (o, a) => o with { Sound = a })),
        .. ClassifierOptions.Settings.All.Select(s => s.Lift<ClassifyRun>(o => o.Model, (o, m) => o with { Model = m })),
        Setting<ClassifyRun>.Integer(
            "training.epochs", "passes over the training part", 1, o => o.Training.Epochs,
            (o, v) => o with { Training = o.Training with { Epochs = (int)v } }),
        .. TrainingSettings.Of<ClassifyRun>(o => o.Training, (o, t) => o with { Training = t }),
        Setting<ClassifyRun>.Integer(
            "training.seed", "the seed of every random number", 0, o => (long)o.Training.Seed,
            (o, v) => o with { Training = o.Training with { Seed = (ulong)v }, Model = o.Model with { Seed = (ulong)v } }),
        Setting<ClassifyRun>.Integer(
            "training.threads", "threads; 0 for all cores (results do not depend on it)", 0, o => o.Threads, (o, v) => o with { Threads = (int)v }),
    ], "classify");
}
