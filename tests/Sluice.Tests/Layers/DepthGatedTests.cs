using Sluice.Autodiff;
using Sluice.Kernels;
using Sluice.Layers;

namespace Sluice.Tests.Layers;

/// <summary>Stacks whose layers read the cell states of the layer below, and stacks with paths past their layers.</summary>
public class DepthGatedTests
{
    private const int Steps = 5, Batch = 3, Input = 4, Hidden = 9;

    [Fact]
    public void With_its_gate_shut_it_is_the_stack_of_plain_layers()
    {
        var (gated, plain) = (Stack("lstm-depth-gated"), Stack("lstm"));
        for (int l = 0; l < 3; l++)
        {
            Copy(plain.Layers[l].InputWeight, gated.Layers[l].InputWeight);
            Copy(plain.Layers[l].RecurrentWeight, gated.Layers[l].RecurrentWeight);
            gated.Layers[l].Bias.Value.Row(0).Slice(4 * Hidden, Hidden).Fill(-200);
            gated.Layers[l].Bias.Changed();
        }

        var x = X();
        Assert.Equal(plain.Run(new Tape(false), x, out _).ToArray(), gated.Run(new Tape(false), x, out _).ToArray());
    }

    [Theory, InlineData(
        "", false), InlineData("", true), InlineData("+clip:1", false), InlineData("+layernorm", false), InlineData("+zoneout:0.3", true)]
    public void The_gradient_reaches_the_lowest_layer_through_the_cell_states(string wrappers, bool bidirectional)
    {
        var stack = Stack("lstm-depth-gated" + wrappers, bidirectional);
        var x = X();
        int[] lengths = [5, 2, 4];
        double Loss()
        {
            var y = stack.Run(new Tape(false), x, out var final, lengths: lengths);
            return y.ToArray().Sum(v => (double)v) + final.Sum(f => f.Values[1].ToArray().Sum(v => (double)v));
        }

        var tape = new Tape();
        var output = stack.Run(tape, x, out var states, lengths: lengths);
        for (int r = 0; r < output.Rows; r++) tape.GradientOf(output).Row(r).Fill(1);
        foreach (var state in states) for (int b = 0; b < Batch; b++) tape.GradientOf(state.Values[1]).Row(b).Fill(1);
        tape.Backward();

        // Sums of about 100 values in single precision: differences over 2e-2 are right to some 1e-3.
        foreach (var parameter in stack.Parameters)
        {
            var value = parameter.Value;
            float before = value[0, value.Columns / 2];
            double At(float v)
            {
                value[0, value.Columns / 2] = v;
                parameter.Changed();
                return Loss();
            }

            double expected = (At(before + 0.01f) - At(before - 0.01f)) / 0.02;
            At(before);
            Assert.Equal(expected, parameter.Gradient[0, value.Columns / 2], 5e-3 * Math.Max(1, Math.Abs(expected)));
        }
    }

    [Theory, InlineData(""), InlineData("+clip:0.2"), InlineData("+layernorm+zoneout:0.3")]
    public void Steps_equal_a_run(string wrappers)
    {
        var stack = Stack("lstm-depth-gated" + wrappers);
        var x = X();
        var y = stack.Run(new Tape(false), x, out _);
        var state = stack.NewState(Batch);
        for (int t = 0; t < Steps; t++)
        {
            var step = stack.Step(x.View(t * Batch, Batch, Input), state);
            for (int b = 0; b < Batch; b++) Assert.Equal(y.Row(t * Batch + b).ToArray(), step.Row(b).ToArray());
        }
    }

    [Fact]
    public void A_residual_stack_adds_its_input_where_sizes_agree()
    {
        var (plain, residual) = (Stack("gru"), new RecurrentStack("rnn", new StackOptions("gru", Input, Hidden, 2, Residual: true), 7));
        var x = X();
        var first = plain.Layers[0].Run(new Tape(false), x, out _);
        var second = plain.Layers[1].Run(new Tape(false), first, out _);
        var tape = new Tape();
        var y = residual.Run(tape, x, out _);
        Assert.Equal(first.ToArray().Zip(second.ToArray(), (a, b) => a + b), y.ToArray());
        var state = residual.NewState(Batch);
        for (int t = 0; t < Steps; t++)
        {
            var step = residual.Step(x.View(t * Batch, Batch, Input), state);
            for (int b = 0; b < Batch; b++) Assert.Equal(y.Row(t * Batch + b).ToArray(), step.Row(b).ToArray());
        }

        for (int r = 0; r < y.Rows; r++) tape.GradientOf(y).Row(r).Fill(1);
        tape.Backward();
        Assert.Contains(residual.Layers[0].InputWeight.Gradient.ToArray(), g => g != 0);
    }

    [Fact]
    public void Alone_it_says_what_it_needs()
        => Assert.Contains("cell states of the layer below", Assert.Throws<SluiceException>(
            () => new Recurrent("rnn", "l0", "lstm-depth-gated", 2, 2, 1).Run(new Tape(false), new Tensor(1, 1, 2), out _)).Message);

    private static RecurrentStack Stack(string cell, bool bidirectional = false)
        => new("rnn", new StackOptions(cell, Input, Hidden, 3, bidirectional), 7);

    private static void Copy(Parameter source, Parameter target)
    {
        for (int r = 0; r < source.Value.Rows; r++) source.Value.Row(r).CopyTo(target.Value.Row(r));
        target.Changed();
    }

    private static Tensor X()
    {
        var x = new Tensor(Steps, Batch, Input);
        var random = new RandomStream(2, Purpose.Data);
        for (int i = 0; i < x.Count; i++) x[i / Input, i % Input] = 2 * random.Uniform((uint)i) - 1;
        return x;
    }
}
