using Sluice.Learn.Teaching;

namespace Sluice.Tests.Learn.Teaching;

public class DinnerVotesTests
{
    private static readonly HashSet<int> s_away = [.. Enumerable.Range(4, 14)];

    [Fact]
    public void Three_units_bridge_two_weeks_that_nobody_told_and_a_vote_without_memory_cannot()
    {
        DinnerVotes net = new(1), alone = new(1, remembers: false);
        net.Train(300);
        alone.Train(300);
        Assert.True(net.Losses[^1] < 0.1 * net.Losses[0]);
        Assert.All(net.Play(21, s_away), e => Assert.Equal(e.Dinner, e.Expected));
        Assert.All(alone.Play(21, new HashSet<int>()), e => Assert.Equal(e.Dinner, e.Expected));
        Assert.InRange(alone.Play(21, s_away).Count(e => e.Dinner == e.Expected), 7, 13);
    }

    [Theory]
    [InlineData("soup,bread", 1.0, 1.0)]
    [InlineData("a,b,c,d,e", 1.0, 1.0)]
    [InlineData("pizza,pizza,sushi,waffles", 1.0, 0.75)]
    public void Other_orders_are_learned_also_where_last_night_alone_does_not_tell(string order, double with, double without)
    {
        double Right(bool remembers)
        {
            var net = new DinnerVotes(1, remembers, order.Split(','));
            net.Train(300);
            return net.Play(20, new HashSet<int>()).Skip(4).Average(e => e.Dinner == e.Expected ? 1.0 : 0);
        }

        Assert.Equal(with, Right(true));
        Assert.InRange(Right(false), without - 0.3, without);
    }

    [Theory]
    [InlineData("pizza")]
    [InlineData("pizza,pizza")]
    [InlineData("a,b,c,d,e,f")]
    [InlineData("a,b,a,b,a,b,a,b")]
    public void An_order_of_too_few_or_too_many_is_refused(string order)
        => Assert.Contains("2 to 5 different dinners", Assert.Throws<SluiceException>(() => new DinnerVotes(1, true, order.Split(','))).Message);

    [Fact]
    public void Training_in_pieces_gives_the_same_bits()
    {
        DinnerVotes whole = new(7), pieces = new(7);
        whole.Train(50);
        for (int i = 0; i < 10; i++) pieces.Train(5);
        Assert.Equal(whole.FromPrediction, pieces.FromPrediction);
        Assert.Equal(whole.Losses, pieces.Losses);
    }

    [Fact]
    public void What_is_recorded_is_what_the_weights_say()
    {
        var net = new DinnerVotes(3);
        net.Train(20);
        foreach (var e in net.Play(9, new HashSet<int> { 4, 5 }))
        {
            for (int i = 0; i < 3; i++)
            {
                float sum = net.Bias[i] + Enumerable.Range(0, 3).Sum(j => net.FromDinner[i][j] * e.Last[j] + net.FromPrediction[i][j] * e.Before[j]);
                Assert.Equal(sum, e.Sums[i], 5);
                Assert.Equal(MathF.Tanh(sum), e.Votes[i], 5);
            }
        }
    }
}
