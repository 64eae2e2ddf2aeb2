using Sluice.Data.Tables;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Series;

/// <summary>A place to forecast from.</summary>
/// <param name="Series">The series.</param>
/// <param name="Origin">Its first row that is forecast.</param>
internal readonly record struct Window(int Series, int Origin);

/// <summary>The series of a table as numbers that a net works with.</summary>
internal sealed class SeriesData
{
    private readonly SeriesOptions _options;
    private readonly Calendar? _calendar;
    private readonly Dictionary<SeriesSpan, (float[] Known, float[] Past, float[] Static)> _spans = [];
    private readonly Dictionary<int, double[]> _errors = [];

    // Rows after the last of which all is known that is known ahead, since it follows from the date.
    private readonly int _beyond;
    private readonly Holidays? _holidays;

    /// <summary>Encodes a table.</summary>
    /// <exception cref="SluiceFormatException">A column is missing or of another kind, or the dates have another step than those learned
    /// from.</exception>
    public SeriesData(SeriesTable table, SeriesEncoder encoder, SeriesOptions options)
    {
        (Table, Encoder, _options) = (table, encoder, options);
        if (encoder.Step is { } learned && table.Step is { } step && step != learned)
            throw new SluiceFormatException($"the rows are {step} apart, and the model learned from rows {learned} apart.", table.Table.File);
        _calendar = options.Calendar && encoder.Step is { } s ? new Calendar(s) : null;
        Season = options.Season > 0 ? options.Season : encoder.Step?.Season ?? 1;
        Values = [.. table.Series.Select(one => Transformed(table, one, options))];
        Identity = [.. table.Series.Select(one => encoder.IndexOf(table.NameOf(one)))];
        Scalers = [.. Values.Zip(
            Identity,
            (values, i) => i >= 0 ? encoder.Scalers[i] : Scaler.Fit(values.AsSpan(0, Math.Min(values.Length, options.Lookback)), Scaling.Standard))];
        _holidays = encoder.Columns.Holidays.Count > 0 ? new Holidays(encoder.Columns.Holidays) : null;
        _beyond = _holidays is not null && encoder.Columns.Known.Count == 0 ? options.Horizon : 0;
        foreach (var span in table.Spans) _spans[span] = Encode(span);
    }

    public SeriesTable Table { get; }

    public SeriesEncoder Encoder { get; }

    public int Season { get; }

    /// <summary>The values of each series, or their logarithms; NaN where one is missing.</summary>
    public IReadOnlyList<double[]> Values { get; }

    /// <summary>The place of each series among those learned from, or -1.</summary>
    public IReadOnlyList<int> Identity { get; }

    /// <summary>Mean and deviation of each series in the rows learned from.</summary>
    public IReadOnlyList<Scaler> Scalers { get; }

    /// <summary>Numbers of a row that are known ahead.</summary>
    public static int KnownWidth(SeriesOptions options, SeriesEncoder encoder)
        => (options.Calendar && encoder.Step is { } step ? new Calendar(step).Width : 0) + encoder.Known.Width;

    /// <summary>The value of a row; NaN where it is missing, or before the first or after the last.</summary>
    public double Value(int series, int row) => (uint)row < (uint)Values[series].Length ? Values[series][row] : double.NaN;

    /// <summary>Writes what is known ahead of a row, which may lie after the last.</summary>
    public void Known(int series, int row, Span<float> into)
    {
        var one = Table.Series[series];
        int width = KnownWidth(_options, Encoder), rows = one.Span.Rows.Length;
        if (row < rows + _beyond)
        {
            _spans[one.Span].Known.AsSpan(row * width, width).CopyTo(into);
            return;
        }

        if (Encoder.Columns.Known is [var known, ..])
            throw new SluiceFormatException(
                $"column '{known}' is known ahead, but the rows{one.Span.Words} end before the {_options.Horizon} that are forecast do. Append {row - rows + 1} or more, with '{known}' filled in and '{one.Column}' empty.",
                Table.Table.File, Table.Table.Line(one.Span.Rows[^1]));
        if (_calendar is not null) _calendar.Write(Date(series, row)!.Value, into);
    }

    /// <summary>What the columns known ahead say of a row, without the calendar.</summary>
    public ReadOnlySpan<float> Columns(int series, int row)
    {
        int columns = Encoder.Known.Width, width = KnownWidth(_options, Encoder);
        return _spans[Table.Series[series].Span].Known.AsSpan(row * width + width - columns, columns);
    }

    /// <summary>What the columns known ahead add to the value of a row, in the unit of the net; 0 outside the rows.</summary>
    public double Effect(int series, int row) => Effect(series, row, 0, Encoder.Known.Width);

