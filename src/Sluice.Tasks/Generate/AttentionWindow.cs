using Sluice.Kernels;

namespace Sluice.Tasks.Generate;

/// <summary>
/// The window through which DRAW reads and writes (Gregor et al. 2015, section 3.2): n × n Gaussian filters over an image of h × w pixels. From the
/// five raw numbers (gX~, gY~, ln σ², ln δ~, ln γ) of a row, with the filter i and the pixel a counted from 1:
/// gX = (w + 1)/2 (gX~ + 1), δ = (max(h, w) − 1)/(n − 1) δ~, μᵢ = gX + (i − n/2 − ½) δ, F[i, a] = exp(−(a − μᵢ)²/(2σ²)) over its sum over a;
/// the same for y. It holds no state: any number of threads may use it.
/// </summary>
/// <param name="size">n.</param>
/// <param name="height">h.</param>
/// <param name="width">w.</param>
internal sealed class AttentionWindow(int size, int height, int width)
{
    /// <summary>Raw numbers of a window.</summary>
    public const int Numbers = 5;

    // σ² never falls below the square of a hundredth of a pixel. Raw logarithms beyond the limit count as the limit, so that no exponential
    // leaves the numbers; there they have no slope.
    private const double LeastVariance = 1e-4, Limit = 20;

    private readonly double _stride = (Math.Max(height, width) - 1.0) / Math.Max(1, size - 1);

    /// <summary>n.</summary>
    public int Size => size;

    /// <summary>h.</summary>
    public int Height => height;

    /// <summary>w.</summary>
    public int Width => width;

    /// <summary>Floats of a row of a filter over x, padded.</summary>
    public int Stride { get; } = Padding.Round(width);

    /// <summary>Floats of all filters of a row: n over y, of h each, then n over x, of <see cref="Stride"/> each.</summary>
    public int Length => size * (Padding.Round(height) + Stride);

    /// <summary>Where the filters over x begin.</summary>
    public int Across => size * Padding.Round(height);

    /// <summary>γ of raw numbers.</summary>
    public static double Gamma(ReadOnlySpan<float> raw) => Positive(raw[4]);

    /// <summary>Where the window is: its middle (from 1) and the distance of its filters, in pixels, and their σ.</summary>
    public (double X, double Y, double Stride, double Sigma) Place(ReadOnlySpan<float> raw)
        => (Middle(raw[0], width), Middle(raw[1], height), _stride * Positive(raw[3]), Math.Sqrt(Variance(raw[2])));

    /// <summary>The filters of raw numbers; what is padding is 0.</summary>
    /// <param name="raw">(gX~, gY~, ln σ², ln δ~, ln γ).</param>
    /// <param name="filters"><see cref="Length"/> floats.</param>
    public void Filters(ReadOnlySpan<float> raw, Span<float> filters)
    {
        filters.Clear();
        var (x, y, stride, _) = Place(raw);
        double variance = Variance(raw[2]);
        for (int i = 0; i < size; i++)
        {
            Filter(filters.Slice(i * Padding.Round(height), height), Mean(y, i, stride), variance);
            Filter(filters.Slice(Across + i * Stride, width), Mean(x, i, stride), variance);
        }
    }

    /// <summary>Adds to the slopes of the raw numbers but γ what those of the filters make of them.</summary>
    /// <param name="raw">The raw numbers.</param>
    /// <param name="filters">What <see cref="Filters"/> gave.</param>
    /// <param name="slopes">The slopes of the filters.</param>
    /// <param name="to">The slopes of the raw numbers.</param>
    public void AddSlopes(ReadOnlySpan<float> raw, ReadOnlySpan<float> filters, ReadOnlySpan<float> slopes, Span<float> to)
    {
        var (x, y, stride, _) = Place(raw);
        double variance = Variance(raw[2]), dx = 0, dy = 0, dStride = 0, dVariance = 0;
        for (int i = 0; i < size; i++)
        {
            int down = i * Padding.Round(height), across = Across + i * Stride;
            double mean = Slope(filters.Slice(down, height), slopes.Slice(down, height), Mean(y, i, stride), variance, ref dVariance);
            (dy, dStride) = (dy + mean, dStride + mean * Steps(i));
            mean = Slope(filters.Slice(across, width), slopes.Slice(across, width), Mean(x, i, stride), variance, ref dVariance);
            (dx, dStride) = (dx + mean, dStride + mean * Steps(i));
        }

        to[0] += (float)(dx * (width + 1) / 2);
        to[1] += (float)(dy * (height + 1) / 2);
        if (IsWithin(raw[2])) to[2] += (float)(dVariance * (variance - LeastVariance));
        if (IsWithin(raw[3])) to[3] += (float)(dStride * stride);
    }

    /// <summary>Whether a raw logarithm has a slope.</summary>
    public static bool IsWithin(float raw) => Math.Abs(raw) < Limit;

    private static double Positive(float raw) => Math.Exp(Math.Clamp(raw, -Limit, Limit));

    private static double Variance(float raw) => Positive(raw) + LeastVariance;

    private static double Middle(float raw, int pixels) => (pixels + 1) / 2.0 * (raw + 1);

    // i counts from 0 here, so that i + 1 − n/2 − ½ = i − (n − 1)/2.
    private double Steps(int i) => i - (size - 1) / 2.0;

    private double Mean(double middle, int i, double stride) => middle + Steps(i) * stride;

    /// <summary>One filter: a softmax of −(a − μ)²/(2σ²), so that it adds up to 1 wherever it lies.</summary>
    private static void Filter(Span<float> filter, double mean, double variance)
    {
        double nearest = Math.Clamp(Math.Round(mean), 1, filter.Length) - mean, sum = 0;
        for (int a = 0; a < filter.Length; a++)
        {
            double apart = a + 1 - mean, e = Math.Exp((nearest * nearest - apart * apart) / (2 * variance));
            sum += e;
            filter[a] = (float)e;
        }

        for (int a = 0; a < filter.Length; a++) filter[a] = (float)(filter[a] / sum);
    }

    /// <summary>The slope of μ of one filter; to that of σ² its part is added.</summary>
    private static double Slope(ReadOnlySpan<float> filter, ReadOnlySpan<float> slopes, double mean, double variance, ref double dVariance)
    {
        double mix = 0, result = 0;
        for (int a = 0; a < filter.Length; a++) mix += filter[a] * slopes[a];
        for (int a = 0; a < filter.Length; a++)
        {
            double apart = a + 1 - mean, by = filter[a] * (slopes[a] - mix);
            result += by * apart / variance;
            dVariance += by * apart * apart / (2 * variance * variance);
        }

        return result;
    }
}
