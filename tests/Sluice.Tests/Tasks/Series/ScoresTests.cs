using Sluice.Kernels;
using Sluice.Tasks.Series;

namespace Sluice.Tests.Tasks.Series;

public class ScoresTests
{
    [Fact]
    public void The_score_of_a_point_is_its_distance_and_of_two_samples_by_hand()
    {
        Assert.Equal(2, Scores.Crps([5, 5, 5], 3), 1e-12);
        Assert.Equal(2, Scores.Crps([5, 5, 5], [0.1, 0.5, 0.9], 3), 1e-12);
        Assert.Equal(0.5 * (1 + 3) - 0.5 * (4 / 2.0), Scores.Crps([2, 6], 3), 1e-12);
        Assert.Equal(Naive([-1, 0.5, 2, 7], 1.2), Scores.Crps([-1, 0.5, 2, 7], 1.2), 1e-12);
    }

    [Fact]
    public void Many_quantiles_score_as_the_samples_they_are_of()
    {
        double[] sorted = [.. Enumerable.Range(0, 999).Select(i => (double)new RandomStream(1, Purpose.Data).Normal((uint)i)).Order()],
            levels = [.. Enumerable.Range(1, 99).Select(i => i / 100.0)];
        double[] quantiles = [.. levels.Select(l => Scores.Quantile(sorted, l))];
        Assert.Equal(Scores.Crps(sorted, 0.7), Scores.Crps(quantiles, levels, 0.7), 0.01);
    }

    [Theory]
    [InlineData("normal", 0, 1)]
    [InlineData("student", 0, 2)] // ν / (ν - 2) for ν = 4
    [InlineData("counts", 3, 7.5)] // μ + α μ² for μ = 3, α = 0.5
    [InlineData("many", 400, 8400)]
    public void Drawn_numbers_have_the_mean_and_variance_of_their_distribution(string what, double mean, double variance)
    {
        double[] drawn = [.. Enumerable.Range(0, 20_000).Select(i =>
        {
            var draws = new Draws(new RandomStream(2, Purpose.Sampling), (uint)i * 64);
            return what switch
            {
                "normal" => draws.Normal(),
                "student" => draws.Student(4),
                "counts" => draws.NegativeBinomial(3, 0.5),
                _ => draws.NegativeBinomial(400, 0.05)
            };
        })];
        double average = drawn.Average(), spread = drawn.Average(d => (d - average) * (d - average));
        Assert.Equal(mean, average, 0.03 * Math.Sqrt(variance));
        Assert.InRange(spread, (what == "student" ? 0.85 : 0.95) * variance, (what == "student" ? 1.2 : 1.05) * variance);
    }

    private static double Naive(double[] x, double y) => x.Average(a => Math.Abs(a - y)) - 0.5 * x.Average(a => x.Average(b => Math.Abs(a - b)));
}
