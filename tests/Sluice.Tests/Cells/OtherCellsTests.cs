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
