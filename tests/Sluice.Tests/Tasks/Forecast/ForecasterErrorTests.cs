using Sluice.Data.Tables;
using Sluice.Formats;
using Sluice.Readers;
using Sluice.Tasks.Forecast;
using static Sluice.Tests.Tasks.Forecast.ForecasterSeries;

namespace Sluice.Tests.Tasks.Forecast;

public class ForecasterErrorTests
{
    [Fact]
    public void An_unknown_column_suggests_the_nearest()
    {
        var e = Assert.Throws<SluiceFormatException>(
            () => Forecaster.From(CsvTable.Parse("date,Temp\n2020-01-01,1\n", "a.csv"), new ForecasterOptions { Target = "temq" }));
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
        string csv = "date,y\n"
            + string.Concat(Enumerable.Range(0, 200).Select(i => $"{new DateTime(2020, 1, 1).AddDays(i):yyyy-MM-dd},{(i == 40 ? "x12" : $"{i}")}\n"));
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

    [Theory]
    [InlineData("options", "\"hidden\": 8", "\"hidden\": 2000000000", "weights or more")]
    [InlineData("options", "\"layers\": 1", "\"layers\": 2000000000", "weights or more")]
    [InlineData("options", "\"horizon\": 1", "\"horizon\": 9000", "weights or more")]
    [InlineData("options", "\"horizon\": 1", "\"horizon\": 2000000000", "expected a horizon")]
    [InlineData("options", "\"hidden\": 8", "\"hidden\": 7", "should be")]
    [InlineData("options", "\"cell\": \"gru\"", "\"cell\": \"gnu\"", "'gnu'")]
    [InlineData("options", "\"dropout\": 0", "\"dropout\": 1.5", "dropout")]
    [InlineData("target", "\"season\":1", "\"season\":2000000000", "season")]
    [InlineData("target", "\"step\":", "\"step\":-", "step")]
    [InlineData("target", "\"scale\"", "\"scala\"", "cannot be read")]
    [InlineData("known", "{", "[", "cannot be read")]
    public void A_model_with_altered_metadata_is_refused_by_name(string key, string old, string altered, string expected)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("m.safetensors");
        Forecaster.From(Wave(), Small with { Season = 1 }).Model.Save(path);
        var file = SafeTensorsFile.Read(path);
        var metadata = file.Metadata.Where(m => !m.Key.EndsWith("_sha256")).ToDictionary();
        Assert.Contains(old, metadata["forecast." + key]);
        metadata["forecast." + key] = metadata["forecast." + key].Replace(old, altered);
        new SafeTensorsFile(file.Tensors, metadata).Write(path);
        var e = Assert.Throws<SluiceFormatException>(() => Forecaster.Load(path));
        Assert.InRange(Allocation.Of(() => Assert.Throws<SluiceFormatException>(() => Forecaster.Load(path))), 0, 1 << 20);
        Assert.Equal(path, e.File);
        Assert.Contains(expected, e.Message);
    }

    [Fact]
    public void A_model_cut_short_or_with_a_flipped_bit_is_refused()
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("m.safetensors");
        Forecaster.From(Wave(), Small).Model.Save(path);
        byte[] bytes = File.ReadAllBytes(path);
        for (int at = 0; at < bytes.Length; at += 41)
        {
            File.WriteAllBytes(path, bytes[..at]);
            Assert.Equal(path, Assert.Throws<SluiceFormatException>(() => Forecaster.Load(path)).File);
            bytes[at] ^= 4;
            File.WriteAllBytes(path, bytes);
            Assert.Equal(path, Assert.Throws<SluiceFormatException>(() => Forecaster.Load(path)).File);
            bytes[at] ^= 4;
        }
    }

    [Fact]
    public void Dates_beyond_the_last_year_are_refused()
    {
        var table = new Table(
        [
            new DateColumn("d", [.. Enumerable.Range(0, 60).Select(i => (DateTime?)DateTime.MaxValue.Date.AddDays(i - 59))]),
            new NumberColumn("y", [.. Enumerable.Range(0, 60).Select(i => i % 7.0)])
        ]);
        var (model, _) = Forecaster.From(table, Small);
        Assert.Contains("year 9999", Assert.Throws<SluiceFormatException>(() => model.Predict(table)).Message);
    }
}
