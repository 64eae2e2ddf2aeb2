using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Layers;
using Sluice.Vectors;
using static Sluice.Tests.Layers.LayerGradient;

namespace Sluice.Tests.Layers;

public class MatrixStateTests
{
    private const int Input = 3;

    public static TheoryData<MatrixRule, bool, int> Rules()
    {
        var data = new TheoryData<MatrixRule, bool, int>();
        foreach (var rule in Enum.GetValues<MatrixRule>())
            foreach (bool negative in new[] { false, true })
                foreach (int products in new[] { 1, 3 }) data.Add(rule, negative, products);
        return data;
    }

    [Theory, MemberData(nameof(Rules))]
    public void A_run_equals_products_of_whole_matrices_in_double_precision(MatrixRule rule, bool negative, int products)
    {
        const int Steps = 20, Batch = 2;
        foreach (int hidden in new[] { 1, 5, 18 })
        {
            var layer = Layer(hidden, rule, negative, products);
            var x = Random(1, Steps, Batch, Input);
            var y = layer.Run(new Tape(false), x);
            for (int b = 0; b < Batch; b++)
            {
                double[][] expected = Reference(layer, x, b);
                for (int t = 0; t < Steps; t++)
                    for (int u = 0; u < hidden; u++) Assert.Equal(expected[t][u], y[t * Batch + b, u], 2e-5);
            }
        }
    }

    [Theory, MemberData(nameof(Rules))]
    public void Gradients_match_finite_differences(MatrixRule rule, bool negative, int products)
    {
        var layer = Layer(4, rule, negative, products);
        var x = Random(2, 5, 3, Input);
        Check(layer.Parameters, [x], tape => layer.Run(tape, x, Warm(layer, 3), [5, 0, 3]));
    }

    [Theory, InlineData(1, 18), InlineData(2, 33)]
    public void Gradients_pass_from_one_stretch_of_steps_to_the_one_before(int products, int steps)
    {
        // Of the equations in double precision, since the curvature of so many steps asks for a small difference.
        const float Step = 1f / 1024;
        var layer = Layer(4, MatrixRule.ChannelDelta, false, products);
        var x = Random(2, steps, 1, Input);
        var tape = new Tape();
        var y = layer.Run(tape, x);
        for (int r = 0; r < y.Rows; r++) tape.GradientOf(y).Row(r).Fill(1);
        tape.Backward();
        for (int t = 0; t < steps; t++)
        {
            for (int i = 0; i < Input; i++)
            {
                float before = x[t, i], more = before + Step, less = before - Step;
                x[t, i] = more;
                double up = Reference(layer, x, 0).Sum(row => row.Sum());
                x[t, i] = less;
                double down = Reference(layer, x, 0).Sum(row => row.Sum());
                x[t, i] = before;
                double expected = (up - down) / ((double)more - less);
                Assert.Equal(expected, x.Gradient![t, i], 1e-4 * Math.Max(1, Math.Abs(expected)));
            }
        }
    }

    [Fact]
    public void Padding_is_never_read_and_a_short_sequence_ends_at_its_own_end()
    {
        var layer = Layer(6, MatrixRule.ChannelDelta, false, 1);
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
        Assert.Equal(last.Values[0].Row(0).ToArray(), state.Values[0].Row(1).ToArray());
    }

    [Theory, MemberData(nameof(Rules))]
    public void States_carried_on_continue_the_run(MatrixRule rule, bool negative, int products)
    {
        var layer = Layer(18, rule, negative, products);
        var x = Random(4, 6, 2, Input);
        float[] whole = layer.Run(new Tape(false), x).ToArray();
        var (tape, state) = (new Tape(false), layer.NewState(2));
        Assert.Equal(whole, Enumerable.Range(0, 6).SelectMany(t => layer.Run(tape, x.View(2 * t, 1, 2, Input), state).ToArray()));
    }

