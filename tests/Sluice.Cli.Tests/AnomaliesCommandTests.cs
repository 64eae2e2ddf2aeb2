using System.Text.Json;
using Sluice.Data.Tables;
using Sluice.Readers;

namespace Sluice.Cli.Tests;

/// <summary><c>sluice anomalies FILE</c>: scores of any table at once, and what an alarm is.</summary>
public sealed class AnomaliesCommandTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    private string Sensors()
    {
        string rows = string.Concat(Enumerable.Range(0, 300).Select(t =>
        {
            double a = 10 + 3 * Math.Sin(2 * Math.PI * t / 24), b = 5 + Math.Cos(2 * Math.PI * t / 24), broken = t is >= 240 and < 246 ? 20 - a : a;
            return FormattableString.Invariant($"{new DateTime(2024, 1, 1).AddHours(t):yyyy-MM-dd HH:mm},{broken:F3},{b:F3},{(t is >= 240 and < 252 ? 1 : 0)}\n");
        }));
        return _session.Write("sensors.csv", "time,load,heat,label\n" + rows);
    }

    [Fact]
    public void Scores_name_the_signal_and_what_an_alarm_is_is_said()
    {
        var (code, output, error) = _session.Run("anomalies", Sensors(), "--out", _session["scores.csv"], "--plot", _session["scores.svg"], "--report", _session["scores.html"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Empty(output);
        Assert.Contains("watched: 'load', 'heat'. The first 150 rows are the measure (--calibration). An alarm is a score of 1 or more", error);
        Assert.Contains("in 'load'", error);
        var table = CsvTable.Read(_session["scores.csv"]);
        Assert.Equal(300, table.RowCount);
        double[] alarms = table.Column<NumberColumn>("alarm").Values;
        int first = Array.IndexOf(alarms, 1.0);
        Assert.InRange(first, 240, 251);
        Assert.Equal("load", table.Column<CategoryColumn>("signal").Values[first]);
        Assert.Contains("alarm", File.ReadAllText(_session["scores.svg"]));
        Assert.Contains("was expected, score", File.ReadAllText(_session["scores.html"]));
    }

    [Fact]
    public void Figures_and_lines_for_machines()
    {
        string file = Sensors();
        var (code, output, error) = _session.Run("anomalies", file, "--evaluate", "--target", "load");
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("events found     1 of 1", output);
        (code, output, error) = _session.Run("anomalies", file, "--target", "load", "--json");
        Assert.True(code == CommandLine.Done, error);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(300, lines.Length);
        using var last = JsonDocument.Parse(lines[^1]);
        Assert.Equal(299, last.RootElement.GetProperty("row").GetInt32());
        Assert.True(double.IsFinite(last.RootElement.GetProperty("expected").GetDouble()));
    }

    [Theory]
    [InlineData("expected more than 300 rows", "--calibration", "300")]
    [InlineData("speed", "--target", "speed")]
    [InlineData("--out: without effect with --evaluate", "--evaluate", "--out", "x.csv")]
    public void What_cannot_be_is_one_sentence(string message, params string[] options)
    {
        var (code, _, error) = _session.Run(["anomalies", Sensors(), .. options]);
        Assert.NotEqual(CommandLine.Done, code);
        Assert.Contains(message, error);
        Assert.DoesNotContain("   at ", error);
    }

    [Fact]
    public void A_model_that_begins_from_zero_is_trained_gone_on_with_and_asked()
    {
        string run = _session["run"];
        string file = _session.WriteSales();
        var (code, _, error) = _session.Run(
            "train", "series", file, "--values", "sold", "--horizon", "7", "--from", "zero", "--epochs", "1", "--steps", "1", "--lookback", "32", "--batch", "8", "--out", run);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("before the first step", error);
        Assert.Contains("the net from zero, paralstm, 3 x 224", error);
        (code, _, error) = _session.Run("train", "series", "--resume", run, "--epochs", "2");
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("going on after step 1", error);
        foreach (string[] asked in new string[][] { ["info", run], ["predict", run, "--data", file], ["evaluate", run, "--data", file], ["backtest", file, "--model", run, "--origins", "2"], ["inspect", run, "--data", file] })
        {
            (code, string output, error) = _session.Run(asked);
            Assert.True(code == CommandLine.Done, $"{asked[0]}: {error}");
            Assert.NotEmpty(output);
        }

        (code, _, error) = _session.Run("export", run, "--onnx", _session["net.onnx"]);
        Assert.NotEqual(CommandLine.Done, code);
        Assert.Contains("got one from zero", error);
    }
}
