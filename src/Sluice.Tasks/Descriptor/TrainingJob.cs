using Sluice.Devices;
using Sluice.Formats;
using Sluice.Layers;
using Sluice.Tasks.Glimpses;
using Sluice.Training;

namespace Sluice.Tasks.Descriptor;

/// <summary>A model that waits for its training; for one thread.</summary>
/// <param name="Task">The task.</param>
/// <param name="Config">The complete configuration.</param>
/// <param name="Options">How to train.</param>
/// <param name="Data">Model and data.</param>
/// <param name="Source">The data file, or what it is called.</param>
/// <param name="Save">Saves the model to a file.</param>
/// <param name="About">Lines on model and data.</param>
/// <param name="Figures">Names and texts of the figures of the trained model, baselines beside them.</param>
public sealed record TrainingJob(
    TaskDescriptor Task, string Config, TrainingOptions Options, ITrainable Data, string Source, Action<string> Save, IReadOnlyList<string> About,
    Func<TrainingResult, List<(string Name, string Text)>> Figures) : IDisposable
{
    /// <summary>What the model does in the midst of its training, or null; called on the training thread.</summary>
    public Func<Glimpse>? Look { get; init; }

    /// <summary>What is likely to be wrong with the data, as <c>check</c> says it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The model, where someone wants it after its training.</summary>
    public ILayer? Model { get; init; }

    /// <summary>The device of the run, where it asks for a number of threads.</summary>
    internal Device? Device { get; init; }

    /// <summary>Makes the device of the run the current one for the calling thread, until the answer is disposed.</summary>
    public IDisposable? UseDevice() => Device?.Use();

    /// <summary>Begins in a run folder, or goes on there: keeps the configuration and a fingerprint of the data.</summary>
    /// <returns>Lines on model and data, and on data that has changed since the run began.</returns>
    public IReadOnlyList<string> Begin(RunFolder folder)
    {
        AtomicFile.Write(folder.Config, Config);
        return DataFingerprint.Check(folder, Source) is { } changed ? [.. About, $"warning: {changed}"] : About;
    }

    /// <summary>Saves the trained model, its card and what it does at the end, and gives the figures.</summary>
    public IReadOnlyList<(string Name, string Text)> Finish(TrainingResult result, RunFolder folder)
    {
        Save(folder.Model);
        var figures = Figures(result);
        Look?.Invoke().Save(folder.Path);
        AtomicFile.Write(folder.Card, ModelCard.Of(this, result, folder, figures));
        return figures;
    }

    /// <summary>Ends the threads of the device.</summary>
    public void Dispose() => Device?.Dispose();
}

/// <summary>A model that has learned in one pass over the data, and what is to be kept of it.</summary>
/// <param name="Task">The task.</param>
/// <param name="Config">The complete configuration.</param>
/// <param name="Source">The data file, or what it is called.</param>
/// <param name="About">Lines on model and data.</param>
/// <param name="Seed">The seed.</param>
/// <param name="Save">Saves the model in a run folder, and measures it on the data.</param>
public sealed record OnePass(
    TaskDescriptor Task, string Config, string Source, IReadOnlyList<string> About, ulong Seed, Func<RunFolder, OnePassFigures> Save)
{
    /// <summary>What is likely to be wrong with the data, as <c>check</c> says it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Saves configuration, model and card, and gives the figures.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="seconds">The seconds since the beginning.</param>
    public OnePassFigures Finish(RunFolder folder, Func<double> seconds)
    {
        AtomicFile.Write(folder.Config, Config);
        DataFingerprint.Check(folder, Source);
        var figures = Save(folder);
        AtomicFile.Write(
            folder.Card, ModelCard.Of(new CardSubject(Task, Config, Source, About, Seed, seconds(), figures.Metrics), folder, figures.Texts));
        return figures;
    }
}

/// <summary>What was measured of a model that learned in one pass.</summary>
/// <param name="Rows">Rows seen.</param>
/// <param name="Machine">The figures for machines.</param>
/// <param name="Metrics">Those of the model card.</param>
/// <param name="Texts">Names and texts for people.</param>
public sealed record OnePassFigures(long Rows, object Machine, IReadOnlyDictionary<string, double> Metrics, List<(string Name, string Text)> Texts);
