using System.Numerics;
using MathNet.Numerics.IntegralTransforms;
using MathNet.Numerics.Providers.FourierTransform;

namespace Sluice.Audio;

/// <summary>
/// Frames of sound as numbers: Hann window, power spectrum, mel bands (<see cref="MelBands"/>), natural logarithm; for cepstral
/// coefficients (Davis and Mermelstein 1980) the orthonormal cosine transform (DCT-II) of it.
/// </summary>
public sealed class SpectralFeatures
{
    // Silence has a logarithm too: the power of 16-bit rounding is about this.
    private const double Floor = 1e-10;

    // The width on each side over which slopes are taken.
    internal const int Reach = 2;

    private readonly double[] _window;
    private readonly MelBands _bands;
    private readonly double[,] _cosines;

    // The same bits on every machine, whatever native libraries it has.
    static SpectralFeatures() => FourierTransformControl.UseManaged();

    /// <summary>Features of sound of a known rate.</summary>
    /// <exception cref="SluiceException">Sizes that make no sense.</exception>
    public SpectralFeatures(SpectralOptions options)
    {
        if (options.Rate is <= 0 or > WavFile.FastestRate)
            throw new SluiceException($"SpectralFeatures: expected 1 to {WavFile.FastestRate} samples a second, got {options.Rate}.");
        (Options,
         FrameLength,
         StepLength) = (options, (int)Math.Round(options.Rate * options.Frame / 1000), (int)Math.Round(options.Rate * options.Step / 1000));
        if (FrameLength < 2 || StepLength < 1)
            throw new SluiceException(
                $"SpectralFeatures: expected frames of 2 samples or more, 1 or more apart, got {FrameLength} and {StepLength} at {options.Rate} samples a second.");
        if (options.Kind == "mfcc" && options.Coefficients > options.Bands)
            throw new SluiceException(
                $"SpectralFeatures: expected {options.Bands} coefficients or fewer, as there are bands, got {options.Coefficients}.");
        Size = (int)BitOperations.RoundUpToPowerOf2((uint)FrameLength);
        _window = [.. Enumerable.Range(0, FrameLength).Select(n => 0.5 - 0.5 * Math.Cos(2 * Math.PI * n / FrameLength))];
        if (options.Bands > Size / 2)
            throw new SluiceException(
                $"SpectralFeatures: expected {Size / 2} bands or fewer for frames of {FrameLength} samples, got {options.Bands}.");
        _bands = new MelBands(options.Bands, options.Rate, Size);
        int count = options.Kind == "mfcc" ? options.Coefficients : 0;
        _cosines = new double[count, options.Bands];
        for (int k = 0; k < count; k++)
            for (int b = 0; b < options.Bands; b++)
                _cosines[k, b] = Math.Sqrt((k == 0 ? 1.0 : 2) / options.Bands) * Math.Cos(Math.PI * k * (b + 0.5) / options.Bands);
        Names = [.. Enumerable.Range(0, options.Deltas ? 2 : 1).SelectMany(
            d => Enumerable.Range(1, Static).Select(i => $"{(d == 1 ? "slope of " : "")}{(count > 0 ? "coefficient" : "band")} {i}"))];
    }

    /// <summary>How the sound becomes numbers.</summary>
    public SpectralOptions Options { get; }

    /// <summary>Samples of a frame.</summary>
    public int FrameLength { get; }

    /// <summary>Samples from one frame to the next.</summary>
    public int StepLength { get; }

    /// <summary>The length of the Fourier transform: frames are filled up with zeros to a power of two.</summary>
    public int Size { get; }

    /// <summary>What the numbers of a row are.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The mel bands.</summary>
    public MelBands Bands => _bands;

    internal int Static => Options.Kind == "mfcc" ? Options.Coefficients : Options.Bands;

    /// <summary>All frames of a sound, a row each; none where it is shorter than a frame.</summary>
    /// <exception cref="SluiceException">The sound has another rate.</exception>
    public IReadOnlyList<float[]> Of(Sound sound)
    {
        if (sound.Rate != Options.Rate) throw new SluiceException($"SpectralFeatures: expected {Options.Rate} samples a second, got {sound.Rate}.");
        var stream = new FeatureStream(this);
        return [.. stream.Push(sound.Samples), .. stream.Finish()];
    }

    /// <summary>The power at each frequency k · rate / size of a frame: |Σ w_n x_n exp(-2πi k n / size)|², k from 0 to size / 2.</summary>
    /// <param name="frame">The samples [FrameLength].</param>
    public double[] Power(ReadOnlySpan<float> frame)
    {
        var values = new Complex[Size];
        for (int n = 0; n < FrameLength; n++) values[n] = _window[n] * frame[n];
        Fourier.Forward(values, FourierOptions.NoScaling);
        var power = new double[Size / 2 + 1];
        for (int k = 0; k < power.Length; k++) power[k] = values[k].Real * values[k].Real + values[k].Imaginary * values[k].Imaginary;
        return power;
    }

    /// <summary>The numbers of a frame, without slopes.</summary>
    internal float[] Row(ReadOnlySpan<float> frame)
    {
        var bands = new double[Options.Bands];
        _bands.Sum(Power(frame), bands);
        for (int b = 0; b < bands.Length; b++) bands[b] = Math.Log(Math.Max(bands[b], Floor));
        if (_cosines.Length == 0) return Array.ConvertAll(bands, b => (float)b);
        var row = new float[Options.Coefficients];
        for (int k = 0; k < row.Length; k++)
        {
            double sum = 0;
            for (int b = 0; b < bands.Length; b++) sum += _cosines[k, b] * bands[b];
            row[k] = (float)sum;
        }

        return row;
    }
}
