using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Tasks.Baselines;
using Sluice.Tasks.Series;
using Sluice.Training;

namespace Sluice.Tests.Tasks.Series;

/// <summary>What is found from the rows: base, scale, lookback and parts; what holidays add; several nets; the figures of M4.</summary>
public class SeriesDefaultsTests
{
    private static readonly SeriesOptions s_open = new() { Lookback = 0, Segment = 0, Base = "auto", Scale = "auto", Parts = "auto", Horizon = 7 };

    [Theory]
    [InlineData("season", "season", "standard")]
    [InlineData("walk", "last", "standard")]
    [InlineData("growth", "last", "mean")]
    [InlineData("below", "season", "standard")]
    public void Base_and_scale_follow_the_rows_and_say_why(string how, string baseline, string scale)
    {
        double walk = 100;
        var table = Days(300, t =>
        {
            walk += t * 7919 % 101 / 50.0 - 1;
            return how switch { "season" => 50 + 10 * (t % 7), "below" => 10 * (t % 7) - 20, "growth" => Math.Exp(0.01 * t), _ => walk };
        });
        var (found, reasons) = SeriesDefaults.Find(table, s_open);
        Assert.Equal((baseline, scale, "dates"), (found.Base, found.Scale, found.Parts));
        Assert.Equal((98, 7), (found.Lookback, found.Segment));
        Assert.Contains(reasons, r => r.StartsWith($"base: {baseline}, since", StringComparison.Ordinal));
        Assert.Equal(scale == "mean", reasons.Any(r => r.StartsWith("scale: mean, since", StringComparison.Ordinal)));
        found.Check();
    }

    [Fact]
    public void Few_rows_are_seen_where_there_are_few_and_what_was_said_stays()
    {
        var table = Days(60, t => 20 + t % 7);
        Assert.Equal(21, SeriesDefaults.Find(table, s_open).Options.Lookback);
        var said = s_open with { Lookback = 15, Base = "none", Scale = "mean" };
        var found = SeriesDefaults.Find(table, said).Options;
        Assert.Equal((15, 5, "none", "mean"), (found.Lookback, found.Segment, found.Base, found.Scale));
    }

    [Theory]
    [InlineData(300, 7, "lookback: 98 rows, the usual 96 rounded up to whole segments of 7 ")]
    [InlineData(900, 48, "lookback: 147 rows, three horizons of 48 rounded up to whole segments of 7 ")]
    [InlineData(60, 7, "lookback: 21 rows: the shortest series has 54 to learn from, and whole segments of 7 are seen up to half of what a horizon of 7 leaves of them ")]
    [InlineData(20, 7, "lookback: 7 rows: the shortest series has 18 to learn from, and a segment of 7 is the least that can be seen ")]
    public void The_reason_of_the_lookback_says_what_was_counted(int days, int horizon, string reason)
        => Assert.Contains(
            SeriesDefaults.Find(Days(days, t => 20 + t % 7), s_open with { Horizon = horizon }).Reasons, r => r.StartsWith(reason, StringComparison.Ordinal));

    [Fact]
    public void Series_that_end_at_different_dates_are_cut_at_their_own_ends()
    {
        string csv = "id,day,y\n" + string.Concat(Enumerable.Range(0, 200).Select(i =>
            $"{(i < 100 ? "a" : "b")},{new DateTime(2024, 1, 1).AddDays(i < 100 ? i : 2 * i):yyyy-MM-dd},{i % 7 + i % 3}\n"));
        csv = string.Join('\n', csv.Split('\n').Select((l, i) => i > 100 && l.Length > 0
            ? $"b,{new DateTime(2025, 1, 1).AddDays(i):yyyy-MM-dd},{(i % 7 + i % 3) * 100}" : l));
        var table = new SeriesTable(CsvTable(csv), new SeriesColumns { Id = "id", Values = ["y"] });
        var (model, data) = SeriesForecaster.From(table, s_open with { Validation = 0.1, Test = 0.2, Hidden = 2 });
        Assert.Equal("ends", model.Options.Parts);
        Assert.Equal("mean", model.Options.Scale);
        Assert.All(table.Spans, span => Assert.Equal(new RowRange(80, 20), table.Within(span, data.Split.Test)));
        Assert.Null(model.Encoder.Learned);
        Assert.Equal(2 * 14, model.Evaluate(table, data.Split.Test).Windows);
    }

