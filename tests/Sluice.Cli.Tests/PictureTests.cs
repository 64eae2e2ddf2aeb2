using System.Runtime.CompilerServices;

namespace Sluice.Cli.Tests;

/// <summary>The pictures of docs/vanishing-gradients.md are what its command draws; SLUICE_WRITE_DOCS=1 draws them anew.</summary>
public class PictureTests
{
    [Fact]
    public void The_pictures_of_vanishing_gradients_are_up_to_date()
    {
        using var session = new Session();
        string folder = Path.Combine(Root(), "docs", "pictures"), document = File.ReadAllText(Path.Combine(Root(), "docs", "vanishing-gradients.md"));
        const string Command = "gradients --cell rnn --cell lstm --cell gru --forget-bias 0 --forget-bias 1";
        Assert.Contains($"./sluice {Command} --pictures docs/pictures", document);
        string drawn = Environment.GetEnvironmentVariable("SLUICE_WRITE_DOCS") == "1" ? folder : session["pictures"];
        var (code, output, error) = session.Run([.. Command.Split(' '), "--pictures", drawn]);
        Assert.True(code == CommandLine.Done, error);
        foreach (string picture in new[] { "gradient-by-lag.svg", "singular-values.svg", "gates.svg" })
        {
            Assert.Contains($"](pictures/{picture})", document);
            Assert.Equal(Plain(Path.Combine(folder, picture)), Plain(Path.Combine(drawn, picture)));
        }

        // What the document quotes.
        string quoted = document.ReplaceLineEndings("\n").Split("```text\n")[1].Split("```")[0];
        foreach (string line in quoted.Split('\n')) Assert.Contains(line, output);
    }

    private static string Plain(string file) => File.ReadAllText(file).ReplaceLineEndings("\n");

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
