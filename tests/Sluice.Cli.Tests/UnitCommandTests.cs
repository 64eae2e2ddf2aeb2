using System.Globalization;
using System.Text.Json;

namespace Sluice.Cli.Tests;

/// <summary>Policies and remaining life from the command line.</summary>
public class UnitCommandTests
{
    [Fact]
    public void Remaining_life_from_training_to_the_page()
    {
        using var session = new Session();
        string train = session.Write("train.txt", Engines(12, 0)),
            test = session.Write("test.txt", Engines(4, 5)), truth = session.Write("truth.txt", "5\n5\n5\n5\n");
        var (code, output, error) = session.Run(
            "train", "life", train, "--id", "c1", "--time", "c2", "--cap", "20", "--hidden", "8", "--epochs", "4", "--out", session["run"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("a line through the last row", output);
        Assert.Contains("left out, since they never change: c4", error);
        Assert.Contains("# A model of remaining life", File.ReadAllText(Path.Combine(session["run"], "card.md")));

        (code, output, error) = session.Run("evaluate", session["run"], "--data", test, "--truth", truth, "--report", session["life.html"]);
        Assert.True(code == CommandLine.Done, error);
        foreach (string part in new[] { "units            4", "RMSE", "MAE", "score", "nominal 80 %" }) Assert.Contains(part, output);
        string page = File.ReadAllText(session["life.html"]);
        Assert.Contains("<svg", page);
        Assert.Contains("truth, up to 20", page);
        Assert.DoesNotContain("<script", page);

        (_, output, _) = session.Run("evaluate", session["run"], "--data", test, "--truth", truth, "--json");
        using var figures = JsonDocument.Parse(output);
        Assert.Equal(4, figures.RootElement.GetProperty("units").GetInt32());
        Assert.Equal(3, session.Run("evaluate", session["run"], "--data", test, "--truth", session.Write("short.txt", "5\n5\n")).Code);
        Assert.Contains(
            "short.txt: expected 4 lives, one for each unit of column 'c1', got 2",
            session.Run("evaluate", session["run"], "--data", test, "--truth", session["short.txt"]).Error);
        Assert.Contains("expected one column", session.Run("evaluate", session["run"], "--data", test, "--truth", test).Error);

        (code, output, error) = session.Run("predict", session["run"], "--data", test);
        Assert.True(code == CommandLine.Done, error);
        Assert.StartsWith("c1,rows,life,low,high\n1,", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal(5, output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n').Length);
        Assert.Contains("remaining life of each 'c1'", session.Run("info", session["run"]).Output);
    }

    [Fact]
    public void A_configuration_repeats_both_to_the_bit()
    {
        using var session = new Session();
        string engines = session.Write("engines.txt", Engines(6, 0)), log = session.Write("log.csv", Log());
        foreach (string[] task in new string[][] {
        [
            "life", engines, "--id", "c1", "--cell", "gru", "--dropout", "0.3"
        ], ["control", log, "--action", "gear", "--step", "step", "--seed", "3"] })
        {
            var (code, _, error) = session.Run(["train", .. task, "--hidden", "4", "--epochs", "2", "--out", session[task[0] + "1"]]);
            Assert.True(code == CommandLine.Done, error);
            (code,
             _,
             error) = session.Run("train", task[0], "--config", Path.Combine(session[task[0] + "1"], "config.json"), "--out", session[task[0] + "2"]);
            Assert.True(code == CommandLine.Done, error);
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(session[task[0] + "1"], "model.safetensors")),
                File.ReadAllBytes(Path.Combine(session[task[0] + "2"], "model.safetensors")));
        }
    }

    [Fact]
    public void A_policy_from_training_to_its_actions()
    {
        using var session = new Session();
        string log = session.Write("log.csv", Log());
        var (code, output, error) = session.Run(
            "train", "control", log, "--action", "gear", "--step", "step", "--hidden", "4", "--epochs", "2", "--out", session["run"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("accuracy", output);
        Assert.Contains("without memory", output);
        (code, output, error) = session.Run("evaluate", session["run"], "--data", log);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("8 episodes, 80 steps", output);
        (code, output, error) = session.Run("predict", session["run"], "--data", log);
        Assert.True(code == CommandLine.Done, error);
        Assert.Matches("^episode,step,[a-z,]*gear,predicted gear,probability\n1,0,", output.ReplaceLineEndings("\n"));
        Assert.Contains("out of high, low", session.Run("info", session["run"]).Output);
        (code, _, error) = session.Run(
            "evaluate", session["run"], "--data", session.Write("new.csv", Log().Replace("high", "reverse", StringComparison.Ordinal)));
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("new.csv:2: column 'gear' holds 'reverse', which is in no episode", error);
    }

    private static string Engines(int count, int left) => string.Concat(
        from unit in Enumerable.Range(1, count)
        let life = 20 + unit * 7 % 11
        from cycle in Enumerable.Range(1, life - left)
        select string.Create(CultureInfo.InvariantCulture, $"{unit} {cycle} {10.0 * cycle / life + unit * cycle % 3:F2} 100 \n"));

    private static string Log() => "episode,step,speed,gear\n" + string.Concat(
        from episode in Enumerable.Range(1, 8)
        from step in Enumerable.Range(0, 10)
        select $"{episode},{step},{episode * step % 7},{(episode * step % 7 > 2 ? "low" : "high")}\n");
}
