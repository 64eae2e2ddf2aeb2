using System.Text.Json;
using Sluice.Tasks.Translate;

namespace Sluice.Cli.Tests;

/// <summary>Translators from the command line.</summary>
public class TranslateCommandTests
{
    [Fact]
    public void A_translator_is_trained_measured_asked_and_described()
    {
        using var session = new Session();
        string[] names = ["Jane", "Doug", "Spot"], verbs = ["sees", "calls", "finds"], german = ["sieht", "ruft", "findet"];
        string pairs = session.Write("pairs.tsv", string.Concat(Enumerable.Range(
            0, 27).Select(i => $"{names[i % 3]} {verbs[i / 3 % 3]} {names[i / 9]}\t{names[i / 9]} {german[i / 3 % 3]} {names[i % 3]}\n")));
        var (code, output, error) = session.Run(
            "train", "translate", pairs, "--source", "space", "--target", "space", "--hidden", "16", "--embedding", "8", "--epochs", "30", "--rate",
            "0.02", "--batch", "8", "--dropout", "0", "--test-every", "9", "--out", session["run"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("sources          3", output);
        Assert.Contains("(the most similar known source ", output);
        Assert.Contains("BLEU (13a)", output);
        Assert.Contains("# A translator", File.ReadAllText(Path.Combine(session["run"], "card.md")));
        (code, output, error) = session.Run("predict", session["run"], "--data", session.Write("s.txt", "Jane sees Doug\n"));
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal("Doug sieht Jane\n", output.ReplaceLineEndings("\n"));
        (code, output, error) = session.Run("evaluate", session["run"], "--data", pairs, "--json");
        Assert.True(code == CommandLine.Done, error);
        var figures = JsonDocument.Parse(output).RootElement;
        Assert.InRange(figures.GetProperty("exact").GetDouble(), 0.8, 1);
        Assert.Equal(24, figures.GetProperty("learned_from").GetInt32());
        // It never sees the source that it is asked for.
        Assert.Equal(0, figures.GetProperty("most_similar").GetProperty("exact").GetDouble());
        (code, output, error) = session.Run(
            "evaluate", session["run"], "--data",
            session.Write("other.tsv", "Jane sees Wilhelmina\tWilhelmina sieht Jane\nJane sees Doug\tDoug sieht Jane\n"));
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("1 of 2 sources were learned from", output);
        Assert.Contains("never seen in training: Wilhelmina", output);
        Assert.Contains("translate, by space into space", session.Run("info", session["run"]).Output);
        (code, output, error) = session.Run("check", session["run"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Matches(@"(?m)^test +3 ", output);
        (code, _, error) = session.Run("train", "translate", session.Write("bad.tsv", "a\tb\nc\t\n"), "--out", session["bad"]);
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("bad.tsv:2", error);
    }

    [Fact]
    public void Parts_of_words_are_learned_from_the_training_side()
    {
        using var session = new Session();
        string pairs = session.Write("pairs.tsv", string.Concat(Enumerable.Range(0, 20).Select(i => $"number {i} is here\t第{i}号在这里\n")));
        var (code, output, error) = session.Run(
            "train", "translate", pairs, "--source", "pairs", "--target", "character", "--merges", "10", "--hidden", "8", "--embedding", "8",
            "--epochs", "2", "--test-every", "5", "--out", session["run"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("BLEU (zh)", output);
        Assert.Contains("translate, by pairs into character", session.Run("info", session["run"]).Output);
        string sources = session.Write("s.txt", "number é\n");
        (code, output, error) = session.Run("predict", session["run"], "--data", sources, "--json");
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal("é", JsonDocument.Parse(output).RootElement[0].GetProperty("unknown")[0].GetString());
        Assert.Equal(CommandLine.BadData, session.Run(
            "train", "translate", session.Write("a.txt", "x\ny\n"), "--targets-file", session.Write("b.txt", "x\n"), "--out", session["bad"]).Code);
    }

    [Fact]
    public void Made_up_pairs_need_no_file_and_the_alignment_is_shown()
    {
        using var session = new Session();
        var (code, output, error) = session.Run(
            "train", "translate", "practice:reversed", "--hidden", "8", "--embedding", "8", "--epochs", "1", "--batch", "200", "--out",
            session["run"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Matches("antidiagonal +[0-9.]+ % of the attention", output);
        Assert.Contains("practice:reversed", File.ReadAllText(Path.Combine(session["run"], "config.json")));
        (code,
         output, error) = session.Run("predict", session["run"], "--data", session.Write("s.txt", "a<b\n\nfox\n"), "--report", session["page.html"]);
        Assert.True(code == CommandLine.Done, error);
        string page = File.ReadAllText(session["page.html"]);
        Assert.Equal(2, page.Split("<svg").Length - 1);
        Assert.Contains("&lt;</text>", page);
        Assert.Contains("prefers-color-scheme:dark", page);
        Assert.DoesNotContain("<script", page);
        (code, _, error) = session.Run("train", "translate", "practice:swimming", "--out", session["bad"]);
        Assert.Equal(CommandLine.WrongUse, code);
        Assert.Contains("expected reversed or dates, got 'swimming'", error);
    }

    [Theory]
    [InlineData(false, "        我看见\n  I     ██░░░░\n  see.    ▓▓▒▒\n")]
    [InlineData(true, "        我看见\n  I     ##....\n  see.    **::\n")]
    public void On_a_terminal_shades_stand_under_the_symbols_that_were_looked_at(bool plain, string expected)
    {
        var translation = new TranslatedText("I see.", ["I", "see."], ["我", "看", "见"], -1, [[1, 0.2f, 0.2f], [0.1f, 0.7f, 0.5f], [0, 0, 1]], []);
        Assert.Equal(expected, AlignmentPage.Text(translation, 40, plain));
        Assert.Null(AlignmentPage.Text(translation, 12, plain));
    }
}
