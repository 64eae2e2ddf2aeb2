namespace Sluice.Tasks.Reasons;

/// <summary>The two ways to say what a number that is read adds to a forecast (<see cref="Attribution"/>), for nets of any task.</summary>
internal static class Effects
{
    /// <summary>Windows that are forecast side by side at most.</summary>
    public const int Apart = 256;

    // Points of the straight line over which gradients are summed: the sums miss by some thousandths of a deviation.
    private const int Points = 48;

    /// <summary>The straight line from the means to what is read, at the middle of each of its parts.</summary>
    public static IReadOnlyList<Veil> Way { get; } = [.. Enumerable.Range(0, Points).Select(i => new Veil((i + 0.5f) / Points))];

    /// <summary>Forecasts [veils][rows ahead], so many side by side.</summary>
    public static double[][] Forecasts(IEnumerable<Veil> veils, int together, Func<Veil[], double[][]> forecast)
        => [.. veils.Chunk(Math.Min(Apart, together)).SelectMany(forecast)];

    /// <summary>Forecasts less those without something, [rows ahead][what].</summary>
    public static double[][] Less(double[] points, double[][] without) => [.. points.Select((p, h) => without.Select(w => p - w[h]).ToArray())];

    /// <summary>
    /// The integrated gradient of a feature whose way moves what is read in a straight line: the slopes by what is read, summed along the way, times
    /// how far that moves, over the points of the way.
    /// </summary>
    /// <param name="slopes">By each number that is read, summed over <see cref="Way"/>.</param>
    /// <param name="all">What is read.</param>
    /// <param name="without">What is read where the feature stands at its mean.</param>
    public static double Integrated(float[][] slopes, float[][] all, float[][] without)
    {
        double sum = 0;
        for (int x = 0; x < all.Length; x++)
            for (int i = 0; i < all[x].Length; i++) sum += slopes[x][i] * (double)(all[x][i] - without[x][i]);
        return sum / Points;
    }
}
