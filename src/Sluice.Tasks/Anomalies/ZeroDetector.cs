using Sluice.Data.Tables;
using Sluice.Tasks.Sources;
using Sluice.Zero;

namespace Sluice.Tasks.Anomalies;

/// <summary>
/// Anomalies where nothing was trained: the net of <see cref="Zero.Forecast"/> forecasts each value from those before it, and
/// <see cref="AnomalyMeasure"/> says how unusual what came is, as for a trained detector. Settings of nets and of training are not looked at.
/// </summary>
internal static class ZeroDetector
{
    // An interval that holds 80 % of a normal distribution is so many deviations wide.
    private const double Wide = 2.563;

    /// <summary>
    /// The columns to watch and the first rows, where they were not said: all numbers but marks, and half of the rows up to the usual number.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="options">What was said; no target for all columns.</param>
    /// <param name="isSaid">Whether the calibration was said.</param>
    /// <exception cref="SluiceFormatException">There is no column of numbers, or there are too few rows.</exception>
    public static AnomalyOptions Found(Table table, AnomalyOptions options, bool isSaid)
    {
        string[] numbers = [.. table.Columns.OfType<NumberColumn>().Where(c => !CountsRows(c)).Select(c => c.Name)
            .Where(n => n != options.Labels && !ColumnNames.IsMark(n))];
        if (options.Target.Length == 0 && numbers.Length == 0) throw new SluiceFormatException("expected a column of numbers to watch, got none.", table.File);
        if (options.Target.Length == 0) options = options with { Target = numbers[0], Others = numbers[1..] };
        if (!isSaid) options = options with { Calibration = Math.Clamp(table.RowCount / 2, AnomalyOptions.LeastCalibration, options.Calibration) };
        options.Check();
        if (table.RowCount <= options.Calibration)
            throw new SluiceFormatException(
                $"expected more than {options.Calibration} rows, which are the measure of what comes after them, got {table.RowCount}. Give more, or ask for fewer with --calibration.",
                table.File);
        return options;
    }

    /// <summary>What is to be said of what was taken, or left out, without being named.</summary>
    public static IEnumerable<string> Guessed(Table table, AnomalyOptions options) =>
    [
        .. RowOrder.Guessed(table, options.Time),
        .. options.Target.Length > 0 ? [] : table.Columns.OfType<NumberColumn>().Where(CountsRows)
            .Select(c => $"'{c.Name}' counts the rows: it is not watched (--target {c.Name} does)."),
    ];

    private static bool CountsRows(NumberColumn column)
        => column.Count > 1 && Enumerable.Range(1, column.Count - 1).All(t => column.Values[t] == column.Values[t - 1] + 1);

    /// <summary>Scores the rows of a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="options">What to watch, and when surprise is an alarm.</param>
    /// <exception cref="SluiceFormatException">There is no such column, or a row is not later than the one before.</exception>
    public static IReadOnlyList<AnomalyRow> Read(Table table, AnomalyOptions options)
    {
        double[][] signals = [.. options.Signals.Select(name => table.Column<NumberColumn>(name).Values)];
        var times = RowOrder.TimeOf(table, options.Time);
        if (times is not null && !options.AnyOrder) RowOrder.Check(table, times);
        DateTime[]? dates = times?.Values.All(v => v is not null) == true ? [.. times.Values.Select(v => v!.Value)] : null;
        int[] seasons = Zero.Forecast.SeasonsOf(dates is null ? null : TimeStep.Of([dates]));
        var all = signals.Select((values, s) => Score(values, seasons, options)
            .Select((r, t) => new AnomalyRow(t, times?.Values[t], values[t], r.Score, r.Expected, r.Low, r.High)
            {
                Signal = signals.Length > 1 ? options.Signals[s] : null,
            }).ToArray()).ToList();
        if (all.Count == 1) return all[0];
        return [.. Enumerable.Range(0, table.RowCount)
            .Select(t => all.Select(one => one[t]).MaxBy(r => r.Score)! with { Signals = [.. all.Select(one => one[t])] })];
    }

    /// <summary>For each value of a series its score, what was expected, and two deviations to both sides; of the first rows nothing.</summary>
    /// <param name="values">The series; NaN where a value is missing.</param>
    /// <param name="seasons">Steps after which it may repeat itself.</param>
    /// <param name="options">When surprise is an alarm, and how many rows are its measure.</param>
    public static (double Score, double Expected, double Low, double High)[] Score(double[] values, int[] seasons, AnomalyOptions options)
    {
        var measure = new AnomalyMeasure(options);
        var next = NextSteps.Of(values, seasons);
        var scored = new (double, double, double, double)[values.Length];
        for (int t = 0; t < values.Length; t++)
        {
            var (low, middle, high) = next[t];
            double deviation = (high - low) / Wide, miss = values[t] - middle;
            if (t == options.Calibration) measure.Listen();
            double score = double.IsNaN(values[t]) ? 0
                : measure.Next(values[t], double.IsNaN(miss) || miss == 0 ? 0 : deviation > 0 ? miss / deviation : Math.Sign(miss));
            scored[t] = t < options.Calibration ? (0, double.NaN, double.NaN, double.NaN)
                : (score, middle, middle - 2 * deviation, middle + 2 * deviation);
        }

        return scored;
    }
}
