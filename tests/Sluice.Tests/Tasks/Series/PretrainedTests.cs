using Sluice.Data.Tables;
using Sluice.Readers;
using Sluice.Tasks.Series;
using Sluice.Training;
using Sluice.Zero;

namespace Sluice.Tests.Tasks.Series;

public class PretrainedTests
{
    private static readonly SeriesOptions s_options = new()
    {
        From = "zero",
        Lookback = 64,
        Horizon = 7,
        Batch = 4,
        Steps = 2,
        Validation = 0.1,
        Test = 0.1,
    };

    [Fact]
    public void Untrained_it_forecasts_as_without_training_and_training_is_never_worse()
    {
        var table = SeriesForecasterTests.Shops(missing: 9);
        var (model, data) = SeriesForecaster.From(table, s_options);
        var before = data.Validate();
        var said = model.Latest(table)[0];
        var effects = new SeriesData(table, model.Encoder, model.Options);
        double[] seen = [.. Enumerable.Range(said[0].Row - 64, 64).Select(r => table.Series[0].Values[r] - Effect(r))];
        var zero = Sluice.Zero.Forecast.With(null, [seen], 7, Sluice.Zero.Forecast.SeasonsOf(table.Step), floor: false)[0].Point;
        for (int h = 0; h < 7; h++)
            Assert.Equal(zero[h] + Effect(said[h].Row), said[h].Point, 0.02 * Math.Abs(said[h].Point));

        new Trainer(data, new TrainingOptions { Epochs = 2, Rate = 0.001 }).Run();
        Assert.InRange(data.Validate()["loss"], 0, before["loss"]);
        Assert.Equal(("paralstm", 224, 3), (model.Options.Cell, model.Options.Hidden, model.Options.Layers));

        double Effect(int row) => effects.Effect(0, row) * effects.Scalers[0].Scale;
    }

    [Fact]
    public void A_training_that_makes_it_worse_leaves_it_as_it_was()
    {
        var table = SeriesForecasterTests.Shops();
        var (model, data) = SeriesForecaster.From(table, s_options);
        var before = model.Parameters.Where(p => !p.Name.StartsWith("calibration", StringComparison.Ordinal)).Select(p => p.Value.ToArray()).ToList();
        var result = new Trainer(data, new TrainingOptions { Epochs = 1, Rate = 50, ClipNorm = 0, WarmUp = 0 }).Run();
        Assert.Equal(0, result.BestStep);
        Assert.Equal(before, model.Parameters.Where(p => !p.Name.StartsWith("calibration", StringComparison.Ordinal)).Select(p => p.Value.ToArray()));
    }

    [Fact]
    public void A_saved_model_forecasts_the_same_bits_and_a_run_goes_on_to_the_same_weights()
    {
        using var folder = new TemporaryFolder();
        var table = SeriesForecasterTests.Shops(missing: 9);
        var options = new TrainingOptions { Epochs = 2, CheckpointEvery = 1 };
        var (whole, data) = SeriesForecaster.From(table, s_options);
        new Trainer(data, options).Run();
        var (first, begun) = SeriesForecaster.From(table, s_options);
        using var stop = new CancellationTokenSource();
        var run = new RunFolder(folder.File("run"));
        new Trainer(begun, options, run, first.Save, e => { if (e is StepEvent { Step: 1 }) stop.Cancel(); }).Run(stop.Token);
        var (second, resumed) = SeriesForecaster.From(table, s_options);
        var trainer = new Trainer(resumed, options, run, second.Save);
        Assert.Equal(1, trainer.Resume());
        trainer.Run();
        var loaded = SeriesForecaster.Load(run.Model);
        foreach (var model in new[] { second, loaded })
            Assert.Equal(whole.Parameters.SelectMany(p => p.Value.ToArray()), model.Parameters.SelectMany(p => p.Value.ToArray()));
        Assert.Equal(Points(whole), Points(loaded));

        IEnumerable<double> Points(SeriesForecaster model) => model.Latest(table).SelectMany(f => f).SelectMany(f => f.Quantiles.Append(f.Point));
    }

    [Fact]
    public void A_horizon_of_several_blocks_is_trained_and_a_series_is_forecast_from_its_first_rows()
    {
        var values = Enumerable.Range(0, 400).Select(t => FormattableString.Invariant($"{10 + Math.Sin(2 * Math.PI * t / 12) + 0.001 * t:F4}"));
        var table = new SeriesTable(CsvTable.Parse("y\n" + string.Join('\n', values), "y.csv"), new SeriesColumns());
        var (model, data) = SeriesForecaster.From(
            table, s_options with { Horizon = 70, Lookback = 0, Base = "auto", Scale = "auto", Test = 0, Validation = 0.25, Season = 12 });
        Assert.Equal(512, model.Options.Lookback);
        Assert.Contains(data.Found, f => f.StartsWith("lookback: 512 rows, or as many as there are"));
        new Trainer(data, new TrainingOptions { Epochs = 1, Rate = 0.0005 }).Run();
        var forecast = model.Forecast(new SeriesTable(table.Table.Take([.. Enumerable.Range(0, 40)]), table.Columns));
        Assert.Equal(70, forecast.Count);
        Assert.All(forecast, f => Assert.InRange(f.Point, 8.5, 11.5));
    }

    [Theory]
    [InlineData("decoder", "quantile", 1, "expected no kind beside --from zero, got decoder.")]
    [InlineData("segment", "squared", 1, "expected the loss quantile with --from zero, got squared.")]
    [InlineData("segment", "quantile", 5, "expected one net with --from zero, since all would begin alike, got 5.")]
    public void What_has_no_place_beside_it_is_named(string kind, string loss, int nets, string message)
        => Assert.Contains(message, Assert.Throws<SluiceException>(
            () => SeriesForecaster.From(SeriesForecasterTests.Shops(), s_options with { Kind = kind, Loss = loss, Nets = nets })).Message);

    [Fact]
    public void What_it_does_not_look_at_is_said_and_it_brings_its_rate_along()
    {
        var columns = new SeriesColumns { Past = ["weather"], Static = ["town"] };
        Assert.Equal(
            ["--past: without effect with --from zero.", "--static: without effect with --from zero.", "--hidden: without effect with --from zero."],
            (s_options with { Hidden = 8 }).WithoutEffect(columns));
        var run = SeriesRun.Settings.Apply(new SeriesRun("", new SeriesOptions(), new TrainingOptions { Rate = 0.002 }), "model.from", "zero");
        Assert.Equal(SeriesRun.FineRate, run.Training.Rate);
        run = SeriesRun.Settings.Apply(SeriesRun.Settings.Apply(run, "training.rate", "0.003"), "model.from", "zero");
        Assert.Equal(0.003, run.Training.Rate);
    }
}
