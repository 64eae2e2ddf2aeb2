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
        Assert.Contains("7 rows from each of 10 places in 2 series", output);
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
        Assert.Contains("learned from", error);
    }

    [Theory]
    [InlineData("--refit", null, "--model")]
    [InlineData("--origins", "0", "--origins")]
    [InlineData("--step", "0", "--step")]
    [InlineData("--horizon", "0", "--horizon")]
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
