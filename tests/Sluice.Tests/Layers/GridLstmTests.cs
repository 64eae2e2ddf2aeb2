using Sluice.Autodiff;
using Sluice.Layers;
using static Sluice.Tests.Layers.LayerGradient;

namespace Sluice.Tests.Layers;

public class GridLstmTests
{
    private const int Steps = 4, Batch = 3, Input = 2, Hidden = 5;

    public static TheoryData<int, bool, bool, string, string> Grids() => new()
    {
        { 1, false, false, "lstm", "lstm" },
        { 2, false, false, "lstm", "lstm" },
        { 3, true, false, "lstm", "lstm" },
        { 2, false, true, "lstm", "lstm" },
        { 3, true, true, "lstm", "lstm" },
        { 2, false, true, "lstm-grid", "lstm-grid" },
        { 2, false, false, "lstm-grid", "rnn" },
        { 2, true, true, "rnn-identity", "lstm" },
        { 2, false, false, "gru", "rnn-identity" },
    };

    [Theory, MemberData(nameof(Grids))]
    public void A_grid_equals_its_blocks_taken_step_by_step(int layers, bool tied, bool priority, string timeCell, string depthCell)
    {
        var grid = Grid(layers, tied, priority, timeCell, depthCell);
        var x = Random(1, Steps, Batch, Input);
        var y = grid.Run(new Tape(false), x, out var final);
        var tape = new Tape(false);
        var time = Enumerable.Range(0, layers).Select(_ => new State(timeCell, Batch, Hidden)).ToArray();
        for (int t = 0; t < Steps; t++)
        {
            var row = x.View(t * Batch, Batch, Input);
            var depth = new State(depthCell, Batch, Hidden);
            for (int b = 0; b < Batch; b++)
            {
                grid.Projections.H.Run(tape, row).Row(b).CopyTo(depth["h"].Row(b));
                grid.Projections.M?.Run(tape, row).Row(b).CopyTo(depth["c"].Row(b));
            }

            for (int l = 0; l < layers; l++)
            {
                var after = grid.Block(l).Step(tape, [time[l], depth]);
                (time[l], depth) = (after[0], after[1]);
            }

            Assert.Equal(depth["h"].ToArray(), y.View(t * Batch, Batch, Hidden).ToArray());
        }

        for (int l = 0; l < layers; l++)
            foreach (string s in time[l].Names) Assert.Equal(time[l][s].ToArray(), final[l][s].ToArray());
    }

    [Theory, MemberData(nameof(Grids))]
    public void Gradients_match_finite_differences(int layers, bool tied, bool priority, string timeCell, string depthCell)
    {
        var grid = Grid(layers, tied, priority, timeCell, depthCell);
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
    public void A_dimension_without_memory_squashes_a_product_with_the_h_of_all()
    {
        var block = Shaken(new GridBlock("grid", 3, 2, 1, cells: ["lstm-grid", "rnn", "lstm"]));
        var states = new[] { "lstm", "rnn", "lstm" }.Select((c, k) => new State(
            new State(c, 1, 2).Names.ToArray(), [.. new State(c, 1, 2).Names.Select((_, s) => Random(10 + (uint)(2 * k + s), 1, 2))])).ToArray();
        var after = block.Step(new Tape(false), states);
        Assert.Equal([2, 1, 2], after.Select(s => s.Values.Length));
        var plain = block.Transforms[1];
        for (int u = 0; u < 2; u++)
        {
            double a = plain.Bias.Value[0, u];
            for (int v = 0; v < 2; v++)
                a += plain.InputWeight.Value[u, v] * states[0]["h"][0, v]
                    + plain.InputWeight.Value[u, 2 + v] * states[2]["h"][0, v] + plain.RecurrentWeight.Value[u, v] * states[1]["h"][0, v];
            Assert.Equal(Math.Tanh(a), after[1]["h"][0, u], 1e-6);

            // The paper's transform: |h| is at most that of tanh(m).
            Assert.InRange(Math.Abs(after[0]["h"][0, u]), 0, Math.Tanh(Math.Abs(after[0]["c"][0, u])) + 1e-6);
        }
    }

    [Fact]
    public void The_gradients_of_a_block_with_a_dimension_without_memory_match_finite_differences()
    {
        var block = Shaken(new GridBlock("grid", 3, 3, 1, cells: ["lstm-grid", "rnn", "lstm"]));
        State[] states =
        [
            new(["h", "c"], [Random(10, 2, 3), Random(11, 2, 3)]),
            new(["h"], [Random(12, 2, 3)]),
            new(["h", "c"], [Random(13, 2, 3), Random(14, 2, 3)]),
        ];
        Check(block.Parameters, [.. states.SelectMany(s => s.Values)], tape =>
            block.Step(tape, block.Step(tape, states)).SelectMany(s => s.Values).Aggregate((a, b) => Concat.Run(tape, a, b)));
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
        Assert.Contains(
            "expected x [T, B, 2], got [1, 1, 3]",
            Assert.Throws<SluiceException>(() => Grid(1, false, false).Run(new Tape(false), new Tensor(1, 1, 3), out _)).Message);
        Assert.Contains("expected 2 dimensions or more, got 1", Assert.Throws<SluiceException>(() => new GridBlock("grid", 1, 2, 1)).Message);
        Assert.Contains("each of 2 dimensions, got 1", Assert.Throws<SluiceException>(() => new GridBlock("grid", 2, 2, 1, cells: ["lstm"])).Message);
        foreach (string cell in new[] { "slstm", "lstm-projected", "lstm-depth-gated", "clockwork" })
            Assert.Contains($"got '{cell}'", Assert.Throws<SluiceException>(() => new GridBlock("grid", 2, 8, 1, cells: [cell, "rnn"])).Message);
    }

    private static GridLstm Grid(int layers, bool tied, bool priority, string timeCell = "lstm", string depthCell = "lstm")
        => Shaken(new GridLstm("grid", new GridOptions(Input, Hidden, layers, tied, priority, timeCell, depthCell), 3));
}
