using Sluice.Autodiff;
using Sluice.Data.Tables;
using Sluice.Layers;

namespace Sluice.Tasks.Forecast;

/// <summary>
/// Walks a forecaster along series, row by row, several places side by side. Where a value is missing or hidden, the
/// prediction made for it takes its place in everything that follows.
/// </summary>
internal sealed class Rollout
{
    private readonly Forecaster _model;
    private readonly ForecastSeries _series;
    private readonly int[] _starts, _first;
    private readonly double[][] _values, _own;
    private readonly bool[][] _seen;
    private readonly State[] _state;
    private readonly Tape _tape = new(recording: false);
    private readonly Tensor _x;

    /// <param name="model">The model.</param>
    /// <param name="series">What it walks along.</param>
    /// <param name="starts">The first row to predict of each walk, from 1.</param>
    /// <param name="steps">Rows to predict.</param>
    /// <param name="hidden">Rows of each walk whose value is not shown, or null.</param>
    public Rollout(Forecaster model, ForecastSeries series, int[] starts, int steps, RowRange[]? hidden = null)
    {
        (_model, _series, _starts) = (model, series, starts);
        int back = model.Target.Season + 2, width = series.Width;
        _first = [.. starts.Select(s => Math.Max(0, s - back))];
        (_values, _own, _seen) = (new double[starts.Length][], new double[starts.Length][], new bool[starts.Length][]);
        for (int b = 0; b < starts.Length; b++)
        {
            int end = Math.Min(series.Rows, starts[b] + steps);
            _values[b] = series.Values[(_first[b] * width)..(end * width)];
            _own[b] = (double[])_values[b].Clone();
            _seen[b] = new bool[end - _first[b]];
            for (int r = _first[b]; r < end; r++)
                _seen[b][r - _first[b]] = !series.Missing[r] && !(hidden is not null && r >= hidden[b].Start && r < hidden[b].End);
        }

        _state = model.Stack.NewState(starts.Length);
        _x = new Tensor(starts.Length, model.Inputs);
    }

    /// <summary>Steps taken.</summary>
    public int Done { get; private set; }

    /// <summary>The inputs of the last step.</summary>
    public Tensor Input => _x;

    /// <summary>The states after the last step.</summary>
    public State[] States => _state;

    /// <summary>The value at a row, or the prediction in its place; rows before the series repeat its first.</summary>
    public double Value(int walk, int row, int place = 0) => _values[walk][(Math.Max(row, _first[walk]) - _first[walk]) * _series.Width + place];

    /// <summary>
    /// What the outputs of <paramref name="row"/> should say of the row so many after it; NaN where that is missing, or <paramref name="end"/> or
    /// later.
    /// </summary>
    public float Target(int walk, int row, int ahead, int end)
    {
        int at = row + ahead;
        if (at >= end || _series.Missing[at]) return float.NaN;
        return (float)((_series.Values[at] - Value(walk, _model.Target.Base(at, row - 1))) / _model.Target.Step);
    }

    /// <summary>Takes a step; the outputs [walks, outputs] are valid until the next.</summary>
    public Tensor Step()
    {
        for (int b = 0; b < _starts.Length; b++) Write(b, _starts[b] + Done, _x.Row(b));
        _tape.Reset();
        var y = _model.Head(_tape, _model.Stack.Step(_x, _state), _x);
        for (int b = 0; b < _starts.Length; b++)
        {
            int row = _starts[b] + Done, at = row - _first[b];
            if (at >= _seen[b].Length) continue;
            var own = _own[b].AsSpan(at * _series.Width, _series.Width);
            _model.Own(y.Row(b), this, b, row, own);
            if (!_seen[b][at]) own.CopyTo(_values[b].AsSpan(at * _series.Width));
        }

        Done++;
        return y;
    }

    private void Write(int walk, int row, Span<float> x)
    {
        x.Clear();
        int known = _series.Known.Length / _series.Rows, past = _series.Past.Length / _series.Rows;
        if (row < _series.Rows) _series.Known.AsSpan(row * known, known).CopyTo(x);
        if (row <= _series.Rows) _series.Past.AsSpan((row - 1) * past, past).CopyTo(x[known..]);
        x = x[(known + past)..];
        int at = Math.Min(row - 1, _first[walk] + _seen[walk].Length - 1) - _first[walk];
        x[0] = _seen[walk][at] ? 1 : 0;
        var target = _model.Target;
        if (target.Categories is not null)
        {
            for (int c = 0; c < _series.Width; c++)
            {
                x[1 + c] = (float)_values[walk][at * _series.Width + c];
                x[1 + _series.Width + c] = (float)_own[walk][at * _series.Width + c];
            }

            return;
        }

        target.Write(
            x, Value(walk, row - 1), Value(walk, row - 2), _own[walk][at], Value(walk, row - 1 - target.Season), Value(walk, row - target.Season));
    }
}
