using Sluice.Autodiff;
using Sluice.Inspection;
using Sluice.Layers;

namespace Sluice.Tests.Inspection;

/// <summary>The Jacobians as docs/vanishing-gradients.md derives them are those that the layers' backward runs give.</summary>
public class StepJacobianTests
{
    private const int Hidden = 6;

    [Fact]
    public void Of_a_plain_net_it_is_the_slopes_times_R()
    {
        var step = new OneStep("rnn");
        step.Compare((u, v) => (1 - step["h"][u] * step["h"][u]) * step.R(0, u, v));
    }

    [Fact]
    public void Of_an_LSTM_it_has_four_parts()
    {
        var step = new OneStep("lstm");
        float[] i = step["i"], f = step["f"], g = step["g"], o = step["o"], c = step["c"], before = step.Before("c");
        double E(int u) => o[u] * (1 - Math.Pow(Math.Tanh(c[u]), 2));
        double A(int u, int v)
            => g[u] * i[u] * (1 - i[u]) * step.R(0, u, v)
                + before[u] * f[u] * (1 - f[u]) * step.R(1, u, v) + i[u] * (1 - g[u] * g[u]) * step.R(2, u, v);
        double B(int u, int v) => Math.Tanh(c[u]) * o[u] * (1 - o[u]) * step.R(3, u, v);
        double F(int u, int v) => u == v ? f[u] : 0;
        step.Compare((u, v) => (u < Hidden, v < Hidden) switch
        {
            (true, true) => E(u) * A(u, v) + B(u, v),
            (true, false) => E(u) * F(u, v - Hidden),
            (false, true) => A(u - Hidden, v),
            _ => F(u - Hidden, v - Hidden),
        });
    }

    [Fact]
    public void Of_a_GRU_with_reset_after_the_product_it_is_the_update_gate_and_what_goes_through_the_gates()
    {
        var step = new OneStep("gru");
        float[] r = step["r"], z = step["z"], n = step["n"], product = step["n'"], before = step.Before("h");
        step.Compare((u, v) => (u == v ? z[u] : 0) + (before[u] - n[u]) * z[u] * (1 - z[u]) * step.R(1, u, v)
            + (1 - z[u]) * (1 - n[u] * n[u]) * (r[u] * step.R(2, u, v) + product[u] * r[u] * (1 - r[u]) * step.R(0, u, v)));
    }

    [Fact]
    public void Of_a_GRU_with_reset_before_the_product_the_reset_gate_stands_on_the_other_side_of_R()
    {
        var step = new OneStep("gru-before");
        float[] r = step["r"], z = step["z"], n = step["n"], before = step.Before("h");
        step.Compare((u, v) => (u == v ? z[u] : 0) + (before[u] - n[u]) * z[u] * (1 - z[u]) * step.R(1, u, v)
            + (1 - z[u]) * (1 - n[u] * n[u]) * Enumerable.Range(
                0, Hidden).Sum(k => step.R(2, u, k) * ((k == v ? r[k] : 0) + before[k] * r[k] * (1 - r[k]) * step.R(0, k, v))));
    }

    private sealed class OneStep
    {
        private static readonly float[] s_x = [0.5f, -1, 0.8f];
        private readonly Recurrent _layer;
        private readonly State _before;
        private readonly Recording _recording = new();

        public OneStep(string cell)
        {
            _layer = new Recurrent("rnn", "l0", cell, s_x.Length, Hidden, 5);
            _before = new State(cell, 1, Hidden);
            foreach (var value in _before.Values)
                for (int u = 0; u < Hidden; u++) value[0, u] = 0.8f * MathF.Sin(3 * u + _before.Values.Length);
            var x = new Tensor(1, 1, s_x.Length);
            x.Set(s_x);
            _layer.Run(new Tape(recording: false), x, out _, _before, recording: _recording);
        }

        public float[] this[string name] => _recording.Value(name).ToArray();

        public float[] Before(string state) => _before[state].ToArray();

        /// <summary>An element of the matrix numbered <paramref name="product"/>.</summary>
        public double R(int product, int row, int column) => _layer.RecurrentWeight.Value[product * Hidden + row, column];

        public void Compare(Func<int, int, double> expected)
        {
            double[,] jacobian = StepJacobian.Of(_layer, s_x, _before);
            for (int u = 0; u < jacobian.GetLength(0); u++)
                for (int v = 0; v < jacobian.GetLength(1); v++) Assert.Equal(expected(u, v), jacobian[u, v], 1e-6);
        }
    }
}
