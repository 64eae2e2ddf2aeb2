using System.Text.Json.Serialization;
using Sluice.Data.Tables;

namespace Sluice.Tasks.Anomalies;

/// <summary>A row of a table as a detector saw it.</summary>
/// <param name="Row">Its number, from 0.</param>
/// <param name="Time">Its time, where there is one.</param>
/// <param name="Value">Its value; NaN where it is missing.</param>
/// <param name="Score">How unusual it is.</param>
/// <param name="Expected">What was expected; NaN while the first rows are gathered.</param>
/// <param name="Low">Two deviations below.</param>
/// <param name="High">Two deviations above.</param>
public sealed record AnomalyRow(int Row, DateTime? Time, double Value, double Score, double Expected, double Low, double High)
{
    /// <summary>Whether it is an alarm.</summary>
    public bool IsAlarm => Score >= 1;

    /// <summary>Where several signals are watched, the one that is most unusual; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Signal { get; init; }

    /// <summary>Where several signals are watched, the row of each; else null.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<AnomalyRow>? Signals { get; init; }
}

public sealed partial class AnomalyDetector
{
    /// <summary>
    /// Takes the rows of a table one by one: the columns of <see cref="AnomalyOptions.Signals"/>, and the dates of <see cref="AnomalyOptions.Time"/>
    /// where there are some. Rows at the start that are not later than what the detector has seen are passed over.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="count">How many rows to take at most.</param>
    /// <exception cref="SluiceFormatException">There is no such column, or a row is not later than the one before: with its line.</exception>
    public IEnumerable<AnomalyRow> Read(Table table, int count = int.MaxValue)
    {
        double[][] signals = [.. Options.Signals.Select(name => table.Column<NumberColumn>(name).Values)];
        var times = RowOrder.TimeOf(table, Options.Time);
        int first = 0;
        if (Rows > 0 && times is not null && _time is { } seen)
        {
            while (first < table.RowCount && times.Values[first] <= seen) first++;
            if (first == table.RowCount && first > 0)
                throw new SluiceFormatException(
                    $"expected rows after {TimeStep.Text(seen)}, up to which the detector has seen them, got none.", table.File,
                    table.Line(first - 1));
        }

        for (int row = first; row < table.RowCount && row - first < count; row++)
        {
            var time = times?.Values[row];
            if (!Options.AnyOrder && time is { } next && next <= _time)
                throw new SluiceFormatException(
                    $"column '{times!.Name}': expected a time after {TimeStep.Text(_time.Value)}, that of the row before, got {TimeStep.Text(next)}. Put the rows in order (--sort {times.Name}) and remove doubled ones, or train with --any-order true.",
                    table.File, table.Line(row));
            double[] values = [.. signals.Select(s => s[row])];
            AnomalyRow taken;
            lock (_one) taken = TakeRow(row, time, values);
            yield return taken;
        }
    }

    /// <summary>Whether the first row of a table is not later than what the detector has seen.</summary>
    internal bool HasSeen(Table table) => _time is { } seen && RowOrder.TimeOf(table, Options.Time)?.Values[0] <= seen;

    private AnomalyRow TakeRow(int row, DateTime? time, ReadOnlySpan<double> values)
    {
        var own = new AnomalyRow(row, time, values[0], TakeNext(time, values[0]), Expected, Low, High);
        if (_others.Length == 0) return own;
        AnomalyRow[] all = new AnomalyRow[values.Length];
        all[0] = own with { Signal = Options.Target };
        for (int s = 1; s < all.Length; s++)
            all[s] = _others[s - 1].TakeRow(row, time, values.Slice(s, 1)) with { Signal = _others[s - 1].Options.Target };
        return all.MaxBy(r => r.Score)! with { Signals = all };
    }
}
