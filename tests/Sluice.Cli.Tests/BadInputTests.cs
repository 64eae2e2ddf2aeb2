using System.Diagnostics;
using System.Text;

namespace Sluice.Cli.Tests;

/// <summary>Wrong use and bad data: one clear message, the right exit code, no stack trace, and no file changed.</summary>
public class BadInputTests
{
    public static TheoryData<string, int, string[], string[]> Cases => new()
    {
        { "a missing file", CommandLine.BadData, ["train", "text", "{}/absent.txt"], ["absent.txt", "no such file"] },
        { "an unreadable encoding", CommandLine.BadData, ["train", "text", "{}/bytes.txt"], ["bytes.txt", "UTF-8"] },
        { "a ragged row", CommandLine.BadData, ["check", "{}/ragged.csv"], ["ragged.csv:3", "2 fields", "got 1"] },
        { "an empty text", CommandLine.BadData, ["train", "text", "{}/empty.txt"], ["empty.txt", "empty"] },
        { "an empty table", CommandLine.BadData, ["check", "{}/empty.csv"], ["empty.csv", "empty"] },
        { "a text too short", CommandLine.BadData, ["train", "text", "{}/short.txt"], ["short.txt", "too short", "the least is 3"] },
        { "a series too short", CommandLine.BadData,
        [
            "train",
            "forecast",
            "{}/series.csv",
            "--target",
            "x"
        ], ["series.csv", "too short", "one window takes 48"] },
        { "one row", CommandLine.BadData, ["train", "forecast", "{}/row.csv", "--target", "x"], ["row.csv", "too few"] },
        { "shares that leave nothing", CommandLine.WrongUse,
        [
            "train", "forecast", "{}/series.csv", "--target", "x", "--validation", "0.6", "--test", "0.6"
        ], ["validation 0.6"] },
        { "no median", CommandLine.WrongUse, ["train", "forecast", "{}/series.csv", "--target", "x", "--quantiles", "0.1,0.9"], ["0.5"] },
        { "a misspelt key in a file", CommandLine.BadData,
        [
            "train",
            "--config",
            "{}/misspelt.json"
        ], ["misspelt.json:2:3", "model.hiden", "Did you mean 'model.hidden'?"] },
        { "broken JSON", CommandLine.BadData, ["train", "--config", "{}/broken.json"], ["broken.json:2"] },
        { "a misspelt group", CommandLine.BadData, ["train", "--config", "{}/group.json"], ["group.json:1:3", "Did you mean 'model'?"] },
        { "a text for a number in a file", CommandLine.BadData,
        [
            "train",
            "--config",
            "{}/type.json"
        ], ["type.json:3:15", "model.hidden", "a number without quotes", "\"8\""] },
        { "a number for a text in a file", CommandLine.BadData,
        [
            "train",
            "--config",
            "{}/text.json"
        ], ["text.json:1:22", "model.cell", "a text in quotes", "got 8"] },
        { "a value out of range in a file", CommandLine.BadData,
        [
            "train",
            "--config",
            "{}/range.json"
        ], ["range.json:1:24", "model.hidden", "from 1", "'0'"] },
        { "a misspelt key", CommandLine.WrongUse, ["train", "--set", "training.rat=1"], ["training.rat", "Did you mean 'training.rate'?"] },
        { "a setting without a value", CommandLine.WrongUse, ["train", "--set", "training.rate"], ["key=value"] },
        { "a size of 0", CommandLine.WrongUse, ["train", "--hidden", "0"], ["model.hidden", "from 1", "'0'"] },
        { "text for a number", CommandLine.WrongUse, ["train", "--rate", "fast"], ["training.rate", "'fast'"] },
        { "an unknown cell", CommandLine.WrongUse, ["train", "--cell", "lstn"], ["model.cell", "lstm", "'lstn'"] },
        { "an unknown book", CommandLine.WrongUse, ["train", "--book", "latin"], ["--book", "'latin'"] },
        { "no text named", CommandLine.WrongUse, ["train", "text"], ["expected a text file"] },
        { "an unknown command", CommandLine.WrongUse, ["trian"], ["trian", "Did you mean 'train'?", "sluice --help"] },
        { "an unknown task", CommandLine.WrongUse, ["train", "forcast", "x"], ["Did you mean 'forecast'?", "sluice train --help"] },
        { "an unknown option", CommandLine.WrongUse, ["train", "--hiden", "3"], ["--hiden", "Did you mean '--hidden'?"] },
        { "an unknown option of train text", CommandLine.WrongUse, ["train", "text", "--hiden=3", "{}/short.txt"], ["--hiden", "'--hidden'"] },
        { "an unknown option of train forecast", CommandLine.WrongUse, ["train", "forecast", "--horizom", "3"], ["'--horizon'"] },
        { "an unknown option of init", CommandLine.WrongUse, ["init", "text", "{}/short.txt", "--ouf", "x"], ["'--out'"] },
        { "an unknown option of check", CommandLine.WrongUse, ["check", "--nonsense"], ["--nonsense: there is no such option"] },
        { "an unknown option of generate", CommandLine.WrongUse, ["generate", "{}/run", "--promt", "x"], ["'--prompt'"] },
        { "an unknown option of predict", CommandLine.WrongUse, ["predict", "{}/run", "--nonsense"], ["--nonsense"] },
        { "an unknown option of evaluate", CommandLine.WrongUse, ["evaluate", "--dta", "x"], ["'--data'"] },
        { "an unknown option of inspect", CommandLine.WrongUse, ["inspect", "{}/run", "--test", "x"], ["'--text'"] },
        { "an unknown option of info", CommandLine.WrongUse, ["info", "--nonsense"], ["--nonsense: there is no such option"] },
        { "one file too many", CommandLine.WrongUse, ["check", "{}/short.txt", "{}/empty.txt"], ["empty.txt", "was not expected"] },
        { "a word for a number", CommandLine.WrongUse, ["generate", "{}/run", "--length", "long"], ["--length", "whole number", "'long'"] },
        { "no data named", CommandLine.WrongUse, ["evaluate", "{}/run"], ["--data"] },
        { "no such run to resume", CommandLine.BadData, ["train", "text", "--resume", "{}/absent"], ["absent"] },
        { "no such model", CommandLine.BadData, ["generate", "{}/absent"], ["absent"] },
        { "a model cut short", CommandLine.BadData, ["generate", "{}/cut.safetensors"], ["cut.safetensors"] },
        { "a model altered", CommandLine.BadData, ["generate", "{}/altered.safetensors"], ["altered.safetensors"] },
        { "something else than a model", CommandLine.BadData, ["generate", "{}/short.txt"], ["short.txt"] },
        { "a folder that is not empty", CommandLine.WrongUse, ["train", "--out", "{}"], ["not empty"] },
        { "a file for a run folder", CommandLine.WrongUse, ["train", "--out", "{}/short.txt"], ["short.txt", "is a file"] },
        { "a run folder that cannot be made", CommandLine.Failed, ["train", "--out", "{}/short.txt/run"], ["short.txt", "--out"] },
        { "a configuration of another task", CommandLine.BadData,
        [
            "train",
            "forecast",
            "--resume",
            "{}/run"
        ], ["config.json:", "of the task 'forecast', got one of 'text'"] },
        { "units of no layer as JSON", CommandLine.WrongUse,
        [
            "inspect", "{}/run", "--text", "Doug", "--units", "9", "--json"
        ], ["--units", "0 to 7"] },
        { "a forecaster's option for a language model", CommandLine.WrongUse, ["inspect", "{}/run"], ["--text"] },
        { "a layer too high", CommandLine.WrongUse, ["inspect", "{}/run", "--text", "Doug saw", "--layer", "1"], ["--layer", "0 to 0"] },
        { "a unit too high", CommandLine.WrongUse, ["inspect", "{}/run", "--text", "Doug saw", "--units", "8"], ["--units", "0 to 7"] },
        { "no text to inspect", CommandLine.WrongUse, ["inspect", "{}/run", "--text", ""], ["--text"] },
        { "nothing to generate", CommandLine.WrongUse, ["generate", "{}/run", "--length", "0"], ["--length"] },
        { "a negative temperature", CommandLine.WrongUse, ["generate", "{}/run", "--temperature", "-1"], ["temperature"] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Is_named_and_leaves_every_file_as_it_was(string what, int code, string[] arguments, string[] expected)
    {
        using var session = new Session();
        byte[] model = File.ReadAllBytes(Path.Combine(session.TrainBook(), "model.safetensors"));
        File.WriteAllBytes(session["cut.safetensors"], model[..^100]);
        model[^1] ^= 0x40;
        File.WriteAllBytes(session["altered.safetensors"], model);
        File.WriteAllBytes(session["bytes.txt"], [.. Encoding.UTF8.GetBytes("abc"), 0xC3, 0x28]);
        session.Write("ragged.csv", "a,b\n1,2\n3\n");
        session.Write("empty.txt", "");
        session.Write("empty.csv", "");
        session.Write("short.txt", "hi");
        session.Write("misspelt.json", "{ \"model\": {\n  \"hiden\": 3 } }");
        session.Write("group.json", """{ "modle": { "hidden": 3 } }""");
        session.Write("type.json", "// comments count as lines\n{ \"model\": {\n    \"hidden\": \"8\" } }");
        session.Write("text.json", """{ "model": { "cell": 8 } }""");
        session.Write("range.json", """{ "model": { "hidden": 0 } }""");
        session.Write("series.csv", "x\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i}\n")));
        session.Write("row.csv", "x\n1\n");
        session.Write("broken.json", "{\n  \"model\": { \"hidden\" 3 }\n}\n");
        string[] before = session.Files();

        var (got, output, error) = session.Run([.. arguments.Select(a => a.Replace("{}", session.Folder))]);

        Assert.True(got == code, $"{what}: expected exit code {code}, got {got}: {error}");
        Assert.StartsWith("error: ", error);
        foreach (string part in expected) Assert.Contains(part, error);
        Assert.DoesNotContain("   at ", error + output);
        Assert.DoesNotContain("Exception", error + output);
        Assert.Equal(before, session.Files());
    }

