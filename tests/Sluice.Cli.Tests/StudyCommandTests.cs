using System.Text.Json;

namespace Sluice.Cli.Tests;

public class StudyCommandTests
{
    [Fact]
    public void Cells_are_compared_on_a_text_with_tables_pictures_and_a_page()
    {
        using var session = new Session();
        var (code, output, error) = session.Run([.. Compare(session), "--out", session["study"]]);
        Assert.True(code == CommandLine.Done, error);
        foreach (string part in new[] { "| lstm ", "| gru  ", "learning rate", "Welch" }) Assert.Contains(part, output);
        Assert.Equal(4, File.ReadLines(Path.Combine(session["study"], "trials.jsonl")).Count());
        string page = File.ReadAllText(Path.Combine(session["study"], "results.html"));
        Assert.DoesNotContain("<script", page);
        Assert.Equal(3, page.Split("<svg").Length - 1);

        // Taken up again with the cells in another order, nothing is trained; the other cell is what they are compared to.
        string before = File.ReadAllText(Path.Combine(session["study"], "trials.jsonl"));
        (code, output, error) = session.Run("compare", "--resume", session["study"], "--cells", "gru,lstm");
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("against those of gru", output);
        Assert.Equal(before, File.ReadAllText(Path.Combine(session["study"], "trials.jsonl")));
    }

    [Fact]
    public void A_table_and_music_are_compared_on_as_well()
    {
        using var session = new Session();
        string[] small = ["--cells", "gru", "--trials", "1", "--epochs", "1", "--most-hidden", "8", "--least-hidden", "8", "--json"];
        var (code, output, error) = session.Run(["compare", "--data", session.WriteSales(), "--target", "sold", "--out", session["table"], .. small]);
        Assert.True(code == CommandLine.Done, error);
        using var table = JsonDocument.Parse(output.Trim().Split('\n')[^1]);
        Assert.True(table.RootElement.GetProperty("cells")[0].GetProperty("best").GetProperty("test").GetDouble() > 0);
        string music = session.Write("m.json", "{\"train\": [[[60, 64], [62], [64]]], \"valid\": [[[60], [62]]], \"test\": [[[62], [64]]]}");
        (code, _, error) = session.Run(["compare", "--data", music, "--out", session["music"], .. small]);
        Assert.True(code == CommandLine.Done, error);
    }

    [Theory]
    [InlineData("--cells", "lstm,gru,lstn", "Did you mean 'lstm'?")]
    [InlineData("--cells", "lstm,lstm", "each cell once")]
    [InlineData("--cells", "lstm,clockwork:7", "divide")]
    [InlineData("--trials", "0", "a whole number from 1")]
    [InlineData("--parameters", "50", "parameters already")]
    [InlineData("--least-rate", "1", "most")]
    public void Wrong_use_is_said_before_any_work(string option, string value, string part)
    {
        using var session = new Session();
        var (code, _, error) = session.Run([.. Compare(session, except: option), option, value, "--out", session["study"]]);
        Assert.Equal(CommandLine.WrongUse, code);
        Assert.Contains(part, error);
        Assert.False(Directory.Exists(session["study"]));
    }

    [Fact]
    public void Comparing_asks_for_data_and_a_target()
    {
        using var session = new Session();
        Assert.Contains("--data", session.Run("compare").Error);
        Assert.Contains("--target COLUMN, one of", session.Run("compare", "--data", session.WriteSales()).Error);
        Assert.Equal(CommandLine.BadData, session.Run("compare", "--data", session["none.txt"]).Code);
    }

    [Fact]
    public void Challenges_are_listed_run_and_taken_up()
    {
        using var session = new Session();
        Assert.Contains("reber", session.Run("challenge").Output);
        string[] ask =
        [
            "challenge", "order,adding", "--cells", "lstm,rnn", "--gaps", "10,20", "--seeds", "1", "--hidden", "8", "--steps", "60", "--out",
            session["gaps"]
        ];
        var (code, output, error) = session.Run(ask);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("longest gap solved", output);
        Assert.Contains("<svg", File.ReadAllText(Path.Combine(session["gaps"], "results.html")));
        string trials = File.ReadAllText(Path.Combine(session["gaps"], "trials.jsonl"));
        (code, _, error) = session.Run("challenge", "--resume", session["gaps"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(trials, File.ReadAllText(Path.Combine(session["gaps"], "trials.jsonl")));
    }

    [Fact]
    public void Long_sequences_are_tested_drawn_and_taken_up()
    {
        using var session = new Session();
        string[] ask =
        [
            "challenge", "lengths", "parity,recall", "--cells", "rnn,transformer", "--lengths", "10,20", "--seeds", "1", "--hidden", "8", "--steps",
            "5", "--rates", "0.01", "--out", session["lengths"]
        ];
        var (code, output, error) = session.Run(ask);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("Without looking: 50.0 %", output);
        Assert.Contains("recall 20", File.ReadAllText(Path.Combine(session["lengths"], "accuracy.svg")));
        string trials = File.ReadAllText(Path.Combine(session["lengths"], "trials.jsonl"));
        (code, _, error) = session.Run("challenge", "lengths", "--resume", session["lengths"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(trials, File.ReadAllText(Path.Combine(session["lengths"], "trials.jsonl")));
    }

    [Theory]
    [InlineData("ordre", "--cells", "lstm", "Did you mean 'order'?")]
    [InlineData("order", "--cells", "lstm/early", "a number or chrono")]
    [InlineData("order", "--cells", "clockwork:7", "divide")]
    [InlineData("order", "--gaps", "20,10", "rising")]
    public void A_challenge_that_makes_no_sense_is_refused(string problem, string option, string value, string part)
    {
        using var session = new Session();
        var (code, _, error) = session.Run("challenge", problem, option, value, "--out", session["gaps"]);
        Assert.Equal(CommandLine.WrongUse, code);
        Assert.Contains(part, error);
        Assert.False(Directory.Exists(session["gaps"]));
    }

    private static string[] Compare(Session session, string except = "")
    {
        (string, string)[] options = [("--cells", "lstm,gru"), ("--trials", "2"), ("--epochs", "1"), ("--least-hidden", "8"), ("--most-hidden", "8")];
        return
        [
            "compare",
            "--data",
            session.Write("t.txt", string.Concat(Enumerable.Range(0, 300).Select(i => $"line {i}\n"))),
            .. options.Where(o => o.Item1 != except).SelectMany(o => new[] { o.Item1, o.Item2 })
        ];
    }
}
