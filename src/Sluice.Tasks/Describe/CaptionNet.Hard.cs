using Sluice.Autodiff;
using Sluice.Kernels;
using Sluice.Losses;

namespace Sluice.Tasks.Describe;

/// <summary>Where hard attention looks: a place, or −1 for the mean of all of them.</summary>
/// <param name="step">The word to come.</param>
/// <param name="row">The caption.</param>
/// <param name="alpha">The probability of each place.</param>
internal delegate int Glance(int step, int row, ReadOnlySpan<float> alpha);

public sealed partial class CaptionNet
{
    // ln of less is as good as that of nothing.
    private const float Least = 1e-30f;

    /// <summary>Where each row looks.</summary>
    private int[] Places(Tape tape, Tensor alpha, int step, Glance? glance)
    {
        glance ??= tape.Training ? Draw : Best;
        return [.. Enumerable.Range(0, alpha.Rows).Select(b => glance(step, b, alpha.Row(b)))];

        static int Best(int step, int row, ReadOnlySpan<float> a)
        {
            int best = 0;
            for (int i = 1; i < a.Length; i++) if (a[i] > a[best]) best = i;
            return best;
        }

        // A caption looks softly from its first word to its last, or not at all.
        int Draw(int step, int row, ReadOnlySpan<float> a)
        {
            var random = new RandomStream(tape.Seed, Purpose.Sampling, tape.Epoch, tape.Step);
            if (random.Uniform((uint)row) < Options.SoftShare) return -1;
            float left = random.Uniform((uint)((step + 1) * alpha.Rows + row));
            for (int i = 0; i < a.Length - 1; i++)
                if ((left -= a[i]) < 0) return i;
            return a.Length - 1;
        }
    }

    /// <summary>The annotation of the place that each row looks at, or the mean by α where it looks at none.</summary>
    private static Tensor Taken(Tape tape, Tensor annotations, Tensor mean, int[] places, int[]? of)
    {
        int batch = places.Length, pictures = annotations.Shape[1], columns = mean.Columns;
        var single =
            Gather.Run(tape, annotations, [.. places.Select((p, b) => p < 0 ? -1 : p * pictures + (of is null ? b : of[b]))], 1, batch, columns);
        return Sum.Run(tape, single, Gather.Run(tape, mean, [.. places.Select((p, b) => p < 0 ? b : -1)], 1, batch, columns));
    }

    /// <summary>
    /// The gradient of where to look (Xu et al. 2015, section 4.1; Williams 1992): ln p of a place that was drawn is raised by how much better
    /// than expected the words from there on went, R(t) = Σ ln p(y) − baseline over the word to come and all after it, times λ_r, and the
    /// entropy of α is raised, times λ_e, so that other places are tried. Words before a look do not depend on it.
    /// </summary>
    private void Reinforce(Tape tape, List<Look> looks, Tensor logits, int[] wanted, int predicted, double baseline)
    {
        var p = Softmax.Of(tape, logits);
        int batch = looks[0].Alpha.Rows;
        for (int b = 0; b < batch; b++)
        {
            if (looks[0].Places![b] < 0) continue;
            double better = 0;
            for (int t = looks.Count - 1; t >= 0; t--)
            {
                int word = wanted[t * batch + b];
                if (word < 0) continue;
                better += Math.Log(Math.Max(p[t * batch + b, word], Least)) - baseline;
                Tensor alpha = looks[t].Alpha, slope = tape.GradientOf(alpha);
                int place = looks[t].Places![b];
                slope[b, place] -= (float)(Options.Reward * better / (predicted * (double)Math.Max(alpha[b, place], Least)));
                for (int i = 0; i < alpha.Columns; i++)
                    slope[b, i] += (float)(Options.Entropy / predicted * (Math.Log(Math.Max(alpha[b, i], Least)) + 1));
            }
        }
    }
}
