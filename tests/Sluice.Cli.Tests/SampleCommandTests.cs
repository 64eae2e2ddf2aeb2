using System.Text.Json;
using Sluice.Tasks.Registry;

namespace Sluice.Cli.Tests;

/// <summary>Every task has a sample, and learns from it.</summary>
public sealed class SampleCommandTests : IDisposable
{
    // Enough to learn something, and no more.
    private static readonly Dictionary<string, string[]> s_short = new()
    {
        ["text"] = ["--epochs", "1", "--hidden", "8", "--layers", "1"],
        ["forecast"] = ["--epochs", "1", "--hidden", "4", "--steps", "2"],
        ["series"] = ["--epochs", "1", "--hidden", "4"],
        ["tag"] = ["--epochs", "1", "--hidden", "4", "--word", "4", "--spelling", "2"],
        ["classify"] = ["--epochs", "1", "--hidden", "4", "--word", "4"],
        ["life"] = ["--epochs", "1", "--hidden", "4"],
        ["anomalies"] = ["--hidden", "4"],
        ["control"] = ["--epochs", "1", "--hidden", "4"],
        ["translate"] = ["--epochs", "1", "--hidden", "8", "--embedding", "8"],
        ["transcribe"] = ["--epochs", "1", "--hidden", "4", "--layers", "1"],
        ["compose"] = ["--epochs", "1", "--hidden", "8"],
        ["generate"] = ["--epochs", "1", "--hidden", "8", "--features", "8", "--latents", "2", "--components", "2"],
        ["describe"] = ["--epochs", "1", "--scenes", "100", "--hidden", "8", "--features", "8"],
    };

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    public static TheoryData<string> Tasks => [.. TaskRegistry.All.Where(t => s_short.ContainsKey(t.Name)).Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void A_task_learns_from_its_sample_and_says_something(string name)
    {
        var sample = TaskRegistry.Get(name).SampleData!;
        var (code, output, error) = _session.Run("sample", sample.Name, "--out", _session.Folder);
        Assert.True(code == 0, error);
        Assert.Contains(sample.Licence, output);
        string origin = File.ReadAllText(_session[$"{sample.Name}.origin.md"]);
        Assert.Contains($"- source: {sample.Source}", origin);
        Assert.Contains($"- licence: {sample.Licence}", origin);
        Assert.StartsWith($"train {name}", sample.Commands[0]);
        Assert.Contains(
            sample.Commands, c => c.StartsWith("predict", StringComparison.Ordinal) || c.StartsWith("generate", StringComparison.Ordinal));
        foreach (string command in sample.Commands)
        {
            string[] words = [.. command.Split(' ').Select(w => w == "last" ? _session["run"]
                : Path.Exists(_session[w]) && w != name || w.EndsWith(".mid", StringComparison.Ordinal) ? _session[w]
                : w)];
            string[] more = words[0] == "train" ? [.. s_short[name], "--out", _session["run"]] : [];
            for (int i = words.Length - 2; i > 0; i--)
                if (more.Contains(words[i]) && words[i].StartsWith("--", StringComparison.Ordinal)) words = [.. words[..i], .. words[(i + 2)..]];
            (code, output, error) = _session.Run([.. words, .. more]);
            Assert.True(code == 0, $"{command}: {error}");
            Assert.NotEmpty(output + error); // answers that go to a file are counted on standard error
            if (words[0] == "train") Assert.DoesNotContain("warning: every", error);
        }
    }

    [Theory]
    [MemberData(nameof(Tasks))]
    public void The_task_of_a_sample_is_found(string name)
    {
        var sample = TaskRegistry.Get(name).SampleData!;
        string[] words = sample.Commands[0].Split(' ');
        if (words.Length < 3) return; // the task makes its own data
        _session.Run("sample", sample.Name, "--out", _session.Folder);
        var (code, output, error) = _session.Run("init", _session[words[2]], "--out", _session["sluice.json"]);
        Assert.True(code == 0, error);
        Assert.Contains($"\"task\": \"{name}\"", File.ReadAllText(_session["sluice.json"]));
        Assert.Matches($@"^task +{name}: ", output);
    }

    [Theory]
    [InlineData("book", "book.txt", "other.txt")]
    [InlineData("names", "names", "names.txt")]
    [InlineData("orders", "train.conll", "dev.conll", "test.conll", "sentences.txt", "orders.LICENSE")]
    [InlineData("recordings", "recordings.csv", "recordings")]
    public void What_is_kept_is_written_with_its_licence(string sample, params string[] files)
    {
        var (code, _, error) = _session.Run("sample", sample, "--out", _session.Folder);
        Assert.True(code == 0, error);
        foreach (string file in files) Assert.True(Path.Exists(_session[file]), file);
        string named = System.Text.RegularExpressions.Regex.Match(
            TaskRegistry.All.Select(t => t.SampleData).First(s => s?.Name == sample)!.Licence, @"\((\S*LICENSE)\)").Groups[1].Value;
        if (named.Length > 0) Assert.True(File.Exists(_session[named]), named);
    }

    [Fact]
    public void Every_task_has_one_and_the_list_names_source_and_licence()
    {
        var (_, output, _) = _session.Run("sample");
        foreach (var task in TaskRegistry.All.Where(t => s_short.ContainsKey(t.Name)))
        {
            Assert.NotNull(task.SampleData);
            Assert.Contains(task.SampleData.Source, output);
            Assert.Contains(task.SampleData.Licence, output);
            Assert.Contains($"{task.SampleData.Name,-11} {task.Name,-11} {task.SampleData.About}", output);
        }

        using var json = JsonDocument.Parse(_session.Run("sample", "--json").Output);
        Assert.Contains(
            json.RootElement.EnumerateArray(),
            s => s.GetProperty("name").GetString() == "shops" && s.GetProperty("source").GetString() == "generated");
    }

    [Fact]
    public void What_is_there_is_never_overwritten()
    {
        Assert.Equal(CommandLine.Done, _session.Run("sample", "series", "--out", _session["mine.csv"]).Code);
        Assert.StartsWith("date,shop,price,sold", File.ReadAllText(_session["mine.csv"]));
        Assert.Equal(CommandLine.Done, _session.Run("sample", "shops", "--out", _session["mine.csv"]).Code);
        _session.Write("shops.csv", "mine");
        var (code, _, error) = _session.Run("sample", "shops", "--out", _session.Folder);
        Assert.Equal(CommandLine.WrongUse, code);
        Assert.Contains("shops.csv is there already and is something else", error);
        Assert.Equal("mine", File.ReadAllText(_session["shops.csv"]));
        Assert.Contains("Did you mean 'shops'?", _session.Run("sample", "shop").Error);
        Assert.Contains("name a folder", _session.Run("sample", "names", "--out", _session["x.csv"]).Error);
    }
}
