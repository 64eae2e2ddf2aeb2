namespace Sluice.Learn.Synthesis;

/// <summary>A made-up series.</summary>
/// <param name="Family">Of what kind.</param>
/// <param name="Rate">How far apart its steps are.</param>
/// <param name="Values">The values; NaN where one is missing.</param>
public sealed record MadeSeries(string Family, SamplingRate Rate, double[] Values);

/// <summary>
/// Makes series of all kinds that a forecaster may meet, from which the net of <c>Sluice.Zero</c> learned: no real series took part. Each is a
/// function of seed, batch and place, so the same call gives the same bits.
/// </summary>
/// <remarks>
/// A family is drawn first, by the shares in <see cref="Families"/>, then a sampling rate; a tenth of all are sums of two others
/// (TSMixup, Ansari et al. 2024). After that comes what happens to data on its way into a table (<see cref="Effects"/>), and last a unit:
/// level and size over many orders of magnitude.
/// </remarks>
public static class SeriesGenerator
{
    private const double Mixed = 0.1, Constant = 0.01;

    /// <summary>The kinds and their shares.</summary>
    public static IReadOnlyList<(string Name, double Share)> Families { get; } =
        [("structure", 0.42), ("kernels", 0.2), ("process", 0.15), ("counts", 0.09), ("sensor", 0.14)];

    private static readonly double[] s_shares = [.. Families.Select(f => f.Share)];

    /// <summary>Makes a series.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="place">The place in the batch.</param>
    /// <param name="length">Steps, 16 or more.</param>
    /// <param name="noisy">
    /// The share of series, counts aside, with white noise of 0.2 to 3 deviations over them, as weak signals of sensors have.
    /// </param>
    /// <exception cref="SluiceException">Too few steps.</exception>
    public static MadeSeries Make(ulong seed, uint batch, uint place, int length, double noisy = 0)
    {
        if (length < 16) throw new SluiceException($"SeriesGenerator: expected 16 steps or more, got {length}.");
        var chance = new Chance(seed, batch, place);
        var rate = SamplingRate.Draw(chance);
        int family = chance.Weighted(s_shares);
        double[] values = Standardised(Draw(chance, family, length, rate.Seasons));
        if (chance.Is(Mixed))
        {
            double[] other = Standardised(Draw(chance, chance.Weighted(s_shares), length, rate.Seasons));
            double share = chance.Uniform(0.2, 0.8);
            for (int t = 0; t < length; t++) values[t] = share * values[t] + (1 - share) * other[t];
            Effects.Apply(chance, values);
        }
        else if (family != 3)
        {
            Effects.Apply(chance, values);
        }

        if (noisy > 0 && family != 3) Blur(new Chance(seed, batch, place ^ 0x8000_0000), values, noisy);
        if (chance.Is(Constant)) Array.Fill(values, values[0]);
        Scale(chance, values, counts: family == 3);
        Effects.Hide(chance, values);
        return new MadeSeries(Families[family].Name, rate, values);
    }

    private static double[] Draw(Chance chance, int family, int length, int[] seasons) => family switch
    {
        0 => StructuralSeries.Draw(chance, length, seasons),
        1 => KernelSeries.Draw(chance, length, seasons),
        2 => ProcessSeries.Draw(chance, length, seasons),
        3 => CountSeries.Draw(chance, length, seasons),
        _ => SensorSeries.Draw(chance, length, seasons),
    };

    /// <summary>Divided by the deviation; counts, as others, keep their zero.</summary>
    private static double[] Standardised(double[] values)
    {
        double mean = values.Average(), deviation = Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
        if (deviation < 1e-12 * Math.Max(1, Math.Abs(mean))) return values;
        for (int t = 0; t < values.Length; t++) values[t] /= deviation;
        return values;
    }

    private static void Blur(Chance chance, double[] values, double noisy)
    {
        if (!chance.Is(noisy)) return;
        double size = chance.Logarithmic(0.2, 3);
        for (int t = 0; t < values.Length; t++) values[t] += size * chance.Normal();
    }

    /// <summary>Another unit; series that have no zero of their own another level too.</summary>
    private static void Scale(Chance chance, double[] values, bool counts)
    {
        double unit = chance.Logarithmic(1e-2, 1e4), level = counts || chance.Is(0.4) ? 0 : 5 * chance.Normal();
        if (!counts && chance.Is(0.3)) level = -values.Min();
        for (int t = 0; t < values.Length; t++) values[t] = unit * (values[t] + level);
    }
}
