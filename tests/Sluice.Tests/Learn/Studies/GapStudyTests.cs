using Sluice.Layers;
using Sluice.Learn.Studies;
using Sluice.Learn.Studies.Problems;
using Sluice.Training;

namespace Sluice.Tests.Learn.Studies;

public class GapStudyTests
{
    private static readonly GapOptions s_options = new()
    {
        Problems = ["order"],
        Cells = ["lstm", "rnn"],
        Gaps = [10, 12],
        Seeds = 1,
        Hidden = 16,
        Batch = 16,
        Steps = 150,
        Training = new TrainingOptions { Optimizer = "adam", Rate = 0.02, WeightDecay = 0, Epochs = 1, ValidateEvery = 25, Seed = 1 },
    };

    [Fact]
    public void A_climb_ends_where_it_fails_and_is_taken_up_where_it_was()
    {
        using var folder = new TemporaryFolder();
        var whole = new GapStudy(s_options).Run(File(folder, "whole"), side: 2);
        Assert.Contains(whole, t => t.Cell == "lstm" && t.Gap == 10 && t.Solved && t.Score >= GapStudy.Enough);
        Assert.All(whole, t => Assert.True(t.Solved || !whole.Exists(o => o.Cell == t.Cell && o.Gap > t.Gap)));

        using var stop = new CancellationTokenSource();
        new GapStudy(s_options).Run(File(folder, "part"), side: 1, _ => stop.Cancel(), stop.Token);
        Assert.Single(System.IO.File.ReadLines(Path.Combine(folder.Path, "part")));
        Assert.Equal(
            whole.Select(t => t with { Seconds = 0 }),
            new GapStudy(s_options).Run(File(folder, "part"), side: 1).Select(t => t with { Seconds = 0 }));
    }

    [Theory]
    [InlineData("grid")]
    [InlineData("grid-tied")]
    [InlineData("mut1")]
    [InlineData("lstm/chrono")]
    [InlineData("gru/-1")]
    public void Every_contestant_learns_something(string cell)
    {
        foreach (string problem in new[] { "order", "adding" })
        {
            var training = new ProblemTraining(Problem.Named(problem), 10, new Contestant(cell), s_options, 1);
            double before = training.Validate()["loss"];
            new Trainer(training, s_options.Training with { Epochs = 1 }).Run();
            Assert.True(training.Validate()["loss"] < 0.9 * before);
        }
    }

    [Theory]
    [InlineData("lstn")]
    [InlineData("rnn/1")]
    [InlineData("lstm/late")]
    [InlineData("grid/1")]
    public void A_contestant_that_makes_no_sense_is_refused(string name) => Assert.Throws<SluiceException>(() => new Contestant(name));

    [Fact]
    public void Keep_gates_begin_as_asked()
    {
        var lstm = new RecurrentStack("r", new StackOptions("lstm", 3, 50, 2), 1);
        Assert.True(ForgetBias.Set(lstm, -2));
        Assert.All(lstm.Layers[1].Bias.Value.Row(0)[50..100].ToArray(), b => Assert.Equal(-2, b));
        Assert.True(ForgetBias.Chrono(lstm, 100, 1));
        float[] bias = lstm.Layers[0].Bias.Value.ToArray();
        Assert.All(bias[50..100], b => Assert.InRange(b, 0, MathF.Log(99)));
        Assert.True(bias[50..100].Max() > 4);
        Assert.Equal(bias[50..100].Select(b => -b), bias[..50]);
        Assert.All(bias[100..], b => Assert.Equal(0, b));
        Assert.True(ForgetBias.Chrono(new RecurrentStack("r", new StackOptions("gru", 3, 8), 1), 100, 1));
        Assert.False(ForgetBias.Set(new RecurrentStack("r", new StackOptions("rnn", 3, 8), 1), 1));
    }

    private static TrialFile<GapTrial> File(TemporaryFolder folder, string name)
        => new(Path.Combine(folder.Path, name), GapTrialJson.Default.GapTrial);
}
