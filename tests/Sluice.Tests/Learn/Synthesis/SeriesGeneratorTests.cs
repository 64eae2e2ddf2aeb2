using System.Runtime.CompilerServices;
using Sluice.Learn.Synthesis;
using Sluice.Tasks.Reports;

namespace Sluice.Tests.Learn.Synthesis;

/// <summary>Made-up series have the shares, spectra and bits that are promised.</summary>
public class SeriesGeneratorTests
{
    private const int Many = 3000;

    private static readonly Lazy<MadeSeries[]> s_many = new(
        () => [.. Enumerable.Range(0, Many).Select(i => SeriesGenerator.Make(7, (uint)i / 100, (uint)i % 100, 128))]);

    [Fact]
    public void The_same_place_gives_the_same_bits()
    {
        var again = Enumerable.Range(0, 100).Select(i => SeriesGenerator.Make(7, 3, (uint)i, 128));
        Assert.All(again.Zip(s_many.Value.Skip(300)), pair =>
        {
            Assert.Equal((pair.First.Family, pair.First.Rate.Name), (pair.Second.Family, pair.Second.Rate.Name));
            Assert.Equal(pair.First.Values, pair.Second.Values);
        });
        Assert.NotEqual(SeriesGenerator.Make(8, 3, 0, 128).Values, SeriesGenerator.Make(7, 3, 0, 128).Values);
    }

    [Fact]
    public void Values_are_finite_or_missing_and_there_are_as_many_as_asked_for()
    {
        foreach (int length in new[] { 16, 65, 2112 })
            for (uint i = 0; i < 60; i++)
            {
                double[] values = SeriesGenerator.Make(1, 0, i, length).Values;
                Assert.Equal(length, values.Length);
                Assert.DoesNotContain(values, double.IsInfinity);
            }

        Assert.Throws<SluiceException>(() => SeriesGenerator.Make(1, 0, 0, 15));
    }

    [Fact]
    public void Families_rates_and_gaps_are_as_frequent_as_documented()
    {
        foreach (var (name, share) in SeriesGenerator.Families)
            Assert.Equal(share, s_many.Value.Count(s => s.Family == name) / (double)Many, 0.03);
        double weights = SamplingRate.All.Sum(r => r.Weight);
        foreach (var rate in SamplingRate.All)
            Assert.Equal(rate.Weight / weights, s_many.Value.Count(s => s.Rate.Name == rate.Name) / (double)Many, 0.02);
        double gaps = s_many.Value.Count(s => s.Values.Any(double.IsNaN)) / (double)Many;
        Assert.InRange(gaps, Effects.Stretch, 1 - (1 - Effects.Gaps) * (1 - Effects.Stretch) + 0.02);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(24)]
    [InlineData(144)]
    public void A_pattern_has_a_mean_of_0_and_a_deviation_of_1_and_comes_again(int period)
    {
        for (uint i = 0; i < 20; i++)
        {
            var pattern = new SeasonalPattern(new Chance(1, 0, i), period);
            double[] once = [.. Enumerable.Range(0, period).Select(t => pattern.At(t, 1_000_000_000))];
            Assert.Equal(0, once.Average(), 0.01);
            Assert.Contains(once.Average(v => v * v), [0.0, 1.0], new Near());
            Assert.Equal(once[1], pattern.At(period + 1, 1_000_000_000), 0.01);
        }
    }

    [Fact]
    public void Random_numbers_have_their_moments()
    {
        var chance = new Chance(3, 0, 0);
        double Mean(Func<double> draw) => Enumerable.Range(0, 20000).Average(_ => draw());
        Assert.Equal(0, Mean(chance.Normal), 0.03);
        Assert.Equal(1, Mean(() => Math.Pow(chance.Normal(), 2)), 0.05);
        Assert.Equal(0, Mean(chance.HeavyTailed), 0.03);
        Assert.Equal(1, Mean(chance.Exponential), 0.03);
        Assert.Equal(2.5, Mean(() => chance.Poisson(2.5)), 0.05);
        Assert.Equal(80, Mean(() => chance.Poisson(80)), 0.3);
        Assert.Equal(Math.Log(3), Mean(() => Math.Log(chance.Logarithmic(1, 9))), 0.03);
    }

    [Fact]
    public void An_autoregression_has_the_spectrum_of_its_roots()
    {
        // The memory of noise: r_1 lies between those of white noise and of the slowest one drawn.
        var correlations = Enumerable.Range(0, 200).Select(i => Correlation(Noise.Draw(new Chance(5, 0, (uint)i), 600), 1)).ToList();
        Assert.All(correlations, r => Assert.InRange(r, -0.2, 1));
        Assert.InRange(correlations.Count(r => Math.Abs(r) < 0.12) / 200.0, 0.4, 0.65); // half of it has none
    }

    [Fact]
    public void The_pictures_of_made_series_are_up_to_date()
    {
        string[] pictures = [.. SeriesGenerator.Families.Select(family =>
        {
            var shown = s_many.Value.Where(s => s.Family == family.Name && !s.Values.Any(double.IsNaN)).Take(4);
            return LinePlot.Svg($"{family.Name}, {family.Share:P0} of all", "step", "four of them, standardised", [.. shown.Select((s, i) =>
            {
                double mean = s.Values.Average(), deviation = Math.Sqrt(s.Values.Average(v => (v - mean) * (v - mean))) + 1e-12;
                return new PlotLine($"by the {s.Rate.Name}", [.. s.Values.Select((v, t) => ((double)t, Math.Round((v - mean) / deviation, 3) - 6 * i))], i, 0);
            })], false, false);
        })];
        string file = Path.Combine(Root(), "docs", "pictures", "made-series.svg"), drawn = AnswerPage.Stacked(pictures);
        if (Environment.GetEnvironmentVariable("SLUICE_WRITE_DOCS") == "1") File.WriteAllText(file, drawn);
        Assert.Equal(File.ReadAllText(file).ReplaceLineEndings("\n"), drawn.ReplaceLineEndings("\n"));
    }

    private static double Correlation(double[] values, int lag)
    {
        double mean = values.Average(), variance = values.Sum(v => (v - mean) * (v - mean));
        return values.Skip(lag).Zip(values).Sum(p => (p.First - mean) * (p.Second - mean)) / variance;
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "..", ".."));

    private sealed class Near : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 0.01;

        public int GetHashCode(double value) => 0;
    }
}
