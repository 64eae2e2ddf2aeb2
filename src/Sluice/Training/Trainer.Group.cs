using System.Globalization;
using System.Reflection;
using Sluice.Autodiff;
using Sluice.Formats;

namespace Sluice.Training;

public sealed partial class Trainer
{
    /// <summary>
    /// The processes that train the model together, each with the same task and options; null where this one trains alone. Process 0 has the
    /// folder, and its clock and its token count; the others are given none. All of them validate, as what they find is the same.
    /// </summary>
    public IProcessGroup? Group { get; init; }

    /// <summary>Makes sure that all processes do the same, before the first message whose length depends on it.</summary>
    private void Meet()
    {
        if (_batch is not null) return;
        var batch = new ShardedBatch(_task, _tape, _options.Shards, Group);
        if (Group is not null)
        {
            string Say(double value) => value.ToString("R", CultureInfo.InvariantCulture);
            var same = _options with { CheckpointSeconds = 0, CheckpointEvery = 0 };
            ProcessGroup.Agree(Group,
            [
                ("the version", typeof(Trainer).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? ""),
                ("the number of shards", Say(_options.Shards)),
                ("how to train", same.ToString()),
                ("steps between checkpoints", Say(_options.CheckpointEvery)),
                ("the number of steps", Say(_total)),
                .. _task.Parameters.Select((p, i) => ($"parameter {i + 1}", $"{p.Name} {Tensor.Describe(p.Shape)}")),
                .. _task.Carried.Select((c, i) => ($"state {i + 1}", c.Describe())),
            ]);
        }

        _batch = batch;
    }

    /// <summary>Goes on from the checkpoint that process 0 found.</summary>
    private int ResumeAsTold(IProcessGroup group)
    {
        byte[] bytes = ProcessGroup.Share(group, []);
        if (bytes.Length == 0) return 0;
        const string From = "the checkpoint of process 0";
        TakeUp(Checkpoint.Read(SafeTensorsFile.Parse(bytes, From), From, _task, _optimizer, _best.Weights), From);
        return _step;
    }

    private bool Stops(CancellationToken stop) => _batch!.Told?.Stops ?? stop.IsCancellationRequested;

    private void Tell(GradientSum told, CancellationToken stop) => told.Tell(stop.IsCancellationRequested, ClockSaysSave, RateFactor);

    /// <summary>Validation is the same in all processes; where it is not, one of them computes something else.</summary>
    private void AgreeOn(IReadOnlyDictionary<string, double> figures)
    {
        if (Group is null) return;
        ProcessGroup.Agree(Group, [.. figures.Select(f => ($"'{f.Key}' of the validation", f.Value.ToString("R", CultureInfo.InvariantCulture)))]);
    }
}
