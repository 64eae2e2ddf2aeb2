using Sluice.Learn.Tuning;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Settings;

namespace Sluice.Tests.Learn.Tuning;

public class TuningSpaceTests
{
    public static TheoryData<string> Tasks => [.. TaskRegistry.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Every_task_has_a_space_whose_values_it_takes(string task)
    {
        var run = TaskRegistry.Get(task).Start();
        var space = TuningSpace.Of(run, []);
        string[] keys = [.. space.Dimensions.Select(d => d.Key)];
        Assert.Contains("model.cell", keys);
        Assert.Contains("model.hidden", keys);
        Assert.Contains("training.rate", keys);
        Assert.All(keys, key => Assert.Contains(run.Task.Settings, s => s.Key == key));
        foreach (var dimension in space.Dimensions)
        {
            // The usual value lies within, and every place has a value that the task takes and that lies there again.
            Assert.NotNull(dimension.Of(run[dimension.Key]));
            foreach (double place in new[] { 0, 0.1, 0.5, 0.77, Math.BitDecrement(1.0) })
            {
                string value = dimension.At(place);
                Assert.Equal(value, run.With(dimension.Key, value)[dimension.Key]);
                Assert.InRange(dimension.Of(value)!.Value, 0, Math.BitDecrement(1.0));
            }

            Assert.NotEqual(dimension.At(0), dimension.At(Math.BitDecrement(1.0)));
        }

        // What a folder keeps of the space gives the same draws.
        var again = space.ToString().Split("; ").Aggregate(new TuningSpace([]), (s, text) => s.With(run, text));
        Assert.Equal(space.ToString(), again.ToString());
        for (int n = 0; n < 20; n++) Assert.Equal(space.At(space.Draw(7, n)), again.At(again.Draw(7, n)));
    }

    [Fact]
    public void What_was_given_is_not_searched_and_a_space_can_be_said()
    {
        var run = TaskRegistry.Get("forecast").Start();
        Assert.DoesNotContain(TuningSpace.Of(run, ["model.hidden"]).Dimensions, d => d.Key == "model.hidden");
        var space = TuningSpace.Of(run, []).With(run, "model.hidden=8..12").With(run, "training.weight_decay=0.001..0.1").With(run, "model.cell=gru,star");
        Assert.Equal(["8", "10", "12"], new[] { 0, 0.5, 0.999 }.Select(space.Dimensions.Single(d => d.Key == "model.hidden").At));
        Assert.Equal(["0.001", "0.01"], new[] { 0, 0.5 }.Select(space.Dimensions.Single(d => d.Key == "training.weight_decay").At));
        Assert.Equal(["gru", "star"], new[] { 0, 0.5 }.Select(space.Dimensions.Single(d => d.Key == "model.cell").At));
    }

    [Theory]
    [InlineData("model.hiden=8..16", "hidden")]
    [InlineData("model.hidden", "expected KEY=LEAST..MOST")]
    [InlineData("model.hidden=", "expected KEY=LEAST..MOST")]
    [InlineData("model.hidden=8..8", "has no width")]
    [InlineData("model.hidden=16..8", "has no width")]
    [InlineData("model.hidden=8", "has no width")]
    [InlineData("model.hidden=a..b", "expected two numbers")]
    [InlineData("model.hidden=0..8", "whole number from 1")]
    [InlineData("model.cell=gru,nothing", "nothing")]
    [InlineData("model.dropout=0..2", "0.999")]
    [InlineData("training.epochs=1..9", "the same for all trials")]
    [InlineData("data.file=a,b", "the same for all trials")]
    public void A_space_that_makes_no_sense_is_refused(string text, string expected)
    {
        var run = TaskRegistry.Get("forecast").Start();
        Assert.Contains(expected, Assert.Throws<UsageException>(() => TuningSpace.Of(run, []).With(run, text)).Message);
    }
}
