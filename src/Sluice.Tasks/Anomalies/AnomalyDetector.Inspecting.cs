using Sluice.Autodiff;
using Sluice.Data.Tables;
using Sluice.Layers;

namespace Sluice.Tasks.Anomalies;

public sealed partial class AnomalyDetector
{
    /// <summary>
    /// Reads rows of a table from a state of zeros, without learning from them, and records every gate, state and pre-activation,
    /// [rows − 1, 1, units] or fewer: the first row is what the first forecast goes from. The detector stays as it was.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="most">The most rows that are read, the last ones.</param>
    /// <param name="last">Of how many of them, the last ones, is recorded what was computed.</param>
    /// <returns>What was recorded, and for each of these rows from the second its number from 0 with the value that was expected.</returns>
    /// <exception cref="SluiceFormatException">There is no such column, or fewer than two rows.</exception>
    /// <exception cref="SluiceException">The detector is not calibrated.</exception>
    public (IReadOnlyList<Recording> Recordings, IReadOnlyList<(int Row, double Expected)> Rows) Inspect(
        Table table, int most = int.MaxValue, int last = int.MaxValue)
    {
        if (most < 2) throw new SluiceException($"AnomalyDetector.Inspect: expected 2 rows or more to be read, got {most}.");
        double[] values = table.Column<NumberColumn>(Options.Target).Values;
        if (values.Length < 2) throw new SluiceFormatException($"expected 2 rows or more, got {values.Length}.", table.File);
        var times = RowOrder.TimeOf(table, Options.Time);
        int first = Math.Max(0, values.Length - most);
        lock (_one)
        {
            if (!IsCalibrated) throw new SluiceException("AnomalyDetector.Inspect: expected a detector that is calibrated, got one that is not yet.");
            var (x, _) = Examples([.. Enumerable.Range(first, values.Length - first).Select(r => (times?.Values[r], values[r]))]);
            var rows = new List<(int, double)>();
            var windows = new StackWindows(_stack, x.Rows, (_, from, to) => x.View(from, to - from, 1, Inputs));
            return (windows.Record(last, (tape, from, y, _) =>
            {
                var change = _output.Run(tape, y);
                for (int t = Math.Max(from, x.Rows - last); t < from + y.Rows; t++)
                    rows.Add((first + t + 1, _scale.Inverse(x[t, 0] + (double)change[t - from, 0])));
            }), rows);
        }
    }
}
