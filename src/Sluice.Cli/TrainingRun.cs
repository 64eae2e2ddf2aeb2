using Sluice.Cli.Tasks;
using Sluice.Formats;
using Sluice.Studio;
using Sluice.Training;

namespace Sluice.Cli;

/// <summary>What a task brings to a training run.</summary>
/// <param name="Task">The task.</param>
/// <param name="Config">The complete configuration.</param>
/// <param name="Options">How to train.</param>
/// <param name="Data">Model and data.</param>
/// <param name="Source">The data file, or what it is called.</param>
/// <param name="Save">Saves the model to a file.</param>
/// <param name="About">Lines on model and data.</param>
/// <param name="Figures">Names and texts of the figures of the trained model, baselines beside them.</param>
internal sealed record TrainingJob(
    ITaskCommands Task, string Config, TrainingOptions Options, ITrainable Data, string Source, Action<string> Save, string[] About, Func<TrainingResult, List<(string Name, string Text)>> Figures)
{
    /// <summary>What the model does in the midst of its training, or null.</summary>
    public Func<Glimpse>? Look { get; init; }

    /// <summary>Saves the trained model, its card and what it does at the end, and gives the figures.</summary>
    public List<(string Name, string Text)> Finish(TrainingResult result, RunFolder folder)
    {
        Save(folder.Model);
        var figures = Figures(result);
        Look?.Invoke().Save(folder.Path);
        AtomicFile.Write(folder.Card, ModelCard.Of(this, result, folder, figures));
        return figures;
    }
}

/// <summary>One training run from the command line: folder, progress, interruption, model card.</summary>
internal static class TrainingRun
{
    public static int Start(TrainingJob job, string? resumed, string? folderName, bool json, TextWriter output, TextWriter error)
    {
        var folder = Open(resumed ?? StudyFolder.NewName(folderName, job.Task.Name));
        AtomicFile.Write(folder.Config, job.Config);
        var progress = new Progress(json ? output : error, json, job.Task.Predicted);
        var trainer = new Trainer(job.Data, job.Options, folder, job.Save, progress.Show);
        int done = resumed is null ? 0 : trainer.Resume();
        // The first Ctrl-C finishes the step and saves; the second stops at once, and the last checkpoint stays.
        using var stop = new Interruption(progress.End);
        if (!json)
        {
            foreach (string line in job.About) error.WriteLine(line);
            if (done > 0) error.WriteLine($"going on after step {done}");
        }

        TrainingResult result;
        try
        {
            result = trainer.Run(stop.Token);
        }
        catch (SluiceFormatException) when (folder.Latest is not null)
        {
            // Data that is read as training goes on can go away.
            progress.End();
            error.WriteLine($"The last checkpoint is saved. To go on from it: sluice train {job.Task.Name} --resume {Quoted.Path(folder.Path)}");
            throw;
        }
        finally
        {
            progress.End();
        }

        if (result.End == TrainingEnd.Interrupted)
        {
            error.WriteLine($"Stopped after step {result.Steps}. To go on:");
            error.WriteLine($"sluice train {job.Task.Name} --resume {Quoted.Path(folder.Path)}");
            return CommandLine.Interrupted;
        }

        var figures = job.Finish(result, folder);
        if (json)
        {
            output.WriteLine(JsonLine.Of(new { Event = "done", Loss = result.Best["loss"], result.Steps, Folder = folder.Path, Figures = result.Best }));
            return CommandLine.Done;
        }

        foreach (var (name, text) in figures) Screen.WriteLine(output, $"{name,-16} {text}", 17);
        output.WriteLine($"{"run folder",-16} {folder.Path}");
        return CommandLine.Done;
    }

    private static RunFolder Open(string path)
    {
        try
        {
            return new RunFolder(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new SluiceException($"the run folder {path} cannot be made: {e.Message} Name another with --out.", e);
        }
    }
}
