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
        Assert.Contains("(the most similar known source ", output);
        Assert.Contains("# A translator", File.ReadAllText(Path.Combine(session["run"], "card.md")));
        (code, output, error) = session.Run("predict", session["run"], "--data", session.Write("s.txt", "Jane sees Doug\n"));
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal("Doug sieht Jane\n", output.ReplaceLineEndings("\n"));
        (code, output, error) = session.Run("evaluate", session["run"], "--data", pairs, "--json");
        Assert.True(code == CommandLine.Done, error);
        var figures = JsonDocument.Parse(output).RootElement;
        Assert.InRange(figures.GetProperty("exact").GetDouble(), 0.8, 1);
        Assert.Equal(24, figures.GetProperty("learned_from").GetInt32());
        Assert.InRange(figures.GetProperty("most_similar").GetProperty("exact").GetDouble(), 0.8, 1);
        (code, output, error) = session.Run("evaluate", session["run"], "--data", session.Write("other.tsv", "Jane sees Wilhelmina\tWilhelmina sieht Jane\nJane sees Doug\tDoug sieht Jane\n"));
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("1 of 2 sources were learned from", output);
        Assert.Contains("never seen in training: Wilhelmina", output);
        Assert.Contains("translate, by space into space", session.Run("info", session["run"]).Output);
        (code, output, error) = session.Run("check", session["run"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("27", output);
        (code, _, error) = session.Run("train", "translate", session.Write("bad.tsv", "a\tb\nc\t\n"), "--out", session["bad"]);
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("bad.tsv:2", error);
    }

    [Fact]
    public void Parts_of_words_are_learned_from_the_training_side()
    {
        using var session = new Session();
        string pairs = session.Write("pairs.tsv", string.Concat(Enumerable.Range(0, 20).Select(i => $"number {i} is here\t第{i}号在这里\n")));
        var (code, output, error) = session.Run("train", "translate", pairs, "--source", "pairs", "--target", "character", "--merges", "10", "--hidden", "8", "--embedding", "8", "--epochs", "2", "--test-every", "5", "--out", session["run"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("BLEU (zh)", output);
        Assert.Contains("translate, by pairs into character", session.Run("info", session["run"]).Output);
        string sources = session.Write("s.txt", "number é\n");
        (code, output, error) = session.Run("predict", session["run"], "--data", sources, "--json");
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal("é", JsonDocument.Parse(output).RootElement[0].GetProperty("unknown")[0].GetString());
        Assert.Equal(CommandLine.BadData, session.Run("train", "translate", session.Write("a.txt", "x\ny\n"), "--targets-file", session.Write("b.txt", "x\n"), "--out", session["bad"]).Code);
    }
}
