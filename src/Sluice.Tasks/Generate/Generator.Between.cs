using Sluice.Autodiff;

namespace Sluice.Tasks.Generate;

public sealed partial class Generator
{
    /// <summary>
    /// Sequences that lead from one to another: the middle of the latents of both is taken, step by step, and mixed, from all of the first to all of
    /// the second. Each is as long as its share of both; where lengths differ, steps are taken at the same share of the whole.
    /// </summary>
    /// <param name="from">The first sequence.</param>
    /// <param name="to">The second.</param>
    /// <param name="count">How many, the two ends among them; one alone lies in the middle.</param>
    /// <param name="seed">From which steps are drawn.</param>
    /// <param name="temperature">How bold steps are drawn; 0 for the likeliest.</param>
    /// <exception cref="SluiceException">The net has no latents, a sequence has no steps, or a number makes no sense.</exception>
    public IReadOnlyList<float[][]> Between(float[][] from, float[][] to, int count, ulong seed = 1, double temperature = 0)
    {
        if (count < 1) throw new SluiceException($"Generator.Between: expected 1 or more sequences, got {count}.");
        if (!(temperature >= 0)) throw new SluiceException($"Generator.Between: expected a temperature of 0 or more, got {temperature}.");
        var (a, b) = (Middle(from), Middle(to));
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            double share = Share(i, count);
            int steps = (int)Math.Round(a.Rows + share * (b.Rows - a.Rows));
            var z = new Tensor(steps, 1, Latent);
            for (int t = 0; t < steps; t++)
            {
                double past = steps > 1 ? t / (steps - 1.0) : 0;
                int ta = (int)Math.Round(past * (a.Rows - 1)), tb = (int)Math.Round(past * (b.Rows - 1));
                for (int j = 0; j < Latent; j++) z[t, j] = Mixed(a[ta, j], b[tb, j], share);
            }

            var drawn = new float[steps][];
            Live(null, 0, steps, seed, (uint)i, temperature, (t, _, x) => drawn[t] = Form.Unscale(x.Row(0)), 1, z);
            return drawn;
        })];
    }

    /// <summary>The middle of the latents of each step [T, 1, Z], given the true steps before.</summary>
    private Tensor Middle(float[][] sequence)
    {
        if (Latent == 0) throw new SluiceException($"Generator.Between: expected a net with latents, got {Options.Kind}.");
        if (sequence.Length == 0) throw new SluiceException("Generator.Between: expected sequences of 1 step or more, got none.");
        return _net.Run(new Tape(recording: false), Batch([sequence]), new Tensor(sequence.Length, 1, Latent)).Latent!;
    }

    private static float Mixed(float a, float b, double share) => (float)(a + share * (b - a));

    private static double Share(int number, int count) => count > 1 ? number / (count - 1.0) : 0.5;
}
