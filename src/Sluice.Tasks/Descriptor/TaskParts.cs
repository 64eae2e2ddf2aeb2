using Sluice.Layers;
using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Descriptor;

/// <summary>A setting of a run.</summary>
/// <param name="Key">Such as <c>training.rate</c>.</param>
/// <param name="Comment">One line for people.</param>
/// <param name="Value">Its value.</param>
/// <param name="Choices">The values that it may have, where they are few.</param>
public sealed record TaskSetting(string Key, string Comment, string Value, IReadOnlyCollection<string> Choices);

/// <summary>A run on data that the program brings along.</summary>
/// <param name="Name">The data, as settings name it.</param>
/// <param name="Settings">The settings that differ, by key.</param>
public sealed record TaskExample(string Name, IReadOnlyDictionary<string, string> Settings);

/// <summary>An option of a command that one task has and others may have too.</summary>
/// <param name="Name">Such as <c>--beam</c>; the same name means the same type everywhere.</param>
/// <param name="Description">One line for people.</param>
/// <param name="Default">Its value where it is not given: a whole number, a number, a flag or a text, which is empty for none.</param>
public sealed record TaskOption(string Name, string Description, object Default)
{
    /// <summary>Whether the text names a model: a run folder, a file, or "last". The task is given the path of the file.</summary>
    public bool IsModel { get; init; }
}

/// <summary>What a model reads when it is looked into.</summary>
/// <param name="Reads">text, table, rows (sequences in files of several kinds), sound, music, or nothing where it needs no data.</param>
/// <param name="Spaced">Whether a space stands between the symbols of a text.</param>
public sealed record InputKind(string Reads, bool Spaced = false);

/// <summary>A run that is proposed for data.</summary>
/// <param name="Run">The run.</param>
/// <param name="Notes">What is to be said on some settings, by key.</param>
/// <param name="Lines">What was seen in the data: a name and a text each.</param>
/// <param name="Warnings">What is wrong with the data.</param>
public sealed record Proposal(
    TaskRun Run, IReadOnlyDictionary<string, string> Notes, IReadOnlyList<(string Name, string Text)> Lines, IReadOnlyList<string> Warnings);

/// <summary>How well data fits a task.</summary>
public enum FitStrength
{
    /// <summary>The task can learn from it, where that is asked for.</summary>
    Possible,

    /// <summary>It looks as if it were for this task.</summary>
    Likely,

    /// <summary>It can hardly be for anything else.</summary>
    Sure,
}

/// <summary>How data fits a task. It never changes: threads may share it.</summary>
/// <param name="Strength">How well.</param>
/// <param name="Why">Why, in words that go on after the name of the task and a colon.</param>
public sealed record TaskFit(FitStrength Strength, string Why)
{
    /// <summary>The settings that follow from the data: their values and why, by key.</summary>
    public IReadOnlyDictionary<string, (string Value, string Why)> Settings { get; init; } = new Dictionary<string, (string, string)>();

    /// <summary>The same with a setting that follows from the data.</summary>
    public TaskFit With(string key, string? value, string why)
        => string.IsNullOrEmpty(value) ? this : this with { Settings = new Dictionary<string, (string, string)>(Settings) { [key] = (value, why) } };
}

/// <summary>What the page of the studio says of a task.</summary>
/// <param name="Name">The task in a word or two.</param>
/// <param name="File">What it learns from, a sentence.</param>
/// <param name="Loss">The formula of what is made small in training.</param>
public sealed record PageWords(Words Name, Words File, string Loss = "L = 1/N Σ ℓ")
{
    /// <summary>By what the best weights are chosen, where it is another measure than the training loss.</summary>
    public Words? Measure { get; init; }
}

/// <summary>What the fuzzer feeds to the loader of a task.</summary>
/// <param name="Name">What the fuzzer calls it.</param>
/// <param name="Save">Each saves a small model under a path.</param>
/// <param name="Words">Words of the format of its files.</param>
/// <param name="Use">Uses a model that was loaded: a file that is accepted must work too.</param>
internal sealed record FuzzFeed(string Name, IReadOnlyList<Action<string>> Save, IReadOnlyList<string> Words, Action<ILayer> Use);
