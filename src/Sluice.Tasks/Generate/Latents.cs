using Sluice.Autodiff;
using Sluice.Kernels;
using Sluice.Losses;

namespace Sluice.Tasks.Generate;

/// <summary>
/// Gaussians over the latents of a step, as a net's output (μ, s) with σ = softplus(s) + 0.001: z = μ + σ ε drawn so that gradients pass
/// (Kingma and Welling 2014), and what one differs from another.
/// </summary>
internal static class Latents
{
    // σ never falls below this, so that nothing divides by 0.
    public const double Least = 1e-3;

    /// <summary>σ of a raw deviation.</summary>
    public static double Sigma(double raw) => Softplus.Of(raw) + Least;

    /// <summary>z [..., Z] from (μ, s) [..., 2Z] and noise ε [..., Z].</summary>
    public static Tensor Draw(Tape tape, Tensor q, Tensor noise)
    {
        int latents = q.Columns / 2;
        var z = tape.Lend(false, [.. q.Shape[..^1], latents]);
        for (int r = 0; r < z.Rows; r++)
            for (int j = 0; j < latents; j++) z[r, j] = (float)(q[r, j] + Sigma(q[r, latents + j]) * noise[r, j]);
        tape.Record("Latents", [q], z, () =>
        {
            if (z.Gradient is not { } dz || !q.NeedsGradient) return;
            var dq = tape.GradientOf(q);
            for (int r = 0; r < z.Rows; r++)
            {
                for (int j = 0; j < latents; j++)
                {
                    dq[r, j] += dz[r, j];
                    dq[r, latents + j] += (float)(dz[r, j] * noise[r, j] * Softplus.Slope(q[r, latents + j]));
                }
            }
        });
        return z;
    }

    /// <summary>Standard normal noise for steps [T, B, Z], drawn anew for every epoch and step of a tape.</summary>
    public static Tensor Noise(Tape tape, ulong place, int steps, int batch, int latents)
    {
        var noise = tape.Lend(false, steps, batch, latents);
        var stream = new RandomStream(tape.Seed ^ (place << 32), Purpose.Noise, tape.Epoch, tape.Step);
        for (int r = 0; r < noise.Rows; r++)
            for (int j = 0; j < latents; j++) noise[r, j] = stream.Normal((uint)(r * latents + j));
        return noise;
    }

    /// <summary>
    /// KL(q ‖ p) = Σ ln(σp/σq) + (σq² + (μq − μp)²) / (2σp²) − ½, each latent with a constant of its own, as one number for each latent;
    /// p is the standard normal where it is empty.
    /// </summary>
    public static void Divergence(ReadOnlySpan<float> q, ReadOnlySpan<float> p, Span<double> each)
    {
        int latents = q.Length / 2;
        for (int j = 0; j < latents; j++)
        {
            double sq = Sigma(q[latents + j]), sp = p.IsEmpty ? 1 : Sigma(p[latents + j]), apart = q[j] - (p.IsEmpty ? 0 : p[j]);
            each[j] = Math.Log(sp / sq) + (sq * sq + apart * apart) / (2 * sp * sp) - 0.5;
        }
    }

    /// <summary>Adds the gradient of <see cref="Divergence"/> times a factor for each latent.</summary>
    public static void AddSlopes(ReadOnlySpan<float> q, ReadOnlySpan<float> p, ReadOnlySpan<double> factors, Span<float> dq, Span<float> dp)
    {
        int latents = q.Length / 2;
        for (int j = 0; j < latents; j++)
        {
            double sq = Sigma(q[latents + j]), sp = p.IsEmpty ? 1 : Sigma(p[latents + j]), apart = q[j] - (p.IsEmpty ? 0 : p[j]);
            dq[j] += (float)(factors[j] * apart / (sp * sp));
            dq[latents + j] += (float)(factors[j] * (sq / (sp * sp) - 1 / sq) * Softplus.Slope(q[latents + j]));
            if (p.IsEmpty) continue;
            dp[j] -= (float)(factors[j] * apart / (sp * sp));
            dp[latents + j] += (float)(factors[j] * (1 / sp - (sq * sq + apart * apart) / (sp * sp * sp)) * Softplus.Slope(p[latents + j]));
        }
    }

    /// <summary>ln p(z) − ln q(z): what an importance weight has beside the likelihood.</summary>
    public static double LogRatio(ReadOnlySpan<float> z, ReadOnlySpan<float> q, ReadOnlySpan<float> p)
    {
        int latents = z.Length;
        double ratio = 0;
        for (int j = 0; j < latents; j++)
        {
            double sq = Sigma(q[latents + j]), sp = p.IsEmpty ? 1 : Sigma(p[latents + j]);
            double uq = (z[j] - q[j]) / sq, up = (z[j] - (p.IsEmpty ? 0 : p[j])) / sp;
            ratio += Math.Log(sq / sp) + 0.5 * (uq * uq - up * up);
        }

        return ratio;
    }
}
