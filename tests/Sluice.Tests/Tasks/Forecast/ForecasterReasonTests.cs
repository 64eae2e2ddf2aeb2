using Sluice.Data.Tables;
using Sluice.Files;
using Sluice.Kernels;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Reasons;
using Sluice.Tasks.Sources;
using static Sluice.Tests.Tasks.Forecast.ForecasterSeries;

namespace Sluice.Tests.Tasks.Forecast;

/// <summary>What forecasts of one column rest on, and public holidays that follow from the dates.</summary>
public class ForecasterReasonTests
{
    [Theory]
    [InlineData(1, false)]
    [InlineData(5, true)]
    public void Integrated_gradients_sum_to_the_difference_of_forecasts(int season, bool logarithm)
    {
        var table = Causes(t => 20 + 5 * Cause(t - 1) + t % 5);
        var (model, _) = Train(table, Options with { Season = season, Logarithm = logarithm, Horizon = 3 }, epochs: 2);
        var one = model.Explain(table);
        var said = model.Predict(table);
        Assert.Equal(3, one.Points.Length);
        for (int h = 0; h < 3; h++)
        {
            Assert.Equal(said[h].Point, logarithm ? Math.Exp(one.Points[h]) : one.Points[h], 3);
            Assert.Equal(said[h].Date, one.Dates[h]);
            Assert.InRange(Math.Abs(one.Points[h] - one.Baseline![h]), 0.001, 100);
            Assert.InRange(Math.Abs(one.Gap(h)), 0, logarithm ? 0.001 : 0.02);
            Assert.Equal(one.Points[h], one.Parts.Level + one.Parts.Trend[h] + one.Parts.Season[h] + one.Parts.Rest[h], 9);
        }
    }

    [Fact]
    public void The_true_row_of_the_true_column_has_the_largest_effect()
    {
        var table = Causes(t => 20 + 5 * Cause(t - 1));
        var (model, _) = Train(table, Options with { Season = 1, Logarithm = false }, epochs: 8);
        var one = model.Explain(table);
        Assert.Equal(["y", "day", "cause", "other", "errors before"], one.Columns);
        foreach (double[] effects in new[] { one.Occluded[0], one.Integrated![0] })
        {
            int most = effects.Index().Where(e => one.Features[e.Index].Column > 0).MaxBy(e => Math.Abs(e.Item)).Index;
            Assert.Equal(("cause", 1), (one.Columns[one.Features[most].Column], one.Lag(most, 0)));
        }

        Assert.InRange(Math.Abs(one.WithoutColumn[0][2]), 3 * Math.Abs(one.WithoutColumn[0][3]), 100);
        var report = new ReasonReport([one]);
        Assert.Contains(report.Lines(), l => l.Contains("cause, 1 before"));
    }

    [Fact]
    public void Categories_have_no_such_parts_and_that_is_said()
    {
        var table = new Table([new CategoryColumn("y", [.. Enumerable.Range(0, 120).Select(t => t % 3 == 0 ? "a" : "b")])]);
        var (model, _) = Forecaster.From(table, Small);
        Assert.Contains("one of 2 categories", Assert.Throws<SluiceException>(() => model.Explain(table)).Message);
    }

    [Fact]
    public void Holidays_follow_from_the_dates_of_rows_to_come_and_need_no_column()
    {
        TableFiles.Register();
        using var folder = new TemporaryFolder();
        string days = folder.File("closed.csv"), file = folder.File("model.safetensors");
        static bool Closed(int t) => t * 13 % 61 < 6;
        File.WriteAllText(days, "day\n" + string.Concat(Enumerable.Range(0, 430).Where(Closed).Select(t => $"{Day(t):yyyy-MM-dd}\n")));
        var table = Causes(t => Closed(t) ? 10 : 50, rows: 400);
        var (model, _) = Train(table, Options with { Season = 1, Logarithm = false, Horizon = 1, Holidays = [days] }, epochs: 12);
        Assert.Equal(["day", Holidays.Column], model.Known.Columns.Select(c => c.Name));
        Assert.DoesNotContain(model.Schema!.Columns, c => c.Name == Holidays.Column);
        model.Save(file);
        File.Delete(days);
        var loaded = Forecaster.Load(file);
        foreach (int rows in new[] { 370, 371, 372, 378, 379, 380 })
        {
            double point = Assert.Single(loaded.Predict(table.Take(Enumerable.Range(0, rows)))).Point;
            Assert.InRange(point, Closed(rows) ? -10 : 35, Closed(rows) ? 25 : 65);
        }

        Assert.Contains("need a column of dates", Assert.Throws<SluiceFormatException>(
            () => Forecaster.From(Wave(120), Small with { Holidays = ["DE"] })).Message);
        Assert.Contains("Leave out --holidays", Assert.Throws<SluiceFormatException>(
            () => Forecaster.From(table, Options with { Holidays = ["1999-01-01"] })).Message);
    }

    private static ForecasterOptions Options => Small with { Window = 12, Known = ["day"], Test = 0 };

    private static double Cause(int t) => Math.Sin(t * t * 0.7 + t) > 0 ? 1 : -1;

    private static DateTime Day(int t) => new DateTime(2022, 1, 3).AddDays(t);

    private static Table Causes(Func<int, double> y, int rows = 260)
    {
        var random = new RandomStream(5, Purpose.Data);
        return new Table(
        [
            new DateColumn("day", [.. Enumerable.Range(0, rows).Select(t => (DateTime?)Day(t))]),
            new NumberColumn("cause", [.. Enumerable.Range(0, rows).Select(Cause)]),
            new NumberColumn("other", [.. Enumerable.Range(0, rows).Select(t => random.Normal((uint)t))]),
            new NumberColumn("y", [.. Enumerable.Range(0, rows).Select(y)]),
        ]);
    }
}
