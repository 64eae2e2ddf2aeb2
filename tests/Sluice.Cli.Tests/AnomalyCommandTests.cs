using System.Diagnostics;
using System.Text.Json;

namespace Sluice.Cli.Tests;

public class AnomalyCommandTests
{
    /// <summary>A daily wave in hours that stands still from row 400 for a day; the last column knows.</summary>
    private static string Wave(Session session, string name = "wave.csv", int rows = 500)
        => session.Write(name, "time,load,label\n" + string.Concat(Enumerable.Range(0, rows).Select(Row)));

    private static string Row(int i)
        => FormattableString.Invariant(
            $"{new DateTime(2024, 1, 1).AddHours(i):yyyy-MM-dd HH:mm},{100 + 10 * (i is >= 400 and < 424 ? 0.3 : Math.Sin(2 * Math.PI * i / 24)) + Math.Sin(i * i):F3},{(i is >= 400 and < 424 ? 1 : 0)}\n");

    private static string Train(Session session, string table, params string[] more)
    {
        var (code, output, error) = session.Run(
            ["train", "anomalies", table, "--target", "load", "--calibration", "200", "--window", "16", "--out", session["run"], .. more]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("rows", output);
        return session["run"];
    }

    [Fact]
    public void Train_calibrates_and_predict_and_evaluate_find_what_is_wrong()
    {
        using var session = new Session();
        string table = Wave(session), run = Train(session, table);
        var (code, output, error) = session.Run("predict", run, "--data", table, "--report", session["page.html"]);
        Assert.True(code == CommandLine.Done, error);
        string[] lines = output.TrimEnd().Split('\n');
        Assert.Equal("row,time,load,label,score,alarm,expected,low,high", lines[0]);
        Assert.StartsWith("201,2024-01-09 08:00,", lines[1]);
        Assert.Equal(301, lines.Length);
        Assert.Contains(lines[201..225], l => l.Split(',')[5] == "1");
        Assert.Contains("<svg", File.ReadAllText(session["page.html"]));

        (code, output, error) = session.Run("evaluate", run, "--data", table);
        Assert.True(code == CommandLine.Done, error);
        Assert.Matches(@"events found +1 of 1 \(values beyond all before 0\)", output);
        Assert.Matches(@"forecast error .* \(the value before", output);
        using var json = JsonDocument.Parse(session.Run("evaluate", run, "--data", table, "--json").Output);
        Assert.Equal(300, json.RootElement.GetProperty("rows").GetInt32());
        Assert.Contains("anomalies in 'load'", session.Run("info", run).Output);
        Assert.Contains("sluice train anomalies --config", File.ReadAllText(Path.Combine(run, "card.md")));
        Assert.Equal(
            CommandLine.Done, session.Run("train", "anomalies", "--config", Path.Combine(run, "config.json"), "--out", session["again"]).Code);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(run, "model.safetensors")), File.ReadAllBytes(Path.Combine(session["again"], "model.safetensors")));
    }

    [Fact]
    public void Of_several_signals_the_one_that_is_unusual_is_named()
    {
        using var session = new Session();
        string table =
            session.Write("two.csv", "time,load,heat,label\n" + string.Concat(Enumerable.Range(0, 500).Select(i => FormattableString.Invariant(
            $"{new DateTime(2024, 1, 1).AddHours(i):yyyy-MM-dd HH:mm},{100 + 10 * Math.Sin(i / 3.8) + Math.Sin(i * i):F3},{(i is >= 400 and < 410 ? 60 : 20 + Math.Cos(i / 7.6)):F3},{(i is >= 400 and < 410 ? 1 : 0)}\n"))));
        var (code, output, error) = session.Run(
            "train", "anomalies", table, "--target", "load,heat", "--calibration", "200", "--window", "16", "--out", session["run"]);
        Assert.True(code == CommandLine.Done, error);
        (code, output, error) = session.Run("predict", session["run"], "--data", table, "--report", session["page.html"]);
        Assert.True(code == CommandLine.Done, error);
        string[] lines = output.TrimEnd().Split('\n');
        Assert.Equal("row,time,load,heat,label,signal,score,alarm,expected,low,high", lines[0]);
        Assert.Contains(lines[201..211], l => l.Split(',') is [.., "heat", _, "1", _, _, _]);
        Assert.Equal(3, File.ReadAllText(session["page.html"]).Split("<svg").Length - 1);
        Assert.Contains("'load', 'heat'", session.Run("info", session["run"]).Output);
        Assert.Matches(@"events found +1 of 1", session.Run("evaluate", session["run"], "--data", table).Output);

        // A detector that goes on has the state of each signal.
        string part = session.Write("part.csv", string.Join('\n', File.ReadAllLines(table)[..351]) + "\n");
        Assert.Equal(CommandLine.Done, session.Run("train", "anomalies", part, "--resume", session["run"]).Code);
        Assert.Equal(lines[151..], session.Run("predict", session["run"], "--data", table).Output.TrimEnd().Split('\n')[1..]);
        using var json = JsonDocument.Parse(session.Run("predict", session["run"], "--data", table, "--json").Output.Split('\n')[0]);
        Assert.Equal(2, json.RootElement.GetProperty("signals").GetArrayLength());
    }

    [Fact]
    public void A_detector_goes_on_with_later_rows()
    {
        using var session = new Session();
        string whole = Wave(session), part = Wave(session, "part.csv", 300), run = Train(session, part);
        string[] expected = session.Run("predict", run, "--data", whole).Output.TrimEnd().Split('\n')[101..];
        var (code, _, error) = session.Run("train", "anomalies", part, "--resume", run);
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(expected, session.Run("predict", run, "--data", whole).Output.TrimEnd().Split('\n')[1..]);
        (code, _, error) = session.Run("predict", run, "--data", part);
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("expected rows after 2024-01-13 11:00,", error);
    }

    [Fact]
    public void Rows_are_scored_as_they_come()
    {
        using var session = new Session();
        string run = Train(session, Wave(session));
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [typeof(CommandLine).Assembly.Location, "predict", run, "--data", "-"])
        { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        process.StandardInput.Write("time,load,label\n" + Row(200) + Row(201));
        process.StandardInput.Flush();
        Assert.Equal("row,time,load,label,score,alarm,expected,low,high", process.StandardOutput.ReadLine());
        Assert.StartsWith("1,2024-01-09 08:00", process.StandardOutput.ReadLine());
        Assert.StartsWith("2,2024-01-09 09:00", process.StandardOutput.ReadLine());
        process.StandardInput.Close();
        process.WaitForExit();
        Assert.Equal(CommandLine.Done, process.ExitCode);
    }

    [Theory]
    [InlineData("2024-01-05 04:00,1,0", "2024-01-05 04:00,1,0", "table.csv:103: column 'time': expected a time after")] // twice the same
    [InlineData("2024-01-05 04:00,1,0", "2023-01-05 03:00,1,0", "any-order")] // out of order
    [InlineData("2024-01-05 04:00,1,0", "2024-01-05 05:00,high,0", "table.csv:103")] // no number
    public void A_row_that_cannot_be_is_named(string row, string next, string message)
    {
        using var session = new Session();
        string table = session.Write("table.csv", "time,load,label\n"
            + string.Concat(Enumerable.Range(0, 100).Select(Row)) + row + "\n" + next + "\n" + string.Concat(Enumerable.Range(110, 200).Select(Row)));
        var (code, _, error) = session.Run("train", "anomalies", table, "--target", "load", "--calibration", "200", "--out", session["run"]);
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains(message, error);
    }

    [Fact]
    public void What_is_missing_is_said()
    {
        using var session = new Session();
        string table = Wave(session, "short.csv", 50);
        Assert.Equal(
            (CommandLine.WrongUse, true),
            session.Run("train", "anomalies", table) is var r ? (r.Code, r.Error.Contains("--target COLUMN, one of load, label")) : default);
        var (code, _, error) = session.Run("train", "anomalies", table, "--target", "load", "--out", session["run"]);
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("750 rows or more to calibrate on, got 50", error);
        Assert.Contains("Did you mean 'load'", session.Run("train", "anomalies", table, "--target", "laod", "--out", session["b"]).Error);
        Assert.Equal(CommandLine.WrongUse, session.Run("train", "anomalies", table, "--target", "load", "--margin", "0.5").Code);
        Assert.Equal(CommandLine.BadData, session.Run("score", "nab", session.Folder).Code);
        Assert.Equal(CommandLine.WrongUse, session.Run("score", "nab").Code);
    }

    [Fact]
    public void The_benchmark_prints_every_detector_beside_the_others()
    {
        using var session = new Session();
        Directory.CreateDirectory(session["nab/data/made"]);
        Directory.CreateDirectory(session["nab/labels"]);
        File.WriteAllText(session["nab/data/made/wave.csv"], File.ReadAllText(Wave(session)).Replace("time,load,label", "timestamp,value,label"));
        File.WriteAllText(
            session["nab/labels/combined_windows.json"], """{ "made/wave.csv": [["2024-01-17 12:00:00.000000", "2024-01-18 20:00:00.000000"]] }""");
        var (code, output, error) = session.Run("score", "nab", session["nab"], "--seeds", "2", "--out", session["run"]);
        Assert.True(code == CommandLine.Done, error);
        foreach (string detector in new[] { "null ", "random ", "windowed Gaussian ", "beyond the range ", "last value ", "net ", "net, at its own threshold " })
            Assert.Contains($"| {detector}", output);
        Assert.Contains("1 series, 500 rows, 1 windows", File.ReadAllText(Path.Combine(session["run"], "results.md")));
        Assert.Equal(
            CommandLine.Done,
            session.Run("score", "nab", "--config", Path.Combine(session["run"], "config.json"), "--out", session["again"], "--json").Code);
    }
}
