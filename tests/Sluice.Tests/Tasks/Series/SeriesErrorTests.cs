using Sluice.Formats;
using Sluice.Readers;
using Sluice.Tasks.Series;
using static Sluice.Tests.Tasks.Series.SeriesForecasterTests;

namespace Sluice.Tests.Tasks.Series;

public class SeriesErrorTests
{
    [Theory]
    [InlineData(
        "y,z\n{0},5\n", "column 'z' is constant, always 5, in the rows to learn from: there is nothing to learn. Leave it out with --values.")]
    [InlineData("y,z\n{0},\n", "column 'z' has no value in the rows to learn from.")]
    public void A_constant_column_is_named(string form, string message)
    {
        string[] lines = form.Split('\n');
        string csv = lines[0] + "\n" + string.Concat(Enumerable.Range(0, 100).Select(i => string.Format(lines[1], i % 7) + "\n"));
        var e = Assert.Throws<SluiceFormatException>(
            () => SeriesForecaster.From(new SeriesTable(CsvTable.Parse(csv, "c.csv"), new SeriesColumns()), Small("segment")));
        Assert.Contains(message, e.Message);
        Assert.Equal(("c.csv", 2), (e.File, e.Column));
    }

    [Fact]
    public void An_id_with_too_few_rows_is_named()
    {
        var e = Assert.Throws<SluiceFormatException>(() => SeriesForecaster.From(Shops(70), Small("segment")));
        Assert.Contains("shops.csv:142: there are 30 rows of 'c', and a forecast of 7 takes 28 before it.", e.Message);
        Assert.Contains("no series has 35 rows", Assert.Throws<SluiceFormatException>(
            () => SeriesForecaster.From(Shops(75).Only("a"), Small("segment") with { Validation = 0.8, Test = 0.1 })).Message);
        Assert.Contains(
            "the test part has 4 steps, fewer than the horizon of 7",
            Assert.Throws<SluiceFormatException>(() => SeriesForecaster.From(Shops(), Small("segment") with { Test = 0.022 })).Message);
    }

    [Theory, MemberData(nameof(Kinds), MemberType = typeof(SeriesForecasterTests))]
    public void What_is_known_ahead_must_be_there_for_a_forecast(string kind)
    {
        var table = Shops(90);
        var (model, _) = SeriesForecaster.From(table, Small(kind));
        var e = Assert.Throws<SluiceFormatException>(() => model.Forecast(table));
        Assert.Contains("column 'promotion' is known ahead, but the rows of 'a' end before the 7 that are forecast do. Append", e.Message);
    }

    [Fact]
    public void Other_data_is_refused_with_a_reason()
    {
        var (model, _) = SeriesForecaster.From(Shops(90), Small("segment"));
        string hourly = "shop,day,sold,promotion,weather,town\n"
            + string.Concat(Enumerable.Range(0, 50).Select(i => $"a,{new DateTime(2024, 1, 1).AddHours(i):yyyy-MM-dd HH:mm},{i},0,1,Bath\n"));
        Assert.Contains("the rows are 1 hour apart, and the model learned from rows 1 day apart", Assert.Throws<SluiceFormatException>(
            () => model.Evaluate(new SeriesTable(CsvTable.Parse(hourly, "h.csv"), model.Encoder.Columns))).Message);
        Assert.Contains(
            "no series has 28 rows with values, which a forecast takes before it; 'a' has 20",
            Assert.Throws<SluiceFormatException>(() => model.Forecast(Shops(20).Only("a"))).Message);
    }

    [Fact]
    public void Options_that_do_not_go_together_are_refused()
    {
        var table = Shops(90);
        foreach (var (options, message) in new[]
        {
            (Small("segment") with { Lookback = 30 }, "a multiple of the segment, 7, got 30"),
            (Small("segment") with { Quantiles = [0.1, 0.9] }, "0.5 among them"),
            (Small("likelihood") with { Distribution = "negative-binomial" }, "scale mean"),
            (Small("decoder") with { Base = "season", Season = 50 }, "a lookback of a season or more"),
            (Small("decoder") with { Horizon = 20_000 }, "a horizon from 1 to 10000"),
        })
            Assert.Contains(message, Assert.Throws<SluiceException>(() => SeriesForecaster.From(table, options)).Message);
        var counts = Small("likelihood") with { Logarithm = true };
        Assert.Contains("has no logarithm", Assert.Throws<SluiceFormatException>(() => SeriesForecaster.From(
            new SeriesTable(CsvTable.Parse("y\n" + string.Concat(Enumerable.Range(0, 90).Select(i => $"{i}\n")), "z.csv"), new SeriesColumns()),
            counts)).Message);
    }

    [Theory]
    [InlineData("options", "\"hidden\": 16", "\"hidden\": 2000000000", "weights or more")]
    [InlineData("options", "\"horizon\": 7", "\"horizon\": 9999", "weights or more")]
    [InlineData("options", "\"identity\": 3", "\"identity\": 2000000000", "weights or more")]
    [InlineData("options", "\"hidden\": 16", "\"hidden\": 15", "should be")]
    [InlineData("options", "\"kind\": \"segment\"", "\"kind\": \"sediment\"", "model.kind")]
    [InlineData("options", "\"lookback\": 28", "\"lookback\": 29", "multiple of the segment")]
    [InlineData("encoder", "\"scales\":[", "\"scales\":[1,", "do not fit")]
    [InlineData("encoder", "\"ticks\":", "\"ticks\":-", "step of the dates")]
    [InlineData("encoder", "\"names\"", "\"nomes\"", "cannot be read")]
    [InlineData("seed", "1", "one", "is no number")]
    public void A_model_with_altered_metadata_is_refused_by_name(string key, string old, string altered, string expected)
    {
        using var folder = new TemporaryFolder();
        string path = folder.File("m.safetensors");
        SeriesForecaster.From(Shops(90), Small("segment")).Model.Save(path);
        var file = SafeTensorsFile.Read(path);
        var metadata = file.Metadata.Where(m => !m.Key.EndsWith("_sha256")).ToDictionary();
        Assert.Contains(old, metadata["series." + key]);
        metadata["series." + key] = metadata["series." + key].Replace(old, altered);
        new SafeTensorsFile(file.Tensors, metadata).Write(path);
        var e = Assert.Throws<SluiceFormatException>(() => SeriesForecaster.Load(path));
        Assert.Contains(expected, e.Message);
        Assert.StartsWith(path, e.Message);
    }
}

file static class Part
{
    public static SeriesTable Only(this SeriesTable table, string id)
        => new(table.Table.Take(table.Spans.First(s => s.Id == id).Rows), table.Columns);
}
