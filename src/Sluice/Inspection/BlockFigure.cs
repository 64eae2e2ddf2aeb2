namespace Sluice.Inspection;

/// <summary>
/// A figure over steps in their order, with the half of its interval of 95 %. Neighbouring steps say nearly the same, so steps are no sample; blocks
/// of many steps one after the other are. The error is that of the figure with each of B blocks left out in turn (the jackknife of Künsch
/// 1989): s² = (B − 1)/B Σ (θ₍b₎ − θ̄)², and the half of the interval is s times the quantile of Student's distribution with B − 1 degrees.
/// </summary>
/// <param name="Value">The figure over all steps.</param>
/// <param name="Margin">The half of its interval.</param>
public readonly record struct BlockFigure(double Value, double Margin)
{
    /// <summary>B.</summary>
    public const int Blocks = 20;

    private const double Student = 2.093; // 97.5 % with 19 degrees of freedom

    /// <summary>The figure of sums over steps.</summary>
    /// <param name="steps">How many steps there are.</param>
    /// <param name="sums">How many sums there are.</param>
    /// <param name="add">Adds what a step has to the sums of its block.</param>
    /// <param name="figure">The figure that comes of sums.</param>
    public static BlockFigure Of(int steps, int sums, Action<int, double[]> add, Func<double[], double> figure)
    {
        var (blocks, all) = (new double[Blocks][], new double[sums]);
        for (int b = 0; b < Blocks; b++)
        {
            blocks[b] = new double[sums];
            for (int t = (int)((long)steps * b / Blocks); t < (int)((long)steps * (b + 1) / Blocks); t++) add(t, blocks[b]);
            for (int k = 0; k < sums; k++) all[k] += blocks[b][k];
        }

        double[] without = [.. blocks.Select(block => figure([.. all.Zip(block, (a, o) => a - o)])).Where(double.IsFinite)];
        double mean = without.DefaultIfEmpty(double.NaN).Average(), squares = without.Sum(v => (v - mean) * (v - mean));
        return new BlockFigure(figure(all), Student * Math.Sqrt((Blocks - 1.0) / Blocks * squares));
    }
}
