using Sluice.Autodiff;

namespace Sluice.Losses;

/// <summary>
/// −ln of Student's t: ½ ln νπ + ln Γ(ν/2) − ln Γ((ν+1)/2) + ln σ + ½(ν+1) ln(1 + z²/ν) with z = (t − μ)/σ, σ = softplus(s) + 0.001
/// and ν = 2 + softplus(n), for a prediction (μ, s, n). Its tails forgive what a Gaussian does not.
/// </summary>
public static class StudentLikelihood
{
    /// <summary>The mean over all rows with a target; where the tape records, its gradient is added to that of the prediction.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="prediction">[..., 3]: mean, raw deviation, raw degrees of freedom.</param>
    /// <param name="targets">One for each row; one that is not a number is ignored.</param>
    /// <param name="weight">A factor on the gradient.</param>
    /// <exception cref="SluiceException">Rows of another length, or another number of targets.</exception>
    public static double Mean(Tape tape, Tensor prediction, ReadOnlySpan<float> targets, double weight = 1)
        => RowLoss.Mean(nameof(StudentLikelihood), tape, prediction, 3, targets, weight, static (_, p, target, slopes) =>
        {
            var (mean, sigma, nu) = Of(p);
            double z = (target - mean) / sigma, q = 1 + z * z / nu, dz = (nu + 1) * z / (nu * q);
            double dNu = 0.5 / nu + 0.5 * Gamma.LogSlope(nu / 2) - 0.5 * Gamma.LogSlope((nu + 1) / 2)
                + 0.5 * Math.Log(q) - 0.5 * (nu + 1) * z * z / (nu * nu * q);
            (slopes[0], slopes[1], slopes[2]) = (-dz / sigma, (1 - z * dz) / sigma * Softplus.Slope(p[1]), dNu * Softplus.Slope(p[2]));
            return 0.5 * Math.Log(nu * Math.PI) + Gamma.Log(nu / 2) - Gamma.Log((nu + 1) / 2) + Math.Log(sigma) + 0.5 * (nu + 1) * Math.Log(q);
        });

    /// <summary>μ, σ and ν of a prediction.</summary>
    public static (double Mean, double Deviation, double Freedom) Of(ReadOnlySpan<float> prediction)
        => (prediction[0], GaussianLikelihood.Deviation(prediction[1]), 2 + Softplus.Of(prediction[2]));
}
