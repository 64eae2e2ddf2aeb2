using Sluice.Data.Tables;

namespace Sluice.Tasks.Life;

/// <summary>How far expected lives are from the truth.</summary>
/// <param name="RootMeanSquaredError">In rows.</param>
/// <param name="MeanAbsoluteError">In rows.</param>
/// <param name="Score">Σ e^(d/10) − 1 where d rows too long were expected, and e^(−d/13) − 1 where too few: late is worse than early (Saxena et al.
/// 2008). Less is better.</param>
public readonly record struct LifeErrors(double RootMeanSquaredError, double MeanAbsoluteError, double Score)
{
    /// <summary>The errors of expected lives, each with a weight; the score is that of <paramref name="units"/> units.</summary>
    internal static LifeErrors Of(IReadOnlyList<(double Expected, double Truth, double Weight)> lives, int units)
    {
        double weights = lives.Sum(l => l.Weight);
        double Mean(Func<double, double> of) => lives.Sum(l => of(l.Expected - l.Truth) * l.Weight) / weights;
        return new(Math.Sqrt(Mean(d => d * d)), Mean(Math.Abs), units * Mean(d => Math.Exp(d < 0 ? -d / 13 : d / 10) - 1));
    }
}

/// <summary>The errors of a model on units whose life is known, beside simpler ones.</summary>
/// <param name="Model">The model.</param>
/// <param name="Line">A line through the readings of one row.</param>
/// <param name="Constant">The same life for all.</param>
/// <param name="Coverage">The share of true lives, up to the cap, from low to high; nominally 0.8.</param>
/// <param name="Units">The number of units.</param>
public sealed record LifeFigures(LifeErrors Model, LifeErrors Line, LifeErrors Constant, double Coverage, int Units)
{
    /// <summary>The errors at the last row of each unit.</summary>
    internal static LifeFigures AtTheEnd(LifeModel model, LifeHistories histories, IReadOnlyList<double> truth)
    {
        var units = histories.Units;
        return Of(model, [.. histories.Curves().Select((c, u) => (c.Estimates[^1], histories.Readings(units[u], ^1), truth[u], 1.0))], units.Count);
    }

    /// <summary>
    /// The errors on units that have failed, each cut off at every age in turn, against the truth up to the cap: what is to be
    /// expected of a unit cut off at a random age. Each unit counts the same, whatever its life was.
    /// </summary>
    internal static LifeFigures AtEveryAge(LifeModel model, LifeHistories histories, IReadOnlyList<RowGroup> units)
    {
        var lives = new List<(LifeEstimate, float[], double, double)>();
        foreach (var (unit, curve) in units.Zip(histories.Curves(units)))
            for (int t = 0, n = unit.Rows.Length; t < n; t++)
                lives.Add((curve.Estimates[t], histories.Readings(unit, t), Math.Min(n - 1 - t, model.Options.Cap), 1.0 / n));
        return Of(model, lives, units.Count);
    }

    private static LifeFigures Of(LifeModel model, List<(LifeEstimate Estimate, float[] Readings, double Truth, double Weight)> lives, int units)
    {
        LifeErrors Errors(Func<LifeEstimate, float[], double> expected)
            => LifeErrors.Of([.. lives.Select(l => (expected(l.Estimate, l.Readings), l.Truth, l.Weight))], units);
        double covered = lives.Sum(l => Math.Min(l.Truth, model.Options.Cap) is var truth && truth >= l.Estimate.Low && truth <= l.Estimate.High
            ? l.Weight
            : 0) / lives.Sum(l => l.Weight);
        return new(
            Errors((e, _) => e.Life), Errors((_, readings) => model.Baselines.Line(readings)), Errors((_, _) => model.Baselines.Constant), covered,
            units);
    }
}
