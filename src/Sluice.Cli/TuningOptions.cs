using System.CommandLine;
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
    private readonly QueueOptions _queue = new();

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _trials, _minutes, _space }) command.Add(OptionGroup.Put(option, "search"));
        _queue.AddTo(command, "trainings side by side here; as many as there are cores, 0 to leave all to 'sluice worker'", hasThreads: true);
    }

    public TuningChoice Of(ParseResult parsed)
    {
        int? trials = parsed.GetValue(_trials);
        double? minutes = parsed.GetValue(_minutes);
        if (trials is not null && minutes is not null) throw new UsageException("tune: expected --trials or --minutes, got both.");
        if (trials < 1) throw new UsageException($"--trials: expected 1 or more, got {trials}.");
        if (minutes is { } m && !(m > 0)) throw new UsageException($"--minutes: expected more than 0, got {m}.");
        return new TuningChoice(trials, minutes, parsed.GetValue(_space) ?? [], _queue.Of(parsed));
    }
}

/// <summary>What was asked for of a search.</summary>
/// <param name="Trials">How many trials; null where it is not said.</param>
/// <param name="Minutes">For how long; null where it is not said.</param>
/// <param name="Space">Settings to search.</param>
/// <param name="Work">Who works.</param>
internal sealed record TuningChoice(int? Trials, double? Minutes, IReadOnlyList<string> Space, QueueChoice Work);