    [Fact]
    public void A_holiday_that_came_a_dozen_times_is_foreseen_and_has_no_echo()
    {
        // 200 on any day but 10 on holidays; the last stands in rows that have no value yet.
        static bool Holiday(int t) => t % 61 == 17 || t == 603;
        string csv = "day,holiday,sold\n" + string.Concat(Enumerable.Range(0, 614).Select(t => FormattableString.Invariant(
            $"{new DateTime(2022, 1, 3).AddDays(t):yyyy-MM-dd},{(Holiday(t) ? 1 : 0)},{(t >= 600 ? "" : $"{(Holiday(t) ? 10 : 200 + t % 7 + t * 7919 % 5)}")}\n")));
        var table = new SeriesTable(CsvTable(csv), new SeriesColumns { Values = ["sold"], Known = ["holiday"] });
        var (model, data) = SeriesForecaster.From(table, s_open with { Horizon = 14, Hidden = 4, Steps = 2 });
        new Trainer(data, new TrainingOptions { Epochs = 1 }).Run();
        var forecasts = model.Forecast(table);
        Assert.InRange(forecasts[3].Point, 0, 35);
        Assert.InRange(forecasts[10].Point, 185, 220);
        Assert.InRange(forecasts[2].Point, 185, 220);
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "model.safetensors");
        model.Save(file);
        Assert.Equal(forecasts.Select(f => f.Point), SeriesForecaster.Load(file).Forecast(table).Select(f => f.Point));
    }

    [Theory]
    [InlineData("segment")]
    [InlineData("decoder")]
    [InlineData("likelihood")]
    public void The_mean_of_several_nets_is_saved_and_loaded_and_is_no_worse_than_one(string kind)
    {
        var table = SeriesForecasterTests.Shops();
        var options = SeriesForecasterTests.Small(kind) with { Steps = 5, Hidden = 4 };
        SeriesFigures Trained(int nets, out SeriesForecaster model)
        {
            (model, var data) = SeriesForecaster.From(table, options with { Nets = nets });
            new Trainer(data, new TrainingOptions { Epochs = 2, Rate = 0.01 }).Run();
            return model.Evaluate(table, data.Split.Test);
        }

        Assert.InRange(Trained(3, out var three).Crps, 0, 1.05 * Trained(1, out var one).Crps);
        int Weights(SeriesForecaster model) => (int)model.Parameters.Where(p => !p.Name.StartsWith("calibration", StringComparison.Ordinal)).Sum(p => p.Count);
        Assert.Equal(3 * Weights(one), Weights(three));
        using var folder = new TemporaryFolder();
        string file = Path.Combine(folder.Path, "model.safetensors");
        three.Save(file);
        Assert.Equal(three.Latest(table).SelectMany(f => f).Select(f => f.Point), SeriesForecaster.Load(file).Latest(table).SelectMany(f => f).Select(f => f.Point));
    }

    [Fact]
    public void Scaled_and_percentage_errors_are_those_of_M4()
    {
        var table = Days(120, t => 10 + 5 * (t % 7) + t * 7919 % 11);
        var (model, _) = SeriesForecaster.From(table, new SeriesOptions { Lookback = 14, Segment = 7, Horizon = 7, Test = 0.1, Hidden = 2, Base = "season" });

        // An untrained net repeats the season, so that its figures are those of the value of a season ago; one window alone.
        var figures = model.Evaluate(table, new RowRange(113, 7));
        double[] values = table.Series[0].Values, again = Baseline.SeasonalNaive(values.AsSpan(0, 113), 7, 7);
        Assert.Equal(1, figures.Windows);
        Assert.Equal(ForecastMetrics.Mase(values.AsSpan(0, 113), 7, values.AsSpan(113), again), figures.SeasonMase, 5);
        Assert.Equal(ForecastMetrics.Smape(values.AsSpan(113), again), figures.SeasonSmape, 4);
        Assert.Equal(figures.SeasonMase, figures.Mase, 5);
    }

    private static SeriesTable Days(int count, Func<int, double> value)
    {
        string csv = "day,y\n" + string.Concat(Enumerable.Range(0, count).Select(t => FormattableString.Invariant(
            $"{new DateTime(2024, 1, 1).AddDays(t):yyyy-MM-dd},{value(t):R}\n")));
        return new SeriesTable(CsvTable(csv), new SeriesColumns());
    }

    private static Table CsvTable(string csv) => Sluice.Readers.CsvTable.Parse(csv, "days.csv");
}
