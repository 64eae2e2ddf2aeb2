using System.Globalization;
using Sluice.Tasks.Descriptor;

namespace Sluice.Learn.Tuning;

/// <summary>
/// Successive halving (Jamieson and Talwalkar 2016) over brackets of nine trials, as in Hyperband (Li et al. 2018): all nine are trained for a
/// ninth of the epochs, the best third of them for a third, the best third of those for all; the last bracket takes what is left beside.
/// </summary>
/// <param name="run">The run around which the search is; trial 0 has its settings.</param>
/// <param name="space">What is searched.</param>
/// <param name="trials">How many trials.</param>
/// <remarks>
/// What is to be done follows from the seed, the number of trials and the results so far, and a decision is made only where all results on which
/// it depends are there: who brought them, and which came first, changes nothing. The first eighteen trials are drawn anywhere in the space. Of
/// the later, each nine are guided (<see cref="Guide"/>) by all brackets but the one right before: so two are under way at a time, whatever the
/// number of workers. At the end the two best and trial 0 are trained with three fresh seeds each.
/// </remarks>
public sealed class TuningPlan(TaskRun run, TuningSpace space, int trials)
{
    /// <summary>Trials of a bracket, and by how many fewer go on.</summary>
    public const int Bracket = 9, Share = 3;

    /// <summary>How many of the best are trained again with other seeds, and with how many.</summary>
    public const int Finalists = 2, Seeds = 3;

    // A bracket is drawn when the one so far before it is complete.
    private const int Behind = 2;

    private readonly Dictionary<int, double[]> _places = [];
    private readonly ulong _seed = ulong.Parse(run["training.seed"], CultureInfo.InvariantCulture);

    /// <summary>The epochs after which the trials of a bracket are compared; the last are all epochs of the run.</summary>
    public IReadOnlyList<int> Rungs { get; } = RungsOf(int.Parse(run["training.epochs"], CultureInfo.InvariantCulture));

    /// <summary>How many trials there are.</summary>
    public int Trials { get; private set; } = trials;

    private int Brackets => Math.Max(1, Trials / Bracket);

    /// <summary>Ends the search with fewer trials.</summary>
    public void EndWith(int trials) => Trials = Math.Min(Trials, trials);

    /// <summary>What is to be done now, and what is known: nothing to be done means that the search is over.</summary>
    public TuningState Of(IReadOnlyDictionary<string, TrialResult> results)
    {
        List<TrialStep> wanted = [], done = [];
        var ranked = new List<List<Ranked>>();
        bool complete = true;
        for (int b = 0; b < Brackets && complete; b++)
            if (Walk(b, ranked, results, wanted, done) is { } ranks) ranked.Add(ranks);
            else
            {
                // The next may be under way beside it.
                complete = false;
                if (b + 1 < Brackets) Walk(b + 1, ranked, results, wanted, done);
            }

        if (!complete) return new TuningState(wanted, done, []);
        var all = ranked.SelectMany(r => r).Where(r => r.Loss is not null).Order().ToList();
        int[] finalists = [.. all.Select(r => r.Trial).Where(t => t != 0).Take(Finalists).Append(0)];
        foreach (int trial in finalists)
            for (int s = 1; s <= Seeds; s++) Take(new TrialStep(trial, Rungs[^1], s), results, wanted, done);
        return new TuningState(wanted, done, wanted.Count > 0 ? [] : Finals(finalists, results));
    }

    /// <summary>The settings that a trial has in the place of the run's; none for trial 0.</summary>
    public IReadOnlyDictionary<string, string> SettingsOf(int trial)
        => trial == 0 ? space.Dimensions.ToDictionary(d => d.Key, d => run[d.Key]) : space.At(_places[trial]);

    /// <summary>The run of a step.</summary>
    /// <exception cref="SluiceException">A value does not fit.</exception>
    public TaskRun RunOf(TrialStep step)
        => SettingsOf(step.Trial).Aggregate(run, (r, s) => r.With(s.Key, s.Value))
            .With("training.seed", SeedOf(step).ToString(CultureInfo.InvariantCulture));

    /// <summary>A line of the table.</summary>
    public TrialLine LineOf(TrialStep step, TrialResult result) => new(
        step.Trial, Math.Min(step.Trial / Bracket, Brackets - 1), SettingsOf(step.Trial), SeedOf(step), step.Epochs, result.Loss, result.Figures,
        result.Steps);

    // Some tasks take seeds of 31 bits alone.
    private ulong SeedOf(TrialStep step) => step.Fresh == 0 ? _seed : (_seed + (ulong)step.Fresh) % int.MaxValue;

    private static int[] RungsOf(int epochs)
        => [.. new[] { epochs / (Share * Share), epochs / Share, epochs }.Where(e => e >= 1).Distinct()];

    /// <summary>What guides the nine trials of a number: the trials of brackets that are complete, the best first; null where they are not.</summary>
    private static List<Ranked>? Guides(int nine, List<List<Ranked>> ranked)
        => nine < Behind ? [] : ranked.Count > nine - Behind ? [.. ranked.Take(nine - Behind + 1).SelectMany(r => r).Order()] : null;

