using Sluice.Training;

namespace Sluice.Tasks.Descriptor;

/// <summary>Every setting of a run with its value. It never changes: setting a value gives another run.</summary>
public abstract class TaskRun
{
    /// <summary>The task.</summary>
    public abstract TaskDescriptor Task { get; }

    /// <summary>The value of a setting; empty where the task has no such setting.</summary>
    public abstract string this[string key] { get; }

    /// <summary>Whether data is named: a file or a query.</summary>
    public bool HasData => this["data.file"].Length > 0 || this["data.query"].Length > 0;

    /// <summary>Threads of its training; 0 for all cores.</summary>
    public int Threads => int.TryParse(this["training.threads"], out int threads) ? threads : 0;

    /// <summary>The run with another value.</summary>
    /// <exception cref="SluiceException">There is no such setting, or the value does not fit.</exception>
    public abstract TaskRun With(string key, string value);

    /// <summary>The run with the values of a configuration.</summary>
    /// <exception cref="SluiceFormatException">The configuration is broken, of another task, or has values that do not fit: with file, line and
    /// column.</exception>
    public abstract TaskRun WithJson(string json, string file);

    /// <summary>The complete configuration, with comments.</summary>
    /// <param name="notes">What is to be said on some keys besides.</param>
    public abstract string ToJson(IReadOnlyDictionary<string, string>? notes = null);

    /// <summary>Reads the data and builds the model. Errors name key, file and place.</summary>
    /// <returns>The training, on a device with the threads of the run; it is disposed by who trains.</returns>
    /// <exception cref="SluiceException">Data or settings do not fit.</exception>
    public abstract TrainingJob Prepare();

    /// <summary>Learns in one pass over the data, where the task does (<see cref="TaskDescriptor.LearnsInSteps"/> says no).</summary>
    /// <param name="resumed">The model file to go on with, or null.</param>
    public abstract OnePass Learn(string? resumed);

    /// <summary>
    /// Checks that the run may go on in a folder: seed, cell, data and whatever else its numbers depend on are as its configuration there
    /// says. Epochs, patience, checkpoints, threads and the way to a database may change, and the name of a file whose content is the same.
    /// </summary>
    /// <param name="folder">The folder; where it keeps no configuration, anything goes.</param>
    /// <exception cref="SluiceException">Something else has changed, or the configuration cannot be read.</exception>
    public abstract void CheckResumed(RunFolder folder);

    /// <summary>What is in the data: a report on a text, a table or sequences.</summary>
    /// <param name="config">The configuration that names the data; null where the data was named by itself.</param>
    /// <exception cref="SluiceException">The data cannot be read.</exception>
    public abstract object Report(string? config);
}
