using System.Text.Json;

namespace Sluice.Cli.Tests;

/// <summary>Nets that generate, from the command line.</summary>
public class GenerateCommandTests
{
    [Fact]
    public void Images_from_training_to_pictures()
    {
        using var session = new Session();
        string images = Images(session["images"], 5, 4), run = session["run"];
        var (code, output, error) = session.Run(
            "train", "generate", images, "--kind", "draw", "--attention", "true", "--hidden", "6", "--latents", "2", "--glimpses", "3", "--read", "2",
            "--write", "2", "--epochs", "2", "--out", run);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("27 images of 5 x 4 to learn from, 3 to check on", output + error);
        Assert.Contains("each pixel as often light as in training", output);
        (code, output, error) = session.Run("evaluate", run, "--data", images, "--samples", "10");
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("nats an image, the negative bound, the mean over all 30 images", output);
        Assert.Contains("10 samples", output);
        Assert.DoesNotContain("free running", output);

        (code, output, error) = session.Run("predict", run, "--count", "2", "--json");
        Assert.True(code == CommandLine.Done, error);
        string[] lines = output.TrimEnd().Split('\n');
        Assert.Equal(2, lines.Length);
        using var first = JsonDocument.Parse(lines[0]);
        Assert.Equal((20, 3), (first.RootElement.GetProperty("light").GetArrayLength(), first.RootElement.GetProperty("windows").GetArrayLength()));
        foreach (string[] more in new string[][] { ["--count", "2"], ["--piece", "3", "--reconstruct"], ["--between", "1,4", "--count", "3"] })
        {
            (code, _, error) = session.Run(["predict", run, "--data", images, "--out", session["a.svg"], .. more]);
            Assert.True(code == CommandLine.Done, error);
            Assert.Contains("<image", File.ReadAllText(session["a.svg"]));
            (code, _, error) = session.Run(["predict", run, "--data", images, "--out", session["a.png"], .. more]);
            Assert.True(code == CommandLine.Done, error);
        }

        (code, output, error) = session.Run("inspect", run, "--data", images, "--index", "2", "--json");
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(3, JsonDocument.Parse(output).RootElement.GetProperty("steps").GetArrayLength());
        Refused("an image is drawn as a whole", "--start", "2");
        Refused("the numbers of two sequences", "--between", "3");
        Refused("a table, an SVG or a PNG for images", "--out", session["a.mid"]);
        string other = Images(session["other"], 4, 4);
        (code, _, error) = session.Run("evaluate", run, "--data", other);
        Assert.True(code == CommandLine.BadData, error);
        Assert.Contains("expected images of 5 x 4 pixels, got 4 x 4", error);

        void Refused(string part, params string[] more)
        {
            var (wrong, _, told) = session.Run(["predict", run, "--data", images, .. more]);
            Assert.Equal(CommandLine.WrongUse, wrong);
            Assert.Contains(part, told);
        }
    }

    [Fact]
    public void Strokes_are_drawn_from_nothing_unless_a_beginning_is_asked_for()
    {
        using var session = new Session();
        string lines = session.Write(
            "pen.jsonl", string.Concat(Enumerable.Range(0, 20).Select(i => $"[[0,{20 + i},0],[10,0,1],[-5,-5,0],[30,1,1]]\n")));
        var (code, _, error) = session.Run(
            "train", "generate", lines, "--hidden", "4", "--latents", "2", "--features", "3", "--components", "2", "--epochs", "1", "--out",
            session["run"]);
        Assert.True(code == CommandLine.Done, error);
        foreach (string needs in new[] { "--start=2", "--reconstruct", "--between=1,2" })
        {
            (code, _, error) = session.Run("predict", session["run"], needs);
            Assert.Equal(CommandLine.WrongUse, code);
            Assert.Contains("expected --data FILE", error);
        }

        (code, string drawn, error) = session.Run("predict", session["run"], "--json", "--report", session["drawn.html"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("Drawn from nothing", File.ReadAllText(session["drawn.html"]));
        (code, string output, error) = session.Run("predict", session["run"], "--data", lines, "--json");
        Assert.Equal(drawn, output);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("\"start\":[]", output.Replace(" ", "", StringComparison.Ordinal));
        (code, output, error) = session.Run("predict", session["run"], "--data", lines, "--between", "1,20", "--count", "3", "--json");
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(3, output.TrimEnd().Split('\n').Length);
    }

    /// <summary>Thirty images, each with one bar.</summary>
    private static string Images(string file, int height, int width)
    {
        byte[] bytes =
        [
            0, 0, 8, 3, 0, 0, 0, 30, 0, 0, 0, (byte)height, 0, 0, 0, (byte)width,
            .. Enumerable.Range(0, 30 * height * width).Select(i => (byte)(i % width == i / (height * width) % width ? 255 : 0)),
        ];
        File.WriteAllBytes(file, bytes);
        return file;
    }
}
