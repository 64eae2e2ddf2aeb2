using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Layers;
using Sluice.Vectors;
using static Sluice.Tests.Layers.LayerGradient;

namespace Sluice.Tests.Layers;

public class MatrixLstmTests
{
    private const int Input = 3;

    [Theory, InlineData(1, 1, 0), InlineData(5, 3, 0), InlineData(17, 2, 0), InlineData(33, 2, 20), InlineData(4, 2, -20)]
    public void The_stabilised_run_equals_the_equations_in_double_precision(int hidden, int batch, float inputGate)
    {
        const int Steps = 6;
        var layer = Layer(hidden, inputGate);
        var x = Random(1, Steps, batch, Input);
        var y = layer.Run(new Tape(false), x);
        for (int b = 0; b < batch; b++)
        {
            var expected = Reference(layer, x, b);
            for (int t = 0; t < Steps; t++)
                for (int u = 0; u < hidden; u++) Assert.Equal(expected[t][u], y[t * batch + b, u], 2e-5 * Math.Max(1, Math.Abs(expected[t][u])));
        }
    }

    [Theory, InlineData(0), InlineData(3), InlineData(-3)]
    public void Gradients_match_finite_differences(float inputGate)
    {
        var layer = Layer(4, inputGate);
        var x = Random(2, 5, 3, Input);
        Check(layer.Parameters, [x], tape => layer.Run(tape, x, Warm(layer, 3), [5, 0, 3]));
    }

    [Fact]
    public void Padding_is_never_read_and_a_short_sequence_ends_at_its_own_end()
    {
        var layer = Layer(6, 0);
        var x = Random(3, 4, 2, Input);
        for (int t = 2; t < 4; t++) x.Row(2 * t + 1).Fill(float.NaN);
        var tape = new Tape();
        var state = layer.NewState(2);
        var y = layer.Run(tape, x, state, [4, 2]);
        for (int r = 0; r < y.Rows; r++) tape.GradientOf(y).Row(r).Fill(1);
        tape.Backward();
        Assert.All(layer.Parameters, p => Assert.DoesNotContain(p.Gradient.ToArray(), float.IsNaN));
        Assert.All(y.Row(7).ToArray(), v => Assert.Equal(0, v));
        var alone = new Tensor(2, 1, Input);
        for (int t = 0; t < 2; t++) x.Row(2 * t + 1).CopyTo(alone.Row(t));
        var last = layer.NewState(1);
        var expected = layer.Run(new Tape(false), alone, last);
        for (int t = 0; t < 2; t++) Assert.Equal(expected.Row(t).ToArray(), y.Row(2 * t + 1).ToArray());
        for (int s = 0; s < 3; s++) Assert.Equal(last.Values[s].Row(0).ToArray(), state.Values[s].Row(1).ToArray());
    }

    [Fact]
    public void States_carried_on_continue_the_run()
    {
        var layer = Layer(18, 0);
        var x = Random(4, 6, 2, Input);
        var whole = layer.Run(new Tape(false), x).ToArray();
        var (tape, state) = (new Tape(false), layer.NewState(2));
        var steps = Enumerable.Range(0, 6).SelectMany(t => layer.Run(tape, x.View(2 * t, 1, 2, Input), state).ToArray());
        Assert.Equal(whole, steps);
    }

    [Fact]
    public void Large_gates_do_not_overflow()
    {
        foreach (float gate in new[] { -500f, 500f })
        {
            var layer = Layer(5, gate);
            var tape = new Tape();
            var y = layer.Run(tape, Random(5, 50, 1, Input));
            for (int r = 0; r < y.Rows; r++) tape.GradientOf(y).Row(r).Fill(1);
            tape.Backward();
            Assert.All(y.ToArray(), v => Assert.True(float.IsFinite(v)));
            Assert.All(layer.Parameters.SelectMany(p => p.Gradient.ToArray()), v => Assert.True(float.IsFinite(v)));
        }
    }

