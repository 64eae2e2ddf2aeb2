using Sluice.Data.Tables;
using Sluice.Learn.Teaching;
using Sluice.Tasks.Control;
using Sluice.Training;

namespace Sluice.Tests.Tasks.Control;

public class PolicyTests
{
    private static readonly Lazy<Policy> s_trained = new(() => Balancing.Train(60, 60));

    [Fact]
    public void A_net_that_remembers_balances_the_pole_and_one_that_does_not_drops_it()
    {
        var driven = Balancing.Drive(s_trained.Value, 10, 0.02);
        Assert.All(driven.Expert, steps => Assert.Equal(CartPole.Steps, steps));
        Assert.All(driven.Recurrent, steps => Assert.Equal(CartPole.Steps, steps));
        Assert.All(driven.Memoryless, steps => Assert.True(steps < CartPole.Steps, $"held {steps} steps"));
    }

    [Fact]
    public void Evaluation_sets_the_net_beside_the_memoryless_and_the_mean()
    {
        var figures = s_trained.Value.Evaluate(CartPole.Log(4, 99));
        Assert.True(figures.InNumbers);
        Assert.Equal((4, 4 * CartPole.Steps), (figures.Episodes, figures.Steps));
        Assert.True(figures.Recurrent.Score < 0.8 * figures.Memoryless.Score, $"{figures}");
        Assert.True(figures.Memoryless.Score < figures.Baseline.Score, $"{figures}");
    }

    [Fact]
    public void A_saved_policy_acts_with_the_same_bits_and_no_memory_but_its_state()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.Path, "policy.safetensors");
        s_trained.Value.Save(path);
        var loaded = Policy.Load(path);
        double[][] readings = [[0.1, 0.02], [0.11, 0.03], [double.NaN, 0.01]];
        var (one, other) = (s_trained.Value.NewSession(), loaded.NewSession());
        foreach (double[] reading in readings)
        {
            Assert.Equal(s_trained.Value.Step(reading, one), loaded.Step(reading, other));
            Assert.Equal(s_trained.Value.StepWithoutMemory(reading), loaded.StepWithoutMemory(reading));
        }

        Assert.Equal(loaded.Step(readings[0], loaded.NewSession()), loaded.Step(readings[0], loaded.NewSession()));
        Assert.NotEqual(loaded.Step(readings[0], loaded.NewSession()), loaded.Step(readings[0], other));
    }

    [Fact]
    public void A_live_step_allocates_nothing()
    {
        var (model, memory) = (s_trained.Value, s_trained.Value.NewSession());
        double[] readings = [0.1, 0.02];
        Assert.Equal(0, Allocation.Of(100, () => model.Step(readings, memory)));
    }

    [Fact]
    public void Texts_are_chosen_among()
    {
        // The right choice is what the sensor said one step ago.
        const int Rows = 400;
        double[] episode = [.. Enumerable.Range(0, Rows).Select(r => (double)(r / 20))],
            sensor = [.. Enumerable.Range(0, Rows).Select(r => (double)(r * 7919 % 13 % 2))];
        string[] action = [.. Enumerable.Range(0, Rows).Select(r => r % 20 > 0 && sensor[r - 1] == 1 ? "open" : "shut")];
        var log = new Table([new NumberColumn("trip", episode), new NumberColumn("light", sensor), new CategoryColumn("gate", action)]);
        var (model, training) = Policy.From(log, new PolicyOptions { Episode = "trip", Action = "gate", Hidden = 8 });
        var result = new Trainer(training, new TrainingOptions { Epochs = 60, Rate = 0.03 }).Run();
        Assert.Equal(["light"], model.Sensors.Names);
        Assert.Equal(1, result.Best["accuracy"]);
        Assert.True(result.Best["memoryless_accuracy"] < 0.9);
        Assert.Equal(["open", "shut"], model.Choices.Order());
    }

    [Fact]
    public void A_log_that_makes_no_sense_is_refused_with_the_place()
    {
        Table Log(double[] step, string[] action, double[]? sensor = null) => new(
            [
                new NumberColumn("episode", [1, 1, 2, 2]),
                new NumberColumn("step", step),
                new NumberColumn("eye", sensor ?? [1, 2, 3, 4]),
                new CategoryColumn("action", action)
            ], "log.csv", [2, 3, 4, 5]);
        string[] actions = ["a", "b", "a", "b"];
        var options = new PolicyOptions { Step = "step", Validation = 0 };
        string Refused(Table log, PolicyOptions? o = null) => Assert.ThrowsAny<SluiceException>(() => Policy.From(log, o ?? options)).Message;
        Assert.Equal("log.csv:5: '2' has 'step' 1 twice. Remove one of the rows.", Refused(Log([0, 1, 1, 1], actions)));
        Assert.Equal(
            "log.csv:3: '1' has 'step' 0 after 1. Sort the rows of each 'episode' by 'step', or say --sort step.",
            Refused(Log([1, 0, 0, 1], actions)));
        Assert.Contains("1 different actions", Refused(Log([0, 1, 0, 1], ["a", "a", "a", "a"])));
        Assert.Contains("eye never changes", Refused(Log([0, 1, 0, 1], actions, [5, 5, 5, 5])));
        Assert.Contains("too few episodes", Refused(Log([0, 1, 0, 1], actions), options with { Validation = 0.9 }));
        Assert.Contains("there is no column 'robot'", Refused(Log([0, 1, 0, 1], actions), options with { Episode = "robot" }));
        Assert.Contains("cannot be a sensor", Refused(Log([0, 1, 0, 1], actions), options with { Sensors = ["action"] }));
        var model = Policy.From(Log([0, 1, 0, 1], actions), options).Model;
        Assert.Equal(
            "log.csv:4: column 'action' holds 'c', which is in no episode that was learned from. There are: a, b.",
            Assert.ThrowsAny<SluiceException>(() => model.Evaluate(Log([0, 1, 0, 1], ["a", "b", "c", "b"]))).Message);
        Assert.Contains("expected 1 readings (eye), got 2", Assert.ThrowsAny<SluiceException>(() => model.Step([1, 2], model.NewSession())).Message);
    }
}
