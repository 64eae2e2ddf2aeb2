using Sluice.Inspection;

namespace Sluice.Tasks.Text;

/// <summary>Measures what was told of places against what is true there.</summary>
/// <param name="truth">The class or the number of each place.</param>
/// <param name="classes">How many classes there are; 0 for numbers.</param>
internal sealed class ProbeMeasure(float[] truth, int classes)
{
    /// <summary>The class or the number of each place.</summary>
    public float[] Truth => truth;

    /// <summary>The share told right; of numbers R² = 1 − Σ(y − ŷ)² / Σ(y − ȳ)², where Σ(y − ȳ)² = Σy² − (Σy)²/n.</summary>
    public BlockFigure Figure(double[] told) => classes > 0
        ? BlockFigure.Of(truth.Length, 2, (t, sums) => Count(sums, 0, told[t] == truth[t]), sums => sums[0] / sums[1])
        : BlockFigure.Of(
            truth.Length, 4, (t, sums) =>
            {
                double y = truth[t], error = y - told[t];
                sums[0]++;
                sums[1] += y;
                sums[2] += y * y;
                sums[3] += error * error;
            }, sums => 1 - sums[3] / (sums[2] - sums[1] * sums[1] / sums[0]));

    /// <summary>The mean over the classes of the share told right; null for numbers.</summary>
    public BlockFigure? Balanced(double[] told) => classes == 0
        ? null
        : BlockFigure.Of(
            truth.Length, 2 * classes, (t, sums) => Count(sums, 2 * (int)truth[t], told[t] == truth[t]),
            sums => Enumerable.Range(0, classes).Where(k => sums[2 * k + 1] > 0).Average(k => sums[2 * k] / sums[2 * k + 1]));

    private static void Count(double[] sums, int at, bool right)
    {
        if (right) sums[at]++;
        sums[at + 1]++;
    }
}
