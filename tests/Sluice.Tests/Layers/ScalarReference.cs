using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Tests.Layers;

/// <summary>The cells of the first issue written out in plain doubles, one sequence and one unit at a time: slow and clear.</summary>
internal static class ScalarReference
{
    /// <summary>y[t][b][u] from states of 0.</summary>
    public static double[][][] Run(Recurrent layer, Tensor x)
    {
        int steps = x.Shape[0], batch = x.Shape[1], hidden = layer.Hidden;
        var y = new double[steps][][];
        var (h, c) = (New(batch, hidden), New(batch, hidden));
        for (int t = 0; t < steps; t++)
        {
            y[t] = New(batch, hidden);
            for (int b = 0; b < batch; b++)
            {
                var row = x.Row(t * batch + b).ToArray();
                for (int u = 0; u < hidden; u++) y[t][b][u] = Unit(layer, row, h[b], c[b], u);
                if (layer.Cell == "lstm") for (int u = 0; u < hidden; u++) c[b][u] = Memory(layer, row, h[b], c[b], u);
            }

            h = y[t];
        }

        return y;
    }

    private static double Unit(Recurrent layer, float[] x, double[] h, double[] c, int u)
    {
        double W(int k) => Dot(layer.InputWeight.Value, k * layer.Hidden + u, x);
        double R(int k) => Dot(layer.OutputWeight.Value, k * layer.Hidden + u, h);
        double B(int block) => layer.BiasOf(block).Value[0, layer.BiasAt(block) + u];
        switch (layer.Cell)
        {
            case "rnn": return Math.Tanh(W(0) + R(0) + B(0));
            case "rnn-relu": return Math.Max(0, W(0) + R(0) + B(0));
            case "rnn-identity": return W(0) + R(0) + B(0);
            case "lstm": return Sigma(W(3) + R(3) + B(3)) * Math.Tanh(Memory(layer, x, h, c, u));
            case "gru":
                {
                    double r = Sigma(W(0) + R(0) + B(0)), z = Sigma(W(1) + R(1) + B(1));
                    return (1 - z) * Math.Tanh(W(2) + B(2) + r * (R(2) + B(3))) + z * h[u];
                }

            case "gru-before":
                {
                    double z = Sigma(W(1) + R(1) + B(1));
                    var q = new double[h.Length];
                    for (int v = 0; v < q.Length; v++)
                        q[v] = h[v] * Sigma(Dot(layer.InputWeight.Value, v, x) + Dot(layer.OutputWeight.Value, v, h) + layer.Bias.Value[0, v]);
                    return (1 - z) * Math.Tanh(W(2) + B(2) + Dot(layer.OutputWeight.Value, 2 * layer.Hidden + u, q)) + z * h[u];
                }

            default: throw new InvalidOperationException(layer.Cell);
        }
    }

    private static double Memory(Recurrent layer, float[] x, double[] h, double[] c, int u)
    {
        double Gate(int k) => Dot(layer.InputWeight.Value, k * layer.Hidden + u, x) + Dot(layer.OutputWeight.Value, k * layer.Hidden + u, h) + layer.Bias.Value[0, k * layer.Hidden + u];
        return Sigma(Gate(1)) * c[u] + Sigma(Gate(0)) * Math.Tanh(Gate(2));
    }

    private static double Sigma(double x) => 1 / (1 + Math.Exp(-x));

    private static double Dot(Tensor weights, int row, float[] x) => Dot(weights, row, Array.ConvertAll(x, v => (double)v));

    private static double Dot(Tensor weights, int row, double[] x)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++) sum += weights[row, i] * x[i];
        return sum;
    }

    private static double[][] New(int batch, int hidden) => [.. Enumerable.Range(0, batch).Select(_ => new double[hidden])];
}
