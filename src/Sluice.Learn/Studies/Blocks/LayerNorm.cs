using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Learn.Studies.Blocks;

/// <summary>y = g⊙(x − mean)/√(variance + ε) + b for every row of x (Ba, Kiros and Hinton 2016).</summary>
internal sealed class LayerNorm : ILayer
{
    private const float Least = 1e-5f;

    private readonly Parameter _gain, _bias;

    /// <summary>A layer that begins with g = 1 and b = 0.</summary>
    public LayerNorm(string name, int size)
    {
        _gain = new Parameter($"{name}.gain", size) { Decays = false };
        _gain.StartAs(value => value.Row(0).Fill(1));
        _bias = new Parameter($"{name}.bias", size) { Decays = false };
    }

    public IEnumerable<Parameter> Parameters => [_gain, _bias];

    /// <summary>y as x.</summary>
    public Tensor Run(Tape tape, Tensor x)
    {
        int size = x.Columns;
        Tensor z = tape.Lend(true, x.Shape.ToArray()), y = tape.Lend(true, x.Shape.ToArray());
        float[] scales = new float[x.Rows];
        ReadOnlySpan<float> gain = _gain.Value.Row(0), bias = _bias.Value.Row(0);
        for (int r = 0; r < x.Rows; r++)
        {
            Span<float> from = x.Row(r), normal = z.Row(r), to = y.Row(r);
            float mean = 0, variance = 0;
            foreach (float value in from) mean += value / size;
            foreach (float value in from) variance += (value - mean) * (value - mean) / size;
            float scale = scales[r] = 1 / MathF.Sqrt(variance + Least);
            for (int c = 0; c < size; c++) to[c] = gain[c] * (normal[c] = (from[c] - mean) * scale) + bias[c];
        }

        tape.Record(new Operation("LayerNorm", [x], [y], () => Backward(tape, x, z, y, scales)) { Parameters = [_gain, _bias] });
        return y;
    }

    // With d = g⊙dy: dx = (d − mean d − z mean(d⊙z)) / √(variance + ε).
    private void Backward(Tape tape, Tensor x, Tensor z, Tensor y, float[] scales)
    {
        if (y.Gradient is not { } dy) return;
        var dx = x.NeedsGradient ? tape.GradientOf(x) : null;
        Span<float> gain = _gain.Value.Row(0), dGain = _gain.Gradient.Row(0), dBias = _bias.Gradient.Row(0);
        int size = x.Columns;
        for (int r = 0; r < x.Rows; r++)
        {
            Span<float> normal = z.Row(r), above = dy.Row(r);
            float mean = 0, along = 0;
            for (int c = 0; c < size; c++)
            {
                dGain[c] += above[c] * normal[c];
                dBias[c] += above[c];
                mean += gain[c] * above[c] / size;
                along += gain[c] * above[c] * normal[c] / size;
            }

            if (dx is null) continue;
            var back = dx.Row(r);
            for (int c = 0; c < size; c++) back[c] += scales[r] * (gain[c] * above[c] - mean - normal[c] * along);
        }
    }
}
