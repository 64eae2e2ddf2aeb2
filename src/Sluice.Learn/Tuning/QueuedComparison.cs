using System.Globalization;
using Sluice.Learn.Studies;

namespace Sluice.Learn.Tuning;

/// <summary>A comparison of cells whose nets are trained wherever there is room.</summary>
/// <param name="run">The comparison.</param>
public sealed class QueuedComparison(ComparisonRun run) : QueuedStudy<Trial>
{
    /// <summary>What its work is called.</summary>
    internal const string Study = "compare";

    private const string Hidden = "hidden", Parameters = "parameters", Test = "test";

    private static readonly Lock s_reading = new();
    private static (string Key, ISubject Subject)? s_last;

    private readonly ComparisonRun _portable =
        run with { Data = Path.Exists(run.Data) ? Path.GetFullPath(run.Data) : run.Data, Share = ComparisonRun.Usual.Share, Threads = 1 };

    /// <inheritdoc/>
    public override string Name => Study;

    /// <inheritdoc/>
    public override string Data => run.Data;

    /// <inheritdoc/>
    public override string Identity => ComparisonRun.Settings.ToJson(_portable with { Cells = [], Trials = 1 });

    /// <inheritdoc/>
    public override IEnumerable<QueuedTrial<Trial>> Wanted(IReadOnlyCollection<Trial> done)
        => Comparison.Left(run.Cells, run.Trials, done).Select(t => new QueuedTrial<Trial>(
            string.Create(CultureInfo.InvariantCulture, $"{t.Number:D5}-{QueuedTrial<Trial>.Escaped(t.Cell)}"),
            ComparisonRun.Settings.ToJson(_portable with { Cells = [t.Cell], Trials = t.Number + 1 }),
            result => Read(t.Cell, t.Number, result)));

    /// <inheritdoc/>
    public override List<Trial> Of(IEnumerable<Trial> all) => Comparison.Of(all, run.Cells, run.Trials);

    /// <summary>Trains the net of a piece of work: that of the last draw, with the only cell.</summary>
    internal static TrialResult? Do(TrialWork work, string worker, CancellationToken stop)
    {
        var run = ComparisonRun.Settings.FromJson(ComparisonRun.Usual, work.Config, work.Name);
        var study = new Comparison(SubjectOf(work, run), run.Cells, run.Space, run.Training, run.Training.Seed);
        if (study.Try(run.Cells[0], run.Trials - 1, stop) is not { } trial) return null;
        var figures = new Dictionary<string, double> { [Parameters] = trial.Parameters, [Hidden] = trial.Draw.Hidden };
        if (trial.Test is { } test) figures[Test] = test;
        return new TrialResult(work.Name, trial.Validation, figures, trial.Steps, trial.Failure, trial.Seconds, worker);
    }

    private Trial Read(string cell, int number, TrialResult result)
    {
        double? Figure(string name) => result.Figures.TryGetValue(name, out double value) ? value : null;
        var draw = run.Space.Of(run.Training.Seed, number);
        return new Trial(
            cell, number, Figure(Hidden) is { } hidden ? draw with { Hidden = (int)hidden } : draw, (long)(Figure(Parameters) ?? 0), result.Loss,
            Figure(Test), result.Steps, result.Seconds, result.Failure);
    }

    /// <summary>The data, which is read once for all trials of a comparison.</summary>
    private static ISubject SubjectOf(TrialWork work, ComparisonRun run)
    {
        string key = $"{work.Data}\n{run.Data}\n{run.Target}\n{run.Layers}\n{run.Batch}";
        lock (s_reading)
        {
            if (s_last is not { } last || last.Key != key)
            {
                TrialRun.CheckData(work, run.Data);
                s_last = last = (key, Subjects.Of(run));
            }

            return last.Subject;
        }
    }
}