    [Fact]
    public void What_was_written_under_a_key_is_read_with_it_and_written_over()
    {
        // x is the value; key and query stay, and the rate is 1.
        var layer = new MatrixState("m", new(2, 2), 1);
        foreach (var parameter in layer.Parameters) Fill(parameter, [0, 0]);
        Parameter Named(string name) => layer.Parameters.Single(p => p.Name == "m." + name);
        Fill(Named("key.bias"), [3, 4]);
        Fill(Named("query.bias"), [0.6f, 0.8f]);
        Fill(Named("rate.bias"), [40]);
        Named("value.weight").Value[0, 0] = 1;
        Named("value.weight").Value[1, 1] = 1;
        Named("value.weight").Changed();
        var x = Random(5, 4, 1, 2);
        var y = layer.Run(new Tape(false), x);
        for (int r = 0; r < 4; r++) for (int u = 0; u < 2; u++) Assert.Equal(x[r, u], y[r, u], 1e-6f);
    }

    [Fact]
    public void A_rate_of_two_turns_what_stands_under_the_key_round_at_each_step()
    {
        var layer = new MatrixState("m", new(1, 1, Negative: true), 1);
        foreach (var parameter in layer.Parameters) Fill(parameter, [0]);
        foreach (var (name, value) in new[] { ("key", 1f), ("query", 1f), ("rate", 40f) })
            Fill(layer.Parameters.Single(p => p.Name == $"m.{name}.bias"), [value]);
        var state = layer.NewState(1);
        state.Values[0][0, 0] = 1;
        Assert.Equal([-1, 1, -1, 1, -1], layer.Run(new Tape(false), new Tensor(5, 1, 1), state).ToArray());
    }

    [Fact]
    public void Large_gates_and_keys_of_zero_do_no_harm()
    {
        foreach (float size in new[] { 0f, 1e4f })
        {
            foreach (var rule in Enum.GetValues<MatrixRule>())
            {
                var layer = Layer(5, rule, true, 1);
                foreach (var parameter in layer.Parameters)
                    for (int r = 0; r < parameter.Value.Rows; r++) for (int c = 0; c < parameter.Value.Columns; c++) parameter.Value[r, c] *= size;
                foreach (var parameter in layer.Parameters) parameter.Changed();
                var tape = new Tape();
                var y = layer.Run(tape, Random(5, 50, 1, Input));
                for (int r = 0; r < y.Rows; r++) tape.GradientOf(y).Row(r).Fill(1);
                tape.Backward();
                Assert.All(y.ToArray(), v => Assert.True(float.IsFinite(v)));
                Assert.All(layer.Parameters.SelectMany(p => p.Gradient.ToArray()), v => Assert.True(float.IsFinite(v)));
            }
        }
    }

    [Theory, MemberData(nameof(Rules))]
    public void Widths_and_threads_do_not_change_a_bit(MatrixRule rule, bool negative, int products)
    {
        var layer = Layer(21, rule, negative, products);
        float[][] Train(int threads, int bits)
        {
            using var device = Device.Create(threads, bits);
            foreach (var parameter in layer.Parameters) parameter.Gradient.Clear();
            var tape = new Tape(true, device);
            var y = layer.Run(tape, Random(11, 18, 4, Input), lengths: [10, 18, 0, 4]);
            for (int r = 0; r < y.Rows; r++) tape.GradientOf(y).Row(r).Fill(1);
            tape.Backward();
            return [y.ToArray(), .. layer.Parameters.Select(p => p.Gradient.ToArray())];
        }

        float[][] expected = Train(1, VectorWidth.Bits);
        foreach (int bits in new[] { 512, 256, 128, 32 }) Assert.Equal(expected, Train(2, bits));
        Assert.Equal(expected, Train(3, VectorWidth.Bits));
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Assert.Contains("products of 1 or more", Assert.Throws<SluiceException>(() => new MatrixState("m", new(3, 4, Products: 0), 1)).Message);
        var layer = Layer(4, MatrixRule.Delta, false, 1);
        Assert.Contains("expected x [T, B, 3]", Assert.Throws<SluiceException>(() => layer.Run(new Tape(false), new Tensor(2, 1, 4))).Message);
        Assert.Contains(
            "expected a state s [2, 16]",
            Assert.Throws<SluiceException>(() => layer.Run(new Tape(false), new Tensor(2, 2, 3), layer.NewState(1))).Message);
    }