    [Fact]
    public void No_command_shows_what_there_is()
    {
        using var session = new Session();
        var (code, output, error) = session.Run();
        Assert.Equal((CommandLine.WrongUse, ""), (code, output));
        Assert.Contains("train", error);
        Assert.Contains("inspect", error);
        Assert.Contains("text", session.Run("init").Error);
        Assert.Equal(CommandLine.Done, session.Run("--help").Code);
        Assert.Equal(CommandLine.Done, session.Run("generate", "--help").Code);
        Assert.Equal(CommandLine.Done, session.Run("--version").Code);
    }

    [Fact]
    public void A_vector_width_that_there_is_not_is_one_clear_line()
    {
        var start = new ProcessStartInfo(
            "dotnet", [typeof(CommandLine).Assembly.Location, "info"])
        { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["SLUICE_VECTOR_BITS"] = "77";
        using var process = Process.Start(start)!;
        Assert.Equal("error: SLUICE_VECTOR_BITS: expected 512, 256, 128 or 32, got '77'.", process.StandardError.ReadToEnd().TrimEnd());
        Assert.Empty(process.StandardOutput.ReadToEnd());
        process.WaitForExit();
        Assert.Equal(CommandLine.WrongUse, process.ExitCode);
    }

    [Theory]
    [InlineData("predict", "--why", "")]
    [InlineData("predict", "--beam", "3")]
    [InlineData("evaluate", "--join", "3")]
    public void An_option_of_other_tasks_is_refused(string command, string option, string value)
    {
        using var session = new Session();
        string folder = Path.Combine(GoldenTests.Folder(), "classify");
        string[] given = option == "--why" ? [option] : [option, value];
        var (code, output, error) =
            session.Run([command, Path.Combine(folder, "model.safetensors"), "--data", Path.Combine(folder, "names.csv"), .. given]);
        Assert.Equal((CommandLine.WrongUse, ""), (code, output));
        Assert.Contains($"{option}: this model has no such option; its own are none.", error);
    }
}
