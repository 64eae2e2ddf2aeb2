namespace Sluice.Cli.Tests;

/// <summary>What a run knows of the data that it learned from.</summary>
public sealed class LearnedDataTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Evaluate_counts_the_rows_that_were_learned_from()
    {
        string run = _session.TrainSales();
        var (code, _, error) = _session.Run("evaluate", run, "--data", _session["sales.csv"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("of 120 rows were learned from or checked on, so the figures are too good for new ones (line 2, 3, 4, 5, 6, ...)", error);
        string later = _session.Write("later.csv", File.ReadAllText(_session["sales.csv"]).Replace("2024-", "2028-", StringComparison.Ordinal));
        (code, _, error) = _session.Run("evaluate", run, "--data", later);
        Assert.True(code == CommandLine.Done, error);
        Assert.DoesNotContain("were learned from", error);
    }

    [Theory]
    [InlineData("forecast", "120 of 120 rows")]
    [InlineData("series", "120 of 120 rows")]
    [InlineData("series-without-dates", "120 of 120 rows")]
    [InlineData("series-with-test", null)]
    public void Rows_that_choose_the_epoch_count_as_those_that_taught(string what, string? expected)
    {
        string file = _session.WriteSales();
        if (what == "series-without-dates") file = _session.Write("plain.csv", "sold\n" + string.Concat(Enumerable.Range(0, 120).Select(i => $"{i * i % 97 + i}\n")));
        string[] asked = what == "forecast" ? ["forecast", file, "--target", "sold", "--steps", "2"]
            : ["series", file, "--values", "sold", "--horizon", "5", "--lookback", "10", "--segment", "5", "--validation", "0.2", .. what == "series-with-test" ? ["--test", "0.2"] : Array.Empty<string>()];
        var (code, _, error) = _session.Run(["train", .. asked, "--hidden", "4", "--epochs", "1", "--out", _session["run"]]);
        Assert.True(code == CommandLine.Done, error);
        (code, _, error) = _session.Run("evaluate", _session["run"], "--data", file);
        Assert.True(code == CommandLine.Done, error);
        if (expected is null) Assert.DoesNotContain("too good", error);
        else Assert.Contains($"{expected} were learned from or checked on, so the figures are too good", error);
    }

    [Fact]
    public void Evaluate_counts_the_sequences_that_were_learned_from()
    {
        string texts = _session.Write(
            "t.csv",
            "text,label\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{(i % 2 == 0 ? "good" : "bad")} {i},{(i % 2 == 0 ? "p" : "n")}\n")));
        var (code, _, error) = _session.Run(
            "train", "classify", texts, "--text", "text", "--target", "label", "--hidden", "4", "--epochs", "1", "--validation", "0.25", "--out",
            _session["run"]);
        Assert.True(code == CommandLine.Done, error);
        (code, _, error) = _session.Run("evaluate", _session["run"], "--data", texts);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("30 of 40 sequences were learned from", error);
        (_, _, error) = _session.Run("evaluate", _session["run"], "--data", _session.Write("u.csv", "text,label\ngood 77,p\nbad 78,n\n"));
        Assert.DoesNotContain("learned from", error);
    }

    [Fact]
    public void Data_that_has_changed_is_noticed_when_a_run_goes_on()
    {
        string run = _session.TrainSales(), data = _session["sales.csv"];
        Assert.StartsWith(
            Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(data))) + "  ",
            File.ReadAllText(Path.Combine(run, "data.sha256")));
        var (code, _, error) = _session.Run("train", "forecast", "--resume", run);
        Assert.True(code == CommandLine.Done, error);
        Assert.DoesNotContain("the data has changed", error);
        File.AppendAllText(data, "2024-04-30,north,1,a,21\n");
        (code, _, error) = _session.Run("train", "forecast", "--resume", run);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("warning: the data has changed since this run began", error);
    }

    [Fact]
    public void A_start_that_fails_leaves_no_folder()
    {
        string bad = _session.Write("bad.csv", "date,sold\n2024-01-01,1\n2024-01-02,2\n");
        var (code, _, error) = _session.Run("train", "forecast", bad, "--target", "sold", "--out", _session["none"]);
        Assert.Equal(CommandLine.BadData, code);
        Assert.False(Directory.Exists(_session["none"]), error);
        (code, _, _) = _session.Run("train", "anomalies", bad, "--target", "sold", "--out", _session["none"]);
        Assert.Equal(CommandLine.BadData, code);
        Assert.False(Directory.Exists(_session["none"]));
    }
}
