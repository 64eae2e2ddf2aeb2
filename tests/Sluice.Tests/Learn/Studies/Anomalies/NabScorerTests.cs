using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Learn.Studies.Anomalies;

namespace Sluice.Tests.Learn.Studies.Anomalies;

public class NabScorerTests
{
    private static readonly NabProfile s_standard = NabProfile.All[0];

    // 100 rows, of which 15 are not scored; windows of 10 rows from 40 and from 70.
    private static LabelledSeries Series(params RowRange[] windows)
        => new(
            "made", [.. Enumerable.Range(0, 100).Select(i => DateTime.UnixEpoch.AddHours(i))], new double[100],
            windows.Length > 0 ? windows : [new(40, 10), new(70, 10)]);

    private static double[] Alarms(params int[] rows)
    {
        var scores = new double[100];
        foreach (int row in rows) scores[row] = 1;
        return scores;
    }

    [Fact]
    public void No_alarm_at_all_is_0()
    {
        foreach (var profile in NabProfile.All)
        {
            var score = NabScorer.Score(profile, [Series()], [Alarms()]);
            Assert.Equal((0, 0, double.PositiveInfinity), (score.Score, score.Found, score.Threshold));
        }
    }

    [Fact]
    public void Each_window_found_at_its_start_is_100()
    {
        foreach (var profile in NabProfile.All)
        {
            var score = NabScorer.Score(profile, [Series(), Series()], [Alarms(40, 70), Alarms(40, 70)]);
            Assert.Equal(100, score.Score, 1e-12);
            Assert.Equal((4, 4, 0, 1.0), (score.Found, score.Windows, score.FalseAlarms, score.Threshold));
        }
    }

    [Fact]
    public void Only_the_earliest_alarm_of_a_window_counts()
        => Assert.Equal(
            NabScorer.Score(s_standard, [Series()], [Alarms(42)]).Score, NabScorer.Score(s_standard, [Series()], [Alarms(42, 43, 49)]).Score);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(5, 0.8598)] // 0.8483 / 0.9866
    [InlineData(9, 0.2482)] // 0.2449 / 0.9866
    public void A_later_alarm_earns_less(int late, double share)
    {
        var score = NabScorer.Score(s_standard, [Series(new RowRange(40, 10))], [Alarms(40 + late)]);
        Assert.Equal(50 * (1 + share), score.Score, 0.01);
    }

    [Theory]
    [InlineData(20, 0.11)] // before any window
    [InlineData(50, 0.11 * 0.2708)] // 1/9 of a window beyond the first: 1 - 2 / (1 + e^(5/9))
    [InlineData(69, 0.11)] // 20/9
    [InlineData(14, 0)] // on probation
    public void A_false_alarm_costs_by_its_distance_from_the_window_before(int row, double cost)
    {
        var score = NabScorer.Score(s_standard, [Series()], [Alarms(40, 70, row)]);
        Assert.Equal(100 - 100 * cost / 4, score.Score, 0.01);
    }

    [Fact]
    public void One_threshold_serves_all_series()
    {
        double[] low = [.. Alarms(40, 70).Select(s => s / 2)], noise = [.. Alarms(30, 31, 32, 60, 61, 62, 63).Select(s => s * 0.7)];
        for (int row = 0; row < 100; row++) noise[row] = Math.Max(noise[row], Alarms(40, 70)[row]);

        // Below 0.7 the second series has seven false alarms, which cost less than two windows.
        var score = NabScorer.Score(s_standard, [Series(), Series()], [low, noise]);
        Assert.Equal((0.5, 4, 7), (score.Threshold, score.Found, score.FalseAlarms));

        // Where a false alarm costs more, the windows of the first are given up.
        var strict = NabScorer.Score(new("strict", 1, 1, 1), [Series(), Series()], [low, noise]);
        Assert.Equal((1, 2, 0), (strict.Threshold, strict.Found, strict.FalseAlarms));
    }

    [Fact]
    public void A_given_threshold_is_kept()
    {
        double[] scores = [.. Alarms(20, 40, 70).Select(s => s * 0.8)];
        scores[70] = 0.3;
        Assert.Equal(
            (1, 1),
            (NabScorer.Score(s_standard, [Series()], [scores], 0.5).Found, NabScorer.Score(s_standard, [Series()], [scores], 0.5).FalseAlarms));
        Assert.Equal(2, NabScorer.Score(s_standard, [Series()], [scores], 0.3).Found);
        Assert.Equal(0, NabScorer.Score(s_standard, [Series()], [scores], 1).Score);
    }

    [Fact]
    public void Scores_that_do_not_fit_are_refused()
    {
        Assert.Contains("100 rows", Assert.Throws<SluiceException>(() => NabScorer.Score(s_standard, [Series()], [new double[99]])).Message);
        Assert.Contains(
            "row 3", Assert.Throws<SluiceException>(() => NabScorer.Score(s_standard, [Series()], [[0, 0, double.NaN, .. new double[97]]])).Message);
    }

    [Fact]
    public void Probation_is_15_percent_and_at_most_750_rows()
    {
        Assert.Equal(15, Series().Probation);
        Assert.Equal(750, (Series() with { Values = new double[20_000] }).Probation);
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.15865525393145705)]
    [InlineData(3, 0.0013498980316300957)]
    [InlineData(6, 9.865876450377014e-10)]
    [InlineData(-2, 0.9772498680518208)]
    public void The_tail_of_the_normal_distribution(double z, double q)
    {
        Assert.Equal(q, NormalTail.Q(z), q * 1e-8);
        Assert.Equal(-Math.Log10(q), NormalTail.Digits(z), 1e-7);
    }
}
