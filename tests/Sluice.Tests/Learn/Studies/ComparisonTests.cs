using Sluice.Data.Sequences;
using Sluice.Learn.Studies;
using Sluice.Training;

namespace Sluice.Tests.Learn.Studies;

public class ComparisonTests
{
    private static readonly string[] s_cells = ["lstm", "rnn", "mut1"];
    private static readonly SearchSpace s_space = new() { Hidden = (8, 16), Rate = (0.003, 0.03) };

    [Fact]
    public void An_interrupted_comparison_keeps_every_finished_trial_and_comes_to_the_same_results()
    {
        using var folder = new TemporaryFolder();
        var whole = Study().Run(2, File(folder, "whole"), side: 1);
        Assert.Equal(6, whole.Count);
        Assert.All(whole, t => Assert.True(t.Succeeded && t.Test is > 0 and < 88));

        using var stop = new CancellationTokenSource();
        Study().Run(2, File(folder, "part"), side: 1, (_, done, _) => { if (done == 3) stop.Cancel(); }, stop.Token);
        string part = Path.Combine(folder.Path, "part");
        Assert.Equal(3, System.IO.File.ReadLines(part).Count());
        System.IO.File.AppendAllText(part, "{\"cell\":\"ls"); // a killed process was writing
        int trained = 0;
        var rest = Study().Run(2, File(folder, "part"), side: 2, (_, _, _) => trained++);
        Assert.Equal(3, trained);
        Assert.Equal(whole.Select(t => t with { Seconds = 0 }), rest.Select(t => t with { Seconds = 0 }));
    }

    [Fact]
    public void A_line_that_is_no_trial_is_named()
    {
        using var folder = new TemporaryFolder();
        System.IO.File.WriteAllText(Path.Combine(folder.Path, "t"), "{\"cell\":\"lstm\"}\nnonsense\n");
        var e = Assert.Throws<SluiceFormatException>(() => File(folder, "t").Open());
        Assert.Equal(2, e.Line);
    }

    [Fact]
    public void What_a_cell_forbids_is_said_before_any_work()
    {
        var e = Assert.Throws<SluiceException>(() => new Comparison(Subject(), ["lstm", "lstn"], s_space, new TrainingOptions(), 1).Check());
        Assert.Contains("Did you mean 'lstm'?", e.Message);
        Assert.Throws<SluiceException>(() => new Comparison(Subject(), ["clockwork:5"], s_space, new TrainingOptions(), 1).Check());
        Assert.Throws<SluiceException>(
            () => new Comparison(Subject(), ["lstm"], s_space with { Parameters = 100 }, new TrainingOptions(), 1).Check());
    }

    [Fact]
    public void A_loss_beyond_numbers_is_a_failed_trial_and_not_the_end()
    {
        using var folder = new TemporaryFolder();
        var wild = new Comparison(
            Subject(), ["rnn-identity"], s_space with { Rate = (99, 100) }, new TrainingOptions { Epochs = 30, Optimizer = "sgd", ClipNorm = 0 }, 1);
        var trial = Assert.Single(wild.Run(1, File(folder, "t"), 1));
        Assert.False(trial.Succeeded);
        Assert.Null(trial.Test);
        Assert.Equal(1, ComparisonSummary.Of([trial], ["rnn-identity"], 0.5).Cells[0].Failed);
    }

    [Fact]
    public void Equal_parameters_give_sizes_that_use_them()
    {
        using var folder = new TemporaryFolder();
        var study = new Comparison(Subject(), ["lstm", "gru"], s_space with { Parameters = 40_000 }, new TrainingOptions { Epochs = 1 }, 1);
        var trials = study.Run(1, File(folder, "t"), 1);
        Assert.All(trials, t => Assert.InRange(t.Parameters, 34_000, 40_000));
        Assert.True(trials[0].Draw.Hidden < trials[1].Draw.Hidden);
    }

    [Fact]
    public void Draws_are_in_range_and_a_function_of_seed_and_number()
    {
        var space = new SearchSpace { Rate = (0.001, 0.1), Hidden = (20, 200), Dropout = (0.1, 0.4) };
        var draws = Enumerable.Range(0, 200).Select(i => space.Of(7, i)).ToList();
        Assert.All(
            draws,
            d => Assert.True(d.Rate is >= 0.001 and <= 0.1 && d.Hidden is >= 16 and <= 208 && d.Hidden % 8 == 0 && d.Dropout is >= 0.1 and <= 0.4));
        Assert.Equal(draws[5], space.Of(7, 5));
        Assert.InRange(draws.Count(d => d.Rate < 0.01), 80, 120); // even on a logarithmic scale
    }

    [Fact]
    public void The_summary_tells_a_difference_from_chance()
    {
        Trial Of(string cell, int number, double loss) => new(cell, number, new Draw(0.001 * (number + 1), 8, 0.1, 1), 10, loss, loss, 1, 0);
        var trials = Enumerable.Range(0, 12)
            .SelectMany(i => new[] { Of("lstm", i, 1 + 0.01 * (i % 4)), Of("gru", i, 1.002 + 0.01 * ((i + 1) % 4)), Of("rnn", i, 1.5 + 0.01 * i) })
            .ToList();
        var cells = ComparisonSummary.Of(trials, ["lstm", "gru", "rnn"], 1).Cells;
        Assert.Null(cells[0].Probability);
        Assert.True(cells[1].Probability > 0.3);
        Assert.True(cells[2].Probability < 1e-6);
        Assert.Equal(1.5, cells[2].Best!.Test);
        Assert.Equal(3, ComparisonSummary.Of(trials, ["lstm"], 0.25).Cells[0].Top.Count);
    }

    private static Comparison Study() => new(Subject(), s_cells, s_space, new TrainingOptions { Epochs = 2 }, 3);

    private static TrialFile<Trial> File(TemporaryFolder folder, string name) => new(Path.Combine(folder.Path, name), TrialJson.Default.Trial);

    /// <summary>Scales upward in thirds.</summary>
    private static MusicSubject Subject()
    {
        int[][] Piece(int start) => [.. Enumerable.Range(0, 12).Select(t => new[] { start + t, start + t + 4 })];
        return new MusicSubject(new Music([.. Enumerable.Range(30, 10).Select(Piece)], [Piece(41), Piece(42)], [Piece(43), [[60]]]), 1, 4);
    }
}
