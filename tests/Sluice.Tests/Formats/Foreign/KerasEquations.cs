namespace Sluice.Tests.Formats.Foreign;

/// <summary>
/// Layers of Keras as its documentation writes them, in double precision, with kernels [inputs, gates·hidden]:
/// z = x·kernel + h·recurrent + bias. The gates of an LSTM are i f c o, those of a GRU z r h.
/// </summary>
internal static class KerasEquations
{
    /// <summary>h of each step.</summary>
    public static double[][] Run(string cell, float[][] x, float[] kernel, float[] recurrent, float[] bias, int hidden)
    {
        double[] h = new double[hidden], c = new double[hidden];
        List<double[]> all = [];
        foreach (float[] input in x)
        {
            double X(int gate, int u) => Product([.. input.Select(v => (double)v)], kernel, gate, u, hidden);
            double R(double[] from, int gate, int u) => Product(from, recurrent, gate, u, hidden);
            float B(int gate, int u) => bias[gate * hidden + u];
            double[] next = new double[hidden];
            double[] reset = cell == "gru-before"
                ? [.. Enumerable.Range(0, hidden).Select(u => h[u] * Sigmoid(X(1, u) + R(h, 1, u) + B(1, u)))]
                : [];
            for (int u = 0; u < hidden; u++)
            {
                switch (cell)
                {
                    case "lstm":
                        double Sum(int gate) => X(gate, u) + R(h, gate, u) + B(gate, u);
                        c[u] = Sigmoid(Sum(1)) * c[u] + Sigmoid(Sum(0)) * Math.Tanh(Sum(2));
                        next[u] = Sigmoid(Sum(3)) * Math.Tanh(c[u]);
                        break;
                    case "gru" or "gru-before":
                        bool two = cell == "gru"; // a second bias within the product
                        double Second(int gate) => two ? bias[3 * hidden + gate * hidden + u] : 0;
                        double z = Sigmoid(X(0, u) + R(h, 0, u) + B(0, u) + Second(0)), r = Sigmoid(X(1, u) + R(h, 1, u) + B(1, u) + Second(1));
                        double n = Math.Tanh(X(2, u) + B(2, u) + (two ? r * (R(h, 2, u) + Second(2)) : R(reset, 2, u)));
                        next[u] = z * h[u] + (1 - z) * n;
                        break;
                    default:
                        double a = X(0, u) + R(h, 0, u) + B(0, u);
                        next[u] = cell == "rnn" ? Math.Tanh(a) : cell == "rnn-relu" ? Math.Max(0, a) : a;
                        break;
                }
            }

            h = next;
            all.Add(h);
        }

        return [.. all];
    }

    public static double Sigmoid(double v) => 1 / (1 + Math.Exp(-v));

    private static double Product(double[] from, float[] matrix, int gate, int u, int hidden)
    {
        int columns = matrix.Length / from.Length;
        double sum = 0;
        for (int i = 0; i < from.Length; i++) sum += from[i] * matrix[i * columns + gate * hidden + u];
        return sum;
    }
}
