namespace Sluice.Cli.Tests;

/// <summary>What <c>check</c> warns of, <c>train</c> says before it begins, with the columns as it reads them.</summary>
public sealed class WarningTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData(
        "forecast", "shuffled.csv", "has the same value in every row", "sold +number +target", "--target", "sold", "--steps", "2", "--sort", "date")]
    [InlineData(
        "anomalies", "shuffled.csv", "has the same value in every row", "sold +number +watched", "--target", "sold", "--any-order", "true",
        "--calibration", "60")]
    [InlineData("life", "units.csv", "column 'same' has the same value in every row", "unit +id +unit", "--id", "unit", "--time", "step")]
    [InlineData(
        "control", "units.csv", "column 'same' has the same value in every row", "act +category +action", "--episode", "unit", "--action", "act",
        "--step", "step")]
    [InlineData(
        "series", "units.csv", "column 'same' has the same value in every row", "value +number +value", "--id", "unit", "--values", "value",
        "--lookback", "4", "--horizon", "2", "--segment", "2")]
    [InlineData(
        "tag", "contradicting.csv", "sequences have other labels than an earlier one with the same content", "kind +category +label", "--target",
        "kind", "--sequence", "unit")]
    [InlineData(
        "classify", "texts.csv", "sequences have other labels than an earlier one with the same content", "kind +category +label", "--target", "kind",
        "--text", "text")]
    [InlineData(
        "translate", "pairs.tsv", "sequences of validation .* are also in training", "source +text", "--validation-file", "@pairs.tsv", "--embedding",
        "4")]
    [InlineData("tag", "twice.conll", "sequences have other labels than an earlier one", "gru|lstm", "--word", "4", "--spelling", "2")]
    [InlineData("text", "lines.txt", "lines", "lstm")]
    public void A_task_says_before_training_what_is_wrong(string task, string data, string warning, string column, params string[] more)
    {
        WriteData();
        string[] size = task == "anomalies" ? ["--hidden", "4"] : ["--hidden", "4", "--epochs", "1"];
        var (code, _, error) = _session.Run(
            ["train", task, _session[data], .. more.Select(m => m.StartsWith('@') ? _session[m[1..]] : m), .. size, "--out", _session["run"]]);
        Assert.True(code == 0, error);
        Assert.Matches($"(?m)^warning: .*{warning}", error);
        Assert.Matches(column, error);
        Assert.DoesNotContain("warning", error.Split('\n')[0]);
        var (checkedCode, report, _) = _session.Run("check", Path.Combine(_session["run"], "config.json"));
        Assert.Equal(CommandLine.Done, checkedCode);
        Assert.Matches(warning, report.ReplaceLineEndings(" ").Replace("         ", ""));
    }

    [Fact]
    public void Forecasts_of_counts_end_at_zero_and_few_rows_of_validation_are_said_to_be_few()
    {
        string counts = _session.Write("counts.csv", "date,sold\n"
            + string.Concat(Enumerable.Range(0, 120).Select(i => $"{new DateTime(2024, 1, 1).AddDays(i):yyyy-MM-dd},{(i % 3 == 0 ? i % 9 : 0)}\n")));
        string[] train =
        [
            "train",
            "forecast",
            counts,
            "--target",
            "sold",
            "--hidden",
            "4",
            "--epochs",
            "1",
            "--steps",
            "2",
            "--horizon",
            "5",
            "--logarithm",
            "no",
            "--out",
            _session["run"]
        ];
        var (code, _, error) = _session.Run(train);
        Assert.True(code == 0, error);
        Assert.Contains("no value is below 0, so no forecast is (--floor none lets them be)", error);
        Assert.Contains("warning: 12 rows of validation are few to tell how wide intervals must be", error);
        Assert.DoesNotMatch(",-[0-9]", _session.Run("predict", _session["run"], "--data", counts).Output);
        Directory.Delete(_session["run"], true);
        (code, _, error) = _session.Run([.. train, "--floor", "none"]);
        Assert.True(code == 0, error);
        Assert.DoesNotContain("no value is below 0", error);
        Assert.Matches(",-[0-9]", _session.Run("predict", _session["run"], "--data", counts).Output);
    }

    [Fact]
    public void Series_below_each_other_are_not_said_to_be_out_of_order()
    {
        WriteData();
        var (_, _, error) = _session.Run(
            "train", "series", _session["units.csv"], "--id", "unit", "--values", "value", "--lookback", "4", "--horizon", "2", "--segment", "2",
            "--hidden", "4", "--epochs", "1", "--out", _session["run"]);
        Assert.DoesNotContain("come twice", error);
        Assert.DoesNotContain("before the one before", error);
    }

    [Fact]
    public void Scenes_that_the_program_draws_are_checked_too()
    {
        string config = _session["scenes.json"];
        Assert.Contains("task       describe: data that the program makes", _session.Run("init", "scenes", "--out", config).Output);
        string report = _session.Run("check", config).Output;
        Assert.Contains("training          200", report);
        Assert.EndsWith($"To train:  sluice train describe --config {config}\n", report);
    }

    private void WriteData()
    {
        string Rows(string header, int count, Func<int, string> row)
            => header + "\n" + string.Concat(Enumerable.Range(0, count).Select(i => row(i) + "\n"));
        _session.Write(
            "shuffled.csv", Rows("date,shop,sold", 150, i => $"{new DateTime(2024, 1, 1).AddDays(i * 37 % 150):yyyy-MM-dd},north,{i % 7 + 1}"));
        _session.Write(
            "units.csv", Rows("unit,step,same,value,act", 240, i => $"{i / 40},{i % 40},1,{i * 7 % 11},{(i % 3 == 0 ? "left" : "right")}"));
        _session.Write("contradicting.csv", Rows("unit,value,kind", 80, i => $"{i / 4},{i % 4},{(i / 4 % 2 == 0 ? "a" : "b")}"));
        _session.Write("texts.csv", Rows("text,kind", 60, i => $"text {i % 30} of many,{(i < 30 ? "a" : "b")}"));
        _session.Write("pairs.tsv", string.Concat(Enumerable.Range(0, 40).Select(i => $"one {i}\teins {i}\n")));
        _session.Write("twice.conll", string.Concat(Enumerable.Range(0, 30).Select(i => $"word{i % 15}\t{(i < 15 ? "O" : "B-thing")}\nmore\tO\n\n")));
        _session.Write("lines.txt", string.Concat(Enumerable.Repeat("The same line again and again.\n", 200)));
    }
}
