using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Devices;
using Sluice.Tasks.Forecast;
using static Sluice.Tests.Tasks.Forecast.ForecasterSeries;

namespace Sluice.Tests.Tasks.Forecast;

public class ForecasterTests
{
    [Fact]
    public void Beats_naive_forecasts_of_a_noisy_wave_with_honest_quantiles()
    {
        var table = Wave(noise: 0.3);
        var (model, training) = Train(table, Small with { Horizon = 4 }, epochs: 5);
        var figures = model.Backtest(table, training.Split.Test);
        Assert.True(figures.RootMeanSquaredError < 0.5 * figures.Persistence.RootMeanSquaredError, $"{figures}");
        Assert.True(figures.RootMeanSquaredError < 0.9 * figures.Seasonal.RootMeanSquaredError, $"{figures}");
        Assert.InRange(figures.Coverage, 0.65, 0.92);
        Assert.Equal(0.8, figures.Nominal, 10);
    }

    [Fact]
    public void Quantiles_rise_and_the_point_is_the_median()
    {
        var table = Wave(120);
        var (model, _) = Train(table, Small with { Horizon = 3, Quantiles = [0.05, 0.25, 0.5, 0.75, 0.95] }, epochs: 1);
        var forecasts = model.Predict(table);
        Assert.Equal([120, 121, 122], forecasts.Select(f => f.Row));
        Assert.All(forecasts, f => Assert.Equal(f.Quantiles.Order(), f.Quantiles));
        Assert.All(forecasts, f => Assert.Equal(f.Quantiles[2], f.Point));
    }

    [Fact]
    public void A_fan_begins_with_the_forecast_of_its_row_and_ends_with_the_table()
    {
        var table = Wave();
        var (model, _) = Train(table, Small with { Horizon = 5 }, epochs: 1);
        var fan = model.Fan(table, 100);
        Assert.Equal([100, 101, 102, 103, 104], fan.Select(f => f.Row));
        Assert.Equal(model.Inspect(table).Forecasts[99].Quantiles, fan[0].Quantiles);
        Assert.Equal(2, model.Fan(table, 398).Count);
        var (whole, last) = (model.Inspect(table), model.Inspect(table, 20));
        Assert.Equal(whole.Forecasts.TakeLast(20).Select(f => (f.Row, f.Point)), last.Forecasts.Select(f => (f.Row, f.Point)));
        string state = whole.Recordings[0].States[0];
        Assert.Equal(whole.Recordings[0].Value(state).ToArray()[^last.Recordings[0].Value(state).ToArray().Length..], last.Recordings[0].Value(state).ToArray());
        foreach (int row in new[] { 0, 400 }) Assert.Contains("399", Assert.Throws<SluiceException>(() => model.Fan(table, row)).Message);
    }

    [Fact]
    public void Bridges_a_gap_by_its_own_predictions()
    {
        var full = Wave(noise: 0.02);
        var (model, training) = Train(full, Small with { Gaps = 0.5 }, epochs: 5);
        int from = training.Split.Test.Start;
        var gap = Wave(noise: 0.02, missing: i => i >= from && i < from + 10);
        var rest = new RowRange(from + 10, 1);
        double after = model.Backtest(gap, rest).MeanAbsoluteError;
        double frozen = Math.Abs(full.Column<NumberColumn>("y").Values[from + 10] - full.Column<NumberColumn>("y").Values[from - 1]);
        Assert.True(after < 0.5 * frozen, $"after the gap {after}, with the last value kept {frozen}");
    }

    [Fact]
    public void Rows_without_a_target_at_the_end_are_forecast()
    {
        var (model, _) = Train(Wave(120), Small with { Horizon = 2 }, epochs: 1);
        var forecasts = model.Predict(Wave(120, missing: i => i >= 115));
        Assert.Equal([115, 116, 117, 118, 119], forecasts.Select(f => f.Row));
        Assert.All(forecasts, f => Assert.InRange(f.Point, 0, 20));
    }

    [Fact]
    public void Gradients_flow_back_through_a_trained_model_and_through_the_same_one_untrained()
    {
        var table = Wave(200, missing: i => i is 150 or 199);
        var (model, _) = Train(table, Small with { Horizon = 3 }, epochs: 1);
        var fresh = model.Untrained();
        var (start, _) = Forecaster.From(table, model.Options);
        foreach (var (own, first) in fresh.Stack.Parameters.Zip(start.Stack.Parameters)) Assert.Equal(first.Value.ToArray(), own.Value.ToArray());
        foreach (var one in new[] { model, fresh })
        {
            var flow = one.MeasureGradients(table, 5, 200).Layers[0];
            for (int b = 0; b < 200; b++)
                for (int lag = 0; lag <= 5; lag++) Assert.InRange(flow.Norms("h")[lag, b], 1e-9, 1);
        }

        Assert.Equal(1, model.MeasureGradients(table, 5, 1).Layers[0].Norms("h").GetLength(1));
        Assert.Contains("more than 200 rows for 100 lags", Assert.Throws<SluiceFormatException>(() => model.MeasureGradients(table, 100)).Message);
        Assert.Contains("got 0 and 16", Assert.Throws<SluiceException>(() => model.MeasureGradients(table, 0)).Message);
    }