    /// <summary>y of each step of a sequence in plain doubles: S [V, K] times a matrix [K, K], and an outer product.</summary>
    private static double[][] Reference(MatrixState layer, Tensor x, int b)
    {
        var weights = layer.Parameters.ToDictionary(p => p.Name, p => p.Value);
        var options = layer.Options;
        int size = options.Hidden;
        var s = new double[size, size];
        return [.. Enumerable.Range(0, x.Shape[0]).Select(t =>
        {
            double[] Of(string part)
            {
                var (w, bias) = (weights[$"m.{part}.weight"], weights[$"m.{part}.bias"]);
                return [.. Enumerable.Range(
                    0, w.Rows).Select(u => bias[0, u] + Enumerable.Range(0, Input).Sum(i => (double)w[u, i] * x[t * x.Shape[1] + b, i]))];
            }

            double[] Channels(double[] values) => values.Length == size ? values : [.. Enumerable.Repeat(values[0], size)];
            for (int m = 1; m <= options.Products; m++)
            {
                string suffix = options.Products == 1 ? "" : m.ToString();
                double[] k = Of("key" + suffix), v = Of("value" + suffix);
                double[] beta = [.. Channels(Of("rate" + suffix)).Select(r => (options.Negative ? 2 : 1) * Sigma(r))];
                double[] w = [.. Enumerable.Repeat(1.0, size)];
                if (m == 1 && options.Rule != MatrixRule.Delta)
                    w = [.. Channels(Of("decay")).Select(d => options.Rule == MatrixRule.Rwkv7 ? Math.Exp(-Sigma(d) / Math.Sqrt(Math.E)) : Sigma(d))];
                double norm = Math.Sqrt(k.Sum(c => c * c));
                for (int j = 0; j < size; j++) k[j] /= norm;
                var (transition, after) = (new double[size, size], new double[size, size]);
                for (int i = 0; i < size; i++)
                {
                    for (int j = 0; j < size; j++)
                        transition[i, j] = (i == j ? w[i] : 0) - (options.Rule == MatrixRule.Rwkv7 ? 1 : w[i]) * k[i] * beta[j] * k[j];
                }

                for (int u = 0; u < size; u++)
                {
                    for (int j = 0; j < size; j++)
                        after[u, j] = Enumerable.Range(0, size).Sum(i => s[u, i] * transition[i, j]) + v[u] * beta[j] * k[j];
                }

                s = after;
            }

            double[] q = Of("query");
            return Enumerable.Range(0, size).Select(u => Enumerable.Range(0, size).Sum(j => s[u, j] * q[j])).ToArray();
        })];
    }

    private static double Sigma(double a) => 1 / (1 + Math.Exp(-a));

    private static MatrixState Layer(int hidden, MatrixRule rule, bool negative, int products)
        => Shaken(new MatrixState("m", new(Input, hidden, rule, negative, products), 3));

    private static void Fill(Parameter parameter, float[] row)
    {
        for (int r = 0; r < parameter.Value.Rows; r++) row.AsSpan(0, parameter.Value.Columns).CopyTo(parameter.Value.Row(r));
        parameter.Changed();
    }

    private static State Warm(MatrixState layer, int batch)
    {
        var state = layer.NewState(batch);
        foreach (var value in state.Values)
            for (int r = 0; r < value.Rows; r++) for (int c = 0; c < value.Columns; c++) value[r, c] = 0.1f * (r + 1) - 0.02f * c;
        return state;
    }
}
