using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Tasks.Generate;

/// <summary>Everything that repeats the training of a net that generates.</summary>
/// <param name="Data">Music (JSON with parts), strokes (lines of JSON lists, or a table), or a table.</param>
/// <param name="Model">The form and the sizes of the net.</param>
/// <param name="Training">How to train.</param>
/// <param name="Threads">Threads; 0 for all cores. Results do not depend on it.</param>
public sealed record GenerateRun(string Data, GeneratorOptions Model, TrainingOptions Training, int Threads = 0)
{
    /// <summary>The query that gives the table, where it is in a database.</summary>
    public TableSettings Table { get; init; } = new();

    /// <summary>Data of its own for validation; empty for a share of the other.</summary>
    public string ValidationData { get; init; } = "";

    /// <summary>The share of sequences, the last ones, kept for validation.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>The columns of a table that make a step; empty for dx, dy, pen where they are there, else for all numbers.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>The column that says to which sequence a row belongs; empty for one sequence.</summary>
    public string Id { get; init; } = "";

    /// <summary>Whether a column of numbers is one of classes.</summary>
    public bool Classes => Model.Likelihood == "categorical";

    /// <summary>Rows at which a sequence of a table is cut into pieces; 0 for never.</summary>
    public int Piece { get; init; } = 100;

    /// <summary>The settings.</summary>
    public static SettingList<GenerateRun> Settings { get; } = new(
    [
        Setting<GenerateRun>.Text(
            "data.file", "music (JSON with the parts train, valid and test), strokes (a JSON list of [dx, dy, lifted] a line), or a table",
            o => o.Data, (o, v) => o with { Data = v }),
        .. TableSettings.Settings.All.Select(s => s.Lift<GenerateRun>(o => o.Table, (o, d) => o with { Table = d })),
        Setting<GenerateRun>.Text(
            "data.validation_file", "data of the same kind for validation; empty for a share of the other", o => o.ValidationData,
            (o, v) => o with { ValidationData = v }),
        Setting<GenerateRun>.Number(
            "data.validation", "the share of sequences, the last ones, kept for validation where it has no data of its own", 0.001, 0.9,
            o => o.Validation, (o, v) => o with { Validation = v }),
        Setting<GenerateRun>.List(
            "data.columns", "the columns of a table that make a step, with commas; empty for dx, dy and pen, or else all numbers", o => o.Columns,
            (o, v) => o with { Columns = v }),
        Setting<GenerateRun>.Text(
            "data.id", "the column that says to which sequence a row of a table belongs; empty for one sequence", o => o.Id,
            (o, v) => o with { Id = v }),
        Setting<GenerateRun>.Integer(
            "data.piece", "rows at which a sequence of a table is cut into pieces, up to 65535; 0 for never", 0, o => o.Piece,
            (o, v) => o with { Piece = (int)v }),
        .. GeneratorOptions.Settings.All.Where(s => s.Key != "training.seed")
            .Select(s => s.Lift<GenerateRun>(o => o.Model, (o, m) => o with { Model = m })),
        Setting<GenerateRun>.Integer(
            "training.epochs", "passes over the sequences to learn from", 1, o => o.Training.Epochs,
            (o, v) => o with { Training = o.Training with { Epochs = (int)v } }),
        .. TrainingSettings.Of<GenerateRun>(o => o.Training, (o, t) => o with { Training = t }),
        Setting<GenerateRun>.Integer(
            "training.seed", "the seed of every random number", 0, o => (long)o.Training.Seed,
            (o, v) => o with { Training = o.Training with { Seed = (ulong)v }, Model = o.Model with { Seed = (ulong)v } }),
        Setting<GenerateRun>.Integer(
            "training.threads", "threads; 0 for all cores (results do not depend on it)", 0, o => o.Threads, (o, v) => o with { Threads = (int)v }),
    ], "generate");
}