    /// <summary>Goes through a bracket as far as results are there; its trials, where it is complete.</summary>
    private List<Ranked>? Walk(
        int bracket, List<List<Ranked>> ranked, IReadOnlyDictionary<string, TrialResult> results, List<TrialStep> wanted, List<TrialStep> done)
    {
        int end = bracket == Brackets - 1 ? Trials : (bracket + 1) * Bracket;
        int[] all = [.. Enumerable.Range(bracket * Bracket, end - bracket * Bracket)], numbers = [.. all.Where(n => HasPlace(n, ranked))];
        bool whole = numbers.Length == all.Length;
        var ranks = new Dictionary<int, Ranked>();
        foreach (int epochs in Rungs)
        {
            TrialStep[] steps = [.. numbers.Select(n => new TrialStep(n, epochs, 0))];
            int before = wanted.Count;
            foreach (var step in steps) Take(step, results, wanted, done);
            if (wanted.Count > before || !whole) return null;
            foreach (var step in steps) ranks[step.Trial] = new Ranked(epochs, results[step.Name].Loss, step.Trial);
            numbers = [.. ranks.Values.Where(r => r.Epochs == epochs && r.Loss is not null).Order().Take(Math.Max(1, numbers.Length / Share))
                .Select(r => r.Trial).Order()];
        }

        return [.. ranks.Values];
    }

    /// <summary>Draws a trial, where what guides it is there.</summary>
    private bool HasPlace(int number, List<List<Ranked>> ranked)
    {
        if (_places.ContainsKey(number)) return true;
        if (Guides(number / Bracket, ranked) is not { } guides) return false;
        _places[number] = number == 0 ? [.. space.Dimensions.Select(d => d.Of(run[d.Key]) ?? 0.5)]
            : guides.Count == 0 ? space.Draw(_seed, number) : Guide.Draw(space, _seed, number, [.. guides.Select(g => _places[g.Trial])]);
        return true;
    }

    private static void Take(TrialStep step, IReadOnlyDictionary<string, TrialResult> results, List<TrialStep> wanted, List<TrialStep> done)
        => (results.ContainsKey(step.Name) ? done : wanted).Add(step);

    private List<TuningFinal> Finals(int[] finalists, IReadOnlyDictionary<string, TrialResult> results) => [.. finalists.Select(trial =>
    {
        TrialStep[] steps = [.. Enumerable.Range(1, Seeds).Select(s => new TrialStep(trial, Rungs[^1], s))];
        return new TuningFinal(trial, steps, [.. steps.Select(s => results[s.Name].Loss)]);
    }).OrderBy(f => f.Mean ?? double.PositiveInfinity).ThenBy(f => f.Trial)];

    /// <summary>How well a trial did: farther is better, then a lower loss, then the earlier one.</summary>
    private readonly record struct Ranked(int Epochs, double? Loss, int Trial) : IComparable<Ranked>
    {
        public int CompareTo(Ranked other) => (other.Epochs, Loss ?? double.PositiveInfinity, Trial)
            .CompareTo((Epochs, other.Loss ?? double.PositiveInfinity, other.Trial));
    }
}

/// <summary>A trial up to an epoch.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Epochs">The epochs.</param>
/// <param name="Fresh">Which of the fresh seeds, from 1; 0 for the seed of the search.</param>
public readonly record struct TrialStep(int Trial, int Epochs, int Fresh)
{
    /// <summary>The name of the work.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Trial:D5}-{Fresh}-{Epochs:D6}");

    /// <summary>The run folder within that of the search.</summary>
    public string Folder => string.Create(CultureInfo.InvariantCulture, $"trials/{Trial:D5}{(Fresh > 0 ? $"-seed-{Fresh}" : "")}");

    /// <summary>The step of a name.</summary>
    /// <exception cref="SluiceFormatException">It is none.</exception>
    public static TrialStep Parse(string name)
        => name.Split('-') is [var trial, var fresh, var epochs] && int.TryParse(trial, NumberStyles.None, CultureInfo.InvariantCulture, out int t)
            && int.TryParse(fresh, NumberStyles.None, CultureInfo.InvariantCulture, out int f)
            && int.TryParse(epochs, NumberStyles.None, CultureInfo.InvariantCulture, out int e)
            ? new TrialStep(t, e, f)
            : throw new SluiceFormatException($"expected the name of a trial, such as 00007-0-000003, got '{name}'.");
}

/// <summary>How a search stands.</summary>
/// <param name="Wanted">What is to be done.</param>
/// <param name="Done">What is done, in the order of the table.</param>
/// <param name="Finals">The finalists, the best first; none while the search goes on.</param>
public sealed record TuningState(IReadOnlyList<TrialStep> Wanted, IReadOnlyList<TrialStep> Done, IReadOnlyList<TuningFinal> Finals);

/// <summary>A trial that was trained with several seeds.</summary>
/// <param name="Trial">The trial.</param>
/// <param name="Steps">Its runs.</param>
/// <param name="Losses">The validation loss of each; null where a run came to nothing.</param>
public sealed record TuningFinal(int Trial, IReadOnlyList<TrialStep> Steps, IReadOnlyList<double?> Losses)
{
    /// <summary>The mean loss; null where a run came to nothing.</summary>
    public double? Mean => Losses.Count == 0 || Losses.Contains(null) ? null : Losses.Average();

    /// <summary>The deviation over the seeds.</summary>
    public double Deviation => Studies.Statistics.Deviation([.. Losses.OfType<double>()]);
}
