using System.Text.Json;
using Sluice.Audio;

namespace Sluice.Cli.Tests;

/// <summary>Taggers and classifiers from the command line.</summary>
public class LabelCommandTests
{
    private static readonly string[] s_small = ["--hidden", "8", "--word", "8", "--spelling", "4", "--epochs", "8", "--rate", "0.02"];

    private static string WriteOrders(Session session) => session.Write("orders.conll", string.Concat(Enumerable.Range(0, 60).Select(i => i % 2 == 0
        ? "# label = order\nbring\tO\ngreen\tB-thing\ntea\tI-thing\n\n"
        : "# label = question\nis\tO\nthere\tO\ncoffee\tB-thing\n\n")));

    [Fact]
    public void A_tagger_is_trained_measured_asked_and_described()
    {
        using var session = new Session();
        string data = WriteOrders(session);
        var (code, output, error) = session.Run(["train", "tag", data, .. s_small, "--out", session["run"]]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("F1               100.00", output);
        Assert.Contains("by each word alone", output);
        Assert.Contains("# A tagger", File.ReadAllText(Path.Combine(session["run"], "card.md")));

        (code, output, error) = session.Run("evaluate", session["run"], "--data", data, "--json");
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(1, JsonDocument.Parse(output).RootElement.GetProperty("label_accuracy").GetDouble());

        string sentences = session.Write("s.txt", "is there green tea\nbring coffee\n");
        (code, output, _) = session.Run("predict", session["run"], "--data", sentences);
        Assert.Equal(CommandLine.Done, code);
        Assert.Contains("# label = question\nis\tO\nthere\tO\ngreen\tB-thing\ntea\tI-thing\n\n# label = order", output.ReplaceLineEndings("\n"));
        (_, output, _) = session.Run("predict", session["run"], "--data", sentences, "--best", "3", "--json");
        using var first = JsonDocument.Parse(output.Split('\n')[0]);
        Assert.Equal(3, first.RootElement.GetProperty("readings").GetArrayLength());
        Assert.Equal("green tea", first.RootElement.GetProperty("readings")[0].GetProperty("spans")[0].GetProperty("text").GetString());
        (_, output, _) = session.Run("info", session["run"]);
        Assert.Contains("order question", output);
    }

    [Fact]
    public void Rows_of_a_table_are_tagged()
    {
        using var session = new Session();
        string data = session.Write("log.csv", "day,heat,phase\n" + string.Concat(
            Enumerable.Range(0, 200).Select(i => $"{i / 20},{(i % 20 < 10 ? i % 20 : 20 - i % 20)},{(i % 20 < 10 ? "warming" : "cooling")}\n")));
        var (code, _, error) = session.Run(
            "train", "tag", data, "--target", "phase", "--sequence", "day", "--hidden", "8", "--epochs", "2", "--out", session["run"]);
        Assert.True(code == CommandLine.Done, error);
        (code, string output, error) = session.Run("predict", session["run"], "--data", data);
        Assert.True(code == CommandLine.Done, error);
        Assert.StartsWith("row,day,heat,phase,predicted phase", output);
        Assert.Equal(201, output.Trim().Split('\n').Length);
        Assert.Equal(CommandLine.Done, session.Run("evaluate", session["run"], "--data", data).Code);
    }

    [Fact]
    public void A_classifier_of_texts_is_trained_measured_and_asked()
    {
        using var session = new Session();
        Directory.CreateDirectory(session["names"]);
        session.Write("names/Polish.txt", string.Concat(Enumerable.Range(0, 40).Select(i => $"{(char)('a' + i % 26)}{(char)('a' + i % 5)}ski\n")));
        session.Write("names/Danish.txt", string.Concat(Enumerable.Range(0, 60).Select(i => $"{(char)('a' + i % 26)}{(char)('a' + i % 5)}sen\n")));
        var (code, output, error) = session.Run(
            "train", "classify", session["names"], "--tokenizer", "character", "--test-every", "5", "--hidden", "8", "--word", "8", "--epochs", "8",
            "--rate", "0.02", "--out", session["run"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("sequences        20", output);
        Assert.Contains("most frequent label 60.00 %", output);
        string names = session.Write("n.txt", "kowalski\nnielsen\n");
        (_, output, _) = session.Run("predict", session["run"], "--data", names, "--best", "2");
        Assert.Contains("1,kowalski,Polish,", output);
        Assert.Contains("2,nielsen,Danish,", output);
        session.Write("names/Greek.txt", "papadopoulos\n");
        (_, output, _) = session.Run("evaluate", session["run"], "--data", session["names"]);
        Assert.Contains("how often each was told", output);
        Assert.Contains("never told: Greek", output);
        Assert.Contains("data: names, sha256:", File.ReadAllText(Path.Combine(session["run"], "card.md")));

        string table = session.Write("t.csv", "name,from\n"
            + string.Concat(Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? $"{(char)('a' + i % 26)}ski,pl\n" : $"{(char)('a' + i % 26)}sen,dk\n")));
        (code, _, error) = session.Run(
            "train", "classify", table, "--text", "name", "--target", "from", "--tokenizer", "character", "--hidden", "8", "--epochs", "2", "--out",
            session["table"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(CommandLine.Done, session.Run("evaluate", session["table"], "--data", table).Code);
    }

    [Theory]
    [InlineData("tag", "a O\nb I-x\n\nc B-x\n", CommandLine.BadData, "x.conll:2: the tag 'I-x' of 'b' cannot stand after O")]
    [InlineData("tag", "a O\nb\n", CommandLine.BadData, "x.conll:2: expected a word and its tag")]
    [InlineData("tag", "a O\n\nb O\n", CommandLine.BadData, "two different tags")]
    [InlineData("classify", "a,b\n1,2\n", CommandLine.WrongUse, "--target COLUMN")]
    public void What_cannot_be_learned_from_is_said(string task, string content, int expected, string part)
    {
        using var session = new Session();
        var (code, _, error) = session.Run("train", task, session.Write("x.conll", content), "--out", session["run"]);
        Assert.Equal(expected, code);
        Assert.Contains(part, error);
        Assert.DoesNotContain("   at ", error);
    }

    [Fact]
    public void A_model_is_asked_only_for_what_it_knows()
    {
        using var session = new Session();
        string orders = WriteOrders(session);
        Assert.Equal(CommandLine.Done, session.Run(["train", "tag", orders, .. s_small, "--out", session["run"]]).Code);
        var (code, _, error) = session.Run("generate", session["run"]);
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("expected a model for the task 'text', got one for 'tag'", error);
        (code, _, error) = session.Run("predict", session.TrainBook("book"), "--data", orders);
        Assert.Equal(CommandLine.WrongUse, code);
        Assert.Contains("generate", error);
    }

    [Fact]
    public void Recordings_are_told_apart_by_what_is_heard()
    {
        using var session = new Session();
        Directory.CreateDirectory(session["sounds"]);
        foreach (var (label, hertz) in new[] { ("low", 300), ("high", 1500) })
            for (int i = 0; i < 20; i++)
                WavFile.Write(session[$"sounds/{label}_ann_{i}.wav"], new Sound(
                    8000, [.. Enumerable.Range(0, 1600 + 80 * i).Select(n => 0.5f * MathF.Sin(2 * MathF.PI * (hertz + 10 * i) * n / 8000))]));
        var (code, output, error) = session.Run(
            "train", "classify", session["sounds"], "--test-first", "5", "--bands", "16", "--hidden", "8", "--epochs", "8", "--rate", "0.02", "--out",
            session["run"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("27 sequences to learn from, 3 to check on, 10 to measure on", error);
        Assert.Contains("accuracy         100.00", output);
        (code, output, error) = session.Run("predict", session["run"], "--data", session["sounds/high_ann_3.wav"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("\n1,high,", output.ReplaceLineEndings("\n"));
        (code, output, error) = session.Run("evaluate", session["run"], "--data", session["sounds"], "--json");
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(40, JsonDocument.Parse(output).RootElement.GetProperty("sequences").GetInt32());
        Assert.Contains("recordings of 8000", session.Run("info", session["run"]).Output);

        WavFile.Write(session["fast.wav"], new Sound(16000, new float[4000]));
        (code, _, error) = session.Run("predict", session["run"], "--data", session["fast.wav"]);
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("expected 8000 samples a second, got 16000", error);
        Assert.Equal(CommandLine.BadData, session.Run("predict", session["run"], "--data", session.Write("a.ts", "@data\n1:a\n")).Code);
    }
}
