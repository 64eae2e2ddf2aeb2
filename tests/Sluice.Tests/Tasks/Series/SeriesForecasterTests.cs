using Sluice.Autodiff;
using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Inspection;
using Sluice.Readers;
using Sluice.Tasks.Series;
using Sluice.Training;

namespace Sluice.Tests.Tasks.Series;

public class SeriesForecasterTests
{
    public static TheoryData<string> Kinds => [.. SeriesOptions.Kinds];

    /// <summary>Shops whose sales follow the weekday, a promotion known ahead, and last week's weather; one opens late.</summary>
    internal static SeriesTable Shops(int days = 160, int missing = 0)
    {
        string csv = "shop,day,sold,promotion,weather,town\n";
        for (int s = 0; s < 3; s++)
        {
            for (int d = s == 2 ? 40 : 0; d < days; d++)
            {
                int promotion = (d * 7 + s * 3) % 11 == 0 ? 1 : 0;
                double sold = (s + 1) * 10 * (1 + 0.3 * Math.Sin(2 * Math.PI * d / 7) + 0.5 * promotion) + Math.Cos(d * d);
                csv += FormattableString.Invariant(
                    $"{(char)('a' + s)},{new DateTime(2024, 1, 1).AddDays(d):yyyy-MM-dd},{(missing > 0 && d % missing == 3 ? "" : $"{sold:F2}")},{promotion},{Math.Sin(d * 0.7):F2},{(s == 0 ? "Bath" : "York")}\n");
            }
        }

        return new SeriesTable(
            CsvTable.Parse(csv, "shops.csv"),
            new SeriesColumns { Id = "shop", Values = ["sold"], Known = ["promotion"], Past = ["weather"], Static = ["town"] });
    }

    internal static SeriesOptions Small(string kind) => new()
    {
        Kind = kind,
        Lookback = 28,
        Horizon = 7,
        Segment = 7,
        Hidden = 16,
        Identity = 3,
        Batch = 16,
        Samples = 50,
        Validation = 0.15,
        Test = 0.15,
        Base = kind == "likelihood" ? "none" : "last",
    };

    [Theory, MemberData(nameof(Kinds))]
    public void Learns_what_is_known_ahead_and_beats_the_naive_forecasts(string kind)
    {
        var table = Shops();
        var (model, data) = SeriesForecaster.From(table, Small(kind) with { Calendar = kind == "likelihood", Base = "none" });
        new Trainer(data, new TrainingOptions { Epochs = kind == "likelihood" ? 8 : 25, Rate = 0.01 }).Run();
        var figures = model.Evaluate(table, data.Split.Test);
        Assert.InRange(figures.SquaredError, 0, 0.45 * figures.SeasonSquaredError);
        Assert.InRange(figures.SquaredError, 0, 0.45 * figures.LastSquaredError);
        Assert.InRange(figures.Crps, 0, figures.AbsoluteError);
        Assert.InRange(figures.Coverage, 0.5, 1);
    }

