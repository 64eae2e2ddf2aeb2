using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Tests.Cells;
using Sluice.Tests.Cells.Reference;

namespace Sluice.Tests.Layers;

public class RecurrentTests
{
    // Sums of some dozens of products in single precision against double: a few times 1e-6 relative to values of about 1.
    private const float Tolerance = 2e-5f;

    public static TheoryData<string> Cells() => [.. CellCases.Alone];

    public static TheoryData<string> CellsWithReference() => [.. CellCases.WithReference];

    [Theory, MemberData(nameof(CellsWithReference))]
    public void Run_equals_steps_equals_the_scalar_reference(string cell)
    {
        for (int hidden = 1; hidden <= 33; hidden++)
        {
            const int Steps = 5, Batch = 3;
            int input = InputOf(cell, 4, hidden);
            if (CellCases.HiddenOf(Catalog.Shape(cell), hidden) != hidden) continue;
            var layer = Layer(cell, input, hidden);
            var x = Random(1, Steps, Batch, input);
            var y = layer.Run(new Tape(recording: false), x, out var final);
            var state = new State(cell, Batch, hidden);
            var expected = Equations.Run(layer, x);
            for (int t = 0; t < Steps; t++)
            {
                layer.Step(Rows(x, t, Batch), state);
                for (int b = 0; b < Batch; b++)
                {
                    for (int u = 0; u < layer.Output; u++)
                    {
                        Assert.Equal(y[t * Batch + b, u], state.Values[0][b, u]);
                        Assert.True(
                            Math.Abs(expected[t][b][u] - y[t * Batch + b, u]) < Tolerance,
                            $"{cell} H {hidden} t {t} b {b} u {u}: reference {expected[t][b][u]}, run {y[t * Batch + b, u]}");
                    }
                }
            }

            for (int s = 0; s < final.Values.Length; s++) Assert.Equal(state.Values[s].ToArray(), final.Values[s].ToArray());
        }
    }

    [Theory, MemberData(nameof(Cells))]
    public void Padding_is_never_read_and_a_short_sequence_ends_at_its_own_end(string cell)
    {
        const int Steps = 7, Hidden = 20;
        int input = InputOf(cell, 3, Hidden);
        int[] lengths = [3, 0, 7, 1, 5];
        foreach (bool reverse in new[] { false, true })
        {
            var layer = Layer(cell, input, Hidden, reverse);
            var x = Random(2, Steps, lengths.Length, input);
            for (int b = 0; b < lengths.Length; b++)
                for (int t = lengths[b]; t < Steps; t++) x.Row(t * lengths.Length + b).Fill(float.NaN);
            var (y, final, dx, gradients) = Train(layer, x, lengths);
            var sums = gradients.Select(g => new float[g.Length]).ToArray();
            for (int b = 0; b < lengths.Length; b++)
            {
                for (int t = lengths[b]; t < Steps; t++) Assert.All(y.Row(t * lengths.Length + b).ToArray(), v => Assert.Equal(0, v));
                if (lengths[b] == 0)
                {
                    Assert.All(final.Values, v => Assert.All(v.Row(b).ToArray(), f => Assert.Equal(0, f)));
                    continue;
                }

                // The same sequence alone, without padding.
                var alone = new Tensor(lengths[b], 1, input) { NeedsGradient = true };
                for (int t = 0; t < lengths[b]; t++) x.Row(t * lengths.Length + b).CopyTo(alone.Row(t));
                var (y1, final1, dx1, gradients1) = Train(layer, alone, null);
                for (int t = 0; t < lengths[b]; t++)
                {
                    Assert.Equal(y1.Row(t).ToArray(), y.Row(t * lengths.Length + b).ToArray());
                    Assert.Equal(dx1.Row(t).ToArray(), dx.Row(t * lengths.Length + b).ToArray());
                }

                for (int s = 0; s < final.Values.Length; s++) Assert.Equal(final1.Values[s].Row(0).ToArray(), final.Values[s].Row(b).ToArray());
                for (int p = 0; p < sums.Length; p++)
                    for (int i = 0; i < sums[p].Length; i++) sums[p][i] += gradients1[p][i];
            }

            for (int p = 0; p < sums.Length; p++)
                for (int i = 0; i < sums[p].Length; i++)
                    Assert.True(Math.Abs(sums[p][i] - gradients[p][i]) < 1e-4f, $"{cell} gradient {p}[{i}]: {sums[p][i]} and {gradients[p][i]}");
        }
    }

