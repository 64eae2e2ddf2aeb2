using Sluice.Data.Tables;
using Sluice.Layers;
using Sluice.Tasks.Reasons;

namespace Sluice.Tasks.Series;

public sealed partial class SeriesForecaster
{
    /// <summary>
    /// Reads the rows before the last place of a series from which all values are known, and records every gate, state and
    /// pre-activation on the way, [steps, 1, units]. A step is a row, or a segment of rows where the net reads segments.
    /// </summary>
    /// <param name="table">The series.</param>
    /// <param name="place">Finds the place of the series among so many.</param>
    /// <returns>The series, the first row of each step, what was recorded, and what tells on what the forecast from there rests.</returns>
    /// <exception cref="SluiceFormatException">As for <see cref="Forecast"/>, or nothing is read before a forecast.</exception>
    internal (OneSeries Series, int[] Rows, List<Recording> Recordings, Func<Attribution> Why) Inspect(SeriesTable table, Func<int, int> place)
    {
        var data = new SeriesData(table, Encoder, Options);
        Window[] last = [.. data.Windows(new RowRange(0, table.Length)).GroupBy(w => w.Series).Select(g => g.Last())];
        var window = last[place(last.Length)];
        var recordings = _net.Record(new SeriesBatch(data, Options, [window]));
        if (recordings.Count == 0)
            throw new SluiceFormatException("expected a forecaster that reads rows before it forecasts, got one that reads none.", table.Table.File);
        int steps = recordings[0].Value(recordings[0].States[0]).Rows, width = _net.RowsOf(steps);
        int[] rows = [.. Enumerable.Range(0, steps).Select(t => Math.Max(0, window.Origin - steps * width + t * width))];
        return (table.Series[window.Series], rows, recordings, () => Explain(data, window));
    }
}
