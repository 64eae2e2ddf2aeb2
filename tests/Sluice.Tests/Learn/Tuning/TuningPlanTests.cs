using Sluice.Learn.Tuning;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Registry;

namespace Sluice.Tests.Learn.Tuning;

public class TuningPlanTests
{
    private static readonly TaskRun s_run = TaskRegistry.Get("forecast").Start().With("training.epochs", "18").With("training.seed", "5");
    private static readonly TuningSpace s_space = TuningSpace.Of(s_run, []);

    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(13)]
    [InlineData(40)]
    public void The_table_does_not_depend_on_how_many_workers_there_are_nor_on_who_is_first(int trials)
    {
        string expected = Table(new TuningPlan(s_run, s_space, trials), 1, 0);
        foreach (int workers in new[] { 1, 2, 4, 8, 64 })
            for (int order = 1; order < 4; order++)
                Assert.Equal(expected, Table(new TuningPlan(s_run, s_space, trials), workers, order));
    }

    [Fact]
    public void Of_nine_three_go_on_and_of_these_one_and_the_best_end_with_fresh_seeds()
    {
        var plan = new TuningPlan(s_run, s_space, 9);
        Assert.Equal([2, 6, 18], plan.Rungs);
        var results = new Dictionary<string, TrialResult>();
        var state = plan.Of(results);
        Assert.Equal(9, state.Wanted.Count);
        while (state.Wanted.Count > 0)
        {
            foreach (var step in state.Wanted) results[step.Name] = Done(plan, step);
            state = plan.Of(results);
        }

        Assert.Equal([9, 3, 1], plan.Rungs.Select(e => state.Done.Count(s => s.Epochs == e && s.Fresh == 0)));
        Assert.Equal(3, state.Finals.Count);
        Assert.Contains(state.Finals, f => f.Trial == 0);
        Assert.All(state.Finals, f => Assert.Equal(3, f.Losses.Count));
        Assert.Equal(state.Finals.Select(f => f.Mean).Order(), state.Finals.Select(f => f.Mean));

        // Trial 0 has the settings of the run, and its runs the seeds of their names.
        Assert.All(s_space.Dimensions, d => Assert.Equal(s_run[d.Key], plan.RunOf(new TrialStep(0, 18, 0))[d.Key]));
        Assert.Equal(["5", "6", "8"], new[] { 0, 1, 3 }.Select(s => plan.RunOf(new TrialStep(0, 18, s))["training.seed"]));
    }

    [Fact]
    public void Trials_that_came_to_nothing_go_on_nowhere_and_a_search_of_them_alone_ends()
    {
        var plan = new TuningPlan(s_run, s_space, 9);
        var results = new Dictionary<string, TrialResult>();
        TuningState state;
        while ((state = plan.Of(results)).Wanted.Count > 0)
            foreach (var step in state.Wanted)
                results[step.Name] = new TrialResult(step.Name, null, new Dictionary<string, double>(), 0, "nothing", 1, "w");
        Assert.Equal(9, state.Done.Count(s => s.Fresh == 0));
        Assert.All(state.Finals, f => Assert.Null(f.Mean));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(12)]
    [InlineData(22)]
    [InlineData(31)]
    public void A_search_that_time_ends_is_the_one_with_so_many_trials(int trials)
    {
        var endless = new TuningPlan(s_run, s_space, 100_000);
        var results = new Dictionary<string, TrialResult>();
        while (endless.Of(results).Wanted.FirstOrDefault(s => s.Trial < trials) is { Epochs: > 0 } step) results[step.Name] = Done(endless, step);
        endless.EndWith(trials);
        Assert.Equal(Table(new TuningPlan(s_run, s_space, trials), 1, 0), Table(endless, 2, 1, results));
    }

    [Fact]
    public void Later_trials_are_better_for_what_earlier_ones_found()
    {
        double guided = 0, anywhere = 0;
        for (ulong seed = 1; seed <= 20; seed++)
        {
            var run = s_run.With("training.seed", $"{seed}");
            var plan = new TuningPlan(run, s_space, 63);
            Table(plan, 4, 1);
            guided += Enumerable.Range(36, 27).Average(t => Distance(plan.SettingsOf(t))) / 20;
            anywhere += Enumerable.Range(1, 17).Average(t => Distance(plan.SettingsOf(t))) / 20;
        }

        Assert.InRange(guided, 0, 0.7 * anywhere);
    }

    /// <summary>A loss with a valley: rate 0.01 and dropout 0.2 of a GRU.</summary>
    private static double Distance(IReadOnlyDictionary<string, string> settings)
        => Math.Abs(Math.Log10(double.Parse(settings["training.rate"]) / 0.01)) + Math.Abs(double.Parse(settings["model.dropout"]) - 0.2)
            + (settings["model.cell"] == "gru" ? 0 : 0.3);

    private static TrialResult Done(TuningPlan plan, TrialStep step)
    {
        double loss = Distance(plan.SettingsOf(step.Trial)) + 1.0 / step.Epochs + 0.01 * step.Fresh;
        return new TrialResult(step.Name, loss, new Dictionary<string, double> { ["loss"] = loss }, step.Epochs, null, 1, "w");
    }

    /// <summary>The table of a search whose works end in an order of chance, so many of them side by side.</summary>
    private static string Table(TuningPlan plan, int workers, int order, Dictionary<string, TrialResult>? results = null)
    {
        results ??= [];
        var chance = new Random(order);
        var busy = new List<TrialStep>();
        while (true)
        {
            var state = plan.Of(results);
            if (state.Wanted.Count == 0)
                return string.Join('\n', state.Done.Select(s => plan.LineOf(s, results[s.Name])).Select(l => $"{l.Trial} {l.Bracket} {l.Epochs} {l.Seed} {l.Loss} {string.Join(' ', l.Settings)}"))
                    + string.Join(' ', state.Finals.Select(f => $"{f.Trial} {f.Mean}"));
            foreach (var step in state.Wanted.Except(busy).Take(workers - busy.Count).ToArray()) busy.Add(step);
            var ends = busy[order == 0 ? 0 : chance.Next(busy.Count)];
            busy.Remove(ends);
            results[ends.Name] = Done(plan, ends);
        }
    }
}
