using Sluice.Tasks.Anomalies;

namespace Sluice.Tests.Tasks.Anomalies;

public class AnomalyMeasureTests
{
    private static readonly AnomalyOptions s_options = new() { Mean = 2, Margin = 1.5, HalfLife = 100, Beyond = 0.1 };

    private static List<double> Scores(AnomalyOptions options, IEnumerable<(double Value, double Error)> rows)
    {
        var measure = new AnomalyMeasure(options);
        return [.. rows.Select(r => measure.Next(r.Value, r.Error))];
    }

    private static IEnumerable<(double, double)> Calm(int rows) => Enumerable.Range(0, rows).Select(i => (i % 2 == 0 ? -1.0 : 1.0, 1.0));

    [Fact]
    public void A_record_of_surprise_is_an_alarm_by_its_margin()
    {
        // The mean of two rows, of which one is surprising: (ln(1 + e²) + ln 2) / 2, against 1.5 (0.03 + ln 2) hardly faded.
        double score = Scores(s_options, [.. Calm(20), (0, 3)])[^1];
        Assert.Equal((Math.Log(10) + Math.Log(2)) / 2 / (1.5 * (Math.Log(2) + 0.03)), score, 1e-12);
        Assert.True(score > 1);
    }

    [Fact]
    public void What_surprised_before_surprises_less_and_is_forgotten()
    {
        List<(double, double)> rows = [.. Calm(20), (0, 10), .. Calm(40), (0, 10), .. Calm(1000), (0, 10)];
        var scores = Scores(s_options, rows);
        Assert.True(scores[20] > 1);
        Assert.True(scores[61] < 1);
        Assert.True(scores[^1] > 1);
    }

    [Fact]
    public void After_an_alarm_there_is_silence()
    {
        var scores = Scores(s_options, [.. Calm(20), (0, 10), (0, 100), (0, 1000), (0, 100000)]);
        Assert.True(scores[20] >= 1);
        Assert.Equal([0.5, 0.5], scores[21..23]);
        Assert.True(scores[23] >= 1);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(1.1, 0.5)] // range 2, of which a tenth is an alarm
    [InlineData(1.2, 1)]
    [InlineData(-3, 10)]
    public void A_value_beyond_all_before_is_an_alarm_by_its_share_of_their_range(double value, double score)
        => Assert.Equal(score, Scores(s_options with { Margin = 1e6 }, [.. Calm(20), (value, 0)])[^1], 1e-5);

    [Fact]
    public void The_first_rows_and_a_constant_have_no_range()
    {
        Assert.All(Scores(s_options, [(0, 0), (0, 50), (0, 0)]), s => Assert.Equal(0, s));
        Assert.True(Scores(s_options, [.. Enumerable.Repeat((0.0, 0.0), 20), (0, 50)])[^1] > 1);
        Assert.Equal(0, Scores(s_options with { Beyond = 0 }, [.. Calm(20), (50, 0)])[^1], 0.7);
    }
}
