using Sluice.Autodiff;
using Sluice.Layers;
using static Sluice.Tests.Layers.LayerGradient;

namespace Sluice.Tests.Layers;

public class GridLstmTests
{
    private const int Steps = 4, Batch = 3, Input = 2, Hidden = 5;

    public static TheoryData<int, bool, bool> Grids() => new() { { 1, false, false }, { 2, false, false }, { 3, true, false }, { 2, false, true }, { 3, true, true } };

    [Theory, MemberData(nameof(Grids))]
    public void A_grid_equals_its_blocks_taken_step_by_step(int layers, bool tied, bool priority)
    {
        var grid = Grid(layers, tied, priority);
        var x = Random(1, Steps, Batch, Input);
        var y = grid.Run(new Tape(false), x, out var final);
        var tape = new Tape(false);
        var time = Enumerable.Range(0, layers).Select(_ => new State("lstm", Batch, Hidden)).ToArray();
        for (int t = 0; t < Steps; t++)
        {
            var row = x.View(t * Batch, Batch, Input);
            var depth = new State("lstm", Batch, Hidden);
            for (int b = 0; b < Batch; b++)
            {
                grid.Projections.H.Run(tape, row).Row(b).CopyTo(depth["h"].Row(b));
                grid.Projections.M.Run(tape, row).Row(b).CopyTo(depth["c"].Row(b));
            }

            for (int l = 0; l < layers; l++)
            {
                var after = grid.Block(l).Step(tape, [time[l], depth]);
                (time[l], depth) = (after[0], after[1]);
            }

            Assert.Equal(depth["h"].ToArray(), y.View(t * Batch, Batch, Hidden).ToArray());
        }

        for (int l = 0; l < layers; l++)
            for (int s = 0; s < 2; s++) Assert.Equal(time[l].Values[s].ToArray(), final[l].Values[s].ToArray());
    }

    [Theory, MemberData(nameof(Grids))]
    public void Gradients_match_finite_differences(int layers, bool tied, bool priority)
    {
        var grid = Grid(layers, tied, priority);
        var x = Random(2, Steps, Batch, Input);
        Check(grid.Parameters, [x], tape => grid.Run(tape, x, out _, lengths: [4, 0, 2]));
    }

    [Fact]
    public void The_gradients_of_a_block_of_three_dimensions_match_finite_differences()
    {
        var block = Shaken(new GridBlock("grid", 3, 3, 1, priority: 1));
        var states = Enumerable.Range(0, 3).Select(k => new State(["h", "c"], [Random(10 + (uint)k, 2, 3), Random(20 + (uint)k, 2, 3)])).ToArray();
        Check(block.Parameters, [.. states.SelectMany(s => s.Values)], tape =>
        {
            var outgoing = block.Step(tape, block.Step(tape, states));
            return outgoing.SelectMany(s => s.Values).Aggregate((a, b) => Concat.Run(tape, a, b));
        });
    }

    [Fact]
    public void Padding_is_never_read_and_a_short_sequence_ends_at_its_own_end()
    {
        var grid = Grid(2, false, false);
        var x = Random(3, Steps, 2, Input);
        for (int t = 2; t < Steps; t++) x.Row(2 * t + 1).Fill(float.NaN);
        var tape = new Tape();
        var y = grid.Run(tape, x, out var final, lengths: [Steps, 2]);
        for (int r = 0; r < y.Rows; r++) tape.GradientOf(y).Row(r).Fill(1);
        tape.Backward();
        Assert.All(grid.Parameters, p => Assert.DoesNotContain(p.Gradient.ToArray(), float.IsNaN));
        Assert.All(y.Row(7).ToArray(), v => Assert.Equal(0, v));
        var alone = new Tensor(2, 1, Input);
        for (int t = 0; t < 2; t++) x.Row(2 * t + 1).CopyTo(alone.Row(t));
        var expected = grid.Run(new Tape(false), alone, out var last);
        for (int t = 0; t < 2; t++) Assert.Equal(expected.Row(t).ToArray(), y.Row(2 * t + 1).ToArray());
        for (int l = 0; l < 2; l++) Assert.Equal(last[l]["c"].Row(0).ToArray(), final[l]["c"].Row(1).ToArray());
    }

    [Fact]
    public void States_carried_on_continue_the_run()
    {
        var grid = Grid(2, true, false);
        var x = Random(4, 6, 2, Input);
        var whole = grid.Run(new Tape(false), x, out _).ToArray();
        var tape = new Tape(false);
        var first = grid.Run(tape, x.View(0, 4, 2, Input), out var state);
        var second = grid.Run(tape, x.View(8, 2, 2, Input), out _, state);
        Assert.Equal(whole, first.ToArray().Concat(second.ToArray()));
    }

    [Fact]
    public void Tied_weights_are_one_block()
    {
        long Count(bool tied) => Grid(3, tied, false).Parameters.Where(p => !p.Name.Contains("input")).Sum(p => p.Value.Count);
        Assert.Equal(3 * Count(true), Count(false));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_named()
    {
        Assert.Contains("expected x [T, B, 2], got [1, 1, 3]", Assert.Throws<SluiceException>(() => Grid(1, false, false).Run(new Tape(false), new Tensor(1, 1, 3), out _)).Message);
        Assert.Contains("expected 2 dimensions or more, got 1", Assert.Throws<SluiceException>(() => new GridBlock("grid", 1, 2, 1)).Message);
    }

    private static GridLstm Grid(int layers, bool tied, bool priority) => Shaken(new GridLstm("grid", new GridOptions(Input, Hidden, layers, tied, priority), 3));
}
