using Sluice.Learn.Studies;

namespace Sluice.Tests.Learn.Studies;

public class StatisticsTests
{
    // Of a t distribution: two-sided probabilities from tables of Student's t.
    [Theory]
    [InlineData(1, 12.7062, 0.05)]
    [InlineData(4, 2.77645, 0.05)]
    [InlineData(10, 2.22814, 0.05)]
    [InlineData(10, 3.16927, 0.01)]
    [InlineData(30, 2.04227, 0.05)]
    [InlineData(120, 1.65765, 0.1)]
    public void The_tails_of_Students_distribution_are_those_of_the_tables(double freedom, double t, double probability)
        => Assert.Equal(probability, Statistics.Beta(freedom / (freedom + t * t), freedom / 2, 0.5), 1e-5);

    [Fact]
    public void Welch_takes_unequal_variances_into_account()
    {
        // t = -1.56543 with 9.9047 degrees of freedom, its density integrated by Simpson's rule.
        double[] a = [17.2, 20.9, 22.6, 18.1, 21.7, 21.4, 23.5, 24.2, 14.7, 21.8],
            b = [21.5, 22.8, 21.0, 23.0, 21.6, 23.6, 22.5, 20.7, 23.4, 21.8, 20.7, 21.7, 21.5, 22.5, 23.6, 21.5, 22.5, 23.5, 21.5, 21.8];
        Assert.Equal(0.14884170, Statistics.Welch(a, b), 1e-7);
        Assert.Equal(Statistics.Welch(a, b), Statistics.Welch(b, a), 1e-15);
        Assert.Equal(1, Statistics.Welch(a, a), 1e-12);
        Assert.Equal(1, Statistics.Welch([1], a));
        Assert.Equal(0, Statistics.Welch([1, 1], [2, 2]));
        Assert.InRange(Statistics.Welch([1, 1.1, 0.9, 1], [2, 2.1, 1.9, 2]), 1e-9, 1e-4);
    }

    [Fact]
    public void Holm_multiplies_the_least_by_all_and_never_lets_a_larger_one_overtake()
    {
        Assert.Equal([0.03, 0.06, 0.06, 0.02], Statistics.Holm([0.01, 0.04, 0.03, 0.005]).Select(p => Math.Round(p, 12)));
        Assert.Equal([1, 1], Statistics.Holm([0.7, 0.9]));
    }

    [Fact]
    public void What_a_setting_explains_is_all_or_nothing_where_it_is_so()
    {
        double[] x = [.. Enumerable.Range(0, 60).Select(i => (double)i)];
        double[] steps = [.. x.Select(v => Math.Floor(v / 10))], noise = [.. x.Select(v => Math.Sin(v * v * 12.9898) * 43758.5453 % 1)];
        Assert.Equal(1, Statistics.Explained(x, steps), 1e-9);
        Assert.InRange(Statistics.Explained(x, noise), 0, 0.2);
        Assert.Equal(0, Statistics.Explained([1, 2], [1, 2]));
    }

    [Fact]
    public void Quantiles_lie_between_neighbours()
    {
        Assert.Equal(2.5, Statistics.Quantile([4, 1, 3, 2], 0.5));
        Assert.Equal(1, Statistics.Quantile([4, 1, 3, 2], 0));
        Assert.Equal(4, Statistics.Quantile([4, 1, 3, 2], 1));
    }
}
