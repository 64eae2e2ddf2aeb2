namespace Sluice.Learn.Studies;

/// <summary>What became of a cell in a comparison.</summary>
/// <param name="Cell">Its name.</param>
/// <param name="Trials">Finished trials.</param>
/// <param name="Failed">Those of them that came to nothing.</param>
/// <param name="Best">The trial with the lowest validation loss.</param>
/// <param name="Top">Test losses of the best trials by validation, which the test looks at.</param>
/// <param name="Mean">The mean test loss of all that did not fail.</param>
/// <param name="Deviation">Its standard deviation.</param>
/// <param name="Probability">
/// By Welch's test on the best trials, corrected by Holm: the probability of so different means where there is no difference
/// from the first cell; null for that cell.
/// </param>
public sealed record CellSummary(
    string Cell, int Trials, int Failed, Trial? Best, IReadOnlyList<double> Top, double Mean, double Deviation, double? Probability)
{
    /// <summary>The mean of the best trials.</summary>
    public double TopMean => Top.Count > 0 ? Top.Average() : double.NaN;

    /// <summary>The standard deviation of the best trials.</summary>
    public double TopDeviation => Statistics.Deviation([.. Top]);
}

/// <summary>How much of the differences between trials a setting explains by itself.</summary>
/// <param name="Setting">Its name.</param>
/// <param name="Shares">For each cell.</param>
public sealed record Importance(string Setting, IReadOnlyDictionary<string, double> Shares);

/// <summary>The findings of a comparison.</summary>
/// <param name="Cells">One entry a cell, the one compared to first.</param>
/// <param name="Importances">One entry a setting.</param>
public sealed record ComparisonSummary(IReadOnlyList<CellSummary> Cells, IReadOnlyList<Importance> Importances)
{
    /// <summary>The findings.</summary>
    /// <param name="trials">The finished trials.</param>
    /// <param name="cells">The cells, the one that the others are compared to first.</param>
    /// <param name="share">The share of a cell's trials, the best by validation loss, that the test looks at.</param>
    public static ComparisonSummary Of(IReadOnlyList<Trial> trials, IReadOnlyList<string> cells, double share)
    {
        var summaries = cells.Select(cell =>
        {
            var own = trials.Where(t => t.Cell == cell).ToList();
            var good = own.Where(t => t.Succeeded).OrderBy(t => t.Validation).ToList();
            int top = Math.Min(good.Count, Math.Max(2, (int)Math.Round(share * own.Count)));
            double[] tests = [.. good.Select(t => t.Test!.Value)];
            return new CellSummary(
                cell, own.Count, own.Count - good.Count, good.FirstOrDefault(), tests[..top], tests.Length > 0 ? tests.Average() : double.NaN,
                Statistics.Deviation(tests), null);
        }).ToList();
        double[] adjusted = Statistics.Holm([.. summaries.Skip(1).Select(s => Statistics.Welch([.. s.Top], [.. summaries[0].Top]))]);
        for (int i = 1; i < summaries.Count; i++) summaries[i] = summaries[i] with { Probability = adjusted[i - 1] };
        return new ComparisonSummary(
            summaries, [Explained("learning rate", d => d.Rate), Explained("hidden size", d => d.Hidden), Explained("dropout", d => d.Dropout)]);

        Importance Explained(string name, Func<Draw, double> setting) => new(name, cells.ToDictionary(cell => cell, cell =>
        {
            var good = trials.Where(t => t.Cell == cell && t.Succeeded).ToList();
            return Statistics.Explained([.. good.Select(t => setting(t.Draw))], [.. good.Select(t => t.Test!.Value)]);
        }));
    }
}
