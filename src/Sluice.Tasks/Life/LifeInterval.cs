using Sluice.Autodiff;
using Sluice.Networks;

namespace Sluice.Tasks.Life;

/// <summary>
/// How far the truth is from what was expected of units that were not learned from: the 0.1 and 0.9 quantile of
/// (truth − expected) / deviation among rows of like expected life, and between these bins a straight line. The deviations that a net
/// gives fit the units that it learned from too closely; as in conformal prediction, nothing is assumed of how errors are distributed.
/// </summary>
internal sealed class LifeInterval(int cap)
{
    private const int Bins = 5, Fewest = 20;
    private const double Tail = 0.9;

    /// <summary>
    /// Quantiles of errors [2, bins]: of units that fail sooner, of those that last longer. No gradient reaches them; they go with the weights.
    /// </summary>
    public Parameter Errors { get; } = new("interval", 2, Bins) { Decays = false };

    /// <summary>
    /// Measures the errors of expected lives. The rows of a unit err together, so that n units count as n errors: their quantile is that at place
    /// q (n + 1), since the unit to come may lie beyond all of them.
    /// </summary>
    /// <param name="lives">The rows of all units.</param>
    /// <param name="units">n.</param>
    public void Calibrate(IReadOnlyList<(double Expected, double Deviation, double Truth)> lives, int units)
    {
        double level = Math.Min(1, Tail * (units + 1) / units);
        var bins = lives.ToLookup(l => Math.Clamp((int)(Bins * l.Expected / cap), 0, Bins - 1), l => (l.Truth - l.Expected) / l.Deviation);
        double[] all = [.. bins.SelectMany(b => b).Order()];
        for (int bin = 0; bin < Bins; bin++)
        {
            double[] errors = bins[bin].Count() >= Fewest ? [.. bins[bin].Order()] : all;
            Errors.Value[0, bin] = (float)Math.Min(0, errors[(int)((1 - level) * (errors.Length - 1))]);
            Errors.Value[1, bin] = (float)Math.Max(0, errors[(int)Math.Ceiling(level * (errors.Length - 1))]);
        }

        Errors.Changed();
    }

    /// <summary>Where four of five true lives are.</summary>
    public LifeEstimate Around(double life, double deviation)
    {
        double place = Math.Clamp(Bins * life / cap - 0.5, 0, Bins - 1);
        int bin = Math.Min((int)place, Bins - 2);
        double Between(int row) => deviation * ((bin + 1 - place) * Errors.Value[row, bin] + (place - bin) * Errors.Value[row, bin + 1]);
        return new(life, Math.Max(0, life + Between(0)), Math.Min(cap, life + Between(1)));
    }

    /// <summary>The operations of <see cref="Around"/> over many lives of the same shape.</summary>
    public (string Low, string High) Export(NetworkBuilder net, string life, string deviation)
    {
        string place = net.Clip(net.Add("Sub", net.Add("Mul", life, net.Number((float)Bins / cap)), net.Number(0.5f)), 0, Bins - 1);
        string bin = net.Add("Min", net.Add("Floor", place), net.Number(Bins - 2)), share = net.Add("Sub", place, bin);
        string at = net.Cast(bin, ElementType.Int64), next = net.Add("Add", at, net.Whole(1));
        string Between(int row)
        {
            string errors = net.Row(Errors.Value.Row(row)), low = net.Add("Gather", errors, at), high = net.Add("Gather", errors, next);
            string error = net.Add("Add", low, net.Add("Mul", share, net.Add("Sub", high, low)));
            return net.Add("Add", life, net.Add("Mul", deviation, error));
        }

        return (net.Add("Max", Between(0), net.Number(0)), net.Add("Min", Between(1), net.Number(cap)));
    }
}
