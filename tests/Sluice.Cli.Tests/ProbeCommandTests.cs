using System.Text.Json;

namespace Sluice.Cli.Tests;

/// <summary><c>sluice probe</c>: what a language model keeps track of.</summary>
public sealed class ProbeCommandTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    /// <summary>Sentences with and without quotations, of two lines each.</summary>
    private string Novel(string name = "novel.txt") => _session.Write(name, string.Concat(Enumerable.Range(0, 40).Select(i =>
        $"{(i % 3 == 0 ? "He" : "She")} said, \"{(i % 2 == 0 ? "it is well" : "these are mine")} (so {i % 7}),\" and\nwent.\n\n")));

    private string Train()
    {
        var (code, _, error) = _session.Run(
            "train", "text", Novel(), "--epochs", "1", "--hidden", "8", "--embedding", "4", "--layers", "2", "--batch", "4", "--steps", "16", "--out",
            _session["run"]);
        Assert.True(code == 0, error);
        return _session["run"];
    }

    [Fact]
    public void Every_feature_is_probed_with_what_is_told_without_the_net_beside_it()
    {
        string run = Train(), text = Novel();
        foreach (string feature in new[] { "quotes", "brackets", "line-length", "number", "gender" })
        {
            var (code, output, error) = _session.Run("probe", run, "--text", text, "--feature", feature);
            Assert.Equal((CommandLine.Done, ""), (code, error));
            Assert.Contains($"{feature} in novel.txt", output);
            Assert.Matches(@"\| the last 5 symbols +\|", output);
            foreach (string state in new[] { "layer 0, h", "layer 0, c", "layer 1, h", "layer 1, c" })
                Assert.Matches($@"\| {state} +\| 8 +\| -?\d", output);
            Assert.Contains(feature == "line-length" ? "| R²" : "| mean over the classes", output);
            Assert.Contains("she said, \"", output, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public void The_answer_is_one_object_and_a_page_shows_the_text()
    {
        string run = Train(), text = Novel();
        var (code, output, error) = _session.Run("probe", run, "--text", text, "--json", "--html", _session["p.html"], "--symbols", "1500");
        Assert.Equal((CommandLine.Done, ""), (code, error));
        using var json = JsonDocument.Parse(output);
        var root = json.RootElement;
        Assert.Equal(["outside", "inside"], root.GetProperty("classes").EnumerateArray().Select(c => c.GetString()!));
        Assert.Equal(1500, root.GetProperty("learned").GetInt32() + root.GetProperty("tested").GetInt32());
        Assert.Equal(4, root.GetProperty("states").GetArrayLength());
        Assert.Equal(20, root.GetProperty("units").GetArrayLength());
        Assert.InRange(root.GetProperty("states")[0].GetProperty("figure").GetProperty("value").GetDouble(), 0.5, 1);
        string page = File.ReadAllText(_session["p.html"]);
        Assert.Contains("quotes in novel.txt", page);
        Assert.DoesNotContain("{{", page);
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org", ""));
    }

    [Fact]
    public void Labels_come_from_a_file()
    {
        string run = Train(), text = Novel();
        string labels = _session.Write(
            "mood.txt", string.Concat(Enumerable.Range(0, 120).Select(i => i % 3 == 2 ? "\n" : i % 6 == 0 ? "glad\n" : "sad\n")));
        var (code, output, error) = _session.Run("probe", run, "--text", text, "--feature", labels);
        Assert.Equal((CommandLine.Done, ""), (code, error));
        Assert.Contains("mood in novel.txt (glad, sad)", output);
        File.WriteAllText(labels, "glad\n");
        (code, _, error) = _session.Run("probe", run, "--text", text, "--feature", labels);
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("mood.txt", error);
        Assert.Contains("120 for its lines, got 1", error);
    }

    [Fact]
    public void What_is_wrong_is_said_in_one_sentence()
    {
        string run = Train(), text = Novel();
        void Refused(int expected, string words, params string[] more)
        {
            var (code, output, error) = _session.Run(["probe", .. more]);
            Assert.Equal((expected, ""), (code, output));
            Assert.Contains(words, error);
            Assert.StartsWith("error: ", error);
        }

        Refused(CommandLine.WrongUse, "expected --text FILE", run);
        Refused(CommandLine.WrongUse, "--symbols: expected 0 or more, got -1", run, "--text", text, "--symbols", "-1");
        Refused(CommandLine.WrongUse, "Did you mean 'brackets'?", run, "--text", text, "--feature", "bracket");
        Refused(CommandLine.BadData, "nothing.txt", run, "--text", _session["nothing.txt"]);
        Refused(CommandLine.BadData, "is empty", run, "--text", _session.Write("empty.txt", ""));
        Refused(
            CommandLine.BadData, "plain.txt: quotes: expected labels that differ, got", run, "--text", _session.Write("plain.txt", new string('e', 400)));
        Refused(CommandLine.BadData, "text", _session.TrainSales(), "--text", text);
        Refused(CommandLine.BadData, "there is no such model file", _session["no.safetensors"], "--text", text);
    }
}
