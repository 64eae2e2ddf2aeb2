namespace Sluice.Audio;

/// <summary>
/// Triangles over frequencies whose corners are evenly apart on the mel scale of HTK, mel(f) = 2595 log10(1 + f / 700) (Young et al.
/// 2006); each rises from the centre of the one before to 1 at its own and falls to the next.
/// </summary>
public sealed class MelBands
{
    private readonly (int First, float[] Weights)[] _bands;

    /// <summary>Bands from 0 Hz to half the rate.</summary>
    /// <param name="count">How many.</param>
    /// <param name="rate">Samples a second.</param>
    /// <param name="size">The length of the Fourier transform.</param>
    /// <exception cref="SluiceException">A band is narrower than the transform can see.</exception>
    public MelBands(int count, int rate, int size)
    {
        double[] corners = [.. Enumerable.Range(0, count + 2).Select(i => Hertz(Mel(rate / 2.0) * i / (count + 1)))];
        Centres = corners[1..^1];
        _bands = new (int, float[])[count];
        for (int b = 0; b < count; b++)
        {
            var (low, centre, high) = (corners[b], corners[b + 1], corners[b + 2]);
            int first = (int)Math.Floor(low * size / rate) + 1, end = Math.Min(size / 2 + 1, (int)Math.Ceiling(high * size / rate));
            if (end <= first)
                throw new SluiceException(
                    $"MelBands: expected each band to hold a frequency of the transform, which are {(double)rate / size:F1} Hz apart; band {b + 1} of {count} goes from {low:F1} to {high:F1} Hz. Take fewer bands or longer frames.");
            _bands[b] = (first, [.. Enumerable.Range(first, end - first).Select(
                k => (float)((double)k * rate / size is var f && f < centre ? (f - low) / (centre - low) : (high - f) / (high - centre)))]);
        }
    }

    /// <summary>The frequency at the top of each band, in Hz.</summary>
    public IReadOnlyList<double> Centres { get; }

    /// <summary>Frequency to mel.</summary>
    public static double Mel(double hertz) => 2595 * Math.Log10(1 + hertz / 700);

    /// <summary>Mel to frequency.</summary>
    public static double Hertz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);

    /// <summary>The power in each band.</summary>
    /// <param name="power">The power at each frequency of the transform [size / 2 + 1].</param>
    /// <param name="bands">Where they go [count].</param>
    public void Sum(ReadOnlySpan<double> power, Span<double> bands)
    {
        for (int b = 0; b < _bands.Length; b++)
        {
            var (first, weights) = _bands[b];
            double sum = 0;
            for (int i = 0; i < weights.Length; i++) sum += weights[i] * power[first + i];
            bands[b] = sum;
        }
    }
}
