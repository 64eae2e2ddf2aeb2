using System.Globalization;

namespace Sluice.Cli.Tests;

/// <summary>Numbers at the edge of what single precision counts, and sizes beyond all memory: each a sentence before any training.</summary>
public sealed class EdgeOfNumbersTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("forecast", "1e30", "too large")]
    [InlineData("forecast", "1e-40", "too small")]
    [InlineData("forecast", "5e-324", "too small")]
    [InlineData("forecast", "1e300", "too large")]
    [InlineData("forecast", "", "has no value in the rows to learn from")]
    [InlineData("series", "1e30", "too large")]
    [InlineData("series", "1e-40", "too small")]
    [InlineData("series", "", "has no value in the rows to learn from")]
    [InlineData("anomalies", "1e30", "too large")]
    [InlineData("anomalies", "1e-310", "too small")]
    [InlineData("anomalies", "", "has no value in the rows to learn from")]
    [InlineData("control", "1e30", "too large")]
    [InlineData("control", "1e-40", "too small")]
    [InlineData("control", "", "has no value in the rows to learn from")]
    public void Targets_that_cannot_be_learned_are_refused_before_training(string task, string unit, string part)
    {
        string[] arguments = task switch
        {
            "series" => ["--values", "y", "--lookback", "16", "--horizon", "4", "--segment", "4"],
            "control" => ["--episode", "episode", "--action", "y", "--sensors", "x"],
            "anomalies" => ["--target", "y", "--calibration", "60"],
            _ => ["--target", "y"],
        };
        var (code, output, error) = _session.Run(["train", task, Table(unit), .. arguments, "--column", "y=number", "--out", _session["run"]]);
        Assert.NotEqual(CommandLine.Done, code);
        Assert.Contains(part, error);
        Assert.Contains("'y'", error);
        Assert.DoesNotContain("learning rate", error);
        Assert.DoesNotContain("epoch", output + error);
    }

    [Theory]
    [InlineData("1e12")]
    [InlineData("1e-12")]
    public void Targets_of_any_usual_unit_are_learned(string unit)
    {
        var (code, output, error) = _session.Run(
            "train", "forecast", Table(unit), "--target", "y", "--hidden", "4", "--epochs", "1", "--steps", "2", "--out", _session["run"]);
        Assert.True(code == CommandLine.Done, error);
        foreach (string line in output.Split('\n').Where(l => l.StartsWith("MASE", StringComparison.Ordinal)))
            Assert.InRange(double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture), 0, 1000);
    }

    [Theory]
    [InlineData("--layers", "100000", "MB of memory or more")]
    [InlineData("--hidden", "1000000", "MB of memory or more")]
    [InlineData("--batch", "2000000000", "MB of memory or more")]
    [InlineData("--layers", "2147483647", "MB of memory or more")]
    public void Sizes_beyond_all_memory_are_refused_before_anything_is_read(string option, string value, string part)
    {
        var (code, _, error) = _session.Run("train", "--epochs", "1", option, value, "--out", _session["run"]);
        Assert.NotEqual(CommandLine.Done, code);
        Assert.Contains(part, error);
        Assert.False(Directory.Exists(_session["run"]));
    }

    [Fact]
    public void Nobody_trains_more_than_a_thousand_layers()
    {
        var (code, _, error) = _session.Run("train", "--epochs", "1", "--hidden", "2", "--layers", "1001", "--out", _session["run"]);
        Assert.NotEqual(CommandLine.Done, code);
        Assert.Contains("1 to 1000 layers", error);
    }

    private string Table(string unit) => _session.Write("t.csv", "date,episode,x,y\n" + string.Concat(Enumerable.Range(0, 200).Select(i =>
        $"{new DateTime(2024, 1, 1).AddDays(i):yyyy-MM-dd},{i / 20},{i % 7},{(unit.Length == 0 ? "" : ((1 + i % 5) * double.Parse(unit, CultureInfo.InvariantCulture)).ToString("R", CultureInfo.InvariantCulture))}\n")));
}
