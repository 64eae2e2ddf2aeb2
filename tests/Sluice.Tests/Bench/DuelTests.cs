using Sluice.Bench;

namespace Sluice.Tests;

public class DuelTests
{
    [Fact]
    public void The_interval_of_a_median_goes_by_the_order_of_the_values()
    {
        // By the binomial distribution: with n values the k-th least and largest hold the median but for 2 P(Bin(n, 1/2) < k) of the draws.
        Assert.Equal((1.0, 5.0), Duel.Interval([5, 1, 4, 2, 3]));
        Assert.Equal((2.0, 8.0), Duel.Interval([.. Enumerable.Range(1, 9).Select(v => (double)v)]));
        Assert.Equal((4.0, 12.0), Duel.Interval([.. Enumerable.Range(1, 15).Select(v => (double)v)]));
        Assert.Equal((7.0, 7.0), Duel.Interval([7]));
    }

    [Fact]
    public void Rounds_end_when_the_ratio_is_known_and_go_on_while_it_is_not()
    {
        int runs = 0;
        Contender Steady(string name, double seconds) => new(name, 1, _ => new PeerTiming(seconds, seconds, 3));
        Contender slow = new("slow", 1, _ => { runs++; return new PeerTiming(9, 9, 3); }), unable = new("unable", 1, _ => null);
        var duel = Duel.Of([Steady("own", 1), Steady("own", 3)], [slow, Steady("fast", 2), Steady("fast", 4), unable], 1, 15);
        Assert.Equal((2.0, 2.0, 2.0, 5, true), (duel.Ratio, duel.Low, duel.High, duel.Rounds, duel.IsNarrow));
        Assert.Equal(["fast", "slow"], duel.Peers.Select(p => p.Name));

        // Once to find its threads, and twice in rounds: it is far behind.
        Assert.Equal(3, runs);

        int turn = 0;
        var unsteady = Duel.Of([Steady("own", 1)], [new("other", 1, _ => new PeerTiming(1 + (turn++ % 4), 1, 3))], 1, 9);
        Assert.Equal((9, false), (unsteady.Rounds, unsteady.IsNarrow));
    }

    [Theory]
    [InlineData("lm-v65e64l2t64b32h256")]
    [InlineData("crf-v10000e64l1t25b32h128k17")]
    [InlineData("ctc-i40l2t200b16h128k29")]
    public void Trainings_are_read_from_their_strings(string text)
    {
        var training = Assert.IsType<EndToEnd>(EndToEnd.TryParse(text));
        Assert.Equal(text, training.ToString());
        Assert.All(training.Wanted(), c => Assert.InRange(c, 0, training.Classes - 1));
        Assert.All(training.Labels().SelectMany(l => l), c => Assert.InRange(c, 1, training.Classes - 1));
    }

    [Theory]
    [InlineData("lm-v65e64l2t64b32")]
    [InlineData("lm-v65l2t64b32h256")]
    [InlineData("crf-v10000e64l1t25b32h128")]
    [InlineData("lstm-l1t100b64i256h256")]
    public void Other_strings_are_no_trainings(string text) => Assert.Null(EndToEnd.TryParse(text));
}
