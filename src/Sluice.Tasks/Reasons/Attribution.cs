namespace Sluice.Tasks.Reasons;

/// <summary>A number that a forecaster reads, or several: what a column says of rows that follow each other.</summary>
/// <param name="Column">The place of the column among those of the attribution.</param>
/// <param name="Step">The first row, counted from the first that is forecast: −1 is the last one before it. Null for what is the same in all.</param>
/// <param name="Count">Rows.</param>
internal readonly record struct Feature(int Column, int? Step, int Count = 1);

/// <summary>
/// What each feature adds to the forecast of a series, in two ways. Occlusion: the forecast without the feature, which stands at its mean (or
/// is missing, where that can be said), is taken from the forecast. Integrated gradients (Sundararajan et al. 2017): (x_i − m_i) ∫ ∂f/∂x_i along
/// the straight line from where all features stand at their means, m, to x; their sum over all features is f(x) − f(m).
/// </summary>
/// <param name="Series">The series.</param>
/// <param name="Row">Its first row that is forecast, from 0.</param>
/// <param name="Dates">The dates of the rows that are forecast, or none.</param>
/// <param name="Points">The forecast.</param>
/// <param name="Columns">The columns that are read.</param>
/// <param name="Features">What is read.</param>
/// <param name="Parts">The forecast taken apart.</param>
internal sealed record Attribution(
    string Series, int Row, IReadOnlyList<DateTime?> Dates, double[] Points, IReadOnlyList<string> Columns, Feature[] Features, ForecastParts Parts)
{
    /// <summary>Whether the forecast, and with it all effects, are of the logarithm.</summary>
    public bool Logarithm { get; init; }

    /// <summary>Without a feature the forecast would be lower by this, [rows ahead][features].</summary>
    public required double[][] Occluded { get; init; }

    /// <summary>Without a column at all, [rows ahead][columns].</summary>
    public required double[][] WithoutColumn { get; init; }

    /// <summary>Integrated gradients, [rows ahead][features]; null where the forecast has none.</summary>
    public double[][]? Integrated { get; init; }

    /// <summary>The forecast from features that all stand at their means; null where there are no integrated gradients.</summary>
    public double[]? Baseline { get; init; }

    /// <summary>By how much the integrated gradients of a row ahead miss f(x) − f(m), by the steps of their sum.</summary>
    public double Gap(int ahead) => Points[ahead] - Baseline![ahead] - Integrated![ahead].Sum();

    /// <summary>The integrated gradients of a column, summed over its features.</summary>
    public double? OfColumn(int column, int ahead)
        => Integrated is null ? null : Features.Zip(Integrated[ahead]).Where(p => p.First.Column == column).Sum(p => p.Second);

    /// <summary>
    /// Rows that a feature lies before one that is forecast, 0 for that row itself; for a feature of several rows, those that its last
    /// row lies before the first that is forecast. Null for what is the same in all rows.
    /// </summary>
    public int? Lag(int feature, int ahead)
        => Features[feature] is { Step: { } step } f ? f.Count == 1 ? ahead - step : -(step + f.Count - 1) : null;
}
