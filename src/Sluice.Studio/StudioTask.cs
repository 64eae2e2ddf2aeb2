using System.Text.Json;
using Sluice.Training;

namespace Sluice.Studio;

/// <summary>A task that can be trained from the page; the command line hands over its own.</summary>
/// <param name="Name">The word after <c>train</c>.</param>
/// <param name="Title">What its models are, such as "A forecaster".</param>
/// <param name="File">What the file to learn from is.</param>
/// <param name="Config">The complete configuration before any setting, in JSON with comments.</param>
/// <param name="Prepare">Reads the data that a configuration names, and builds the model. Its errors name file and place.</param>
public sealed record StudioTask(string Name, string Title, string File, string Config, Func<string, StudioJob> Prepare);

/// <summary>A model that waits for its training.</summary>
/// <param name="Task">The name of the task.</param>
/// <param name="Config">The complete configuration.</param>
/// <param name="Options">How to train.</param>
/// <param name="Data">Model and data.</param>
/// <param name="Save">Saves the model to a file.</param>
/// <param name="About">Lines on model and data.</param>
public sealed record StudioJob(string Task, string Config, TrainingOptions Options, ITrainable Data, Action<string> Save, IReadOnlyList<string> About);
