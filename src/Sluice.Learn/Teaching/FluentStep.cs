using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Learn.Teaching;

/// <summary>One step of a layer in which the forget or the input gate of an LSTM may be held at 0.</summary>
internal static class FluentStep
{
    /// <summary>
    /// c = [f]⊙c⁻ + [i]⊙g, h = o⊙tanh(c), where a gate in brackets is 0 if it is shut; f, i, g and o are what the layer makes of x and h⁻.
    /// </summary>
    /// <param name="layer">The layer.</param>
    /// <param name="x">x [1, B, I].</param>
    /// <param name="before">The states before the step; they stay as they are.</param>
    /// <param name="forgets">Whether f is 0.</param>
    /// <param name="ignores">Whether i is 0.</param>
    /// <param name="recording">Where the gates are written as the layer made them.</param>
    public static State Take(Recurrent layer, Tensor x, State before, bool forgets, bool ignores, Recording recording)
    {
        layer.Run(new Tape(recording: false), x, out var after, before, recording: recording);
        if (!forgets && !ignores || layer.Cell != "lstm") return after;
        Tensor f = recording.Value("f"), i = recording.Value("i"), g = recording.Value("g"), o = recording.Value("o");
        Tensor h = after["h"], c = after["c"], old = before["c"];
        for (int b = 0; b < c.Rows; b++)
        {
            for (int u = 0; u < c.Columns; u++)
            {
                c[b, u] = (forgets ? 0 : f[b, u] * old[b, u]) + (ignores ? 0 : i[b, u] * g[b, u]);
                h[b, u] = o[b, u] * Gates.Tanh(c[b, u]);
            }
        }

        return after;
    }
}