    [Theory, MemberData(nameof(Cells))]
    public void A_step_allocates_nothing(string cell)
    {
        var layer = Layer(cell, InputOf(cell, 16, 32), 32);
        var (x, state) = (Random(3, 1, 1, layer.Input).View(0, 1, layer.Input), new State(cell, 1, 32));
        Assert.Equal(0, Allocation.Of(100, () => layer.Step(x, state)));
    }

    [Fact]
    public void A_state_carried_on_continues_the_run()
    {
        var layer = Layer("lstm", 3, 8);
        var x = Random(4, 6, 2, 3);
        var whole = layer.Run(new Tape(false), x, out _).ToArray();
        var tape = new Tape(false);
        var first = layer.Run(tape, x.View(0, 4, 2, 3), out var state);
        var second = layer.Run(tape, x.View(8, 2, 2, 3), out _, state);
        Assert.Equal(whole, first.ToArray().Concat(second.ToArray()));
    }

    [Fact]
    public void Both_directions_equal_two_runs()
    {
        var stack = new RecurrentStack("rnn", new StackOptions("gru", 3, 5, Bidirectional: true), 7);
        var x = Random(5, 4, 2, 3);
        var y = stack.Run(new Tape(false), x, out _);
        var forward = stack.Layers[0].Run(new Tape(false), x, out _);
        var backward = new Tensor(4, 2, 3);
        for (int r = 0; r < 8; r++) x.Row((3 - r / 2) * 2 + r % 2).CopyTo(backward.Row(r));
        var plain = Layer("gru", 3, 5);
        foreach (var (from, to) in stack.Layers[1].Parameters.Zip(plain.Parameters))
        {
            to.Value.Set(from.Value.ToArray());
            to.Changed();
        }

        var reversed = plain.Run(new Tape(false), backward, out _);
        for (int r = 0; r < 8; r++)
        {
            Assert.Equal(forward.Row(r).ToArray(), y.Row(r)[..5].ToArray());
            Assert.Equal(reversed.Row((3 - r / 2) * 2 + r % 2).ToArray(), y.Row(r)[5..].ToArray());
        }
    }

    [Fact]
    public void A_learned_initial_state_receives_its_gradient()
    {
        var layer = new Recurrent("rnn", "l0", "lstm", 2, 3, 1, learnedInitial: true);
        var x = Random(6, 3, 2, 2);
        var initial = layer.Parameters.Single(p => p.Name == "rnn.initial_c_l0");
        double Loss() => layer.Run(new Tape(false), x, out _).ToArray().Sum(v => (double)v);
        var tape = new Tape();
        var y = layer.Run(tape, x, out _);
        tape.GradientOf(y).Row(0).Fill(0);
        for (int r = 0; r < y.Rows; r++) y.Gradient!.Row(r).Fill(1);
        tape.Backward();
        for (int u = 0; u < 3; u++)
        {
            initial.Value[0, u] += 0.01f;
            double up = Loss();
            initial.Value[0, u] -= 0.02f;
            double down = Loss();
            initial.Value[0, u] += 0.01f;
            Assert.Equal((up - down) / 0.02, initial.Gradient[0, u], 3);
        }
    }

    [Theory, InlineData(false), InlineData(true)]
    public void Recurrent_dropout_hides_the_same_units_at_every_step_or_others_at_each(bool eachStep)
    {
        // With identity activation, R = 1 and x = 0 but h0 = 1, a unit is passed on scaled by its mask at every step.
        const int Hidden = 64;
        var layer = new Recurrent("rnn", "l0", "rnn-identity", 1, Hidden, 1);
        layer.RecurrentWeight.Value.Clear();
        for (int u = 0; u < Hidden; u++) layer.RecurrentWeight.Value[u, u] = 1;
        layer.RecurrentWeight.Changed();
        var state = new State("rnn-identity", 1, Hidden);
        state.Values[0].Row(0).Fill(1);
        var y = layer.Run(new Tape { Training = true, Seed = 3 }, new Tensor(3, 1, 1), out _, state, dropout: 0.5, eachStep: eachStep);
        int hidden = 0, never = 0;
        for (int u = 0; u < Hidden; u++)
        {
            bool gone = y[0, u] == 0;
            hidden += gone ? 1 : 0;
            Assert.Equal(gone ? 0 : 2, y[0, u]);
            if (!eachStep) Assert.Equal(gone ? 0 : 8, y[2, u]);
            never += y[2, u] == 8 ? 1 : 0;
        }

        Assert.InRange(hidden, 16, 48);
        Assert.InRange(never, eachStep ? 1 : 16, eachStep ? 16 : 48); // half of them, or half of half of half
    }

