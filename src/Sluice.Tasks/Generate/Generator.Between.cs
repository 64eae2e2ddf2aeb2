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
        return Mixed([from, to], LatentMix.Line(count), seed, temperature);
    }

    /// <summary>
    /// Sequences over a square between four corners, row by row: latents are mixed as in <see cref="Between"/>, along the rows from left to right and
    /// between the rows from top to bottom.
    /// </summary>
    /// <param name="corners">The sequences top left, top right, bottom left and bottom right.</param>
    /// <param name="side">Sequences in a row and in a column, the corners among them; one alone lies in the middle.</param>
    /// <param name="seed">From which steps are drawn.</param>
    /// <param name="temperature">How bold steps are drawn; 0 for the likeliest.</param>
    /// <returns>side × side sequences.</returns>
    /// <exception cref="SluiceException">Not four corners; the net has no latents, a sequence has no steps, or a number makes no sense.</exception>
    public IReadOnlyList<float[][]> Square(IReadOnlyList<float[][]> corners, int side, ulong seed = 1, double temperature = 0)
    {
        if (corners.Count != 4) throw new SluiceException($"Generator.Square: expected 4 corners, got {corners.Count}.");
        if (side < 1) throw new SluiceException($"Generator.Square: expected a side of 1 or more, got {side}.");
        return Mixed(corners, LatentMix.Square(side), seed, temperature);
    }

    /// <summary>Sequences with latents between those of two ends or four corners.</summary>
    private IReadOnlyList<float[][]> Mixed(IReadOnlyList<float[][]> ends, IReadOnlyList<LatentMix> mixes, ulong seed, double temperature)
    {
        if (!(temperature >= 0)) throw new SluiceException($"Generator.Between: expected a temperature of 0 or more, got {temperature}.");
        Tensor[] middles = [.. ends.Select(Middle)];
        return [.. mixes.Select(mix =>
        {
            int steps = (int)Math.Round(mix.Of(k => middles[k].Rows));
            var z = new Tensor(steps, 1, Latent);
            for (int t = 0; t < steps; t++)
            {
                double past = steps > 1 ? t / (steps - 1.0) : 0;
                int[] at = [.. middles.Select(m => (int)Math.Round(past * (m.Rows - 1)))];
                for (int j = 0; j < Latent; j++) z[t, j] = (float)mix.Of(k => middles[k][at[k], j]);
            }

            var drawn = new float[steps][];
            // All of them by the same random numbers, so that they differ by their latents alone.
            Live(null, 0, steps, seed, 0, temperature, (t, _, x) => drawn[t] = Form.Unscale(x.Row(0)), 1, z);
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
}