    [Fact]
    public void Widths_and_parts_do_not_change_a_bit()
    {
        const int Rows = 19, Lanes = 37;
        Tensor a = Random(6, 5, 3, Rows), b = Random(7, 5, 3, Lanes), c = Random(8, 5, 3, Rows), decay = Random(9, 15);
        foreach (bool reverse in new[] { false, true })
        {
            float[] Scan<V>(int parts) where V : struct, IVector<V, float>
            {
                var y = new Tensor(5, 3, Lanes);
                var scan =
                    new MatrixScan(new Tensor(parts, Rows * 16), Rows, Lanes, [5, 2, 4], reverse) { A = a, B = b, C = c, Y = y, Decay = decay };
                for (int part = 0; part < parts; part++) scan.Run<V>(part, parts);
                return y.ToArray();
            }

            var expected = Scan<Float16>(1);
            Assert.Equal(expected, Scan<Float16>(3));
            Assert.Equal(expected, Scan<Float8>(2));
            Assert.Equal(expected, Scan<Float4>(1));
            Assert.Equal(expected, Scan<Float1>(2));
        }
    }

    [Fact]
    public void Threads_do_not_change_a_bit()
    {
        var layer = Layer(40, 0);
        float[][] Train(int threads)
        {
            using var device = Device.Create(threads);
            foreach (var parameter in layer.Parameters) parameter.Gradient.Clear();
            var tape = new Tape(true, device);
            var y = layer.Run(tape, Random(11, 10, 4, Input), lengths: [10, 7, 0, 4]);
            for (int r = 0; r < y.Rows; r++) tape.GradientOf(y).Row(r).Fill(1);
            tape.Backward();
            return [y.ToArray(), .. layer.Parameters.Select(p => p.Gradient.ToArray())];
        }

        var expected = Train(1);
        Assert.Equal(expected, Train(2));
        Assert.Equal(expected, Train(3));
    }

    /// <summary>h of each step of a sequence, without the stabiliser, in plain doubles.</summary>
    private static double[][] Reference(MatrixLstm layer, Tensor x, int b)
    {
        var weights = layer.Parameters.ToDictionary(p => p.Name, p => p.Value);
        int size = layer.Hidden;
        var (c, n) = (new double[size, size], new double[size]);
        return [.. Enumerable.Range(0, x.Shape[0]).Select(t =>
        {
            double[] Of(string part)
            {
                var (w, bias) = (weights[$"m.{part}.weight"], weights[$"m.{part}.bias"]);
                return [.. Enumerable.Range(
                    0, w.Rows).Select(u => bias[0, u] + Enumerable.Range(0, Input).Sum(i => (double)w[u, i] * x[t * x.Shape[1] + b, i]))];
            }

            double[] q = Of("query"), k = [.. Of("key").Select(v => v / Math.Sqrt(size))], v = Of("value"), gates = Of("gates"), o = Of("output");
            double i = Math.Exp(gates[0]), f = 1 / (1 + Math.Exp(-gates[1]));
            for (int j = 0; j < size; j++)
            {
                n[j] = f * n[j] + i * k[j];
                for (int u = 0; u < size; u++) c[u, j] = f * c[u, j] + i * v[u] * k[j];
            }

            double normaliser = Math.Max(Math.Abs(Enumerable.Range(0, size).Sum(j => n[j] * q[j])), 1);
            return Enumerable.Range(0, size)
                .Select(u => Enumerable.Range(0, size).Sum(j => c[u, j] * q[j]) / normaliser / (1 + Math.Exp(-o[u]))).ToArray();
        })];
    }

    private static MatrixLstm Layer(int hidden, float inputGate)
    {
        var layer = Shaken(new MatrixLstm("m", Input, hidden, 3));
        var bias = layer.Parameters.Single(p => p.Name == "m.gates.bias");
        bias.Value[0, 0] = inputGate;
        bias.Value[0, 1] = 0.5f;
        bias.Changed();
        return layer;
    }

    private static State Warm(MatrixLstm layer, int batch)
    {
        var state = layer.NewState(batch);
        foreach (var value in state.Values)
            for (int r = 0; r < value.Rows; r++) for (int c = 0; c < value.Columns; c++) value[r, c] = 0.1f * (r + 1) - 0.02f * c;
        return state;
    }
}
