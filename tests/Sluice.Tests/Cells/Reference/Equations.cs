using Sluice.Autodiff;
using Sluice.Layers;
using static Sluice.Tests.Cells.Reference.Vec;

namespace Sluice.Tests.Cells.Reference;

/// <summary>
/// The equations of every cell written out from its paper in plain doubles, apart from the cell's own code: slow and clear.
/// Each takes the weights, x and the states before, and gives the states after, the output first.
/// </summary>
internal static partial class Equations
{
    private delegate Vec[] Step(ReferenceWeights w, Vec x, Vec[] before);

    private static readonly Dictionary<string, Step> ByName =
        new[] { Basic, Lstms, Grus, Others, Newest }.SelectMany(d => d).ToDictionary(p => p.Key, p => p.Value);

    private static Dictionary<string, Step> Basic => new()
    {
        ["rnn"] = (w, x, s) => [Tanh(w.Sum("h", x, s[0]))],
        ["rnn-relu"] = (w, x, s) => [Relu(w.Sum("h", x, s[0]))],
        ["rnn-identity"] = (w, x, s) => [w.Sum("h", x, s[0])],
        ["lstm"] = (w, x, s) =>
        {
            var (h, c) = (s[0], s[1]);
            var (i, f, g, o) = (Sigma(w.Sum("i", x, h)), Sigma(w.Sum("f", x, h)), Tanh(w.Sum("g", x, h)), Sigma(w.Sum("o", x, h)));
            c = f * c + i * g;
            return [o * Tanh(c), c];
        },
        ["gru"] = (w, x, s) =>
        {
            var h = s[0];
            var (r, z) = (Sigma(w.Sum("r", x, h)), Sigma(w.Sum("z", x, h)));
            var n = Tanh(w.Sum("n", x) + r * w.Sum("n'", null, h));
            return [(1 - z) * n + z * h];
        },
        ["gru-before"] = (w, x, s) =>
        {
            var h = s[0];
            var (r, z) = (Sigma(w.Sum("r", x, h)), Sigma(w.Sum("z", x, h)));
            return [(1 - z) * Tanh(w.Sum("n", x, r * h)) + z * h];
        },
    };

    /// <summary>The step of a cell by its name, with what it is wrapped in.</summary>
    private static Step StepOf(string name)
    {
        var parts = name.Split('+').Select(p => p.Split(':')[0]).ToArray();
        if (!ByName.TryGetValue(parts[0], out var step))
            throw new InvalidOperationException($"No equations are written out for '{parts[0]}': its family's file in Cells/Reference asks for them.");
        foreach (string wrapper in parts[1..])
        {
            var inner = step;
            if (wrapper == "zoneout") step = (w, x, s) => [.. inner(w, x, s).Select((after, i) => w.Rate(i) * s[i] + (1 - w.Rate(i)) * after)];
        }

        return step;
    }

    /// <summary>y[t][b][u] from states of 0.</summary>
    public static double[][][] Run(Recurrent layer, Tensor x)
    {
        int steps = x.Shape[0], batch = x.Shape[1];
        var weights = new ReferenceWeights(layer);
        var step = StepOf(layer.Cell);
        var y = new double[steps][][];
        for (int t = 0; t < steps; t++) y[t] = new double[batch][];
        for (int b = 0; b < batch; b++)
        {
            Vec[] states = [.. layer.Shape.States.Select((_, i) => new Vec(new double[layer.UnitsOf(i)]))];
            for (int t = 0; t < steps; t++)
            {
                states = step(weights, new([.. x.Row(t * batch + b).ToArray().Select(v => (double)v)]), states);
                y[t][b] = states[0].Values;
            }
        }

        return y;
    }
}
