using System.Diagnostics;
using Sluice.Formats;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Registry;
using Sluice.Training;

namespace Sluice.Learn.Tuning;

/// <summary>
/// Does a piece of work: goes on with the run folder of a trial, or begins it, and pauses at the end of an epoch. The schedule of the learning
/// rate is that of all epochs from the beginning, so a trial that reaches the last is what <c>sluice train</c> makes of its settings, to the bit;
/// and a worker that lacks the folder comes to the same by training from the start.
/// </summary>
public static class TrialRun
{
    /// <summary>The version of the program; another may compute other bits.</summary>
    public static string Version { get; } = typeof(TrialRun).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>Does it.</summary>
    /// <param name="work">The work.</param>
    /// <param name="folder">The folder of the search, or the worker's own.</param>
    /// <param name="threads">Threads; the result does not depend on them.</param>
    /// <param name="worker">Who does it.</param>
    /// <param name="stop">Ends it: the step is finished and a checkpoint saved.</param>
    /// <returns>The result; null where it was ended, or where another process trains in the folder.</returns>
    /// <exception cref="SluiceException">It cannot be done here: the data is missing or another, the program has another version, or the disk
    /// refuses.</exception>
    public static TrialResult? Do(TrialWork work, string folder, int threads, string worker, CancellationToken stop)
    {
        var clock = Stopwatch.StartNew();
        CheckVersion(work);
        var run = TaskRegistry.Get(work.Task).Start().WithJson(work.Config, work.Name).With("training.threads", $"{threads}");
        TrialResult Result(TrainingResult? result, string? failure)
        {
            var figures = (result?.Best ?? new Dictionary<string, double>()).Where(f => double.IsFinite(f.Value)).ToDictionary();
            double? loss = figures.TryGetValue("loss", out double value) ? value : null;
            return new TrialResult(
                work.Name, loss, figures, result?.Steps ?? 0, loss is null ? failure ?? "the validation loss is no number" : null,
                Math.Round(clock.Elapsed.TotalSeconds, 2), worker);
        }

        TrainingJob job;
        try
        {
            job = run.Prepare();
        }
        catch (SluiceException e) when (IsOfTheTrial(e))
        {
            return Result(null, e.Message);
        }

        using (job)
        {
            CheckData(work, job.Source);
            using var device = job.UseDevice();
            string path = Path.Combine(folder, work.Step.Folder);

            // Whoever was thought dead and is only slow still has it.
            if (RunFolder.IsHeld(path)) return null;
            var runs = new RunFolder(path);
            using var hold = runs.Hold();
            try
            {
                return Train(work, job, runs, stop) is { } result ? Result(result, null) : null;
            }
            catch (SluiceException e) when (IsOfTheTrial(e))
            {
                return Result(null, e.Message);
            }
        }
    }

    /// <summary>The SHA-256 of the data of a run; empty where it is no file.</summary>
    public static string DataOf(TrainingJob job) => DataOf(job.Source);

    /// <summary>The SHA-256 of a file of data; empty where it is no file.</summary>
    internal static string DataOf(string source) => Path.Exists(source) ? DataFingerprint.Of(source) : "";

    /// <summary>Sees that work is from this version of the program.</summary>
    /// <exception cref="SluiceException">It is from another.</exception>
    internal static void CheckVersion(TrialWork work)
    {
        if (work.Version != Version)
            throw new SluiceException($"{work.Task}: {work.Name} is from version {work.Version} of this program, and this is {Version}; other versions may compute other bits.");
    }

    private static TrainingResult? Train(TrialWork work, TrainingJob job, RunFolder folder, CancellationToken stop)
    {
        int end = StepsOf(job, work.Step.Epochs);
        bool pauses = work.Step.Epochs < job.Options.Epochs;
        if (pauses && StepOf(folder.Latest) >= end) BeginAnew(folder);
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var trainer = new Trainer(job.Data, job.Options, folder, job.Save, happened =>
        {
            if (pauses && happened is ValidationEvent && happened.Step >= end) pause.Cancel();
        });
        trainer.Resume();
        job.Begin(folder);
        var result = trainer.Run(pause.Token);
        if (result.End == TrainingEnd.Interrupted && result.Steps < end) return null;
        if (work.Step.Fresh > 0) job.Finish(result, folder);
        return result;
    }

    private static int StepsOf(TrainingJob job, int epochs)
    {
        int steps = 0;
        for (int epoch = 0; epoch < epochs; epoch++) steps += job.Data.Steps(epoch);
        return steps;
    }

    /// <summary>The step of a checkpoint, by its name; 0 for none.</summary>
    private static int StepOf(string? checkpoint)
        => Path.GetFileNameWithoutExtension(checkpoint)?.Split('-') is [_, var step] && int.TryParse(step, out int n) ? n : 0;

    /// <summary>
    /// The folder stands beyond the work: its worker died before it handed in the result, or the result was removed. Training from the start comes
    /// to the same.
    /// </summary>
    private static void BeginAnew(RunFolder folder)
    {
        foreach (string file in new[] { folder.Events, folder.Model }) File.Delete(FileScope.Check(file));
        while (folder.Latest is { } checkpoint) File.Delete(FileScope.Check(checkpoint));
    }

    /// <summary>Sees that a file has the data of the search.</summary>
    /// <exception cref="SluiceFormatException">It is missing, or has other data.</exception>
    internal static void CheckData(TrialWork work, string source)
    {
        if (work.Data.Length > 0 && DataOf(source) is var here && here != work.Data)
            throw new SluiceFormatException(
                $"this is not the data of the search, whose SHA-256 is {work.Data[..12]}...{(here.Length > 0 ? $"; here it is {here[..12]}..." : "")}", source);
    }

    /// <summary>Whether an error comes of the settings of the trial, and not of the machine or its files.</summary>
    private static bool IsOfTheTrial(SluiceException e)
        => e is not SluiceFormatException && e.InnerException is not (IOException or UnauthorizedAccessException);
}
