using System.Text.Json;

namespace Sluice.Cli.Tests;

/// <summary><c>sluice backtest FILE</c>: models beside no training and simple forecasts, from rolling origins.</summary>
public sealed class BacktestCommandTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_model_stands_before_the_others_and_what_it_has_seen_is_said()
    {
        string file = WriteShops(), run = TrainShops(file);
        var (code, output, error) = _session.Run("backtest", file, "--model", run, "--origins", "5", "--report", _session["page.html"]);
        Assert.True(code == CommandLine.Done, error);
        string[] rows = [.. output.Split('\n').Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Select(l => l.Split('|')[1].Trim())];
        Assert.Equal(["forecast", "shops", "zero", "naive", "seasonal naive", "Naive 2", "drift", "exponential smoothing", "Holt-Winters"], rows);
        Assert.Contains("7 rows from each of 10 places in 2 series (5 in each), 7 rows apart", output);
        Assert.Contains("test of Diebold and Mariano", output);
        Assert.Contains("too good", error);
        string page = File.ReadAllText(_session["page.html"]);
        Assert.Equal(5, page.Split("<svg").Length - 1);
        Assert.DoesNotContain("<script", page);
    }

    [Fact]
    public void A_model_that_is_trained_anew_sees_nothing_of_what_it_forecasts()
    {
        string file = WriteShops(), run = TrainShops(file);
        string[] asked = ["backtest", file, "--model", run, "--refit", "--origins", "2", "--json"];
        var (code, output, error) = _session.Run(asked);
        Assert.True(code == CommandLine.Done, error);
        Assert.DoesNotContain("too good", error);
        Assert.Contains("2 of 2 trained", error);
        using var json = JsonDocument.Parse(output);
        var way = json.RootElement.GetProperty("ways")[0];
        Assert.Equal("shops", way.GetProperty("way").GetString());
        Assert.InRange(way.GetProperty("mase").GetDouble(), 0.01, 10);
        Assert.Equal(4, json.RootElement.GetProperty("forecasts").GetInt32());
    }

    [Fact]
    public void A_forecaster_of_one_column_has_figures_too()
    {
        string run = _session.TrainSales();
        var (code, output, error) = _session.Run("backtest", _session["sales.csv"], "--model", run, "--origins", "60");
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("| sales ", output);
        Assert.Contains("'sales' learned from, or was checked on,", error);

        // The last rows are those of the validation part.
        (_, output, error) = _session.Run("backtest", _session["sales.csv"], "--model", run, "--origins", "1", "--horizon", "1");
        Assert.Contains("learned from, or was checked on, 1 of the 1 row that is forecast", error);
        Assert.Contains("1 row from 1 place in 1 series\n", output.ReplaceLineEndings("\n"));
        Assert.Contains("1 origin is too few", output);
    }

    [Fact]
    public void Models_of_one_name_are_told_apart()
    {
        string run = _session.TrainSales();
        string[] folders = [.. new[] { "a/run", "b/run", "c/zero" }.Select(f => Directory.CreateDirectory(_session[f]).FullName)];
        foreach (string folder in folders) File.Copy(Path.Combine(run, "model.safetensors"), Path.Combine(folder, "model.safetensors"));
        string[] Ways(params string[] models)
        {
            var (code, output, error) = _session.Run(["backtest", _session["sales.csv"], "--origins", "2", "--json", .. models.SelectMany(m => new[] { "--model", m })]);
            Assert.True(code == CommandLine.Done, error);
            using var json = JsonDocument.Parse(output);
            return [.. json.RootElement.GetProperty("ways").EnumerateArray().Take(models.Length).Select(w => w.GetProperty("way").GetString()!)];
        }

        Assert.Equal(["a/run", "b/run", "c/zero", "sales"], Ways([.. folders, run]));
        Assert.Equal(
            ["a/run/model.safetensors", "b/run/model.safetensors"],
            Ways(Path.Combine(folders[0], "model.safetensors"), Path.Combine(folders[1], "model.safetensors")));
        var (code, _, error) = _session.Run("backtest", _session["sales.csv"], "--model", folders[0], Path.Combine(folders[0], "model.safetensors"));
        Assert.Equal(CommandLine.WrongUse, code);
        Assert.Contains("got one of them twice", error);
        (code, _, error) = _session.Run("backtest", _session["sales.csv"], "--refit", "--model", Path.Combine(folders[0], "model.safetensors"));
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains(Path.Combine(folders[0], "config.json"), error);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void What_repeats_itself_exactly_has_the_figures_that_need_no_scale(int season)
    {
        string file = _session.Write("again.csv", "x\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{100 + i % season}\n")));
        var (code, output, error) = _session.Run("backtest", file, "--horizon", "7", "--origins", "5", "--report", _session["page.html"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("the scale of MASE is 0", output);
        string[] naive = [.. output.Split('\n').Single(l => l.StartsWith("| seasonal naive ", StringComparison.Ordinal)).Split('|').Select(c => c.Trim())];
        Assert.Equal(["", "0.00", season == 1 ? "" : "0.000"], [naive[2], naive[4], naive[6]]);
        Assert.DoesNotContain("NaN", File.ReadAllText(_session["page.html"]));
        using var json = JsonDocument.Parse(_session.Run("backtest", file, "--horizon", "7", "--origins", "5", "--json").Output);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("ways")[1].GetProperty("probability").ValueKind);
    }

    [Fact]
    public void Series_without_figures_or_with_few_places_are_named_with_the_reason()
    {
        string file = _session.Write("mixed.csv", "a,b,c,d\n" + string.Concat(Enumerable.Range(0, 100).Select(i =>
            $"{i % 7 + 1},{i * i % 47},{(i < 80 ? "" : $"{i * 3 % 11}")},{(i < 99 ? "" : "5")}\n")));
        var (code, output, error) = _session.Run("backtest", file, "--horizon", "7", "--origins", "5");
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("1 series repeats itself exactly, season after season, so that the scale of MASE is 0, and has no figures: a.", error);
        Assert.Contains("asked for, since too little lies before the others: c (", error);
        Assert.Contains("1 series is too short, and has no figures: d.", error);
        Assert.Contains(" to 5 in each)", output);
    }

    [Theory]
    [InlineData("--refit", null, "--model")]
    [InlineData("--origins", "0", "--origins")]
    [InlineData("--step", "0", "--step")]
    [InlineData("--horizon", "0", "--horizon")]
    [InlineData("--origins=1", "--step=3", "--step: without effect with --origins 1")]
    public void Wrong_use_is_said(string option, string? value, string message)
    {
        string[] asked = ["backtest", _session.WriteSales(), option, .. value is null ? [] : new[] { value }];
        var (code, output, error) = _session.Run(asked);
        Assert.Equal((CommandLine.WrongUse, ""), (code, output));
        Assert.Contains(message, error);
    }

    [Fact]
    public void Too_short_a_table_and_a_model_of_something_else_are_said()
    {
        var (code, _, error) = _session.Run("backtest", _session.Write("short.csv", "x\n1\n2\n3\n"));
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("no series is long enough", error);
        string book = _session.TrainBook();
        (code, _, error) = _session.Run("backtest", _session.WriteSales(), "--model", book);
        Assert.NotEqual(CommandLine.Done, code);
        Assert.Contains("expected a model that forecasts numbers", error);
    }

    [Fact]
    public void Errors_are_weighed_over_sums_and_by_what_was_sold()
    {
        string file = _session.Write("priced.csv", "day,shop,region,price,sold\n" + string.Concat(Enumerable.Range(0, 120).SelectMany(i => "abc".Select((shop, s) =>
            $"{new DateTime(2024, 1, 1).AddDays(i):yyyy-MM-dd},{shop},{(s < 2 ? "north" : "south")},{s + 1},{(s + 1) * (i % 7) + i * (s + 3) % 5}\n"))));
        double plain = Error(), summed = Error("--sum", "region"), priced = Error("--sum", "region", "--price", "price"), total = Error("--sum");
        Assert.Equal(4, new[] { plain, summed, priced, total }.Distinct().Count());
        var (code, _, error) = _session.Run("backtest", file, "--id", "shop", "--values", "sold", "--sum", "town");
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("'town'", error);

        double Error(params string[] options)
        {
            var (code, output, error) = _session.Run(["backtest", file, "--id", "shop", "--values", "sold", "--horizon", "7", "--origins", "2", "--json", .. options]);
            Assert.True(code == CommandLine.Done, error);
            using var json = JsonDocument.Parse(output);
            return json.RootElement.GetProperty("ways")[2].GetProperty("wrmsse").GetDouble();
        }
    }

    private string WriteShops() => _session.Write("shops.csv", "day,shop,sold\n" + string.Concat(Enumerable.Range(0, 120).Select(i =>
        $"{new DateTime(2024, 1, 1).AddDays(i):yyyy-MM-dd},a,{i % 7 * 3 + i * 5 % 4}\n{new DateTime(2024, 1, 1).AddDays(i):yyyy-MM-dd},b,{20 - i % 7 + i * 3 % 5}\n")));

    private string TrainShops(string file)
    {
        var (code, _, error) = _session.Run(
            "train", "series", file, "--id", "shop", "--values", "sold", "--horizon", "7", "--lookback", "14", "--segment", "7", "--hidden", "4", "--epochs", "1",
            "--out", _session["shops"]);
        Assert.True(code == CommandLine.Done, error);
        return _session["shops"];
    }
}
