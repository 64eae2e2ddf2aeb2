using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Tasks.Translate;

/// <summary>Everything that repeats the training of a translator.</summary>
/// <param name="Data">Pairs of texts, or the file of sources where the targets have a file of their own.</param>
/// <param name="Model">The sizes of the model.</param>
/// <param name="Training">How to train.</param>
/// <param name="Threads">Threads; 0 for all cores. Results do not depend on it.</param>
public sealed record TranslateRun(string Data, TranslatorOptions Model, TrainingOptions Training, int Threads = 0)
{
    /// <summary>The file of targets, where they have one of their own.</summary>
    public string Targets { get; init; } = "";

    /// <summary>Whether the other direction is learned.</summary>
    public bool Swapped { get; init; }

    /// <summary>Whether phonemes of a dictionary keep their stress.</summary>
    public bool Stress { get; init; }

    /// <summary>Each so-many-th source is kept for the figures at the end; 0 for none.</summary>
    public int TestEvery { get; init; }

    /// <summary>Pairs of their own for validation, or the file of sources; empty for a share of the others.</summary>
    public string ValidationData { get; init; } = "";

    /// <summary>The file of targets for validation, where they have one of their own.</summary>
    public string ValidationTargets { get; init; } = "";

    /// <summary>Pairs of their own for the figures at the end, or the file of sources; empty for those of <see cref="TestEvery"/>.</summary>
    public string TestData { get; init; } = "";

    /// <summary>The file of targets for the figures at the end, where they have one of their own.</summary>
    public string TestTargets { get; init; } = "";

    /// <summary>The settings.</summary>
    public static SettingList<TranslateRun> Settings { get; } = new(
    [
        Setting<TranslateRun>.Text(
            "data.file",
            "pairs: two columns with a tab between, a dictionary of pronunciations, the file of sources, practice:reversed or practice:dates",
            o => o.Data, (o, v) => o with { Data = v }),
        Setting<TranslateRun>.Text(
            "data.targets_file", "the file of targets, where they have one of their own", o => o.Targets, (o, v) => o with { Targets = v }),
        Setting<TranslateRun>.Text(
            "data.validation_file", "pairs of their own for validation, or the file of sources; empty for a share of the others",
            o => o.ValidationData, (o, v) => o with { ValidationData = v }),
        Setting<TranslateRun>.Text(
            "data.validation_targets_file", "the file of targets for validation, where they have one of their own", o => o.ValidationTargets,
            (o, v) => o with { ValidationTargets = v }),
        Setting<TranslateRun>.Text(
            "data.test_file", "pairs of their own for the figures at the end, or the file of sources; empty for none", o => o.TestData,
            (o, v) => o with { TestData = v }),
        Setting<TranslateRun>.Text(
            "data.test_targets_file", "the file of targets for the figures at the end, where they have one of their own", o => o.TestTargets,
            (o, v) => o with { TestTargets = v }),
        Setting<TranslateRun>.Flag("data.swapped", "whether the other direction is learned", o => o.Swapped, (o, v) => o with { Swapped = v }),
        Setting<TranslateRun>.Flag(
            "data.stress", "whether phonemes of a dictionary keep their stress", o => o.Stress, (o, v) => o with { Stress = v }),
        Setting<TranslateRun>.Number(
            "data.validation", "the share of the sources kept for validation", 0, 0.9, o => o.Model.Validation,
            (o, v) => o with { Model = o.Model with { Validation = v } }),
        Setting<TranslateRun>.Integer(
            "data.test_every", "each so-many-th source that training never looks at; 0 for none", 0, o => o.TestEvery,
            (o, v) => o with { TestEvery = (int)v }),
        .. TranslatorOptions.Settings.All.Select(s => s.Lift<TranslateRun>(o => o.Model, (o, m) => o with { Model = m })),
        Setting<TranslateRun>.Integer(
            "training.epochs", "passes over the training part", 1, o => o.Training.Epochs,
            (o, v) => o with { Training = o.Training with { Epochs = (int)v } }),
        .. TrainingSettings.Of<TranslateRun>(o => o.Training, (o, t) => o with { Training = t }),
        Setting<TranslateRun>.Integer(
            "training.seed", "the seed of every random number", 0, o => (long)o.Training.Seed,
            (o, v) => o with { Training = o.Training with { Seed = (ulong)v }, Model = o.Model with { Net = o.Model.Net with { Seed = (ulong)v } } }),
        Setting<TranslateRun>.Integer(
            "training.threads", "threads; 0 for all cores (results do not depend on it)", 0, o => o.Threads, (o, v) => o with { Threads = (int)v }),
    ], "translate");
}
