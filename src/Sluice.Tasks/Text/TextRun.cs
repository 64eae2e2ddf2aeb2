using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Tasks.Text;

/// <summary>Everything that repeats a training run on text.</summary>
/// <param name="Data">The text file, or <c>book:</c> and a language for the built-in one.</param>
/// <param name="Model">The sizes of the model.</param>
/// <param name="Training">How to train.</param>
/// <param name="Threads">Threads; 0 for all cores. Results do not depend on it.</param>
public sealed record TextRun(string Data, LanguageModelOptions Model, TrainingOptions Training, int Threads = 0)
{
    /// <summary>The text for validation; empty for a share of the other.</summary>
    public string ValidationData { get; init; } = "";

    /// <summary>The text for the figures at the end; empty for none.</summary>
    public string TestData { get; init; } = "";

    /// <summary>The settings.</summary>
    public static SettingList<TextRun> Settings { get; } = new(
    [
        Setting<TextRun>.Text("data.file", "the text to learn from", o => o.Data, (o, v) => o with { Data = v }),
        Setting<TextRun>.Text(
            "data.validation_file", "a text of its own for validation; empty for a share of the other", o => o.ValidationData,
            (o, v) => o with { ValidationData = v }),
        Setting<TextRun>.Text(
            "data.test_file", "a text for the figures at the end, which training never looks at; empty for none", o => o.TestData,
            (o, v) => o with { TestData = v }),
        .. LanguageModelOptions.Settings.All.Where(s => !IsOfTraining(s.Key))
            .Select(s => s.Lift<TextRun>(o => o.Model, (o, m) => o with { Model = m })),
        Setting<TextRun>.Integer(
            "training.epochs", "passes over the training part", 1, o => o.Training.Epochs,
            (o, v) => o with { Training = o.Training with { Epochs = (int)v } }),
        .. LanguageModelOptions.Settings.All.Where(s => IsOfTraining(s.Key) && s.Key != "training.seed")
            .Select(s => s.Lift<TextRun>(o => o.Model, (o, m) => o with { Model = m })),
        .. TrainingSettings.Of<TextRun>(o => o.Training, (o, t) => o with { Training = t }),
        TrainingSettings.Recompute<TextRun>(o => o.Training, (o, t) => o with { Training = t }),
        Setting<TextRun>.Integer(
            "training.seed", "the seed of every random number", 0, o => (long)o.Training.Seed,
            (o, v) => o with { Training = o.Training with { Seed = (ulong)v }, Model = o.Model with { Seed = (ulong)v } }),
        Setting<TextRun>.Integer(
            "training.threads", "threads; 0 for all cores (results do not depend on it)", 0, o => o.Threads, (o, v) => o with { Threads = (int)v }),
    ], "text");

    private static bool IsOfTraining(string key) => key.StartsWith("training.", StringComparison.Ordinal);
}
