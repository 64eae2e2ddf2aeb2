using System.Globalization;
using Sluice.Learn.Studies;
using Sluice.Learn.Studies.Problems;

namespace Sluice.Learn.Tuning;

/// <summary>A study of how far back nets learn to remember, whose nets are trained wherever there is room.</summary>
/// <param name="options">The study.</param>
public sealed class QueuedChallenge(GapOptions options) : QueuedStudy<GapTrial>
{
    /// <summary>What its work is called.</summary>
    internal const string Study = "challenge";

    private const string Parameters = "parameters", Solved = "solved";

    private readonly GapStudy _study = new(options);

    /// <inheritdoc/>
    public override string Name => Study;

    /// <inheritdoc/>
    public override string Data => "";

    /// <inheritdoc/>
    public override string Identity => GapOptions.Settings.ToJson(options with { Problems = [], Cells = [], Gaps = [], Seeds = 1, Threads = 1 });

    /// <inheritdoc/>
    public override IEnumerable<QueuedTrial<GapTrial>> Wanted(IReadOnlyCollection<GapTrial> done)
        => _study.Next(done).Select(t => new QueuedTrial<GapTrial>(
            string.Create(CultureInfo.InvariantCulture, $"{t.Gap:D6}-{t.Problem}-{QueuedTrial<GapTrial>.Escaped(t.Cell)}-{t.Seed}"),
            GapOptions.Settings.ToJson(options with
            {
                Problems = [t.Problem],
                Cells = [t.Cell],
                Gaps = [t.Gap],
                Seeds = 1,
                Threads = 1,
                Training = options.Training with { Seed = t.Seed },
            }),
            result => new GapTrial(
                t.Problem, t.Cell, t.Seed, t.Gap, result.Figures.ContainsKey(Solved), result.Loss, result.Steps,
                (long)result.Figures.GetValueOrDefault(Parameters), result.Seconds, result.Failure)));

    /// <inheritdoc/>
    public override List<GapTrial> Of(IEnumerable<GapTrial> all) => _study.Of(all);

    /// <summary>Trains the net of a piece of work. Its score stands in the place of a loss.</summary>
    internal static TrialResult? Do(TrialWork work, string worker, CancellationToken stop)
    {
        var options = GapOptions.Settings.FromJson(new GapOptions(), work.Config, work.Name);
        var trial = new GapStudy(options).Try(Problem.Named(options.Problems[0]), options.Cells[0], options.Training.Seed, options.Gaps[0], stop);
        if (trial is null) return null;
        var figures = new Dictionary<string, double> { [Parameters] = trial.Parameters };
        if (trial.Solved) figures[Solved] = 1;
        return new TrialResult(work.Name, trial.Score, figures, trial.Steps, trial.Failure, trial.Seconds, worker);
    }
}