    [Fact]
    public void A_file_of_before_without_widths_of_series_is_read()
    {
        using var folder = new TemporaryFolder();
        var (model, _) = SeriesForecaster.From(Shops(), Small("segment"));
        model.Save(folder.File("new.safetensors"));
        var file = SafeTensorsFile.Read(folder.File("new.safetensors"));
        ModelFile.Save(folder.File("old.safetensors"), "series", file.Tensors.Where(t => t.Name != "calibration.series"), file.Metadata);
        var old = SeriesForecaster.Load(folder.File("old.safetensors"));
        Assert.Equal(Lowest(model), Lowest(old));

        static IEnumerable<double> Lowest(SeriesForecaster model) => model.Latest(Shops()).SelectMany(f => f).Select(f => f.Quantiles[0]);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Gradients_match_differences_and_reach_every_parameter(string kind)
    {
        var table = Shops(missing: 9);
        var (model, data) = SeriesForecaster.From(
            table, Small(kind) with { Hidden = 5, Batch = 4, Loss = "squared", Distribution = "gaussian", Lookback = 14, Layers = 2 });
        foreach (var parameter in model.Parameters.Where(p => p.Name == "output.weight")) Drawn(parameter);
        var tape = new Tape();
        data.Step(tape, 0, 0);
        tape.Backward();
        foreach (var parameter in model.Parameters.Where(p => !p.Name.StartsWith("calibration", StringComparison.Ordinal)))
        {
            double largest = 0;
            for (int i = 0; i < parameter.Value.Count; i += 1 + (int)parameter.Value.Count / 5)
            {
                var (r, c) = ((int)(i / parameter.Value.Columns), (int)(i % parameter.Value.Columns));
                float before = parameter.Value[r, c];
                double up = Loss(before + 0.01f), down = Loss(before - 0.01f);
                Loss(before);
                largest = Math.Max(largest, Math.Abs(parameter.Gradient[r, c]));
                Assert.Equal((up - down) / 0.02, parameter.Gradient[r, c], 4e-3);

                double Loss(float value)
                {
                    parameter.Value[r, c] = value;
                    parameter.Changed();
                    return data.Step(new Tape(), 0, 0).Loss;
                }
            }

            Assert.True(largest > 0 || parameter.Gradient.ToArray().Any(g => g != 0), $"no gradient reaches {parameter.Name}");
        }

        static void Drawn(Parameter parameter) => Sluice.Layers.Initial.Uniform(parameter, 5, 0.3f);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_saved_model_forecasts_the_same_bits(string kind)
    {
        using var folder = new TemporaryFolder();
        var table = Shops(missing: 9);
        var (model, data) = SeriesForecaster.From(table, Small(kind) with { Seed = 7 });
        new Trainer(data, new TrainingOptions { Epochs = 1 }).Run();
        string path = folder.File("m.safetensors");
        model.Save(path);
        var loaded = SeriesForecaster.Load(path);
        Assert.Equal(model.Encoder.Learned, loaded.Encoder.Learned);
        var (own, other) = (model.Latest(table), loaded.Latest(table));
        Assert.Equal(own.SelectMany(f => f).Select(f => f.Point), other.SelectMany(f => f).Select(f => f.Point));
        Assert.Equal(own.SelectMany(f => f).SelectMany(f => f.Quantiles), other.SelectMany(f => f).SelectMany(f => f.Quantiles));
        Assert.All(own.SelectMany(f => f), f => Assert.Equal(f.Quantiles.Order(), f.Quantiles));
        Assert.Equal(model.Evaluate(table), model.Evaluate(table, data.Split.Test));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_forecast_does_not_depend_on_what_comes_after_it(string kind)
    {
        var table = Shops();
        var (model, data) = SeriesForecaster.From(table, Small(kind));
        new Trainer(data, new TrainingOptions { Epochs = 1 }).Run();
        var known = model.Latest(table).SelectMany(f => f).ToList();

        // The same rows with the last seven values removed: they wait for a forecast.
        var column = table.Table.Column<NumberColumn>("sold");
        double[] hidden = [.. column.Values];
        foreach (var span in table.Spans) foreach (int row in span.Rows[^7..]) hidden[row] = double.NaN;
        var waiting =
            new SeriesTable(new Table([.. table.Table.Columns.Select(c => c.Name == "sold" ? new NumberColumn("sold", hidden) : c)]), table.Columns);
        var forecasts = model.Forecast(waiting);
        Assert.Equal(known.Select(f => f.Point), forecasts.Select(f => f.Point));
        Assert.Equal(known.Select(f => f.Date), forecasts.Select(f => f.Date));
        Assert.All(forecasts, f => Assert.True(double.IsNaN(f.Truth)));
    }

    [Fact]
    public void Dates_go_on_where_nothing_but_the_calendar_is_known()
    {
        string csv =
            "month,y\n" + string.Concat(
                Enumerable.Range(
                    0,
                    60).Select(i =>
                        $"{new DateTime(2020, 1, 31).AddMonths(i).AddDays(1 - new DateTime(2020, 1, 31).AddMonths(i).Day).AddMonths(1).AddDays(-1):yyyy-MM-dd},{10 + i % 12 + i}\n"));
        var table = new SeriesTable(CsvTable.Parse(csv, "m.csv"), new SeriesColumns());
        var (model, _) = SeriesForecaster.From(
            table, Small("segment") with { Lookback = 12, Horizon = 3, Segment = 6, Base = "season", Logarithm = true, Validation = 0.1 });
        var forecasts = model.Forecast(table);
        Assert.Equal([new(2025, 1, 31), new(2025, 2, 28), new(2025, 3, 31)], forecasts.Select(f => f.Date!.Value));

        // Untrained, it says what a season ago was.
        for (int h = 0; h < 3; h++) Assert.Equal(table.Series[0].Values[48 + h], forecasts[h].Point, 1e-3);
    }

    [Fact]
    public void Counts_are_forecast_as_counts()
    {
        var random = new Sluice.Kernels.RandomStream(3, Sluice.Kernels.Purpose.Data);
        string csv = "day,a\n" + string.Concat(
            Enumerable.Range(0, 300).Select(i => $"{new DateTime(2024, 1, 1).AddDays(i):yyyy-MM-dd},{random.Below(i % 7 < 5 ? 3 : 12, (uint)i)}\n"));
        var table = new SeriesTable(CsvTable.Parse(csv, "c.csv"), new SeriesColumns());
        var (model, data) = SeriesForecaster.From(table, Small("likelihood") with { Distribution = "negative-binomial", Scale = "mean", Steps = 15 });
        new Trainer(data, new TrainingOptions { Epochs = 8, Rate = 0.01 }).Run();
        var figures = model.Evaluate(table, data.Split.Test);
        Assert.InRange(figures.Crps, 0, 0.75 * figures.SeasonCrps);
        Assert.InRange(figures.Coverage, 0.6, 1);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Every_kind_lists_its_operations(string kind)
    {
        var (model, _) = SeriesForecaster.From(Shops(missing: 9), Small(kind));
        var summary = ModelSummary.Of(model);
        Assert.Equal(model.Parameters.Sum(p => (long)p.Count), summary.Rows.Sum(r => r.Parameters));
        Assert.Contains(summary.Rows, r => r.Operation.Contains("gru", StringComparison.OrdinalIgnoreCase));
        Assert.True(summary.OperationsPerStep > 0);
    }
}
