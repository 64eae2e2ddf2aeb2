using Sluice.Data.Sequences;
using Sluice.Data.Tables;

namespace Sluice.Tasks.Forecast;

/// <summary>The rows that a forecaster learns from.</summary>
internal interface IForecastRows
{
    /// <summary>Which rows are trained on, which choose the best model, and which are left for a test.</summary>
    Split Split { get; }

    /// <summary>The rows at hand at a step: a series, and the stretches of it in which windows may lie.</summary>
    (ForecastSeries Series, IReadOnlyList<RowRange> Stretches) At(int epoch, int step, int steps);

    /// <summary>Rows that training does not look at, with what comes before them.</summary>
    /// <param name="part">The rows.</param>
    /// <returns>A series, and the rows of it that are compared.</returns>
    (ForecastSeries Series, RowRange Rows) Held(RowRange part);
}

/// <summary>A whole table.</summary>
internal sealed class TableRows(ForecastSeries series, Split split) : IForecastRows
{
    public Split Split => split;

    public (ForecastSeries Series, IReadOnlyList<RowRange> Stretches) At(int epoch, int step, int steps) => (series, [split.Train]);

    public (ForecastSeries Series, RowRange Rows) Held(RowRange part) => (series, part.Count > 0 ? part : new RowRange(1, split.Train.Count - 1));
}
