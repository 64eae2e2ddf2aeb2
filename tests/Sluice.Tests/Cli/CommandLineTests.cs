using Sluice.Cli;

namespace Sluice.Tests.Cli;

public sealed class CommandLineTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice").FullName;

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public void The_book_is_trained_written_and_inspected()
    {
        string run = Path.Combine(_folder, "run");
        var (code, output, _) = Run("train", "--out", run);
        Assert.Equal(0, code);
        Assert.Contains("What its gates did", output);
        foreach (string file in new[] { "config.json", "model.safetensors", "card.md", "events.jsonl" })
            Assert.True(File.Exists(Path.Combine(run, file)), file);
        Assert.StartsWith("Jane saw Spot.", Run("generate", run, "--prompt", "Jane saw", "--length", "2").Output);
        string page = Path.Combine(_folder, "gates.html");
        (code, output, _) = Run("inspect", run, "--text", "Doug saw Jane.", "--units", "0,3", "--html", page);
        Assert.Equal(0, code);
        Assert.Contains("unit 3", output);
        Assert.Contains("foreseen", File.ReadAllText(page));
        Assert.DoesNotContain("http", File.ReadAllText(page));
        Assert.Contains("c = f⊙c⁻ + i⊙g", Run("info", run).Output);
        Assert.Equal(2, Run("train", "--out", run).Code);
    }

    [Fact]
    public void A_run_is_repeated_bit_for_bit_by_its_configuration()
    {
        string first = Path.Combine(_folder, "first"), second = Path.Combine(_folder, "second");
        Run("train", "--out", first, "--epochs", "1", "--cell", "gru", "--set", "model.hidden=9");
        Run("train", "text", "--config", Path.Combine(first, "config.json"), "--out", second, "--threads", "1");
        Assert.Equal(File.ReadAllBytes(Path.Combine(first, "model.safetensors")), File.ReadAllBytes(Path.Combine(second, "model.safetensors")));
    }

    [Fact]
    public void Wrong_input_is_answered_with_one_clear_line()
    {
        string empty = Write("empty.txt", ""), latin = Path.Combine(_folder, "latin.txt"), ragged = Write("ragged.csv", "a,b\n1,2\n3\n");
        File.WriteAllBytes(latin, [(byte)'a', 0xE9, (byte)'b', (byte)'\n']);
        string config = Write("bad.json", "{ \"model\": { \"hiden\": 3 } }"), broken = Write("broken.json", "{ \"model\": {\n \"hidden\" 3 } }");
        string notModel = Write("not.safetensors", "hello");
        Expect(3, "nowhere.txt", "train", "text", Path.Combine(_folder, "nowhere.txt"));
        Expect(3, "empty.txt", "train", "text", empty);
        Expect(3, "latin.txt", "train", "text", latin);
        Expect(3, "ragged.csv:3", "check", ragged);
        Expect(3, "'model.hidden'", "train", "text", "--config", config);
        Expect(3, "broken.json:2", "train", "text", "--config", broken);
        Expect(3, "not.safetensors", "generate", notModel);
        Expect(3, "there is no such model file", "generate", Path.Combine(_folder, "none"));
        Expect(2, "'training.rate'", "train", "--set", "training.rat=1");
        Expect(2, "model.cell: expected one of", "train", "--cell", "ltsm");
        Expect(2, "expected a text file", "train", "text");
        Expect(2, "--nonsense: there is no such option", "train", "--nonsense");
    }

    private void Expect(int code, string message, params string[] args)
    {
        string[] before = Directory.GetFileSystemEntries(_folder);
        var result = Run(args);
        Assert.True(code == result.Code && result.Error.Contains(message), $"{string.Join(' ', args)}: {result.Code}, {result.Error}{result.Output}");
        Assert.DoesNotContain("   at ", result.Error + result.Output);
        Assert.Equal(before, Directory.GetFileSystemEntries(_folder));
    }

    private static (int Code, string Output, string Error) Run(params string[] args)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        return (CommandLine.Run(args, output, error), output.ToString(), error.ToString());
    }

    private string Write(string name, string content)
    {
        string path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);
        return path;
    }
}