    [Theory, InlineData("rnn"), InlineData("rnn-relu"), InlineData("rnn-identity"), InlineData("lstm"), InlineData("gru"), InlineData("gru-before")]
    public void A_recording_holds_every_gate_and_preactivation(string cell)
    {
        var layer = Layer(cell, 2, 3);
        var x = Random(7, 4, 1, 2);
        var recording = new Recording();
        var y = layer.Run(new Tape(false), x, out _, recording: recording);
        Assert.Equal(y.ToArray(), recording.Value(recording.States[0]).ToArray());
        foreach (string block in recording.Blocks)
        {
            var (before, after) = (recording.Preactivation(block).ToArray(), recording.Value(block).ToArray());
            for (int i = 0; i < before.Length; i++)
            {
                double expected = (cell, block) switch
                {
                    ("rnn-identity", _) or (_, "n'") => before[i],
                    ("rnn-relu", _) => Math.Max(0, before[i]),
                    (_, "h" or "g") => Math.Tanh(before[i]),
                    ("gru", "n") => after[i],
                    (_, "n") => Math.Tanh(before[i]),
                    _ => 1 / (1 + Math.Exp(-before[i])),
                };
                Assert.Equal(expected, after[i], 1e-5);
            }
        }
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_named()
    {
        var layer = Layer("lstm", 3, 4);
        Assert.Equal(
            "rnn.weight_ih_l0: expected x [T, B, 3], got [2, 1, 5].",
            Assert.Throws<SluiceException>(() => layer.Run(new Tape(false), new Tensor(2, 1, 5), out _)).Message);
        Assert.Contains(
            "lengths from 0 to 2, got 3 for sequence 0",
            Assert.Throws<SluiceException>(() => layer.Run(new Tape(false), new Tensor(2, 1, 3), out _, lengths: [3])).Message);
        Assert.Contains("expected one of rnn, rnn-relu", Assert.Throws<SluiceException>(() => Layer("ltsm", 3, 4)).Message);
    }

    private static (Tensor Y, State Final, Tensor DX, float[][] Gradients) Train(Recurrent layer, Tensor x, int[]? lengths)
    {
        foreach (var parameter in layer.Parameters) parameter.Gradient.Clear();
        var tape = new Tape();
        x = Copy(x);
        var y = layer.Run(tape, x, out var final, lengths: lengths);
        var dy = tape.GradientOf(y);
        for (int r = 0; r < y.Rows; r++) dy.Row(r).Fill(0.5f);
        tape.GradientOf(final.Values[0]).Row(0).Fill(0);
        tape.Backward();
        return (y, final, x.Gradient!, [.. layer.Parameters.Select(p => p.Gradient.ToArray())]);
    }

    private static Tensor Copy(Tensor x)
    {
        var copy = new Tensor(x.Shape.ToArray()) { NeedsGradient = true };
        copy.Set(x.ToArray());
        return copy;
    }

    /// <summary>A layer whose biases and weights of units are not at their starts, where some do nothing.</summary>
    private static Recurrent Layer(string cell, int input, int hidden, bool reverse = false)
    {
        var layer = new Recurrent("rnn", "l0", cell, input, hidden, 11, reverse);
        foreach (var parameter in layer.Parameters.Where(p => p.Value.Rows == 1))
        {
            var random = new RandomStream(6, Purpose.Data, 1, Initial.Hash(parameter.Name));
            for (int u = 0; u < parameter.Value.Columns; u++) parameter.Value[0, u] += 0.6f * random.Uniform((uint)u) - 0.3f;
            parameter.Changed();
        }

        return layer;
    }

    private static int InputOf(string cell, int input, int hidden) => CellCases.InputOf(Catalog.Shape(cell), input, hidden);

    private static Tensor Rows(Tensor x, int t, int batch) => x.View(t * batch, batch, x.Columns);

    private static Tensor Random(uint step, params int[] shape)
    {
        var tensor = new Tensor(shape) { NeedsGradient = true };
        var random = new RandomStream(5, Purpose.Data, 0, step);
        for (int r = 0; r < tensor.Rows; r++)
            for (int c = 0; c < tensor.Columns; c++) tensor[r, c] = 2 * random.Uniform((uint)(r * tensor.Columns + c)) - 1;
        return tensor;
    }
}
