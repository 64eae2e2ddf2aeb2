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
        { "a text too short", CommandLine.Failed, ["train", "text", "{}/short.txt"], ["3 symbols or more"] },
        { "a misspelt key in a file", CommandLine.BadData, ["train", "--config", "{}/misspelt.json"], ["misspelt.json", "model.hiden", "Did you mean 'model.hidden'?"] },
        { "broken JSON", CommandLine.BadData, ["train", "--config", "{}/broken.json"], ["broken.json:2"] },
        { "a misspelt key", CommandLine.WrongUse, ["train", "--set", "training.rat=1"], ["training.rat", "Did you mean 'training.rate'?"] },
        { "a setting without a value", CommandLine.WrongUse, ["train", "--set", "training.rate"], ["key=value"] },
        { "a size of 0", CommandLine.WrongUse, ["train", "--hidden", "0"], ["model.hidden", "from 1", "'0'"] },
        { "text for a number", CommandLine.WrongUse, ["train", "--rate", "fast"], ["training.rate", "'fast'"] },
        { "an unknown cell", CommandLine.WrongUse, ["train", "--cell", "lstn"], ["model.cell", "lstm", "'lstn'"] },
        { "an unknown book", CommandLine.WrongUse, ["train", "--book", "latin"], ["--book", "'latin'"] },
        { "no text named", CommandLine.WrongUse, ["train", "text"], ["expected a text file"] },
        { "an unknown command", CommandLine.WrongUse, ["trian"], ["trian"] },
        { "no command", CommandLine.WrongUse, [], ["--help"] },
        { "an unknown option", CommandLine.WrongUse, ["train", "--colour"], ["--colour"] },
        { "no such run to resume", CommandLine.BadData, ["train", "text", "--resume", "{}/absent"], ["absent"] },
        { "no such model", CommandLine.BadData, ["generate", "{}/absent"], ["absent"] },
        { "a model cut short", CommandLine.BadData, ["generate", "{}/cut.safetensors"], ["cut.safetensors"] },
        { "a model altered", CommandLine.BadData, ["generate", "{}/altered.safetensors"], ["altered.safetensors"] },
        { "something else than a model", CommandLine.BadData, ["generate", "{}/short.txt"], ["short.txt"] },
        { "a folder that is not empty", CommandLine.WrongUse, ["train", "--out", "{}"], ["not empty"] },
        { "a layer too high", CommandLine.WrongUse, ["inspect", "{}/run", "--text", "Doug saw", "--layer", "1"], ["--layer", "0 to 0"] },
        { "a unit too high", CommandLine.WrongUse, ["inspect", "{}/run", "--text", "Doug saw", "--units", "8"], ["--units", "0 to 7"] },
        { "no text to inspect", CommandLine.WrongUse, ["inspect", "{}/run", "--text", ""], ["--text"] },
        { "nothing to generate", CommandLine.WrongUse, ["generate", "{}/run", "--length", "0"], ["--length"] },
        { "a negative temperature", CommandLine.Failed, ["generate", "{}/run", "--temperature", "-1"], ["temperature"] },
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
        session.Write("misspelt.json", """{ "model": { "hiden": 3 } }""");
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
}
