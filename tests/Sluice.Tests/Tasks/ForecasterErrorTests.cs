using Sluice.Data;
using Sluice.Readers;
using Sluice.Tasks;
using static Sluice.Tests.Tasks.ForecasterSeries;

namespace Sluice.Tests.Tasks;

public class ForecasterErrorTests
{
    [Fact]
    public void An_unknown_column_suggests_the_nearest()
    {
        var e = Assert.Throws<SluiceFormatException>(() => Forecaster.From(CsvTable.Parse("date,Temp\n2020-01-01,1\n", "a.csv"), new ForecasterOptions { Target = "temq" }));
        Assert.Contains("Did you mean 'Temp'?", e.Message);
    }

    [Fact]
    public void A_series_shorter_than_a_window_is_refused()
    {
        var e = Assert.Throws<SluiceFormatException>(() => Forecaster.From(Wave(20), Small));
        Assert.Contains("too short", e.Message);
    }

    [Fact]
    public void Text_among_numbers_is_pointed_at()
    {
        string csv = "date,y\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{new DateTime(2020, 1, 1).AddDays(i):yyyy-MM-dd},{(i == 40 ? "x12" : $"{i}")}\n"));
        var e = Assert.Throws<SluiceFormatException>(() => Forecaster.From(CsvTable.Parse(csv, "a.csv"), Small));
        Assert.Equal(("a.csv", 42, 2), (e.File, e.Line, e.Column));
        Assert.Contains("'x12'", e.Message);
    }

    [Fact]
    public void A_missing_value_known_ahead_is_pointed_at()
    {
        string csv = "y,late\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{i % 7},{(i == 10 ? "" : "no")}\n"));
        var e = Assert.Throws<SluiceFormatException>(() => Forecaster.From(CsvTable.Parse(csv, "a.csv"), Small with { Known = ["late"] }));
        Assert.Equal(("a.csv", 12, 2), (e.File, e.Line, e.Column));
    }

    [Fact]
    public void The_future_of_a_known_column_must_be_given()
    {
        string csv = "y,late\n" + string.Concat(Enumerable.Range(0, 200).Select(i => $"{i % 7},no\n"));
        var table = CsvTable.Parse(csv, "a.csv");
        var (model, _) = Forecaster.From(table, Small with { Known = ["late"] });
        var e = Assert.Throws<SluiceFormatException>(() => model.Predict(table));
        Assert.Contains("'late' is known ahead", e.Message);
    }

    [Fact]
    public void Quantiles_without_the_median_are_refused()
        => Assert.Throws<SluiceException>(() => Forecaster.From(Wave(), Small with { Quantiles = [0.1, 0.9] }));
}
