using System.Text.Json;
using Sluice.Readers;

namespace Sluice.Cli.Tests;

/// <summary>Music from the command line.</summary>
public class ComposeCommandTests
{
    [Fact]
    public void Music_from_training_to_a_MIDI_file()
    {
        using var session = new Session();
        string music = session.Write("music.json", Songs());
        var (code, output, error) = session.Run("train", "compose", music, "--hidden", "8", "--epochs", "3", "--out", session["run"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("each key as often as in training", output);
        Assert.Contains("2 kept for 'evaluate'", error);

        (code, output, error) = session.Run("evaluate", session["run"], "--data", music);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("steps            14", output);
        Assert.Contains("the mean over pieces", output);
        (_, output, _) = session.Run("evaluate", session["run"], "--data", music, "--json");
        using var figures = JsonDocument.Parse(output);
        Assert.True(figures.RootElement.GetProperty("loss").GetDouble() > 0);

        string[] predict =
            ["predict", session["run"], "--data", music, "--piece", "2", "--start", "3", "--length", "5", "--seed", "4", "--out", session["a.mid"]];
        (code, output, error) = session.Run(predict[..^2]);
        Assert.True(code == CommandLine.Done, error);
        string[] lines = output.TrimEnd().Split('\n');
        Assert.Equal(8, lines.Length);
        Assert.StartsWith("   1 given   C4 G4", lines[0]);
        Assert.StartsWith("   8 written", lines[7]);
        (_, output, _) = session.Run([.. predict, "--json"]);
        using var notes = JsonDocument.Parse(output);
        int[][] written = notes.RootElement.GetProperty("continuation").Deserialize<int[][]>()!;
        Assert.Equal(MidiFile.Read(session["a.mid"])[3..], written);

        (code, output, error) = session.Run("predict", session["run"], "--data", session["a.mid"], "--start", "0", "--length", "1");
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(8, output.Split('\n').Count(l => l.Contains("given", StringComparison.Ordinal)));
        Assert.Contains("88 keys", session.Run("info", session["run"]).Output);
    }

    [Fact]
    public void What_is_wrong_is_told()
    {
        using var session = new Session();
        string music = session.Write("music.json", Songs()), empty = session.Write("empty.json", "{\"train\": [], \"valid\": [], \"test\": []}");
        string[] train = ["train", "compose", music, "--hidden", "2", "--epochs", "1", "--out", session["run"]];
        Assert.Equal(CommandLine.Done, session.Run(train).Code);
        foreach (var (arguments, expected, part) in new (string[], int, string)[]
        {
            (["train", "compose"], CommandLine.WrongUse, "train compose: expected the music"),
            (["train", "compose", empty, "--out", session["no"]], CommandLine.BadData, "2 steps or more"),
            (["evaluate", session["run"], "--data", empty], CommandLine.BadData, "the part 'test'"),
            (["predict", session["run"], "--data", music, "--piece", "3"],
             CommandLine.BadData, "expected 3 pieces or more in the part 'test', got 2"),
            (["predict", session["run"], "--data", music, "--temperature", "-1"], CommandLine.WrongUse, "--temperature"),
            (["predict", session["run"], "--data", music, "--length", "0"], CommandLine.WrongUse, "--length: expected 1 or more"),
            (["predict", session["run"], "--data", session.Write("bad.mid", "x")], CommandLine.BadData, "begins with MThd"),
        })
        {
            var (code, _, error) = session.Run(arguments);
            Assert.Contains(part, error);
            Assert.Equal(expected, code);
        }
    }

    private static string Songs()
    {
        string song = $"[{string.Join(",", Enumerable.Repeat("[60,67],[62,65]", 4))}]";
        return $"{{\"train\": [{song},{song},{song}], \"valid\": [{song}], \"test\": [{song},{song}]}}";
    }
}
