using Sluice.Tasks.Reasons;

namespace Sluice.Tasks.Series;

/// <summary>
/// Windows side by side, in the unit of the net and without what columns known ahead add (<see cref="KnownEffects"/>). Steps are counted from the first that is forecast: −1 is the last one seen.
/// </summary>
internal sealed class SeriesBatch
{
    private readonly SeriesData? _data;
    private readonly SeriesEncoder _encoder;
    private readonly SeriesOptions _options;
    private readonly float[] _values, _filled, _effects;
    private readonly double[] _offsets, _scales;
    private readonly int _before, _length;
    private readonly IReadOnlyList<Veil>? _veils;
    private readonly IReadOnlyList<Source> _sources = [];

    /// <summary>Reads windows.</summary>
    /// <param name="data">The series.</param>
    /// <param name="options">What is forecast, from how much.</param>
    /// <param name="windows">The places.</param>
    /// <param name="veils">What is kept of each window; null for all.</param>
    public SeriesBatch(SeriesData data, SeriesOptions options, IReadOnlyList<Window> windows, IReadOnlyList<Veil>? veils = null)
    {
        _veils = veils;
        if (veils is not null) _sources = SeriesSources.All(options, data.Encoder);
        (_data, _encoder, _options, Windows, Season) = (data, data.Encoder, options, windows, data.Season);
        _before = checked(options.Lookback + Season);
        _length = _before + options.Horizon;
        _values = new float[checked(Count * _length)];
        (_filled, _effects) = (new float[_values.Length], new float[_values.Length]);
        (_offsets, _scales) = (new double[Count], new double[Count]);
        for (int b = 0; b < Count; b++) Read(data, b);
    }

    /// <summary>Windows in which all is 0, over which a net is run to list its operations.</summary>
    public SeriesBatch(SeriesEncoder encoder, SeriesOptions options, int count)
    {
        (_encoder, _options, Windows, Season) = (encoder, options, new Window[count], 1);
        _before = checked(options.Lookback + Season);
        _length = _before + options.Horizon;
        _values = new float[checked(count * _length)];
        (_filled, _effects) = (new float[_values.Length], new float[_values.Length]);
        (_offsets, _scales) = (new double[count], [.. Enumerable.Repeat(1.0, count)]);
    }

    public IReadOnlyList<Window> Windows { get; }

    public int Count => Windows.Count;

    public int Season { get; }

    /// <summary>The unit of a window.</summary>
    public double Scale(int b) => _scales[b];

    /// <summary>A value; NaN where it is missing or not yet known.</summary>
    public float Value(int b, int t) => _values[b * _length + _before + t];

    /// <summary>A value, or the last one before it where it is missing; 0 where there is none.</summary>
    public float Filled(int b, int t) => t < -_before ? 0 : _filled[b * _length + _before + t];

    /// <summary>What the values seen are taken relative to.</summary>
    public float Level(int b) => _options.Base == "none" ? 0 : Filled(b, -1);

    /// <summary>The naive forecast of a step, which the net corrects.</summary>
    public float Base(int b, int ahead)
        => _options.Base switch { "last" => Filled(b, -1), "season" => Filled(b, SeasonBefore(ahead, Season)), _ => 0 };

    /// <summary>The last step before the forecast at the same place of the season.</summary>
    public static int SeasonBefore(int ahead, int season) => ahead - (ahead / season + 1) * season;

    public void Known(int b, int t, Span<float> into)
    {
        if (_data is null) into.Clear();
        else _data.Known(Windows[b].Series, Windows[b].Origin + t, into);
        Cover(SourceKind.Known, b, t, into);
    }

    public ReadOnlySpan<float> Past(int b, int t)
        => _data is null ? new float[_encoder.Past.Width] : Covered(SourceKind.Past, b, t, _data.Past(Windows[b].Series, Windows[b].Origin + t));

    public ReadOnlySpan<float> Static(int b)
        => _data is null ? new float[_encoder.Static.Width] : Covered(SourceKind.Static, b, null, _data.Static(Windows[b].Series));

    public int Identity(int b) => _data?.Identity[Windows[b].Series] ?? 0;

    /// <summary>A value of the net for a step as one of the series, or its logarithm.</summary>
    public double Outward(int b, int t, double value)
        => (value + (t < -_before ? 0 : _effects[b * _length + _before + t])) * _scales[b] + _offsets[b];

    private void Read(SeriesData data, int b)
    {
        var (series, origin) = Windows[b];
        (_offsets[b],
         _scales[b]) = _options.Scale == "mean" ? (0, Mean(data, series, origin)) : (data.Scalers[series].Offset, data.Scalers[series].Scale);
        float last = 0, mean = _veils is null ? 0 : MeanSeen(data, b);
        for (int i = 0; i < _length; i++)
        {
            double effect = data.Effect(series, origin - _before + i);
            float value = (float)((data.Value(series, origin - _before + i) - _offsets[b]) / _scales[b] - effect);
            if (_veils is not null && i < _before) value = mean + _veils[b].At(0, i - _before) * (value - mean);
            _effects[b * _length + i] = (float)(effect - Hidden(data, b, i - _before));
            _values[b * _length + i] = value;
            _filled[b * _length + i] = last = float.IsNaN(value) ? last : value;
        }
    }

    private float MeanSeen(SeriesData data, int b)
    {
        var (series, origin) = Windows[b];
        double sum = 0;
        int count = 0;
        for (int row = origin - _options.Lookback; row < origin; row++)
        {
            if (double.IsNaN(data.Value(series, row))) continue;
            sum += (data.Value(series, row) - _offsets[b]) / _scales[b] - data.Effect(series, row);
            count++;
        }

        return count == 0 ? 0 : (float)(sum / count);
    }

    /// <summary>What is not kept of the effects of columns known ahead.</summary>
    private double Hidden(SeriesData data, int b, int t)
    {
        double sum = 0;
        for (int s = 0; s < _sources.Count; s++)
        {
            if (_sources[s].Kind != SourceKind.Known) continue;
            float kept = _veils![b].At(s, t);
            int calendar = SeriesData.KnownWidth(_options, _encoder) - _encoder.Known.Width, from = _sources[s].Offset - calendar;
            if (kept < 1 && from >= 0) sum += (1 - kept) * data.Effect(Windows[b].Series, Windows[b].Origin + t, from, _sources[s].Width);
        }

        return sum;
    }

    private ReadOnlySpan<float> Covered(SourceKind kind, int b, int? t, ReadOnlySpan<float> numbers)
    {
        if (_veils is null) return numbers;
        float[] own = numbers.ToArray();
        Cover(kind, b, t, own);
        return own;
    }

    private void Cover(SourceKind kind, int b, int? t, Span<float> numbers)
    {
        for (int s = 0; s < _sources.Count; s++)
        {
            if (_sources[s].Kind != kind) continue;
            float kept = _veils![b].At(s, t);
            if (kept < 1) foreach (ref float number in numbers.Slice(_sources[s].Offset, _sources[s].Width)) number *= kept;
        }
    }

    // One is added to counts, so that a stretch without any does not become a unit of nothing (Salinas et al. 2017).
    private double Mean(SeriesData data, int series, int origin)
    {
        double sum = 0;
        int count = 0;
        for (int row = origin - _options.Lookback; row < origin; row++)
        {
            if (double.IsNaN(data.Value(series, row))) continue;
            sum += Math.Abs(data.Value(series, row));
            count++;
        }

        double mean = count == 0 ? 0 : sum / count;
        return _options is { Kind: "likelihood", Distribution: "negative-binomial" } ? 1 + mean : mean > 0 ? mean : 1;
    }
}
