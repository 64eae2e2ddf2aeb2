using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Tests.Layers;

namespace Sluice.Tests.Cells;

/// <summary>What sets a cell apart, followed by hand.</summary>
public class OtherCellsTests
{
    [Fact]
    public void Irnn_without_input_keeps_what_is_positive()
    {
        var y = Run("irnn", 3, _ => true, [[0.5f, 2, -1, 0.25f]]);
        for (int t = 0; t < 3; t++) Assert.Equal([0.5f, 2, 0, 0.25f], y.Row(t).ToArray());
    }

    [Theory, InlineData("rhn"), InlineData("rhn-2")]
    public void A_highway_with_shut_gates_carries_its_state(string cell)
    {
        var layer = new Recurrent("rnn", "l0", cell, 1, 4, 1);
        Assert.Equal(-2, layer.Bias.Value[0, 4]);
        foreach (int block in new[] { 1, 3, 5 }.Where(b => b < layer.Shape.Blocks.Length && layer.Shape.Blocks[b].HasBias))
            layer.BiasOf(block).Value.Row(0).Slice(layer.BiasAt(block), 4).Fill(-1000);
        layer.Bias.Changed();
        float[] state = [0.5f, -0.25f, 1, 0];
        var y = layer.Run(new Tape(false), new Tensor(3, 1, 1), out _, StateOf(layer, [state]));
        for (int t = 0; t < 3; t++) Assert.Equal(state, y.Row(t).ToArray());
    }

    [Fact]
    public void An_undamped_coupled_oscillator_moves_at_its_speed()
    {
        var y = Run("cornn:0.125,0,0", 4, _ => false, [[0, 0, 0, 0], [1, 2, -1, 0]]);
        for (int t = 0; t < 4; t++) Assert.Equal([0.125f * (t + 1), 0.25f * (t + 1), -0.125f * (t + 1), 0], y.Row(t).ToArray());
    }

    [Fact]
    public void An_independent_oscillator_keeps_its_energy()
    {
        // Without input and with w = 0 a unit is z' = −α y, y' = z with step Δt σ(c): a symplectic scheme, whose energy stays near its start.
        var y = Run("unicornn:0.1,1", 2000, _ => false, [[1, 0.5f, 0, -1], [0, 0, 1, 0]]);
        float[] largest = [1, 0.5f, 1, 1];
        for (int u = 0; u < 4; u++)
            Assert.Equal(largest[u], Enumerable.Range(1000, 1000).Max(t => Math.Abs(y[t, u])), 0.03f);
    }

    [Theory, InlineData("antisymmetric"), InlineData("antisymmetric-gated:0.5,0.1")]
    public void The_gradient_of_an_antisymmetric_matrix_reaches_its_parameter(string cell)
    {
        var layer = LayerGradient.Shaken(new Recurrent("rnn", "l0", cell, 2, 4, 1));
        var x = LayerGradient.Random(1, 3, 2, 2);
        LayerGradient.Check(layer.Parameters, [x], tape => layer.Run(tape, x, out _));
    }

    [Theory, InlineData("slstm-heads:3", 8, 3), InlineData("slstm-heads", 8, 2), InlineData("slstm-heads:1+layernorm", 5, 5)]
    [InlineData("slstm-heads:9+zoneout", 4, 1)]
    public void Heads_do_not_see_each_other_before_and_after_training(string cell, int hidden, int size)
    {
        var layer = new Recurrent("rnn", "l0", cell, 3, hidden, 1);
        var x = LayerGradient.Random(1, 5, 2, 3);
        var tape = new Tape();
        var y = layer.Run(tape, x, out _);
        for (int r = 0; r < y.Rows; r++) tape.GradientOf(y).Row(r).Fill(1);
        tape.Backward();
        foreach (var matrix in new[] { layer.RecurrentWeight.Value, layer.RecurrentWeight.Gradient })
        {
            for (int u = 0; u < matrix.Rows; u++)
                for (int v = 0; v < hidden; v++) Assert.Equal(u % hidden / size == v / size, matrix[u, v] != 0);
        }
    }

    [Theory, InlineData(0), InlineData(-2), InlineData(1.5f)]
    public void A_number_of_heads_that_makes_no_sense_is_refused(float heads)
        => Assert.Contains(
            "expected 1 head or more",
            Assert.Throws<SluiceException>(() => new Recurrent("rnn", "l0", FormattableString.Invariant($"slstm-heads:{heads}"), 3, 4, 1)).Message);

    [Fact]
    public void An_input_gate_that_is_shut_at_the_first_step_is_no_division_by_zero()
    {
        var layer = new Recurrent("rnn", "l0", "slstm-heads", 1, 4, 1);
        layer.BiasOf(0).Value.Row(0).Slice(layer.BiasAt(0), 4).Fill(-500);
        layer.Bias.Changed();
        Assert.All(layer.Run(new Tape(false), LayerGradient.Random(1, 3, 1, 1), out _).ToArray(), h => Assert.True(float.IsFinite(h)));
    }

    [Fact]
    public void S5_at_half_the_step_reads_a_series_of_twice_as_many_samples()
    {
        var (whole, half) = (new Recurrent("rnn", "l0", "s5", 1, 8, 1), new Recurrent("rnn", "l0", "s5:0.5", 1, 8, 1));
        Tensor coarse = new(50, 1, 1), fine = new(100, 1, 1);
        for (int t = 0; t < 50; t++) coarse[t, 0] = MathF.Sin(0.05f * t);
        for (int t = 0; t < 100; t++) fine[t, 0] = MathF.Sin(0.025f * t);
        Tensor expected = whole.Run(new Tape(false), coarse, out _), got = half.Run(new Tape(false), fine, out _);
        for (int t = 10; t < 50; t++)
            for (int u = 0; u < 8; u++) Assert.Equal(expected[t, u], got[2 * t, u], 0.05f);
    }

    [Fact]
    public void Griffins_recurrence_with_a_shut_gate_keeps_its_state_and_its_gradients_finite()
    {
        var layer = new Recurrent("rnn", "l0", "rglru", 4, 4, 1);
        layer.BiasOf(0).Value.Row(0).Slice(layer.BiasAt(0), 4).Fill(-1000);
        layer.Bias.Changed();
        float[] state = [0.5f, -0.25f, 1, 0];
        var tape = new Tape();
        var y = layer.Run(tape, LayerGradient.Random(1, 3, 1, 4), out _, StateOf(layer, [state]));
        for (int u = 0; u < 4; u++) Assert.Equal(state[u], y[2, u], 1e-6f);
        for (int r = 0; r < y.Rows; r++) tape.GradientOf(y).Row(r).Fill(1);
        tape.Backward();
        Assert.All(layer.Parameters.SelectMany(p => p.Gradient.ToArray()), g => Assert.True(float.IsFinite(g)));
    }

    /// <summary>y of a layer without input whose weights are 0 but for those kept.</summary>
    private static Tensor Run(string cell, int steps, Func<Parameter, bool> keep, float[][] states)
    {
        var layer = new Recurrent("rnn", "l0", cell, 1, 4, 1);
        foreach (var parameter in layer.Parameters.Where(p => !keep(p)))
        {
            parameter.Value.Clear();
            parameter.Changed();
        }

        return layer.Run(new Tape(false), new Tensor(steps, 1, 1), out _, StateOf(layer, states));
    }

    private static State StateOf(Recurrent layer, float[][] states)
    {
        var state = new State(layer.Cell, 1, 4);
        for (int s = 0; s < states.Length; s++) states[s].CopyTo(state.Values[s].Row(0));
        return state;
    }
}
