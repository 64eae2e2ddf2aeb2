using Sluice.Data.Tables;

namespace Sluice.Tasks.Forecast;

/// <summary>The forecast of one row.</summary>
/// <param name="Row">The row, counted from the first of the table; those beyond its end go on counting.</param>
/// <param name="Date">Its date, where the table has dates.</param>
/// <param name="Point">The median; NaN for categories.</param>
/// <param name="Quantiles">One for each level, rising; empty for categories.</param>
/// <param name="Class">The most probable category, or null for numbers.</param>
/// <param name="Probabilities">One for each category of the target; empty for numbers.</param>
public sealed record Forecast(
    int Row, DateTime? Date, double Point, IReadOnlyList<double> Quantiles, string? Class, IReadOnlyList<double> Probabilities);

public sealed partial class Forecaster
{
    /// <summary>
    /// Forecasts the rows after the last one with a target: those at the end of the table, and beyond it as many as the horizon has, which
    /// takes nothing but dates, and what follows from them, as columns known ahead.
    /// </summary>
    /// <exception cref="SluiceFormatException">A column is missing or of another kind, or a value known ahead is missing.</exception>
    public IReadOnlyList<Forecast> Predict(Table table)
    {
        table = Extended(table);
        var series = Read(table);
        var dates = Options.TimeOf(table);
        int seen = series.Seen;
        if (seen == 0) throw new SluiceFormatException($"column '{Target.Name}' has no value that was known in training.", table.File);

        // Without a row before it, the first row cannot be predicted.
        var rollout = new Rollout(this, series, [1], series.Rows - 1);
        for (int row = 1; row < seen; row++) rollout.Step();
        var forecasts = new List<Forecast>();
        int origin = seen;
        float[] output = [];
        for (int row = seen; row < series.Rows; row++)
        {
            var now = rollout.Step().Row(0);
            // All rows up to the horizon come straight from the last row known; those beyond from there, and so on.
            if (output.Length == 0 || row - origin >= Options.Horizon || Target.Categories is not null) (origin, output) = (row, now.ToArray());
            forecasts.Add(Forecast(output, rollout, origin, row - origin, dates));
        }

        return forecasts;
    }

    /// <summary>The table with the rows that are forecast: those at its end without a target, and as many beyond it as the horizon has.</summary>
    private Table Extended(Table table)
    {
        var column = table.Column(Target.Name);
        if (column.Count == 0 || column.MissingCount == column.Count)
            throw new SluiceFormatException($"column '{Target.Name}' has no value to go on from.", table.File);
        int waiting = 0;
        while (column.IsMissing(column.Count - 1 - waiting)) waiting++;
        // The newest values may not have come yet: the forecast begins after the last one that is known.
        if (waiting == 0 || (waiting < Options.Horizon && GoesOn))
            table = Future.Extend(table, Target.Name, Given, Options.Horizon - waiting);
        return table;
    }
}
