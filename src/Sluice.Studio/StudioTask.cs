using Sluice.Training;

namespace Sluice.Studio;

/// <summary>A task that can be trained from the page; the command line hands over its own.</summary>
/// <param name="Name">The word after <c>train</c>.</param>
/// <param name="Title">What its models are, such as "A forecaster".</param>
/// <param name="File">What the file to learn from is.</param>
/// <param name="Settings">Every setting of a run with its value before any choice.</param>
/// <param name="Prepare">Reads the data that settings (by key) name, and builds the model. Its errors name key, file and place.</param>
/// <param name="Complaint">What is wrong with a value of a setting (by key), or null where it may be.</param>
/// <param name="Examples">What can be trained without any file.</param>
public sealed record StudioTask(
    string Name, string Title, string File, IReadOnlyList<StudioSetting> Settings, Func<IReadOnlyDictionary<string, string>, StudioJob> Prepare,
    Func<string, string, string?> Complaint, IReadOnlyList<StudioExample> Examples);

/// <summary>A run on data that the program brings along.</summary>
/// <param name="Name">The data, as settings name it.</param>
/// <param name="Settings">The settings that differ, by key.</param>
public sealed record StudioExample(string Name, IReadOnlyDictionary<string, string> Settings);

/// <summary>A setting of a run.</summary>
/// <param name="Key">Such as <c>training.rate</c>.</param>
/// <param name="Comment">One line for people.</param>
/// <param name="Value">Its value.</param>
/// <param name="Choices">The values that it may have, where they are few.</param>
public sealed record StudioSetting(string Key, string Comment, string Value, IReadOnlyCollection<string> Choices);

/// <summary>A model that waits for its training.</summary>
/// <param name="Config">The complete configuration.</param>
/// <param name="Options">How to train.</param>
/// <param name="Data">Model and data.</param>
/// <param name="Save">Saves the model to a file.</param>
/// <param name="About">Lines on model and data.</param>
/// <param name="Finish">Saves the trained model and its card in the run folder, and gives the figures with naive baselines beside them.</param>
/// <param name="Look">What the model does at the moment, or null; called on the training thread.</param>
public sealed record StudioJob(
    string Config, TrainingOptions Options, ITrainable Data, Action<string> Save, IReadOnlyList<string> About, Func<TrainingResult, RunFolder, IReadOnlyList<(string Name, string Text)>> Finish, Func<Glimpse>? Look);
