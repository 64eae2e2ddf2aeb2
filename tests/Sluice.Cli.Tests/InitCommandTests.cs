using System.Runtime.CompilerServices;

namespace Sluice.Cli.Tests;

/// <summary>Data of every kind finds the task that it is for, in <c>init</c>, <c>train</c> and <c>check</c>.</summary>
public sealed class InitCommandTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Theory]
    [InlineData("text/text.txt", "text: running text", "\"epochs\": 60")]
    [InlineData(
        "forecast/sales.csv", "forecast: 120 rows with dates in 'date', of which the next 'sold'",
        "\"sold\": \"number\" // the target; numbers from 20 to 52")]
    [InlineData("tag/orders.conll", "tag: sentences with a tag for each word", "\"task\": \"tag\"")]
    [InlineData("tag-rows/log.csv", "tag: one of 2 labels for each row, in 'phase'", "\"target\": \"phase\"")]
    [InlineData("classify/names.csv", "classify: a text in 'name' and one of 2 labels in 'from'", "\"tokenizer\": \"character\"")]
    [InlineData(
        "classify-rows/rows.csv", "classify: 16 sequences of rows in 'unit', each with one of 2 labels in 'label'", "\"unit\": \"id\", // sequence")]
    [InlineData("life/engines.txt", "life: 8 units in 'c1', each row by row in 'c2'", "\"time\": \"c2\"")]
    [InlineData("control/log.csv", "control: 8 episodes in 'episode', and what was done in 'gear'", "\"step\": \"step\"")]
    [InlineData("translate/pairs.tsv", "translate: pairs of texts", "\"task\": \"translate\"")]
    [InlineData("transcribe/sounds", "classify: recordings with one of 3 labels", "\"task\": \"classify\"")]
    [InlineData("compose/music.json", "compose: pieces of music", "\"task\": \"compose\"")]
    public void A_file_says_which_task_it_is_for(string data, string why, string config)
    {
        string path = Path.Combine(Golden(), data);
        var (code, output, error) = _session.Run("init", path, "--out", _session["sluice.json"]);
        Assert.True(code == 0, error);
        Assert.Contains($"task       {why}", output);
        Assert.Contains(config, File.ReadAllText(_session["sluice.json"]));
        string task = why[..why.IndexOf(':')];
        Assert.Contains($"To train:             sluice train {task} --config", output);
        Assert.EndsWith(
            $"To train:  sluice train {task} --config {_session["sluice.json"]}\n",
            _session.Run("check", _session["sluice.json"]).Output.ReplaceLineEndings("\n"));
        output = _session.Run("check", path).Output;
        Assert.Contains($"This is data for {why}", output);
        Assert.Contains($"To train:  sluice train {path}", output);
    }

    [Fact]
    public void Series_below_each_other_are_told_apart_by_what_their_dates_have_in_common()
    {
        string shops = _session.Write("shops.csv", "day,shop,price,sold\n" + string.Concat(
            Enumerable.Range(0, 200).Select(i => $"{new DateTime(2024, 1, 1).AddDays(i / 2):yyyy-MM-dd},{i % 2},{i % 5},{i % 14 + 3}\n")));
        var (code, _, error) = _session.Run("train", shops, "--epochs", "1", "--hidden", "4", "--out", _session["run"]);
        Assert.True(code == 0, error);
        Assert.Contains("series: 2 series one below the other, told apart by 'shop'", error);
        Assert.Contains(
            $"the same as: sluice train series {shops} --id shop --time day --values sold --past price --horizon 7 --hidden 4 --epochs 1",
            error);
        Assert.DoesNotContain("warning", error);
        Assert.Contains(
            "Column 'shop' tells 2 series apart: train series --id shop",
            _session.Run("train", shops, "--task", "forecast", "--epochs", "1", "--steps", "2", "--hidden", "4", "--out", _session["other"]).Error);
    }

    [Fact]
    public void A_file_alone_is_enough_to_train()
    {
        var (code, output, error) = _session.Run(
            "train", Path.Combine(Golden(), "classify/names.csv"), "--epochs", "1", "--hidden", "4", "--out", _session["run"]);
        Assert.True(code == 0, error);
        Assert.Contains("classify: a text in 'name'", error);
        Assert.Contains("--text name --target from --hidden 4 --tokenizer character --epochs 1", error);
        Assert.Contains("accuracy", output);
        Assert.Contains(
            "calibration", _session.Run("train", "--config", Path.Combine(_session["run"], "config.json"), "--out", _session["again"]).Output);
        Assert.Equal(CommandLine.Done, _session.Run("train", "--resume", _session["again"]).Code);
    }

    [Fact]
    public void What_was_said_counts_more_than_what_was_found()
    {
        string sales = _session.WriteSales(), config = _session["sluice.json"];
        Assert.Contains(
            "target     price", _session.Run("init", sales, "--target", "price", "--horizon", "3", "--column", "shop=id", "--out", config).Output);
        string json = File.ReadAllText(config);
        Assert.Contains("\"horizon\": 3", json);
        Assert.Contains("\"shop\": \"id\"", json);
        Assert.Contains("the first half of 120 rows", _session.Run("init", sales, "--task", "anomalies", "--out", _session["a.json"]).Output);
        Assert.Contains("\"target\": \"sold\"", File.ReadAllText(_session["a.json"]));
    }

    [Theory]
    [InlineData(CommandLine.WrongUse, "--tokenizer: a run of 'forecast' has no such setting", "train", "{}/sales.csv", "--tokenizer", "word")]
    [InlineData(CommandLine.WrongUse, "Did you mean 'forecast'?", "train", "forcast")]
    [InlineData(CommandLine.WrongUse, "Did you mean 'series'?", "init", "{}/sales.csv", "--task", "serie")]
    [InlineData(CommandLine.BadData, "no such file or folder", "train", "{}/absent.csv")]
    [InlineData(CommandLine.BadData, "Did you mean 'price'?", "init", "{}/sales.csv", "--target", "prize")]
    [InlineData(CommandLine.WrongUse, "init: expected a file or a folder, or --query TEXT; or one of the tasks text,", "init")]
    [InlineData(CommandLine.WrongUse, "Say which with --task: forecast (", "init", "{}/both.csv")]
    [InlineData(CommandLine.BadData, "sluice train --config", "train", "{}/config.json")]
    [InlineData(CommandLine.BadData, "expected a folder with a file LABEL.txt", "train", "{}/empty")]
    public void What_is_wrong_or_unclear_is_said(int code, string message, params string[] command)
    {
        _session.WriteSales();
        Directory.CreateDirectory(_session["empty"]);
        _session.Write("config.json", "{ \"data\": { \"file\": \"x\" } }");
        _session.Write("both.csv", "unit,a,b\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i / 10},{i * 7 % 11},{i * 3 % 17}\n")));
        var (got, _, error) = _session.Run([.. command.Select(c => c.Replace("{}", _session.Folder))]);
        Assert.Contains(message, error);
        Assert.Equal(code, got);
    }

    private static string Golden([CallerFilePath] string file = "") => Path.Combine(Path.GetDirectoryName(file)!, "Golden");
}
