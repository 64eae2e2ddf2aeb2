using Sluice.Data.Tables;

namespace Sluice.Tasks.Anomalies;

/// <summary>How well alarms meet the rows that are known to be anomalies.</summary>
/// <param name="Events">Runs of such rows.</param>
/// <param name="Found">Events with an alarm.</param>
/// <param name="Alarms">Alarms.</param>
/// <param name="FalseAlarms">Alarms outside of all events.</param>
public sealed record AlarmFigures(int Events, int Found, int Alarms, int FalseAlarms)
{
    /// <summary>The share of events found.</summary>
    public double Recall => Events == 0 ? 0 : (double)Found / Events;

    /// <summary>The share of alarms in an event.</summary>
    public double Precision => Alarms == 0 ? 0 : 1 - (double)FalseAlarms / Alarms;

    /// <summary>Counts.</summary>
    /// <param name="rows">For each row, whether it is an anomaly, and whether there was an alarm.</param>
    public static AlarmFigures Of(IEnumerable<(bool Anomaly, bool Alarm)> rows)
    {
        int events = 0, found = 0, alarms = 0, wrong = 0;
        bool inside = false, met = false;
        foreach (var (anomaly, alarm) in rows)
        {
            if (anomaly && !inside) (events, met) = (events + 1, false);
            inside = anomaly;
            if (!alarm) continue;
            alarms++;
            if (!anomaly) wrong++;
            else if (!met) (found, met) = (found + 1, true);
        }

        return new(events, found, alarms, wrong);
    }
}

/// <summary>What a detector did on a table, and naive ones beside it.</summary>
/// <param name="Rows">Rows scored.</param>
/// <param name="Alarms">Alarms.</param>
/// <param name="MeanAbsoluteError">Of its forecasts of the next value; of several signals the mean of what it is of that of the value before.</param>
/// <param name="LastValueError">Of the value before as the forecast.</param>
/// <param name="Labelled">How its alarms meet the labels, where there are any.</param>
/// <param name="BeyondTheRange">How alarms at values beyond all before meet the labels.</param>
public sealed record AnomalyFigures(
    int Rows, int Alarms, double MeanAbsoluteError, double LastValueError, AlarmFigures? Labelled, AlarmFigures? BeyondTheRange)
{
    private static readonly string[] s_no = ["0", "no", "false", "normal", "none", "o"];

    /// <summary>Measures.</summary>
    /// <param name="table">The table.</param>
    /// <param name="rows">What a detector made of it.</param>
    /// <param name="options">The detector's.</param>
    public static AnomalyFigures Of(Table table, IReadOnlyList<AnomalyRow> rows, AnomalyOptions options)
    {
        double[][] signals = [.. options.Signals.Select(name => table.Column<NumberColumn>(name).Values)];
        rows = [.. rows.Where(r => r.Signals?.Any(s => !double.IsNaN(s.Expected)) ?? !double.IsNaN(r.Expected))];
        var errors = signals.Select((values, s) => Errors([.. rows.Select(r => r.Signals?[s] ?? r)], values)).ToList();
        // Signals differ in their units, so of several each error is divided by that of the naive forecast.
        var (error, naive) = signals.Length == 1
            ? errors[0]
            : (errors.Where(e => e.Naive > 0).Select(e => e.Error / e.Naive).DefaultIfEmpty(double.NaN).Average(), 1);
        if (!table.Has(options.Labels)) return new(rows.Count, rows.Count(r => r.IsAlarm), error, naive, null, null);

        var labels = table.Column(options.Labels);
        bool IsAnomaly(int row) => labels switch
        {
            NumberColumn numbers => !double.IsNaN(numbers.Values[row]) && numbers.Values[row] != 0,
            CategoryColumn categories => categories.Values[row] is { } label && !s_no.Contains(label, StringComparer.OrdinalIgnoreCase),
            _ => throw new SluiceFormatException($"column '{labels.Name}' holds dates, expected labels: 0 or 1, or words.", table.File),
        };
        bool[] beyond = new bool[table.RowCount];
        foreach (double[] values in signals)
        {
            var measure = new AnomalyMeasure(options with { Beyond = options.Beyond > 0 ? options.Beyond : new AnomalyOptions().Beyond });
            for (int row = 0; row < beyond.Length; row++) beyond[row] |= measure.Next(values[row], 0) >= 1;
        }

        return new(
            rows.Count, rows.Count(r => r.IsAlarm), error, naive, AlarmFigures.Of(rows.Select(r => (IsAnomaly(r.Row), r.IsAlarm))),
            AlarmFigures.Of(rows.Select(r => (IsAnomaly(r.Row), beyond[r.Row]))));
    }

    private static (double Error, double Naive) Errors(IReadOnlyList<AnomalyRow> rows, double[] values)
    {
        var known = rows.Where(r => r.Row > 0 && !double.IsNaN(r.Expected) && !double.IsNaN(r.Value) && !double.IsNaN(values[r.Row - 1])).ToList();
        return (known.Select(r => Math.Abs(r.Value - r.Expected)).DefaultIfEmpty(double.NaN).Average(),
            known.Select(r => Math.Abs(r.Value - values[r.Row - 1])).DefaultIfEmpty(double.NaN).Average());
    }
}
