using System.Text.Json;

namespace Sluice.Cli.Tests;

/// <summary>Translators from the command line.</summary>
public class TranslateCommandTests
{
    [Fact]
    public void A_translator_is_trained_measured_asked_and_described()
    {
        using var session = new Session();
        string[] names = ["Jane", "Doug", "Spot"], verbs = ["sees", "calls", "finds"], german = ["sieht", "ruft", "findet"];
        string pairs = session.Write("pairs.tsv", string.Concat(Enumerable.Range(0, 27).Select(i => $"{names[i % 3]} {verbs[i / 3 % 3]} {names[i / 9]}\t{names[i / 9]} {german[i / 3 % 3]} {names[i % 3]}\n")));
        var (code, output, error) = session.Run("train", "translate", pairs, "--source", "space", "--target", "space", "--hidden", "16", "--embedding", "8", "--epochs", "30", "--rate", "0.02", "--batch", "8", "--dropout", "0", "--test-every", "9", "--out", session["run"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("sources          3", output);
        Assert.Contains("most similar", output);
        Assert.Contains("# A translator", File.ReadAllText(Path.Combine(session["run"], "card.md")));
        (code, output, error) = session.Run("predict", session["run"], "--data", session.Write("s.txt", "Jane sees Doug\n"));
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal("Doug sieht Jane\n", output.ReplaceLineEndings("\n"));
        (code, output, error) = session.Run("evaluate", session["run"], "--data", pairs, "--json");
        Assert.True(code == CommandLine.Done, error);
        Assert.InRange(JsonDocument.Parse(output).RootElement.GetProperty("exact").GetDouble(), 0.8, 1);
        Assert.Contains("translate, by space into space", session.Run("info", session["run"]).Output);
        (code, output, error) = session.Run("check", session["run"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("27", output);
        (code, _, error) = session.Run("train", "translate", session.Write("bad.tsv", "a\tb\nc\t\n"), "--out", session["bad"]);
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("bad.tsv:2", error);
    }
}
