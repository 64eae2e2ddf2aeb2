using Sluice.Audio;
using Sluice.Kernels;
using Sluice.Tasks.Settings;

namespace Sluice.Tests.Audio;

public class SpectralFeaturesTests
{
    private static readonly SpectralOptions s_options = new() { Rate = 8000 };

    [Theory]
    [InlineData(300)]
    [InlineData(1000)]
    [InlineData(3100)]
    public void A_tone_lights_the_band_it_is_in(double hertz)
    {
        var features = new SpectralFeatures(s_options);
        float[] row = features.Of(Tone(hertz, 800))[3];
        int nearest = Enumerable.Range(0, 40).MinBy(b => Math.Abs(MelBands.Mel(features.Bands.Centres[b]) - MelBands.Mel(hertz)));
        Assert.Equal(nearest, Array.IndexOf(row, row.Max()));
    }

    [Theory]
    [InlineData(25)]
    [InlineData(32)]
    [InlineData(7.3)]
    public void The_power_is_that_of_the_plain_sum(double milliseconds)
    {
        var features = new SpectralFeatures(s_options with { Frame = milliseconds, Bands = 5 });
        float[] frame = Noise(features.FrameLength);
        double[] power = features.Power(frame), windowed = [.. frame.Select((x, n) => x * (0.5 - 0.5 * Math.Cos(2 * Math.PI * n / frame.Length)))];
        for (int k = 0; k < power.Length; k++)
        {
            double real = 0, imaginary = 0;
            for (int n = 0; n < windowed.Length; n++)
            {
                real += windowed[n] * Math.Cos(2 * Math.PI * k * n / features.Size);
                imaginary -= windowed[n] * Math.Sin(2 * Math.PI * k * n / features.Size);
            }

            Assert.Equal(real * real + imaginary * imaginary, power[k], 1e-9);
        }

        // Parseval: all but the first and the last stand for two frequencies.
        double sum = 2 * power.Sum() - power[0] - power[^1];
        Assert.Equal(windowed.Sum(x => x * x), sum / features.Size, 1e-9);
    }

    [Fact]
    public void Coefficients_are_the_cosine_transform_of_the_bands()
    {
        var noise = new Sound(8000, Noise(1000));
        float[] bands = new SpectralFeatures(s_options).Of(noise)[2],
            coefficients = new SpectralFeatures(s_options with { Kind = "mfcc", Coefficients = 40 }).Of(noise)[2];
        for (int k = 0; k < 40; k++)
            Assert.Equal(
                Math.Sqrt((k == 0 ? 1 : 2) / 40.0) * bands.Select((x, b) => x * Math.Cos(Math.PI * k * (2 * b + 1) / 80)).Sum(), coefficients[k],
                1e-4);
        Assert.Equal(bands.Sum(x => (double)x * x), coefficients.Sum(x => (double)x * x), 1e-1);
        Assert.Equal(13, new SpectralFeatures(s_options with { Kind = "mfcc" }).Names.Count);
    }

    [Theory]
    [InlineData(25, 10, false)]
    [InlineData(25, 10, true)]
    [InlineData(10, 25, true)]
    public void A_stream_gives_the_numbers_of_the_whole(double frame, double step, bool deltas)
    {
        var features = new SpectralFeatures(s_options with { Frame = frame, Step = step, Deltas = deltas, Bands = 8 });
        var sound = new Sound(8000, Noise(4321));
        var whole = features.Of(sound);
        Assert.Equal((4321 - features.FrameLength) / features.StepLength + 1, whole.Count);
        foreach (int size in new[] { 1, 79, 80, 200, 1000, 5000 })
        {
            var stream = new FeatureStream(features);
            for (int again = 0; again < 2; again++)
            {
                List<float[]> rows = [.. sound.Samples.Chunk(size).SelectMany(c => stream.Push(c))];
                Assert.True(rows.Count >= whole.Count - 2);
                rows.AddRange(stream.Finish());
                Assert.Equal(whole, rows);
            }
        }
    }

    [Fact]
    public void Slopes_of_numbers_that_rise_evenly_are_their_rise()
    {
        // A tone that grows by the same factor in each frame: logarithms rise evenly.
        const double Factor = 1.05;
        var features = new SpectralFeatures(s_options with { Deltas = true, Bands = 8 });
        var tone = Tone(1000, 2400);
        var rows = features.Of(tone with { Samples = [.. tone.Samples.Select((x, n) => x * (float)(0.01 * Math.Pow(Factor, n / 80.0)))] });
        int band = Array.IndexOf(rows[5], rows[5][..8].Max());
        for (int t = 2; t < rows.Count - 2; t++) Assert.Equal(2 * Math.Log(Factor), rows[t][8 + band], 1e-3);
        Assert.Equal((1 * Math.Log(Factor) * 2 + 2 * Math.Log(Factor) * 4) / 10, rows[0][8 + band], 1e-3);
    }

    [Fact]
    public void Sizes_that_make_no_sense_are_refused()
    {
        Assert.Contains("samples a second", Assert.Throws<SluiceException>(() => new SpectralFeatures(new SpectralOptions())).Message);
        Assert.Contains("Take fewer bands", Assert.Throws<SluiceException>(() => new SpectralFeatures(s_options with { Bands = 100 })).Message);
        Assert.Contains(
            "128 bands or fewer", Assert.Throws<SluiceException>(() => new SpectralFeatures(s_options with { Bands = int.MaxValue })).Message);
        Assert.Contains(
            "coefficients", Assert.Throws<SluiceException>(() => new SpectralFeatures(s_options with { Kind = "mfcc", Coefficients = 41 })).Message);
        Assert.Contains(
            "got 16000", Assert.Throws<SluiceException>(() => new SpectralFeatures(s_options).Of(new Sound(16000, new float[400]))).Message);
        Assert.Empty(new SpectralFeatures(s_options).Of(new Sound(8000, new float[199])));
    }

    private static Sound Tone(double hertz, int count)
        => new(8000, [.. Enumerable.Range(0, count).Select(n => (float)Math.Sin(2 * Math.PI * hertz * n / 8000))]);

    private static float[] Noise(int count)
    {
        var random = new RandomStream(1, Purpose.Data);
        return [.. Enumerable.Range(0, count).Select(n => (float)(2 * random.Uniform((uint)n) - 1))];
    }
}
