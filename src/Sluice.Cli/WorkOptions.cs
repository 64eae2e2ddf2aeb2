using System.CommandLine;
using Sluice.Learn.Tuning;
using Sluice.Tasks.Settings;

namespace Sluice.Cli;

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
    /// <param name="hasThreads">Whether a training may have more threads than one.</param>
    public void AddTo(Command command, int usual, string about, bool hasThreads = true)
    {
        _usual = usual;
        _jobs = new Option<int>("--jobs") { Description = about, DefaultValueFactory = _ => usual };
        command.Add(OptionGroup.Put(_jobs, OptionGroup.Run, usual < 0 ? "" : $"{usual}"));
        if (hasThreads) command.Add(OptionGroup.Put(_threads, OptionGroup.Run));
        command.Add(OptionGroup.Put(_lease, OptionGroup.Run, $"{Lease.Usual.TotalSeconds}"));
    }

    /// <summary>What was asked for.</summary>
    /// <param name="parsed">The command.</param>
    /// <param name="side">How many trainings side by side where that is not said; 0 for as many as there are cores.</param>
    public (int Workers, int Threads, TimeSpan Lease) Of(ParseResult parsed, int side = 0)
    {
        int jobs = parsed.GetValue(_jobs), cores = Environment.ProcessorCount;
        if (jobs < Math.Min(_usual, 0) || (_usual > 0 && jobs < 1)) throw new UsageException($"--jobs: expected {(_usual > 0 ? 1 : 0)} or more, got {jobs}.");
        if (jobs < 0) jobs = side > 0 ? side : cores;
        int threads = parsed.GetValue(_threads) ?? Math.Max(1, cores / Math.Max(1, jobs));
        if (threads < 1) throw new UsageException($"--worker-threads: expected 1 or more, got {threads}.");
        double lease = parsed.GetValue(_lease);
        if (!(lease >= 0.1 && lease < 1e6)) throw new UsageException($"--lease: expected seconds from 0.1 to a million, got {lease}.");
        return (jobs, threads, TimeSpan.FromSeconds(lease));
    }
}
