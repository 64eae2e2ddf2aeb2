using Sluice.Devices;
using Sluice.Formats;
using Sluice.Mpi;
using Sluice.Tasks.Descriptor;
using Sluice.Training;

namespace Sluice.Cli;

/// <summary>Training in the processes that <c>mpirun</c> started: process 0 has the run folder and speaks, the others compute.</summary>
internal static class ManyProcesses
{
    // What may differ between processes: where the data lies on a machine, and how many threads there are.
    private static readonly string[] s_own = ["data.file", "data.sql", "training.threads", "training.checkpoint_seconds"];

    /// <summary>Reads the data in each process; where that fails in one, all of them end.</summary>
    /// <exception cref="SluiceException">It failed somewhere, or data or settings are not the same.</exception>
    public static TrainingJob Prepare(TaskRun run, MpiGroup? group)
    {
        if (group is null) return run.Prepare();
        TrainingJob job;
        try
        {
            job = run.Prepare();
        }
        catch (SluiceException e) when (group.Rank > 0)
        {
            // Process 0 tells; one that fails itself ends all by that.
            ProcessGroup.AllWell(group, e.Message);
            throw;
        }

        try
        {
            ProcessGroup.AllWell(group, null);
            ProcessGroup.Agree(group,
            [
                ("the task", run.Task.Name),
                ("the content of the data", Path.Exists(FileScope.Check(job.Source)) ? DataFingerprint.Of(job.Source) : job.Source),
                .. run.Task.Settings.Where(s => !s_own.Contains(s.Key)).Select(s => (s.Key, run[s.Key])),
            ]);
            return job;
        }
        catch
        {
            job.Dispose();
            throw;
        }
    }

    /// <summary>Does what a process does that is not the first.</summary>
    public static int Follow(TaskRun run, bool resumes, MpiGroup group)
    {
        using var job = Prepare(run, group);
        using var device = UseDevice(job, group);
        using var stop = new Interruption(); // Process 0 says when to stop.
        var trainer = new Trainer(job.Data, job.Options) { Group = group };
        if (resumes) trainer.Resume();
        trainer.Run();
        return CommandLine.Done;
    }

    /// <summary>The device of the run; processes of one machine share its cores where the run does not say how many threads it wants.</summary>
    public static IDisposable? UseDevice(TrainingJob job, MpiGroup? group)
        => job.UseDevice() ?? (group is null ? null : new SharedCores(Math.Max(1, Environment.ProcessorCount / MpiGroup.OnThisMachine)));

    private sealed class SharedCores : IDisposable
    {
        private readonly Device _device;
        private readonly IDisposable _use;

        public SharedCores(int threads)
        {
            _device = Device.Create(threads);
            _use = _device.Use();
        }

        public void Dispose()
        {
            _use.Dispose();
            _device.Dispose();
        }
    }
}
