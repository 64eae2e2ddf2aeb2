using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Tasks.Reasons;

namespace Sluice.Tasks.Forecast;

/// <summary>
/// The last rows that a forecaster reads before a forecast, as many as it was trained on in one go: what it would forecast if some of them stood at
/// their mean. What lies before them is as it was, and so is what it forecast on its way. For one thread.
/// </summary>
internal sealed class ForecastWindow
{
    private readonly Forecaster _model;
    private readonly State[] _before;
    private readonly float[][] _read;
    private readonly double[] _values;
    private readonly int _origin;
    private readonly double _mean;

    /// <summary>Walks up to a row.</summary>
    /// <param name="model">A forecaster of numbers.</param>
    /// <param name="series">The rows.</param>
    /// <param name="origin">The first that is forecast, from 1.</param>
    public ForecastWindow(Forecaster model, ForecastSeries series, int origin)
    {
        (_model, _origin) = (model, origin);
        int rows = Math.Min(model.Options.Window, _origin);
        var rollout = new Rollout(model, series, [1], _origin);
        (_before, _read) = (model.Stack.NewState(1), new float[rows][]);
        for (int row = 1; row <= _origin; row++)
        {
            if (row == _origin - rows + 1) for (int i = 0; i < _before.Length; i++) _before[i].CopyFrom(rollout.States[i]);
            rollout.Step();
            if (row > _origin - rows) _read[row - _origin + rows - 1] = rollout.Input.Row(0).ToArray();
        }

        _values = [.. Enumerable.Range(0, _origin).Select(row => rollout.Value(0, row))];
        _mean = _values[^rows..].Average();
        Sources =
        [
            new Source(model.Target.Name, SourceKind.Values, 0, 1),
            .. Source.Of(model.Known, SourceKind.Known), .. Source.Of(model.Past, SourceKind.Past),
            new Source("errors before", SourceKind.Errors, 0, 1),
        ];
        int ahead = Math.Min(model.Options.Horizon, series.Rows - _origin);
        Bases = [.. Enumerable.Range(0, ahead).Select(h => Row(model.Target.Base(_origin + h, _origin - 1)))];
        int[] values = [.. Predicted.SelectMany(r => Reads(r)).Concat(Bases).Distinct().Order().Select(row => row - _origin)];
        Features = [.. Sources.SelectMany((s, c) => (s.Kind switch
        {
            SourceKind.Values => values,
            SourceKind.Known => Predicted.Select(r => r - _origin),
            _ => Predicted.Select(r => r - 1 - _origin),
        }).Select(t => new Feature(c, t)))];
    }

    /// <summary>What is read.</summary>
    public IReadOnlyList<Source> Sources { get; }

    /// <summary>The numbers that are read, by source and row.</summary>
    public Feature[] Features { get; }

    /// <summary>Of each row ahead, the row whose value a naive forecast repeats.</summary>
    private int[] Bases { get; }

    /// <summary>The rows that are forecast on the way, the last of them the first that is not known.</summary>
    private IEnumerable<int> Predicted => Enumerable.Range(_origin - _read.Length + 1, _read.Length);

    private IEnumerable<int> Reads(int row)
        => new[] { row - 1, row - 2, row - 1 - _model.Target.Season, row - _model.Target.Season }.Take(_model.Target.Season == 1 ? 2 : 4).Select(Row);

    // Rows before the first repeat it.
    private static int Row(int row) => Math.Max(0, row);

    /// <summary>The values before the forecast, as the net works with them; what is missing has its forecast.</summary>
    public ReadOnlySpan<double> Past => _values;

    /// <summary>The medians as the net works with them, [veils][rows ahead].</summary>
    public double[][] Forecasts(IReadOnlyList<Veil> veils)
    {
        var y = Run(new Tape(recording: false), veils, out _);
        return [.. veils.Select((veil, b) => Bases.Select((row, h) =>
        {
            float[] quantiles = Outputs(y, veils.Count, b, h).ToArray();
            Array.Sort(quantiles);
            return Value(veil, row) + quantiles[_model.Median] * _model.Target.Step;
        }).ToArray())];
    }

