using Sluice.Kernels;

namespace Sluice.Layers;

/// <summary>
/// How long cells with a keep gate (f of LSTMs, z of GRUs) remember before they have learned anything: a gate of σ(b) forgets
/// half in about e^b steps.
/// </summary>
public static class ForgetBias
{
    /// <summary>The same bias for every unit (1 by habit: Jozefowicz, Zaremba and Sutskever 2015).</summary>
    /// <returns>Whether the cell has a keep gate.</returns>
    public static bool Set(RecurrentStack stack, float bias) => Set(stack, "f", (_, _) => bias) | Set(stack, "z", (_, _) => bias);

    /// <summary>
    /// Chrono initialisation: b = ln u with u uniform in 1 .. T − 1, so that units remember for all times up to T; input gates
    /// begin at −b (Tallec and Ollivier 2018).
    /// </summary>
    /// <param name="stack">The layers.</param>
    /// <param name="longest">T, in steps.</param>
    /// <param name="seed">From which the times are drawn.</param>
    /// <returns>Whether the cell has a keep gate.</returns>
    public static bool Chrono(RecurrentStack stack, int longest, ulong seed)
    {
        float Time(Recurrent layer, int unit)
            => MathF.Log(1 + new RandomStream(seed, Purpose.Weights, Initial.Hash(layer.Bias.Name)).Uniform((uint)unit) * Math.Max(0, longest - 2));
        if (!Set(stack, "f", Time)) return Set(stack, "z", Time);
        Set(stack, "i", (layer, unit) => -Time(layer, unit));
        return true;
    }

    private static bool Set(RecurrentStack stack, string gate, Func<Recurrent, int, float> bias)
    {
        bool found = false;
        foreach (var layer in stack.Layers)
        {
            int block = Array.FindIndex(layer.Shape.Blocks, b => b.Name == gate && b.HasBias);
            if (block < 0) continue;
            var row = layer.BiasOf(block).Value.Row(0).Slice(layer.BiasAt(block), layer.Hidden);
            for (int u = 0; u < row.Length; u++) row[u] = bias(layer, u);
            layer.BiasOf(block).Changed();
            found = true;
        }

        return found;
    }
}
