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

    // What shares of a count lose by rounding.
    private const double Rounding = 1e-9;

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
    public ForecastErrors Begin()
    {
        Moves.Value.Clear();
        return new ForecastErrors(_horizon, _levels.Count);
    }

    /// <summary>
    /// Sets the moves from the errors of the quantiles as they came from the net. Of N errors that count as n (<see cref="ForecastErrors.Independent"/>)
    /// the quantile q is that at place q (n + 1) / n of N, since the error of the row to come may lie beyond all of them. Where that place lies
    /// beyond the last, those of all rows ahead are taken together (<see cref="FewErrors"/>).
    /// </summary>
    /// <param name="errors">Values less their quantile.</param>
    public void Fit(ForecastErrors errors)
    {
        FewErrors? together = null;
        double independent = double.PositiveInfinity;
        for (int ahead = 0; ahead < _horizon; ahead++)
        {
            if (errors.Of(ahead, _median).Count == 0) continue;
            // Further ahead there are no more of them than nearer.
            independent = Math.Min(independent, errors.Independent(ahead, _median));
            double more = (independent + 1) / independent;
            for (int level = 0; level < _levels.Count; level++)
            {
                double upper = Math.Max(_levels[level], 1 - _levels[level]), side = _levels[level] < 0.5 ? -1 : 1;
                if (upper == 0.5) continue;
                if (upper * more <= 1 + Rounding)
                {
                    double[] beyond = [.. errors.Of(ahead, level).Select(e => side * e).Order()];
                    Moves.Value[ahead, level] = (float)(side * FewErrors.At(beyond, upper * more));
                    continue;
                }

                together ??= new FewErrors(errors, _median);
                double own = errors.Of(ahead, _median).Zip(errors.Of(ahead, level), (middle, error) => side * (middle - error)).Average();
                Moves.Value[ahead, level] = (float)(side * (together.Reach(ahead, 2 * upper - 1, independent) - own));
            }
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
