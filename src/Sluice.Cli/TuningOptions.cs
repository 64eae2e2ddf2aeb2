using System.CommandLine;
using Sluice.Learn.Tuning;
using Sluice.Tasks.Settings;

namespace Sluice.Cli;

/// <summary>The options of a search, beside those of training.</summary>
internal sealed class TuningOptions
{
    private readonly Option<int?> _trials = new("--trials") { Description = "how many trials; 27 where neither this nor --minutes is given" };
    private readonly Option<double?> _minutes
        = new("--minutes") { Description = "for how long new trials begin; how many do depends on the machine, and is said at the end" };
    private readonly Option<string[]> _space
        = new("--space") { Description = "KEY=LEAST..MOST or KEY=A,B,C: what is searched of a setting, in the place of the usual space or beside it" };
    private readonly Option<string?> _queue = new("--queue")
    {
        Description = $"where workers find their trials: {QueueAddress.Form}; the folder of the search otherwise"
    };
    private readonly WorkOptions _work = new();

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _trials, _minutes, _space }) command.Add(OptionGroup.Put(option, "search"));
        command.Add(OptionGroup.Put(_queue, OptionGroup.Run));
        _work.AddTo(command, -1, "trainings side by side here; as many as there are cores, 0 to leave all to 'sluice worker'");
    }

    public TuningChoice Of(ParseResult parsed)
    {
        int? trials = parsed.GetValue(_trials);
        double? minutes = parsed.GetValue(_minutes);
        if (trials is not null && minutes is not null) throw new UsageException("tune: expected --trials or --minutes, got both.");
        if (trials < 1) throw new UsageException($"--trials: expected 1 or more, got {trials}.");
        if (minutes is { } m && !(m > 0)) throw new UsageException($"--minutes: expected more than 0, got {m}.");
        var (workers, threads, lease) = _work.Of(parsed);
        return new TuningChoice(trials, minutes, parsed.GetValue(_space) ?? [], workers, threads, lease, parsed.GetValue(_queue));
    }
}

/// <summary>What was asked for of a search.</summary>
/// <param name="Trials">How many trials; null where it is not said.</param>
/// <param name="Minutes">For how long; null where it is not said.</param>
/// <param name="Space">Settings to search.</param>
/// <param name="Workers">Workers of this process.</param>
/// <param name="Threads">Threads of each.</param>
/// <param name="Lease">When work without a sign is free again.</param>
/// <param name="Join">The database by which workers are reached; null for the folder.</param>
internal sealed record TuningChoice(
    int? Trials, double? Minutes, IReadOnlyList<string> Space, int Workers, int Threads, TimeSpan Lease, string? Join)
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
}

/// <summary>How much is worked at a time, and how long work may go without a sign.</summary>
internal sealed class WorkOptions
{
    private readonly Option<int?> _threads = new("--worker-threads") { Description = "threads of each training; the cores shared evenly otherwise (results do not depend on it)" };
    private readonly Option<double> _lease = new("--lease")
    {
        Description = "seconds after which work that shows no sign of its worker is taken again",
        DefaultValueFactory = _ => Lease.Usual.TotalSeconds,
    };
    private Option<int> _jobs = null!;
    private int _usual;

    /// <summary>Adds them to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="usual">How many trainings side by side; -1 for as many as there are cores.</param>
    /// <param name="about">What the help says of it.</param>
    public void AddTo(Command command, int usual, string about)
    {
        _usual = usual;
        _jobs = new Option<int>("--jobs") { Description = about, DefaultValueFactory = _ => usual };
        command.Add(OptionGroup.Put(_jobs, OptionGroup.Run, usual < 0 ? "" : $"{usual}"));
        command.Add(OptionGroup.Put(_threads, OptionGroup.Run));
        command.Add(OptionGroup.Put(_lease, OptionGroup.Run, $"{Lease.Usual.TotalSeconds}"));
    }

    public (int Workers, int Threads, TimeSpan Lease) Of(ParseResult parsed)
    {
        int jobs = parsed.GetValue(_jobs), cores = Environment.ProcessorCount;
        if (jobs < Math.Min(_usual, 0) || (_usual > 0 && jobs < 1)) throw new UsageException($"--jobs: expected {(_usual > 0 ? 1 : 0)} or more, got {jobs}.");
        if (jobs < 0) jobs = cores;
        int threads = parsed.GetValue(_threads) ?? Math.Max(1, cores / Math.Max(1, jobs));
        if (threads < 1) throw new UsageException($"--worker-threads: expected 1 or more, got {threads}.");
        double lease = parsed.GetValue(_lease);
        if (!(lease >= 0.1 && lease < 1e6)) throw new UsageException($"--lease: expected seconds from 0.1 to a million, got {lease}.");
        return (jobs, threads, TimeSpan.FromSeconds(lease));
    }
}
