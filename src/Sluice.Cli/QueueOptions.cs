using System.CommandLine;
using Sluice.Learn.Tuning;
using Sluice.Tasks.Reports;
using Sluice.Tasks.Settings;

namespace Sluice.Cli;

/// <summary>Where workers find their trials, and how many of them are here: for every command whose trainings can be done elsewhere.</summary>
internal sealed class QueueOptions
{
    private readonly Option<string?> _queue = new("--queue")
    {
        Description = $"where workers find their trials: {QueueAddress.Form}; the folder of the search otherwise"
    };
    private readonly WorkOptions _work = new();

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="jobs">What the help says of trainings side by side.</param>
    /// <param name="hasThreads">Whether a training may have more threads than one.</param>
    public void AddTo(Command command, string jobs, bool hasThreads)
    {
        command.Add(OptionGroup.Put(_queue, OptionGroup.Run));
        _work.AddTo(command, -1, jobs, hasThreads);
    }

    /// <summary>What was asked for.</summary>
    /// <param name="parsed">The command.</param>
    /// <param name="side">How many trainings side by side where that is not said; 0 for as many as there are cores.</param>
    public QueueChoice Of(ParseResult parsed, int side = 0)
    {
        var (workers, threads, lease) = _work.Of(parsed, side);
        return new QueueChoice(workers, threads, lease, parsed.GetValue(_queue));
    }
}

/// <summary>Who works.</summary>
/// <param name="Workers">Workers of this process.</param>
/// <param name="Threads">Threads of each.</param>
/// <param name="Lease">When work without a sign is free again.</param>
/// <param name="Join">The database by which workers are reached; null for the folder.</param>
internal sealed record QueueChoice(int Workers, int Threads, TimeSpan Lease, string? Join)
{
    /// <summary>Makes the queue of a search.</summary>
    public ITrialQueue Queue(string id, string folder)
    {
        if (Join is not null) return new PostgresQueue(QueueAddress.Connector(Join, "--queue"), id, folder, Lease);
        var queue = new FolderQueue(folder, Lease);
        queue.Create();
        queue.Recover();
        return queue;
    }

    /// <summary>Says how others can work, where nobody does here.</summary>
    public void TellWorkers(string folder, TextWriter error)
    {
        if (Workers > 0) return;
        error.WriteLine($"Nothing is trained here; workers: sluice worker --join {(Join is null ? Quoted.Path(folder) : "ADDRESS, as in --queue")}");
    }

    /// <summary>What stands behind the command that goes on.</summary>
    public string Again => Join is null ? "" : " --queue ADDRESS";
}
