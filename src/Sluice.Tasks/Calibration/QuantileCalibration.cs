using Sluice.Autodiff;
using Sluice.Networks;

namespace Sluice.Tasks.Calibration;

/// <summary>
/// What is added to each quantile of a forecast. A net fits the rows that it learned from more closely than those to come, so its
/// quantiles are moved to where they would have been right on the validation rows (conformalised quantile regression, Romano,
/// Patterson and Candès 2019, each level by itself). The median stays where it is, and the others on their side of it.
/// </summary>
/// <remarks>No gradient reaches the moves; they are a parameter so that they go with the weights into checkpoints, the best model and the
/// file.</remarks>
internal sealed class QuantileCalibration
{
    /// <summary>Of fewer errors, the tenth and the ninetieth of a hundred rest on three each.</summary>
    public const int Few = 30;

    private readonly int _horizon, _median;
    private readonly IReadOnlyList<double> _levels;

    /// <summary>No move.</summary>
    /// <param name="horizon">Rows that are forecast.</param>
    /// <param name="levels">The levels, rising.</param>
    /// <param name="median">The place of the median among them.</param>
    public QuantileCalibration(int horizon, IReadOnlyList<double> levels, int median)
    {
        (_horizon, _levels, _median) = (horizon, levels, median);
        Moves = new Parameter("calibration", horizon, levels.Count) { Decays = false };
    }

    /// <summary>What is to be said where the intervals rest on few rows.</summary>
    /// <param name="rows">The rows of the validation part with a value.</param>
    public static IEnumerable<string> Rough(int rows)
        => rows < Few ? [$"{rows} rows of validation are few to tell how wide intervals must be (fewer than {Few}): take them as rough."] : [];

    /// <summary>What is added, [horizon, levels], in the unit of the errors.</summary>
    public Parameter Moves { get; }

    /// <summary>Takes all moves back, so that errors of the quantiles as they come from the net can be gathered.</summary>
    /// <returns>A list for each row ahead and each level.</returns>
    public List<double>[] Begin()
    {
        Moves.Value.Clear();
        return [.. Enumerable.Range(0, _horizon * _levels.Count).Select(_ => new List<double>())];
    }

    /// <summary>
    /// Sets the moves from the errors of the quantiles as they came from the net: the q-th of n errors is the one at place q (n + 1),
    /// one more than there are, since that of the row to come may lie beyond all others. Where there are few
    /// of a row ahead (<see cref="Few"/>), those of all rows ahead are taken together.
    /// </summary>
    /// <param name="errors">For each row ahead and each level: values less their quantile.</param>
    public void Fit(List<double>[] errors)
    {
        var together = new double[]?[_levels.Count];
        for (int i = 0; i < errors.Length; i++)
        {
            var (ahead, level) = Math.DivRem(i, _levels.Count);
            double share = _levels[level];
            if (share == 0.5) continue;
            double[] sorted = errors[i].Count >= Few ? [.. errors[i].Order()]
                : together[level] ??= [.. Enumerable.Range(0, _horizon).SelectMany(h => errors[h * _levels.Count + level]).Order()];
            if (sorted.Length == 0) continue;
            double place = share * (sorted.Length + 1);
            Moves.Value[
                ahead, level] = (float)sorted[Math.Clamp((int)(share < 0.5 ? Math.Floor(place) : Math.Ceiling(place)) - 1, 0, sorted.Length - 1)];
        }

        Moves.Changed();
    }

    /// <summary>Moves the quantiles of one row.</summary>
    /// <param name="quantiles">One for each level, rising.</param>
    /// <param name="ahead">How far ahead the row is, from 0.</param>
    /// <param name="unit">What the unit of the errors is in that of the quantiles.</param>
    public void Apply(double[] quantiles, int ahead, double unit = 1)
    {
        double middle = quantiles[_median];
        for (int q = 0; q < quantiles.Length; q++)
        {
            double moved = quantiles[q] + Moves.Value[ahead, q] * unit;
            quantiles[q] = q < _median ? Math.Min(moved, middle) : q > _median ? Math.Max(moved, middle) : middle;
        }

        Array.Sort(quantiles);
    }

    /// <summary>The operations of <see cref="Apply"/>.</summary>
    /// <param name="net">Where they go.</param>
    /// <param name="quantiles">[…, levels], rising.</param>
    /// <param name="between">Whether the batch stands between rows ahead and levels, [horizon, B, levels]; else it stands before both.</param>
    /// <param name="unit">What the unit of the errors is in that of the quantiles.</param>
    public string Export(NetworkBuilder net, string quantiles, bool between, double unit = 1)
    {
        int levels = _levels.Count;
        float[] moves = Array.ConvertAll(Moves.Value.ToArray(), m => (float)(m * unit));
        int[] shape = between ? [_horizon, 1, levels] : [_horizon, levels];
        string moved = net.Add("Add", quantiles, net.Constant(Value.From(moves, shape)));
        string middle = net.Slice(quantiles, -1, _median, _median + 1);
        List<string> parts = [];
        if (_median > 0) parts.Add(net.Add("Min", net.Slice(moved, -1, 0, _median), middle));
        parts.Add(middle);
        if (_median + 1 < levels) parts.Add(net.Add("Max", net.Slice(moved, -1, _median + 1, levels), middle));
        return net.Rising(net.Concat(-1, [.. parts]), levels);
    }
}
