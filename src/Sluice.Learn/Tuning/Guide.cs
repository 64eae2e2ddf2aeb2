using Sluice.Kernels;

namespace Sluice.Learn.Tuning;

/// <summary>
/// Draws near what went well, away from what did not: the tree-structured Parzen estimator (Bergstra et al. 2011), on trials ranked by how far
/// they came and then by loss, as Falkner et al. (2018) combine it with successive halving.
/// </summary>
/// <remarks>
/// With l the density of the best quarter and g that of the others, of <see cref="Candidates"/> draws from l the one with the largest
/// l(x) / g(x) is taken. A density is a mean of kernels: along a range a normal distribution around each trial, for a choice the trial's
/// value with probability 1 - <see cref="Elsewhere"/> and any with the rest.
/// </remarks>
internal static class Guide
{
    private const int Candidates = 24;
    private const double Best = 0.25, Elsewhere = 0.25, LeastWidth = 0.08;

    // As many draws as this share look anywhere, so that nothing is lost for ever.
    private const double Anywhere = 1.0 / 3;

    /// <summary>Where trial <paramref name="number"/> lies.</summary>
    /// <param name="space">The space.</param>
    /// <param name="seed">The seed.</param>
    /// <param name="number">The trial.</param>
    /// <param name="ranked">Where others lie, the best first.</param>
    public static double[] Draw(TuningSpace space, ulong seed, int number, IReadOnlyList<double[]> ranked)
    {
        // Step 0 of the stream is the place that is drawn anywhere.
        var random = new RandomStream(seed, Purpose.Sampling, (uint)number, 1);
        int good = Math.Max(2, (int)Math.Ceiling(Best * ranked.Count));
        if (ranked.Count < good + 2 || random.Uniform(0) < Anywhere) return space.Draw(seed, number);
        double[][] near = [.. ranked.Take(good)], far = [.. ranked.Skip(good)];
        double[] nearWidths = Widths(near, space.Dimensions.Count), farWidths = Widths(far, space.Dimensions.Count);
        double[] best = [];
        double highest = double.NegativeInfinity;
        for (int c = 0; c < Candidates; c++)
        {
            double[] place = Around(space, new RandomStream(seed, Purpose.Sampling, (uint)number, (uint)c + 2), near, nearWidths);
            double ratio = Density(space, place, near, nearWidths) - Density(space, place, far, farWidths);
            if (ratio > highest) (best, highest) = (place, ratio);
        }

        return best;
    }

    /// <summary>A draw from the kernels around some trials.</summary>
    private static double[] Around(TuningSpace space, RandomStream random, double[][] centres, double[] widths)
    {
        double[] centre = centres[random.Below(centres.Length, 0)];
        double[] place = new double[centre.Length];
        for (int d = 0; d < place.Length; d++)
        {
            uint at = 4 * (uint)(d + 1);
            if (space.Dimensions[d].Scale == TuningScale.Choice)
            {
                place[d] = random.Uniform(at) < Elsewhere ? random.Uniform(at + 1) : centre[d];
                continue;
            }

            // Two uniform numbers make a normal one (Box and Muller 1958); what falls outside is mirrored at the end.
            double normal = Math.Sqrt(-2 * Math.Log(1 - random.Uniform(at))) * Math.Cos(2 * Math.PI * random.Uniform(at + 1));
            double value = Math.Abs(centre[d] + widths[d] * normal);
            if (value >= 1) value = 2 - value;
            place[d] = Math.Clamp(value, 0, Math.BitDecrement(1.0));
        }

        return place;
    }

    /// <summary>ln of the mean of the kernels.</summary>
    private static double Density(TuningSpace space, double[] place, double[][] centres, double[] widths)
    {
        double sum = 0;
        foreach (double[] centre in centres)
        {
            double kernel = 1;
            for (int d = 0; d < place.Length; d++)
            {
                var dimension = space.Dimensions[d];
                if (dimension.Scale == TuningScale.Choice)
                {
                    double any = Elsewhere / dimension.Values.Count;
                    kernel *= dimension.At(place[d]) == dimension.At(centre[d]) ? 1 - Elsewhere + any : any;
                }
                else
                {
                    double distance = (place[d] - centre[d]) / widths[d];
                    kernel *= Math.Exp(-0.5 * distance * distance) / widths[d];
                }
            }

            sum += kernel;
        }

        return Math.Log(sum / centres.Length + 1e-300);
    }

    /// <summary>The width of kernels along each dimension, by the spread of the centres (Scott 1992) and not below <see cref="LeastWidth"/>.</summary>
    private static double[] Widths(double[][] centres, int dimensions) => [.. Enumerable.Range(0, dimensions).Select(d =>
    {
        double mean = centres.Average(c => c[d]), variance = centres.Average(c => (c[d] - mean) * (c[d] - mean));
        return Math.Max(LeastWidth, Math.Sqrt(variance) * Math.Pow(centres.Length, -1.0 / (dimensions + 4)));
    })];
}
