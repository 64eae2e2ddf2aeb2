using Sluice.Autodiff;
using Sluice.Networks;
using Sluice.Tasks.Calibration;

namespace Sluice.Tasks.Series;

/// <summary>
/// How many times as wide the intervals of each series are as those by which all series together are right. For a value y, s = |y − m| / |q − m| says
/// how far it missed the median m, q the outermost quantile on its side; a series with n errors that are independent has the factor
/// c = (the quantile (q_high − q_low) (n + 1) / n of all s of it), mixed with 1 by ln c n / (n + 9), and q becomes m + c (q − m).
/// </summary>
internal sealed class SeriesWidths
{
    // Of fewer errors the tenth lies beyond all of them: enough to tell a series from the others, and as many as speak against it.
    private const double Enough = 9, Most = 4;

    private readonly SeriesOptions _options;
    private readonly int _count;

    /// <summary>All series alike.</summary>
    /// <param name="count">Series to learn from.</param>
    /// <param name="options">The levels.</param>
    public SeriesWidths(int count, SeriesOptions options)
    {
        (_count, _options) = (count, options);
        Factors = new Parameter("calibration.series", 1, count) { Decays = false };
        Reset();
    }

    /// <summary>c of each series, [1, series]. No gradient reaches it; it goes with the weights.</summary>
    public Parameter Factors { get; }

    /// <summary>Whether some series have wider intervals than others.</summary>
    public bool Differ => Factors.Value.ToArray().Any(f => f != 1);

    /// <summary>All series alike.</summary>
    public void Reset() => Factors.Set([.. Enumerable.Repeat(1f, _count)]);

    /// <summary>Sets the factors.</summary>
    /// <param name="errors">Values less their quantile as it came from the net.</param>
    /// <param name="moves">What was added to the quantiles since, [horizon, levels].</param>
    /// <param name="place">The place of a series among those learned from, or −1.</param>
    public void Fit(ForecastErrors errors, Tensor moves, Func<int, int> place)
    {
        int last = _options.Quantiles.Count - 1, median = _options.Median;
        var each = errors.BySeries();
        float[] factors = [.. Enumerable.Repeat(1f, _count)];
        foreach (var (series, own) in each)
        {
            if (each.Count < 2 || last == 0 || place(series) < 0) continue;
            List<double> misses = [];
            double independent = 0;
            for (int h = 0; h < own.Horizon; h++)
            {
                var middle = own.Of(h, median);
                independent += own.Independent(h, median) / own.Horizon;
                for (int i = 0; i < middle.Count; i++)
                {
                    int level = middle[i] > 0 ? last : 0;
                    double side = Math.Max(0, (middle[i] - own.Of(h, level)[i] + moves[h, level]) * (level == 0 ? -1 : 1));
                    misses.Add(middle[i] == 0 ? 0 : side > 0 ? Math.Abs(middle[i]) / side : double.PositiveInfinity);
                }
            }

            if (independent < Enough) continue;
            double share = (_options.Quantiles[last] - _options.Quantiles[0]) * (independent + 1) / independent;
            misses.Sort();
            double found = misses[Math.Clamp((int)Math.Ceiling(share * misses.Count) - 1, 0, misses.Count - 1)];
            factors[place(series)] = (float)Math.Exp(Math.Log(Math.Clamp(found, 1 / Most, Most)) * independent / (independent + Enough));
        }

        Factors.Set(factors);
    }

    /// <summary>Widens the quantiles of one row.</summary>
    /// <param name="quantiles">One for each level, rising.</param>
    /// <param name="series">The place of the series among those learned from, or −1.</param>
    public void Apply(double[] quantiles, int series)
    {
        if (series < 0) return;
        double middle = quantiles[_options.Median], factor = Factors.Value[0, series];
        foreach (ref double q in quantiles.AsSpan()) q = middle + factor * (q - middle);
    }

    /// <summary>The operations of <see cref="Apply"/>.</summary>
    /// <param name="net">Where they go.</param>
    /// <param name="quantiles">[horizon, B, levels].</param>
    /// <param name="series">The place of each series, [B].</param>
    public string Export(NetworkBuilder net, string quantiles, string series)
    {
        if (!Differ) return quantiles;
        string factor = net.Unsqueeze(net.Add("Gather", net.Row(Factors.Value.ToArray()), series), -1);
        string middle = net.Slice(quantiles, -1, _options.Median, _options.Median + 1);
        return net.Add("Add", middle, net.Add("Mul", factor, net.Add("Sub", quantiles, middle)));
    }
}
