using System.Text.Json;

namespace Sluice.Cli.Tests;

/// <summary>Describers from the command line.</summary>
public class DescribeCommandTests
{
    private static readonly string[] s_small =
    [
        "--rows", "2", "--columns", "2", "--most", "2", "--scenes", "200", "--hidden", "16", "--features", "16", "--embedding", "8", "--epochs", "4",
        "--rate", "0.02", "--batch", "16"
    ];

    [Fact]
    public void A_describer_is_trained_measured_asked_and_described()
    {
        using var session = new Session();
        var (code, output, error) = session.Run(["train", "describe", .. s_small, "--attention", "hard", "--out", session["run"]]);
        Assert.True(code == CommandLine.Done, error);
        Assert.All(new[] { "scenes           1000", "on the thing named", "most frequent", "most similar" }, text => Assert.Contains(text, output));
        Assert.Contains("hard attention over 2 x 2 places", File.ReadAllText(Path.Combine(session["run"], "card.md")));

        // The configuration repeats the run.
        (code, _, error) = session.Run("train", "describe", "--config", Path.Combine(session["run"], "config.json"), "--out", session["again"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(session["run"], "model.safetensors")),
            File.ReadAllBytes(Path.Combine(session["again"], "model.safetensors")));

        string layouts =
            session.Write("layouts.csv", "scene,colour,shape,row,column\nfirst,red,circle,1,1\nfirst,blue,square,2,2\nsecond,green,ring,1,2\n");
        (code, output, error) = session.Run("predict", session["run"], "--data", layouts, "--report", session["page.html"], "--json");
        Assert.True(code == CommandLine.Done, error);
        var lines = output.Trim().Split('\n').Select(l => JsonDocument.Parse(l).RootElement[0]).ToArray();
        Assert.Equal(2, lines.Length);
        Assert.Equal(
            lines[0].GetProperty("words").GetArrayLength(),
            lines[0].GetProperty("caption").GetString()!.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(4, lines[0].GetProperty("attention")[0].GetArrayLength());
        string page = File.ReadAllText(session["page.html"]);
        Assert.All(new[] { "data:image/bmp;base64,", "color-scheme: light dark", "<rect class=\"look\"" }, text => Assert.Contains(text, page));

        (code, output, error) = session.Run("predict", session["run"], "--data", "scenes", "--best", "2");
        Assert.True(code == CommandLine.Done, error);
        Assert.All(output.Trim().Split('\n'), line => Assert.Equal(2, line.Split('\t').Length));
        (code, output, error) = session.Run("evaluate", session["run"], "--data", layouts, "--json");
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(2, JsonDocument.Parse(output).RootElement.GetProperty("figures").GetProperty("scenes").GetInt32());
        Assert.Contains("describe up to 2 shapes on 2 x 2 places", session.Run("info", session["run"]).Output);
    }

    [Fact]
    public void Digits_are_read_from_images()
    {
        using var session = new Session();
        byte[] images = new byte[16 + 200 * 16], labels = new byte[8 + 200];
        ((byte[])[0, 0, 8, 3, 0, 0, 0, 200, 0, 0, 0, 4, 0, 0, 0, 4]).CopyTo(images, 0);
        ((byte[])[0, 0, 8, 1, 0, 0, 0, 200]).CopyTo(labels, 0);
        for (int i = 0; i < 200; i++)
        {
            labels[8 + i] = (byte)(i / 10 % 10);
            images.AsSpan(16 + 16 * i + labels[8 + i], 4).Fill(250);
        }

        File.WriteAllBytes(session["some-images-idx3-ubyte"], images);
        File.WriteAllBytes(session["some-labels-idx1-ubyte"], labels);
        var (code, output, error) = session.Run(["train", "describe", session["some-images-idx3-ubyte"], .. s_small, "--out", session["run"]]);
        Assert.True(code == CommandLine.Done, error);
        (code, output, error) = session.Run("predict", session["run"], "--data", session["some-images-idx3-ubyte"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(12, output.Trim().Split('\n').Length);
        (code, _, error) = session.Run("evaluate", session["run"], "--data", "scenes");
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("images of handwritten digits", error);
    }

    [Theory]
    [InlineData(CommandLine.WrongUse, "1 to 4 things on 2 x 2 places, got 5", "--most", "5")]
    [InlineData(CommandLine.WrongUse, "one of soft, hard, got 'sharp'", "--attention", "sharp")]
    [InlineData(CommandLine.WrongUse, "1 to 16 rows", "--rows", "17")]
    [InlineData(CommandLine.BadData, "absent.idx", "{}/absent.idx", "--labels-file", "x")]
    [InlineData(CommandLine.WrongUse, "--labels-file", "{}/absent.idx")]
    public void Bad_input_is_named(int expected, string message, params string[] more)
    {
        using var session = new Session();
        var (code, _, error) = session.Run(
        [
            "train",
            "describe",
            .. s_small.Where((s, i) => s != more[0] && (i == 0 || s_small[i - 1] != more[0])),
            .. more.Select(m => m.Replace("{}", session.Folder)),
            "--out",
            session["run"]
        ]);
        Assert.Equal(expected, code);
        Assert.Contains(message, error);
        Assert.DoesNotContain("   at ", error);
    }
}