    /// <summary>What so many numbers of theirs add.</summary>
    public double Effect(int series, int row, int from, int count)
    {
        if (Encoder.Effects.Count == 0 || (uint)row >= (uint)(Values[series].Length + _beyond)) return 0;
        double sum = 0;
        var columns = Columns(series, row);
        for (int i = from; i < from + count; i++) sum += Encoder.Effects[i] * columns[i];
        return sum;
    }

    /// <summary>
    /// The mean absolute error of the value of a season ago in the rows before a place, the scale of MASE; NaN where none is known.
    /// </summary>
    public double SeasonalError(int series, int origin)
    {
        if (!_errors.TryGetValue(series, out var errors)) _errors[series] = errors = SeasonalErrors(Table.Series[series].Values);
        return errors[origin];
    }

    private double[] SeasonalErrors(double[] values)
    {
        var means = new double[values.Length + 1];
        double sum = 0;
        int count = 0;
        for (int t = 0; t <= values.Length; t++)
        {
            means[t] = count > 0 ? sum / count : double.NaN;
            if (t < Season || t == values.Length || double.IsNaN(values[t] - values[t - Season])) continue;
            sum += Math.Abs(values[t] - values[t - Season]);
            count++;
        }

        return means;
    }

    /// <summary>What columns say of which only the past is seen.</summary>
    public ReadOnlySpan<float> Past(int series, int row)
        => _spans[Table.Series[series].Span].Past.AsSpan(row * Encoder.Past.Width, Encoder.Past.Width);

    /// <summary>What is constant for a series.</summary>
    public ReadOnlySpan<float> Static(int series) => _spans[Table.Series[series].Span].Static;

    /// <summary>The date of a row, which may lie after the last; null where there are none.</summary>
    public DateTime? Date(int series, int row)
    {
        var span = Table.Series[series].Span;
        return span.Dates is not { } dates ? null : row < dates.Length ? dates[row] : Encoder.Step is { } step ? step.At(dates[0], row) : null;
    }

    /// <summary>All places whose forecasts lie within a part of the time and that have enough rows before them.</summary>
    public List<Window> Windows(RowRange part)
    {
        List<Window> windows = [];
        for (int s = 0; s < Values.Count; s++)
        {
            var rows = Table.Within(Table.Series[s].Span, part);
            for (int origin = Math.Max(_options.Least, rows.Start); origin <= rows.End - _options.Horizon; origin++)
                windows.Add(new Window(s, origin));
        }

        return windows;
    }

    /// <summary>The values of a series, or their logarithms.</summary>
    /// <exception cref="SluiceFormatException">A value has no logarithm.</exception>
    public static double[] Transformed(SeriesTable table, OneSeries one, SeriesOptions options)
    {
        if (!options.Logarithm) return one.Values;
        int wrong = Array.FindIndex(one.Values, v => v <= 0);
        return wrong < 0 ? [.. one.Values.Select(v => Math.Log(v))]
            : throw new SluiceFormatException(
                $"column '{one.Column}'{one.Span.Words} has {one.Values[wrong]} here, which has no logarithm. Set model.logarithm to false.",
                table.Table.File, table.Table.Line(one.Span.Rows[wrong]));
    }

    private (float[] Known, float[] Past, float[] Static) Encode(SeriesSpan span)
    {
        int rows = span.Rows.Length, calendar = _calendar?.Width ?? 0, columns = Encoder.Known.Width, width = calendar + columns;
        var own = Table.Table.Take(span.Rows);
        // Those that the net learned by: a table that several models read may have others.
        if (_holidays is not null) own = own.With([.. own.Columns.Where(c => c.Name != Holidays.Column), Days(0, rows)]);
        float[] given = [.. Encoded(Encoder.Known, own, rows), .. Beyond()], known = new float[(rows + _beyond) * width];
        for (int r = 0; r < rows + _beyond; r++)
        {
            if (_calendar is not null) _calendar.Write(DateOf(span, r), known.AsSpan(r * width));
            given.AsSpan(r * columns, columns).CopyTo(known.AsSpan(r * width + calendar));
        }

        return (known, Encoded(Encoder.Past, own, rows), Encoded(Encoder.Static, own, 1));

        float[] Beyond() => _beyond == 0 ? [] : Encoded(Encoder.Known, new Table([Days(rows, _beyond)], Table.Table.File), _beyond);

        NumberColumn Days(int first, int count)
            => new(Holidays.Column, [.. Enumerable.Range(first, count).Select(r => (double)_holidays!.Within(DateOf(span, r), Encoder.Step!.Value))]);

        static float[] Encoded(TableEncoder encoder, Table table, int count)
        {
            var into = new float[count * encoder.Width];
            encoder.Encode(table, new RowRange(0, count), into);
            return into;
        }
    }

    private DateTime DateOf(SeriesSpan span, int row) => span.Dates is not { } dates
        ? throw new SluiceFormatException("expected a column of dates, and there is none.", Table.Table.File)
        : row < dates.Length ? dates[row] : Encoder.Step!.Value.At(dates[0], row);
}