    /// <summary>What is read, [veils][row · inputs + input].</summary>
    public float[][] Numbers(IReadOnlyList<Veil> veils)
    {
        var x = Read(new Tape(recording: false), veils);
        return [.. veils.Select((_, b) => Enumerable.Range(0, _read.Length).SelectMany(j => x.Row(j * veils.Count + b).ToArray()).ToArray())];
    }

    /// <summary>Slopes of the median of a row ahead, less the naive forecast, by what is read, [row · inputs + input], summed over veils.</summary>
    public float[] Slopes(IReadOnlyList<Veil> veils, int ahead)
    {
        var tape = new Tape();
        var y = Run(tape, veils, out var x);
        var gradient = tape.GradientOf(y);
        int levels = _model.Options.Quantiles.Count;
        for (int b = 0; b < veils.Count; b++)
        {
            float[] quantiles = Outputs(y, veils.Count, b, ahead).ToArray();
            int[] order = [.. Enumerable.Range(0, levels)];
            Array.Sort(quantiles, order);
            Outputs(gradient, veils.Count, b, ahead)[order[_model.Median]] = (float)_model.Target.Step;
        }

        tape.Backward();
        foreach (var parameter in _model.Parameters) parameter.Gradient.Clear();
        var sums = new float[_read.Length * _model.Inputs];
        for (int r = 0; r < x.Rows && x.Gradient is not null; r++)
            for (int c = 0; c < x.Columns; c++) sums[r / veils.Count * x.Columns + c] += x.Gradient[r, c];
        return sums;
    }

    /// <summary>The naive forecast of a row ahead.</summary>
    public double Base(Veil veil, int ahead) => Value(veil, Bases[ahead]);

    private Tensor Run(Tape tape, IReadOnlyList<Veil> veils, out Tensor x)
    {
        x = Read(tape, veils);
        var before = _model.Stack.NewState(veils.Count);
        for (int i = 0; i < before.Length; i++)
            for (int v = 0; v < before[i].Values.Length; v++)
                for (int b = 0; b < veils.Count; b++) _before[i].Values[v].Row(0).CopyTo(before[i].Values[v].Row(b));
        return _model.Head(tape, _model.Stack.Run(tape, x, out _, before), x);
    }

    private Tensor Read(Tape tape, IReadOnlyList<Veil> veils)
    {
        var x = tape.Lend(true, _read.Length, veils.Count, _model.Inputs);
        for (int j = 0; j < _read.Length; j++)
            for (int b = 0; b < veils.Count; b++) Write(veils[b], j, x.Row(j * veils.Count + b));
        return x;
    }

    private void Write(Veil veil, int j, Span<float> x)
    {
        _read[j].CopyTo(x);
        int row = _origin - _read.Length + 1 + j, known = _model.Known.Width, season = _model.Target.Season;
        for (int c = 0; c < Sources.Count; c++)
        {
            var (_, kind, offset, width) = Sources[c];
            if (kind is not (SourceKind.Known or SourceKind.Past)) continue;
            float kept = veil.At(c, kind == SourceKind.Known ? row - _origin : row - 1 - _origin);
            if (kept < 1) foreach (ref float number in x.Slice(offset + (kind == SourceKind.Past ? known : 0), width)) number *= kept;
        }

        x = x[(known + _model.Past.Width)..];
        float error = x[3] * veil.At(Sources.Count - 1, row - 1 - _origin);
        double last = Value(veil, row - 1);
        _model.Target.Write(x, last, Value(veil, row - 2), last, Value(veil, row - 1 - season), Value(veil, row - season));
        x[3] = error;
    }

    private double Value(Veil veil, int row) => _mean + veil.At(0, Row(row) - _origin) * (_values[Row(row)] - _mean);

    /// <summary>The outputs of the last step for a row ahead.</summary>
    private Span<float> Outputs(Tensor y, int count, int b, int ahead)
        => y.Row((_read.Length - 1) * count + b).Slice(ahead * _model.Options.Quantiles.Count, _model.Options.Quantiles.Count);
}
