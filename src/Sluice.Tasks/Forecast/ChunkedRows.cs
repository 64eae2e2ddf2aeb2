using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Kernels;

namespace Sluice.Tasks.Forecast;

/// <summary>
/// Rows read in chunks, of which some are held at a time. As an epoch goes on, each further chunk takes the place of one that
/// is drawn by lot, so that a step sees windows from far apart. What is held at a step is a function of seed, epoch and step.
/// </summary>
internal sealed class ChunkedRows : IForecastRows
{
    private const int MostHeld = 8;

    private readonly Forecaster _model;
    private readonly IRowSource _source;
    private readonly int _chunk, _chunks;
    private readonly ForecastSeries _held;
    private readonly RowRange[] _stretches;
    private readonly Dictionary<RowRange, (ForecastSeries, RowRange)> _heldOut = [];
    private IEnumerator<Table>? _pass;
    private int _epoch = -1, _read;

    /// <param name="model">The model.</param>
    /// <param name="source">The rows.</param>
    /// <param name="split">Which of them are for what.</param>
    /// <param name="chunk">Rows read at a time.</param>
    public ChunkedRows(Forecaster model, IRowSource source, Split split, int chunk)
    {
        (_model, _source, _chunk, Split) = (model, source, chunk, split);
        _chunks = (split.Train.Count + chunk - 1) / chunk;
        _stretches = new RowRange[Math.Min(MostHeld, _chunks)];
        _held = ForecastSeries.Room(_stretches.Length * chunk, model.Target, model.Known, model.Past);
    }

    public Split Split { get; }

    /// <summary>
    /// The rows of a chunk, for so many rows in memory at most: those to learn from, as many again to validate on with what comes before them, and
    /// those on their way.
    /// </summary>
    public static int ChunkFor(int rowsInMemory) => rowsInMemory / (2 * MostHeld + 3);

    public (ForecastSeries Series, IReadOnlyList<RowRange> Stretches) At(int epoch, int step, int steps)
    {
        int more = _chunks - _stretches.Length, wanted = _stretches.Length + (int)((step + 1L) * more / steps);
        if (_epoch < 0 || _read > wanted || (_epoch != epoch && more > 0)) Restart(epoch);
        while (_read < wanted) Next();
        return (_held, [.. _stretches.Where(s => s.Count >= Least)]);
    }

    /// <summary>The first rows of a part, as many as are held in training, after one chunk of what comes before.</summary>
    public (ForecastSeries Series, RowRange Rows) Held(RowRange part)
    {
        if (part.Count == 0) part = new RowRange(Math.Max(1, Split.Train.End - _chunk), Math.Min(_chunk, Split.Train.Count - 1));
        if (_heldOut.TryGetValue(part, out var known)) return known;
        int start = Math.Max(0, part.Start - _chunk), end = (int)Math.Min(part.End, part.Start + (long)MostHeld * _chunk), at = 0;
        var series = ForecastSeries.Room(end - start, _model.Target, _model.Known, _model.Past);
        foreach (var table in _source.Read(_chunk))
        {
            int skipped = Math.Clamp(start - at, 0, table.RowCount), rows = Math.Min(table.RowCount, end - at) - skipped;
            if (rows > 0) series.Put(_model.Read(table.Take([new RowRange(skipped, rows)])), rows, at + skipped - start);
            at += table.RowCount;
            if (at >= end) break;
        }

        if (at < end) throw Changed(at);
        _heldOut.Clear(); // of one part at a time
        return _heldOut[part] = (series, new RowRange(part.Start - start, end - part.Start));
    }

    /// <summary>The least rows in which a window with what it looks back to has a place.</summary>
    public static int LeastFor(ForecasterOptions options, int season) => options.Window + season + 3;

    private int Least => LeastFor(_model.Options, _model.Target.Season);

    private void Restart(int epoch)
    {
        _pass?.Dispose();
        (_pass, _epoch, _read) = (_source.Read(_chunk).GetEnumerator(), epoch, 0);
    }

    private void Next()
    {
        if (!_pass!.MoveNext()) throw Changed(_read * _chunk);
        int slot = _read < _stretches.Length
            ? _read
            : new RandomStream(_model.Options.Seed, Purpose.Data, (uint)_epoch, (uint)_read).Below(_stretches.Length, 0);
        int rows = Math.Min(_chunk, Split.Train.Count - _read * _chunk);
        if (_pass.Current.RowCount < rows) throw Changed(_read * _chunk + _pass.Current.RowCount);
        // The rest at the end may be too short for a window.
        if (rows >= Least || _read < _stretches.Length)
        {
            _held.Put(_model.Read(_pass.Current), rows, slot * _chunk);
            _stretches[slot] = new RowRange(slot * _chunk, rows);
        }

        if (++_read < _chunks) return;
        _pass.Dispose();
        _pass = null;
    }

    private SluiceFormatException Changed(int rows)
        => new(
            $"there are {rows} rows, and there were {Split.Test.End} or more before. What is learned from must not change meanwhile.", _source.Name);
}
