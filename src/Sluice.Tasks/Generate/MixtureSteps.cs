using Sluice.Kernels;
using Sluice.Losses;

namespace Sluice.Tasks.Generate;

/// <summary>
/// Numbers from a mixture of Gaussians, p(x) = Σₖ πₖ Π N(xᵢ; μₖᵢ, σₖᵢ²), π = softmax of logits, σ = softplus(s) + 0.001; one component is a
/// diagonal Gaussian. With a pen (Graves 2013) the two numbers dx, dy of a component have a correlation ρ = 0.999 tanh(r), and the third,
/// whether the pen is lifted after the move, is a Bernoulli of its own.
/// </summary>
/// <param name="width">Numbers of a step, the pen among them.</param>
/// <param name="components">K.</param>
/// <param name="pen">Whether there is a pen.</param>
internal sealed class MixtureSteps(int width, int components, bool pen)
    : Likelihood(width, components * (1 + 2 * (width - (pen ? 1 : 0)) + (pen ? 1 : 0)) + (pen ? 1 : 0))
{
    // σ never falls below this, so that a density stays finite.
    public const double Least = 1e-3;

    private const double MostCorrelation = 0.999;

    private static readonly double s_half = 0.5 * Math.Log(2 * Math.PI);

    private readonly int _numbers = width - (pen ? 1 : 0);

    // The output: K logits, K·n means, K·n raw deviations, K raw correlations, the logit of the pen.
    private int Mean(int k, int i) => components + k * _numbers + i;

    private int Deviation(int k, int i) => components * (1 + _numbers) + k * _numbers + i;

    private int Correlation(int k) => components * (1 + 2 * _numbers) + k;

    private int Lifted => Outputs - 1;

    public override double Loss(ReadOnlySpan<float> output, ReadOnlySpan<float> x, Span<double> slopes)
    {
        Span<double> share = stackalloc double[components]; // ln πₖ + ln Nₖ, later the share γₖ of each component
        double most = double.NegativeInfinity, logits = double.NegativeInfinity, sum = 0, all = 0;
        for (int k = 0; k < components; k++) logits = Math.Max(logits, output[k]);
        for (int k = 0; k < components; k++)
        {
            all += Math.Exp(output[k] - logits);
            most = Math.Max(most, share[k] = output[k] + Density(k, output, x, slopes));
        }

        double whole = logits + Math.Log(all);
        for (int k = 0; k < components; k++) sum += share[k] = Math.Exp(share[k] - most);
        for (int k = 0; k < components; k++)
        {
            double gamma = share[k] / sum;
            slopes[k] = Math.Exp(output[k] - whole) - gamma;
            for (int i = 0; i < _numbers; i++)
            {
                slopes[Mean(k, i)] *= -gamma;
                slopes[Deviation(k, i)] *= -gamma;
            }

            if (pen) slopes[Correlation(k)] *= -gamma;
        }

        double loss = whole - most - Math.Log(sum);
        if (!pen) return loss;
        double a = output[Lifted];
        slopes[Lifted] = Softplus.Slope(a) - x[^1];
        return loss + Softplus.Of(a) - a * x[^1];
    }

    /// <summary>
    /// ln Nₖ(x), with its derivatives: with u = (x − μ)/σ and C = 1/(1 − ρ²),
    /// ln N = −C (u₁² + u₂² − 2ρ u₁u₂)/2 − Σ ln σ + ½ ln C − n ½ ln 2π.
    /// </summary>
    private double Density(int k, ReadOnlySpan<float> output, ReadOnlySpan<float> x, Span<double> slopes)
    {
        double tanh = pen ? Math.Tanh(output[Correlation(k)]) : 0, rho = MostCorrelation * tanh, c = 1 / (1 - rho * rho);
        double density = 0.5 * Math.Log(c) - _numbers * s_half;
        for (int i = 0; i < _numbers; i++)
        {
            double sigma = Sigma(output[Deviation(k, i)]), u = (x[i] - output[Mean(k, i)]) / sigma, other = 0;
            if (pen) other = (x[1 - i] - output[Mean(k, 1 - i)]) / Sigma(output[Deviation(k, 1 - i)]);
            double pull = c * (u - rho * other);
            density -= 0.5 * pull * u + Math.Log(sigma); // the halves of both numbers make the whole of u₁² + u₂² − 2ρ u₁u₂
            slopes[Mean(k, i)] = pull / sigma;
            slopes[Deviation(k, i)] = (pull * u - 1) / sigma * Softplus.Slope(output[Deviation(k, i)]);
            if (pen && i == 0)
                slopes[Correlation(k)] = c * (u * other + rho * (1 - c * (u * u + other * other - 2 * rho * u * other)))
                    * MostCorrelation * (1 - tanh * tanh);
        }

        return density;
    }

    public override void Draw(ReadOnlySpan<float> output, Chance chance, double temperature, Span<float> x)
    {
        int k = Class(output[..components], temperature, chance.Uniform(0));
        double rho = pen ? MostCorrelation * Math.Tanh(output[Correlation(k)]) : 0, first = 0;
        for (int i = 0; i < _numbers; i++)
        {
            double normal = chance.Normal(i);
            if (pen && i == 1) normal = rho * first + Math.Sqrt(1 - rho * rho) * normal;
            first = normal;
            x[i] = (float)(output[Mean(k, i)] + temperature * Sigma(output[Deviation(k, i)]) * normal);
        }

        if (pen) x[^1] = chance.Uniform(1) < Softplus.Slope(output[Lifted]) ? 1 : 0;
    }

    public override float[] Start(ReadOnlySpan<double> share, ulong seed)
    {
        var start = new float[Outputs];
        var apart = new RandomStream(seed, Purpose.Weights);
        for (int k = 0; k < components; k++)
        {
            for (int i = 0; i < _numbers; i++)
            {
                start[Mean(k, i)] = components == 1 ? 0 : apart.Normal((uint)(k * _numbers + i));
                start[Deviation(k, i)] = 0.54f; // σ = 1
            }
        }

        if (pen) start[Lifted] = Odds(share[^1]);
        return start;
    }

    private static double Sigma(double raw) => Softplus.Of(raw) + Least;
}