    [Fact]
    public void A_forecast_does_not_look_into_the_future()
    {
        var table = Wave(200);
        var (model, _) = Train(table, Small with { Season = 5, Horizon = 7 }, epochs: 1);
        var values = table.Column<NumberColumn>("y").Values;
        var cut = new Table([new NumberColumn("y", values[..150])]);
        var changed = new Table([new NumberColumn("y", [.. values[..150], .. Enumerable.Repeat(99.0, 50)])]);
        var predicted = model.Predict(cut)[0].Point;
        double error = model.Backtest(changed, new RowRange(150, 1)).MeanAbsoluteError;
        Assert.Equal(99 - predicted, error, 9);
    }

    [Fact]
    public void Saved_and_loaded_forecasts_the_same_bits()
    {
        using var folder = new TemporaryFolder();
        var table = Wave(120);
        var (model, _) = Train(table, Small with { Horizon = 3, Season = 4 }, epochs: 1);
        string path = Path.Combine(folder.Path, "m.safetensors");
        model.Save(path);
        var loaded = Forecaster.Load(path);
        Assert.Equal(model.Predict(table).SelectMany(f => f.Quantiles), loaded.Predict(table).SelectMany(f => f.Quantiles));
        Assert.Equal(4, loaded.Target.Season);
    }

    [Fact]
    public void Options_come_back_as_they_were()
    {
        var options = new ForecasterOptions
        {
            Target = "y",
            Columns = ["a", "b"],
            Known = ["b"],
            Horizon = 3,
            Quantiles = [0.25, 0.5],
            Season = 7,
            Logarithm = true,
            Cell = "lstm",
            Hidden = 9,
            Layers = 2,
            Dropout = 0.1,
            Window = 5,
            Batch = 6,
            Steps = 8,
            Gaps = 0.3,
            Validation = 0.2,
            Test = 0.15,
            Seed = ulong.MaxValue,
        };
        foreach (var o in new[] { options, Small })
        {
            var back = ForecasterOptions.Settings.FromJson(
                new ForecasterOptions { Target = "" }, ForecasterOptions.Settings.ToJson(o, comments: false), "x");
            foreach (var property in typeof(ForecasterOptions).GetProperties()) Assert.Equal(property.GetValue(o), property.GetValue(back));
        }
    }

    [Fact]
    public void Options_as_former_files_have_them_are_read()
    {
        const string Former =
            """{"target":"y","columns":["a","b"],"known":null,"season":null,"logarithm":true,"horizon":3,"quantiles":[0.25,0.5],"cell":"lstm","hidden":9,"layers":2,"dropout":0.1,"window":5,"batch":6,"steps":8,"gaps":0.3,"validation":0.2,"test":0.15,"seed":18446744073709551615}""";
        Assert.True(FormerOptions.Is(Former));
        Assert.False(FormerOptions.Is(ForecasterOptions.Settings.ToJson(Small, comments: false)));
        var read = FormerOptions.Read(Former);
        Assert.Equal(["a", "b"], read.Columns!);
        Assert.Equal(((int?)null, true, 3, ulong.MaxValue), (read.Season, read.Logarithm, read.Horizon, read.Seed));
    }

    [Fact]
    public void Trains_to_the_same_bits_on_one_and_two_threads()
    {
        float[] Weights(int threads)
        {
            using var device = Device.Create(threads);
            using var scope = device.Use();
            return [.. Train(Wave(120), Small, 1).Model.Parameters.SelectMany(p => p.Value.ToArray())];
        }

        Assert.Equal(Weights(1), Weights(2));
    }

    [Theory]
    [InlineData(12, 12)]
    [InlineData(7, 7)]
    public void Finds_the_season(int period, int expected)
        => Assert.Equal(expected, Seasons.Detect([.. Enumerable.Range(0, 120).Select(i => 0.5 * i + 4 * (i % period * 5 % 8))]));

    [Fact]
    public void A_line_has_no_season() => Assert.Equal(1, Seasons.Detect([.. Enumerable.Range(0, 100).Select(i => 3.0 * i)]));
}
