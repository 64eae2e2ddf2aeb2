using Sluice.Learn.Teaching;

namespace Sluice.Tests.Examples;

public class DinnerTests
{
    [Fact]
    public void A_vote_guesses_and_a_recurrent_net_knows_even_after_two_weeks_away()
    {
        var figures = Dinner.Run();
        Assert.True(figures.Vote < 0.45, $"vote {figures.Vote}");
        Assert.Equal(1, figures.Recurrent);
        Assert.Equal(1, figures.AfterGap);
    }
}
