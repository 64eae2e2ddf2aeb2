using Sluice.Autodiff;
using Sluice.Mpi;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Reports;
using Sluice.Training;

namespace Sluice.Cli;

/// <summary>One training run from the command line: folder, progress, interruption, model card.</summary>
internal static class TrainingRun
{
    /// <summary>Trains in a new folder, or goes on in one.</summary>
    /// <param name="run">What is to be trained.</param>
    /// <param name="resumed">The folder to go on in, or null.</param>
    /// <param name="folderName">The new folder; null to name it after the time.</param>
    /// <param name="json">Whether progress and results are for machines.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="error">Where messages go.</param>
    /// <param name="profile">What is told where the time of the steps goes, or null.</param>
    /// <param name="done">Called at the end with the trained model, where the training came to its end.</param>
    public static int Start(
        TaskRun run, string? resumed, string? folderName, bool json, TextWriter output, TextWriter error, StepProfile? profile = null,
        Action<TrainingJob>? done = null)
    {
        // A run that goes on is held before anything is read or written, one that begins before its first file.
        using var group = MpiGroup.Join();
        if (group is { Rank: > 0 }) return ManyProcesses.Follow(run, resumed is not null, group);
        using var going = resumed is null ? null : Hold(resumed, run);
        using var job = ManyProcesses.Prepare(run, group);
        int code = Start(job, resumed, going ?? Hold(StudyFolder.NewName(folderName, job.Task.Name), null), group, json, output, error, profile);
        if (code == CommandLine.Done) done?.Invoke(job);
        return code;
    }

    private static int Start(
        TrainingJob job, string? resumed, HeldFolder held, MpiGroup? group, bool json, TextWriter output, TextWriter error, StepProfile? profile)
    {
        using var device = ManyProcesses.UseDevice(job, group);
        using var hold = held;
        var folder = held.Folder;
        try
        {
            return Run(job, resumed, folder, group, json, output, error, profile);
        }
        catch when (resumed is null && folder.Latest is null && !File.Exists(folder.Model))
        {
            // A start that failed leaves nothing behind.
            held.Dispose();
            Directory.Delete(folder.Path, recursive: true);
            throw;
        }
    }

    private static int Run(
        TrainingJob job, string? resumed, RunFolder folder, MpiGroup? group, bool json, TextWriter output, TextWriter error, StepProfile? profile)
    {
        var progress = new Progress(json ? output : error, json, job.Task.Predicted);
        var trainer = new Trainer(job.Data, job.Options, folder, job.Save, progress.Show) { Group = group, Profile = profile };
        int done = resumed is null ? 0 : trainer.Resume();
        string[] damaged = [.. trainer.Damaged.Select(d => $"a checkpoint is damaged and the one before it is taken: {d}")];

        // What cannot go on leaves the configuration as it was.
        var about = job.Begin(folder);
        // The first Ctrl-C finishes the step and saves; the second stops at once, and the last checkpoint stays.
        using var stop = new Interruption(first: Finishing, atOnce: progress.End);
        if (!json)
        {
            Introduce(about, [.. job.Warnings, .. damaged], error);
            if (group is not null)
            {
                Screen.WriteLine(
                    error,
                    $"{group.Count} processes, {job.Options.Shards} shards of a batch. If one is lost, mpirun ends all of them; to go on from the last checkpoint with as many as are left, --resume {Quoted.Path(folder.Path)}",
                    2);
            }

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

        if (profile is not null) ProfileTable.Write(profile, json, output);
        if (result.End == TrainingEnd.Interrupted)
        {
            error.WriteLine(result.Best.Count == 0
                ? $"Stopped after step {result.Steps}, before the first validation: there is no model yet. To go on:"
                : $"Stopped after step {result.Steps}. The model is that of the best validation, at step {result.BestStep}; what came after it is in the checkpoint. To go on:");
            error.WriteLine($"sluice train {job.Task.Name} --resume {Quoted.Path(folder.Path)}");
            return CommandLine.Interrupted;
        }

        var figures = job.Finish(result, folder);
        if (json)
        {
            output.WriteLine(
                JsonLine.Of(new { Event = "done", Loss = result.Best["loss"], result.Steps, Folder = folder.Path, Figures = result.Best }));
            return CommandLine.Done;
        }

        Write(figures, folder, output);
        return CommandLine.Done;

        void Finishing()
        {
            progress.End();
            error.WriteLine("finishing the step and saving; interrupt again to stop at once");
        }
    }

    /// <summary>Says what is learned from, and what is likely to be wrong with it.</summary>
    public static void Introduce(IReadOnlyList<string> about, IReadOnlyList<string> warnings, TextWriter error)
    {
        foreach (string line in about) error.WriteLine(line);
        foreach (string warning in warnings) Screen.WriteLine(error, $"warning: {warning}", 9);
    }

    /// <summary>Writes figures, and where the run is.</summary>
    public static void Write(IReadOnlyList<(string Name, string Text)> figures, RunFolder folder, TextWriter output)
    {
        foreach (var (name, text) in figures) Screen.WriteLine(output, $"{name,-16} {text}", 17);
        output.WriteLine($"{"run folder",-16} {folder.Path}");
    }

    /// <summary>Opens a folder and holds it.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="resumed">The run that is to go on in it; null for one that begins.</param>
    /// <exception cref="SluiceException">It cannot be made, another trains in it, or what may not change has changed.</exception>
    public static HeldFolder Hold(string path, TaskRun? resumed)
    {
        var folder = Open(path);
        var hold = folder.Hold();
        try
        {
            resumed?.CheckResumed(folder);
            return new HeldFolder(folder, hold);
        }
        catch
        {
            hold.Dispose();
            throw;
        }
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

/// <summary>A run folder that nobody else trains in.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Kept">What is disposed of when it is free again.</param>
internal sealed record HeldFolder(RunFolder Folder, IDisposable Kept) : IDisposable
{
    public void Dispose() => Kept.Dispose();
}
