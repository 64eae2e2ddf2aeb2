using System.Diagnostics;
using System.Text.Json;
using Sluice.Readers;

namespace Sluice.Cli.Tests;

/// <summary><c>sluice forecast FILE --record FILE</c> and <c>--watch</c>: what was said, what came, and when to train.</summary>
public sealed class ForecastWatchTests : IDisposable
{
    private readonly Session _session = new();
    private readonly string[] _lines;

    public ForecastWatchTests() => _lines = File.ReadAllLines(_session.WriteSales());

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_look_keeps_what_it_says_and_the_next_one_says_how_it_came_out()
    {
        string record = _session["said.jsonl"];
        var (code, output, error) = Look(100, "--record", record);
        Assert.True(code == CommandLine.Done, error);
        Assert.StartsWith("sold  next 2024-04-10: ", output);
        (code, output, error) = Look(
            103, "--record", record, "--out", _session["next.csv"], "--plot", _session["plot.svg"], "--report", _session["page.html"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("sold  2024-04-12 came 20, forecast 2", output);
        Assert.Contains("of 3 values so far ", output);
        Assert.Contains("sold  next 2024-04-13: ", output);
        Assert.Equal(7, CsvTable.Read(_session["next.csv"]).RowCount);
        Assert.Contains("what was forecast and what came", File.ReadAllText(_session["plot.svg"]));
        Assert.Contains("of 3 values so far", File.ReadAllText(_session["page.html"]));
        (_, output, _) = Look(103, "--record", record, "--json");
        using var json = JsonDocument.Parse(output);
        var series = json.RootElement.GetProperty("series")[0];
        Assert.Equal(3, series.GetProperty("values").GetInt32());
        Assert.False(series.GetProperty("fresh").GetBoolean() || series.GetProperty("train_again").GetBoolean());
        Assert.Equal(7, series.GetProperty("forecast").GetArrayLength());
        Assert.Equal(2, File.ReadLines(record).Count(l => l.Contains("\"said\"")));
        Assert.Equal(3, File.ReadLines(record).Count(l => l.Contains("\"came\"")));
    }

    [Fact]
    public void Another_world_is_said_to_need_training()
    {
        string record = _session["said.jsonl"];
        Look(90, "--record", record);
        string output = "";
        for (int rows = 91; rows <= 110; rows++)
        {
            // Sales double every day.
            _lines[rows] = string.Join(',', [.. _lines[rows].Split(',')[..^1], $"{20 * Math.Pow(2, rows - 90)}"]);
            output += Look(rows, "--record", record).Output;
        }

        Assert.Contains("time to train a model: ", output);
        Assert.Contains(" lay outside, ", output);
    }

    [Theory]
    [InlineData("series", "--values", "sold")]
    [InlineData("forecast", "--target", "sold")]
    public void A_trained_model_is_watched_too(string task, string option, string column)
    {
        Table(100);
        var (code, _, error) = _session.Run(
            ["train", task, _session["grows.csv"], option, column, "--horizon", "7", "--epochs", "1", "--hidden", "8", "--out", _session["run"]]);
        Assert.True(code == CommandLine.Done, error);
        string[] asked = ["forecast", _session["grows.csv"], "--model", _session["run"], "--record", _session["said.jsonl"]];
        (code, _, error) = _session.Run(asked);
        Assert.True(code == CommandLine.Done, error);
        Table(104);
        (code, string output, error) = _session.Run([.. asked, "--json"]);
        Assert.True(code == CommandLine.Done, error);
        using var json = JsonDocument.Parse(output);
        Assert.Equal(4, json.RootElement.GetProperty("series")[0].GetProperty("came").GetArrayLength());
        Assert.Contains("\"way\":\"run@", File.ReadAllText(_session["said.jsonl"]));
    }

    [Fact]
    public void Watching_goes_on_until_it_is_told_to_end()
    {
        if (OperatingSystem.IsWindows()) return;
        Table(100);
        string[] asked = ["forecast", _session["grows.csv"], "--values", "sold", "--horizon", "7", "--watch", "--every", "0.1", "--json"];
        using var watch = Process.Start(new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. asked])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        Assert.Contains("\"values\":0", watch.StandardOutput.ReadLine());
        Table(101, "2024-0");
        Assert.Contains("Watching", watch.StandardError.ReadLine());
        Assert.Contains("This look was left out: ", watch.StandardError.ReadLine());
        Table(102);
        Assert.Contains("\"values\":2", watch.StandardOutput.ReadLine());
        var (code, _, error) = _session.Run("forecast", _session["grows.csv"], "--record", _session["grows.forecasts.jsonl"]);
        Assert.True(code == CommandLine.Failed && error.Contains("another process watches"), error);
        using (var kill = Process.Start("kill", ["-TERM", $"{watch.Id}"])) kill.WaitForExit();
        watch.WaitForExit();
        Assert.Equal(CommandLine.Done, watch.ExitCode);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        string table = Table(100);
        Refused("--every: without effect", table, "--every", "3");
        Refused("--model: expected --watch or --record beside it", table, "--model", "x");
        Refused("--every: expected 0.05 to 86400 seconds, got 0", table, "--watch", "--every", "0");
        Refused("--watch: expected a file", "-", "--watch");
        Refused("--watch: expected --record FILE beside --query", "--sql", "sqlite:x.db", "--query", "select 1", "--watch");
        Refused("--sum: without effect with --watch", table, "--watch", "--sum");
        Refused("--record: without effect with --evaluate", table, "--record", "r.jsonl", "--evaluate");
        Refused("would be overwritten", table, "--record", table);
        string other = _session.Write("other.csv", "a\n1\n");
        Refused("is not a record of forecasts", table, "--record", other);
        Assert.Equal("a\n1\n", File.ReadAllText(other));
        void Refused(string expected, params string[] arguments)
        {
            var (code, _, error) = _session.Run(["forecast", .. arguments]);
            Assert.Equal(CommandLine.WrongUse, code);
            Assert.Contains(expected, error);
        }
    }

    private string Table(int rows, string more = "")
    {
        string path = _session["grows.csv"], beside = _session["new.csv"];
        File.WriteAllText(beside, string.Join('\n', _lines[..(rows + 1)]) + "\n" + more);
        File.Move(beside, path, overwrite: true);
        return path;
    }

    private (int Code, string Output, string Error) Look(int rows, params string[] options)
        => _session.Run(["forecast", Table(rows), "--values", "sold", "--horizon", "7", .. options]);
}
