using Sluice.Learn.Studies;
using Sluice.Learn.Studies.Problems;
using Sluice.Learn.Studies.StateTracking;

namespace Sluice.Tests.Learn.Studies.StateTracking;

public class TrackingStudyTests
{
    private static readonly TrackingOptions s_options = new()
    {
        Problems = ["parity", "recall"],
        Cells = ["rnn", "deltanet-2"],
        Lengths = [10, 30],
        Longest = 10,
        Rates = [0.01, 1e-6],
        Seeds = 1,
        Hidden = 16,
        Layers = 1,
        Batch = 8,
        Steps = 30,
    };

    [Fact]
    public void The_best_rate_is_tested_and_a_study_is_taken_up_where_it_was()
    {
        using var folder = new TemporaryFolder();
        var whole = new TrackingStudy(s_options).Run(File(folder, "whole"), side: 2);
        Assert.Equal(4, whole.Count);
        Assert.All(whole, t => Assert.Equal([0.01, 1e-6], t.Sweep.Select(s => s.Rate)));
        Assert.All(whole, t => Assert.Equal(t.Sweep.Max(s => s.Accuracy), t.Sweep.Single(s => s.Rate == t.Rate).Accuracy));
        Assert.All(whole, t => Assert.Equal([10, 30], t.Accuracies.Select(a => a.Length)));
        Assert.Contains(whole, t => t.Rate == 0.01);

        using var stop = new CancellationTokenSource();
        new TrackingStudy(s_options).Run(File(folder, "part"), side: 1, _ => stop.Cancel(), stop.Token);
        Assert.Single(System.IO.File.ReadLines(Path.Combine(folder.Path, "part")));
        Assert.Equal(
            whole.Select(Text), new TrackingStudy(s_options).Run(File(folder, "part"), side: 1).Select(Text));
    }

    [Fact]
    public void What_asks_for_numbers_or_lengths_that_are_none_is_refused()
    {
        Assert.Contains("symbols", Assert.Throws<SluiceException>(() => Set("search.problems", "adding")).Message);
        Assert.Contains("whole numbers", Assert.Throws<SluiceException>(() => Set("search.lengths", "2.5")).Message);
        Assert.Contains("positive", Assert.Throws<SluiceException>(() => Set("search.rates", "0")).Message);
        Assert.Equal([0.1, 0.2], Set("search.rates", "0.1,0.2").Rates);
    }

    [Fact]
    public void Every_problem_of_the_study_is_one_of_challenge()
        => Assert.All(new TrackingOptions().Problems, p => Assert.Contains(p, Problem.All.Select(q => q.Name)));

    private static TrackingOptions Set(string key, string value) => TrackingOptions.Settings.Apply(new TrackingOptions(), key, value);

    private static string Text(TrackingTrial trial) => System.Text.Json.JsonSerializer.Serialize(
        trial with { Seconds = 0 }, TrackingTrialJson.Default.TrackingTrial);

    private static TrialFile<TrackingTrial> File(TemporaryFolder folder, string name)
        => new(Path.Combine(folder.Path, name), TrackingTrialJson.Default.TrackingTrial);
}
