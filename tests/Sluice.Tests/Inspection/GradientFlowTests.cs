using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Inspection;
using Sluice.Layers;

namespace Sluice.Tests.Inspection;

public class GradientFlowTests
{
    private const int Steps = 12, Batch = 2, Inputs = 3, Hidden = 5;

    // A clock is no number to be changed a little, and one cell reads a layer below it.
    public static TheoryData<string> Cells() => [.. Catalog.Names.Where(n => Catalog.Shape(n).Clock is null && !Catalog.Shape(n).ReadsBelow)];

    [Fact]
    public void Of_a_linear_net_the_norm_at_lag_k_is_that_of_the_transposed_matrix_k_times_on_the_gradient()
    {
        var stack = Stack("rnn-identity");
        var flow = Measure(stack, Steps - 1).Layers[0];
        var r = stack.Layers[0].RecurrentWeight.Value;
        for (int b = 0; b < Batch; b++)
        {
            double[] v = [.. Enumerable.Range(0, Hidden).Select(u => (double)Seed(b, u))];
            for (int lag = 0; lag < Steps; lag++)
            {
                double expected = Math.Sqrt(v.Sum(x => x * x));
                Assert.Equal(1, flow.Norms("h")[lag, b] / expected, 1e-5);
                v = [.. Enumerable.Range(0, Hidden).Select(c => Enumerable.Range(0, Hidden).Sum(u => v[u] * r[u, c]))];
            }
        }

        var matrix = new double[Hidden, Hidden];
        for (int u = 0; u < Hidden; u++)
            for (int c = 0; c < Hidden; c++) matrix[u, c] = r[u, c];
        Assert.Equal(2, flow.Spectra.Count);
        foreach (double[] spectrum in flow.Spectra)
            for (int i = 0; i < Hidden; i++) Assert.Equal(SingularValues.Of(matrix)[i], spectrum[i], 1e-6);
        Assert.Empty(flow.Gates);
    }

    [Fact]
    public void With_the_forget_gate_open_and_the_input_gate_shut_the_cell_state_hands_the_gradient_on_unchanged()
    {
        var stack = Stack("lstm");
        var layer = stack.Layers[0];
        layer.InputWeight.Value.Clear();
        layer.RecurrentWeight.Value.Clear();
        for (int u = 0; u < Hidden; u++) (layer.Bias.Value[0, u], layer.Bias.Value[0, Hidden + u]) = (-100, 100);
        foreach (var parameter in layer.Parameters) parameter.Changed();
        var flow = Measure(stack, Steps - 1).Layers[0];
        for (int b = 0; b < Batch; b++)
        {
            // h = o tanh(c) with o = σ(0) and c = 0: half of the gradient enters the cell state, and stays.
            double whole = flow.Norms("h")[0, b];
            Assert.Equal(0, flow.Norms("c")[0, b]);
            for (int lag = 1; lag < Steps; lag++)
            {
                Assert.Equal(0, flow.Norms("h")[lag, b]);
                Assert.Equal(whole / 2, flow.Norms("c")[lag, b], 1e-6);
            }
        }

        Assert.Equal([new("i", 0, 1, 0), new("f", 1, 0, 1), new("o", 0.5, 0, 0)], flow.Gates.Select(g => g with { Mean = Math.Round(g.Mean, 6) }));

        // (h, c) after = (o tanh(c⁻), c⁻): c⁻ goes to both, h⁻ to none.
        double[] expected = [.. Enumerable.Repeat(Math.Sqrt(1.25), Hidden), .. new double[Hidden]];
        for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], flow.Spectra[0][i], 1e-6);
    }

    [Theory, MemberData(nameof(Cells))]
    public void The_Jacobian_of_a_step_is_that_of_finite_differences(string cell)
    {
        const int Units = 4;
        var layer = new Recurrent("rnn", "l0", cell, Units, Units, 3);
        float[] x = [0.3f, -0.7f, 0.9f, 0.2f];
        var before = new State(cell, 1, Units);
        foreach (var value in before.Values)
            for (int u = 0; u < value.Columns; u++) value[0, u] = 0.4f * MathF.Sin(u + 2 * value.Columns) + 0.5f;
        double[,] jacobian = StepJacobian.Of(layer, x, before);
        const float Change = 1f / 256;
        int column = 0;
        foreach (var value in before.Values)
        {
            for (int u = 0; u < value.Columns; u++, column++)
            {
                float kept = value[0, u];
                value[0, u] = kept + Change;
                float[] more = After();
                value[0, u] = kept - Change;
                float[] less = After();
                value[0, u] = kept;
                for (int row = 0; row < more.Length; row++)
                    Assert.True(
                        Math.Abs((more[row] - less[row]) / (2 * Change) - jacobian[row, column]) < 2e-3,
                        $"[{row}, {column}]: {(more[row] - less[row]) / (2 * Change)} and {jacobian[row, column]}");
            }
        }

        float[] After()
        {
            layer.Run(new Tape(recording: false), Row(x), out var final, before);
            return [.. final.Values.SelectMany(v => v.ToArray())];
        }
    }

    [Theory, InlineData(
        "rnn"), InlineData("lstm"), InlineData("gru"), InlineData("clockwork:1,2"), InlineData("lstm-depth-gated"), InlineData("lstm+zoneout")]
    public void Every_layer_of_a_stack_has_a_gradient_at_every_lag(string cell)
    {
        var stack = Stack(cell, 2);
        var flow = Measure(stack, 4);
        Assert.Equal(["layer 0", "layer 1"], flow.Layers.Select(l => l.Name));
        foreach (var layer in flow.Layers)
            for (int lag = 0; lag <= 4; lag++) Assert.InRange(layer.Norms("h")[lag, 0], 1e-9, 100);

        // The gradient of the lowest layer at lag 0 has all passed through the layer above it.
        Assert.NotEqual(flow.Layers[0].Norms("h")[0, 0], flow.Layers[1].Norms("h")[0, 0]);
    }

    [Fact]
    public void Lags_beyond_the_steps_and_both_directions_are_refused()
    {
        Assert.Contains("12 steps, got 12", Assert.Throws<SluiceException>(() => Measure(Stack("rnn"), Steps)).Message);
        var both = new RecurrentStack("rnn", new StackOptions("rnn", Inputs, Hidden, Bidirectional: true), 1);
        Assert.Contains("one direction", Assert.Throws<SluiceException>(() => Measure(both, 3)).Message);
    }

    private static GradientFlow Measure(RecurrentStack stack, int lags)
    {
        var x = new Tensor(Steps, Batch, Inputs);
        for (int r = 0; r < x.Rows; r++)
            for (int c = 0; c < Inputs; c++) x[r, c] = MathF.Cos(3 * r + c);
        return GradientFlow.Measure(stack, x, lags, (tape, y) =>
        {
            var gradient = tape.GradientOf(y);
            for (int b = 0; b < Batch; b++)
                for (int u = 0; u < Hidden; u++) gradient[b, u] = Seed(b, u);
        });
    }

    private static RecurrentStack Stack(string cell, int layers = 1) => new("rnn", new StackOptions(cell, Inputs, Hidden, layers), 1);

    private static float Seed(int sequence, int unit) => MathF.Sin(1 + sequence + 2 * unit);

    private static Tensor Row(float[] values)
    {
        var row = new Tensor(1, 1, values.Length);
        values.CopyTo(row.Row(0));
        return row;
    }
}
