using System.Diagnostics;
using System.Text.Json.Nodes;
using Sluice.Tests;

namespace Sluice.Cli.Tests;

/// <summary><c>tune</c> and <c>worker</c>: the same table whoever works, and whoever dies.</summary>
public sealed class TuneCommandTests : IDisposable
{
    private readonly Session _session = new();
    private readonly string[] _asked;

    public TuneCommandTests() => _asked =
    [
        "tune", "forecast", _session.WriteSales(), "--target", "sold", "--epochs", "3", "--steps", "2", "--trials", "6", "--space", "model.hidden=4..8",
        "--set", "training.schedule=constant",
    ];

    public void Dispose() => _session.Dispose();

    [Fact]
    public void The_table_is_the_same_for_one_two_and_four_workers_and_the_command_trains_the_best_again()
    {
        var (code, output, error) = Tune("one", "--jobs", "1");
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("fresh seeds", output);
        foreach (int jobs in new[] { 2, 4 })
        {
            (code, _, error) = Tune($"{jobs}", "--jobs", $"{jobs}");
            Assert.True(code == CommandLine.Done, error);
            AssertSame($"{jobs}");
        }

        // 6 trials for one epoch, 2 of them for 3, then the two best and the settings before with three seeds each.
        Assert.Equal(6 + 2 + 9, File.ReadAllLines(Path.Combine(_session["one"], "trials.jsonl")).Length);
        string command = output.Split('\n').Single(l => l.StartsWith("to train it", StringComparison.Ordinal));
        string model = output.Split('\n').Single(l => l.StartsWith("trained already", StringComparison.Ordinal))["trained already".Length..].Trim();
        string[] words = [.. command[(command.IndexOf("sluice", StringComparison.Ordinal) + "sluice".Length)..].Split(' ', StringSplitOptions.RemoveEmptyEntries), "--out", _session["again"]];
        Assert.True(_session.Run(words) is { Code: CommandLine.Done }, string.Join(' ', words));
        Assert.Equal(File.ReadAllBytes(Path.Combine(model, "model.safetensors")), File.ReadAllBytes(Path.Combine(_session["again"], "model.safetensors")));

        // What is done is not done again, and more trials go on from there.
        (code, output, error) = _session.Run("tune", "forecast", "--resume", _session["2"], "--json");
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(17, output.Trim().Split('\n').Length - 1);
        AssertSame("2");
        Assert.Equal(CommandLine.Done, _session.Run("tune", "forecast", "--resume", _session["2"], "--trials", "3").Code);
        Assert.Contains("\"trials\":3", File.ReadAllText(Path.Combine(_session["2"], "tune.json")));
    }

    [Fact]
    public void Workers_in_a_folder_may_be_killed_and_the_table_stays_the_same()
    {
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(CommandLine.Done, Tune("one", "--jobs", "1").Code);
        using var search = Start([.. _asked, "--jobs", "0", "--lease", "2", "--out", _session["many"]]);
        var workers = Enumerable.Range(0, 4).Select(_ => Start("worker", "--join", _session["many"], "--lease", "2")).ToList();

        // Each of three is killed in the midst of its first trial.
        foreach (var worker in workers.Take(3))
        {
            string? line;
            do line = worker.StandardError.ReadLine(); while (line is not null && !line.EndsWith("begins", StringComparison.Ordinal));
            worker.Kill();
        }

        workers.Add(Start("worker", "--join", _session["many"], "--lease", "2"));
        foreach (var worker in workers.Skip(3)) worker.StandardError.ReadToEnd();
        string error = search.StandardError.ReadToEnd();
        search.WaitForExit();
        Assert.True(search.ExitCode == CommandLine.Done, error);
        AssertSame("many");
        foreach (var worker in workers)
        {
            worker.WaitForExit();
            worker.Dispose();
        }
    }

    [Fact]
    public void A_search_that_is_interrupted_goes_on()
    {
        if (OperatingSystem.IsWindows()) return;
        Assert.Equal(CommandLine.Done, Tune("one", "--jobs", "1").Code);
        using var search = Start([.. _asked, "--jobs", "1", "--out", _session["stopped"]]);
        string? line;
        do line = search.StandardError.ReadLine(); while (line is not null && !line.StartsWith("trial", StringComparison.Ordinal));
        using (var kill = Process.Start("kill", ["-TERM", $"{search.Id}"])) kill.WaitForExit();
        Assert.Contains($"sluice tune forecast --resume {_session["stopped"]}", search.StandardError.ReadToEnd());
        search.WaitForExit();
        Assert.Equal(CommandLine.Interrupted, search.ExitCode);
        var (code, _, error) = _session.Run("tune", "forecast", "--resume", _session["stopped"], "--jobs", "2");
        Assert.True(code == CommandLine.Done, error);
        AssertSame("stopped");
    }

    [Fact]
    public void Minutes_end_a_search_and_say_how_many_trials_give_the_same()
    {
        var (code, output, error) = Tune("minutes", ["--minutes", "0.01", "--jobs", "1"], _asked.Where((_, i) => i is not (9 or 10)));
        Assert.True(code == CommandLine.Done, error);
        int trials = (int)JsonNode.Parse(File.ReadAllText(Path.Combine(_session["minutes"], "tune.json")))!["trials"]!;
        Assert.Contains($"--trials {trials} gives this table anywhere", output);
        Assert.Equal(CommandLine.Done, Tune("one", "--trials", $"{trials}").Code);
        AssertSame("minutes");
    }

    [Fact]
    public void What_makes_no_sense_is_said_and_leaves_nothing_behind()
    {
        Wrong(Tune("a", "--set", "model.hiden=4"), CommandLine.WrongUse, "hidden");
        Wrong(Tune("a", "--space", "model.layers=2..2"), CommandLine.WrongUse, "has no width");
        Wrong(Tune("a", "--minutes", "3"), CommandLine.WrongUse, "--trials or --minutes");
        Wrong(Tune("a", "--trials", "0"), CommandLine.WrongUse, "--trials");
        Wrong(Tune("a", "--lease", "0"), CommandLine.WrongUse, "--lease");
        Wrong(Tune("a", "--queue", "mysql://host/base"), CommandLine.WrongUse, "postgres://");
        Wrong(_session.Run("tune", "forecast"), CommandLine.WrongUse, "expected");
        Wrong(_session.Run("tune", "forecast", _session["none.csv"], "--target", "sold", "--out", _session["a"]), CommandLine.BadData, "none.csv");
        Wrong(_session.Run("tune", "anomalies", _session["sales.csv"], "--target", "sold", "--out", _session["a"]), CommandLine.WrongUse, "one pass");
        Assert.False(Directory.Exists(_session["a"]));
        Wrong(_session.Run("worker", "--join", _session["sales.csv"]), CommandLine.WrongUse, "is a file");
        Wrong(_session.Run("worker", "--join", _session["none"], "--wait", "0"), CommandLine.BadData, "there is no search");
        Wrong(_session.Run("worker", "--join", "postgres://host"), CommandLine.WrongUse, "postgres://USER@HOST");
        Wrong(_session.Run("worker"), CommandLine.WrongUse, "--join");
    }

    [Fact]
    public void A_folder_of_another_search_and_damaged_files_are_refused()
    {
        Assert.Equal(CommandLine.Done, Tune("a", "--trials", "1").Code);
        Wrong(Tune("a"), CommandLine.WrongUse, "is not empty");
        Wrong(_session.Run("tune", "forecast", "--resume", _session["a"], "--seed", "7"), CommandLine.WrongUse, "the seed was '1'");
        Wrong(_session.Run("tune", "forecast", "--resume", _session["a"], "--space", "model.hidden=4..9"), CommandLine.WrongUse, "keeps its space");
        Wrong(_session.Run("tune", "forecast", "--resume", _session["a"], "--epochs", "9"), CommandLine.WrongUse, "settings");
        Wrong(_session.Run("tune", "text", "--resume", _session["a"]), CommandLine.BadData, "text");
        string done = Directory.GetFiles(Path.Combine(_session["a"], "queue", "done")).Order(StringComparer.Ordinal).First(), before = File.ReadAllText(done);
        File.WriteAllText(done, before[..(before.Length / 2)]);
        Wrong(_session.Run("tune", "forecast", "--resume", _session["a"]), CommandLine.BadData, "remove the file");
        string table = File.ReadAllText(Path.Combine(_session["a"], "trials.jsonl"));
        File.Delete(done);
        Assert.Equal(CommandLine.Done, _session.Run("tune", "forecast", "--resume", _session["a"]).Code);
        Assert.Equal(table, File.ReadAllText(Path.Combine(_session["a"], "trials.jsonl")));
        string record = Path.Combine(_session["a"], "tune.json");
        File.WriteAllText(record, "{}");
        Wrong(_session.Run("tune", "forecast", "--resume", _session["a"]), CommandLine.BadData, "a search");
        File.Delete(record);
        Wrong(_session.Run("tune", "forecast", "--resume", _session["a"]), CommandLine.BadData, "no search in this folder");
    }

    private (int Code, string Output, string Error) Tune(string folder, params string[] more) => Tune(folder, more, _asked);

    private (int Code, string Output, string Error) Tune(string folder, string[] more, IEnumerable<string> asked)
    {
        string[] words = [.. asked];
        if (more.Contains("--trials") && Array.IndexOf(words, "--trials") is >= 0 and int at) words = [.. words[..at], .. words[(at + 2)..]];
        return _session.Run([.. words, .. more, "--out", _session[folder]]);
    }

    private void AssertSame(string folder)
    {
        foreach (string file in new[] { "trials.jsonl", "results.md" })
            Assert.Equal(File.ReadAllText(Path.Combine(_session["one"], file)), File.ReadAllText(Path.Combine(_session[folder], file)));
    }

    private static void Wrong((int Code, string Output, string Error) answer, int code, string expected)
    {
        Assert.Contains(expected, answer.Error);
        Assert.Equal(code, answer.Code);
    }

    private static Process Start(params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. arguments])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }
}

/// <summary>Workers that find their trials in PostgreSQL and share no folder.</summary>
public class TuneDatabaseTests(PostgresFixture server) : IClassFixture<PostgresFixture>
{
    [PostgresFact]
    public void Workers_of_a_database_that_are_killed_leave_the_table_the_same()
    {
        using var session = new Session();
        string[] asked =
        [
            "tune", "forecast", session.WriteSales(), "--target", "sold", "--epochs", "3", "--steps", "2", "--trials", "5", "--space", "model.hidden=4..8",
        ];
        Assert.Equal(CommandLine.Done, session.Run([.. asked, "--jobs", "2", "--out", session["one"]]).Code);
        string address = server.Running.Address;
        var search = Task.Run(() => session.Run([.. asked, "--jobs", "0", "--lease", "3", "--queue", address, "--out", session["many"]]));
        using (var killed = Worker(0))
        {
            string? line;
            do line = killed.StandardError.ReadLine(); while (line is not null && !line.EndsWith("begins", StringComparison.Ordinal));
            killed.Kill();
        }

        using Process first = Worker(1), second = Worker(2);
        Assert.True(search.Result.Code == CommandLine.Done, search.Result.Error);
        foreach (string file in new[] { "trials.jsonl", "results.md" })
            Assert.Equal(File.ReadAllText(Path.Combine(session["one"], file)), File.ReadAllText(Path.Combine(session["many"], file)));
        Assert.DoesNotContain(PostgresServer.Password, string.Concat(Directory.GetFiles(session["many"], "*.json").Select(File.ReadAllText)));
        first.WaitForExit();
        second.WaitForExit();
        Assert.Equal((0, 0), (first.ExitCode, second.ExitCode));

        Process Worker(int number)
        {
            var process = Process.Start(new ProcessStartInfo(
                "dotnet", [typeof(CommandLine).Assembly.Location, "worker", "--join", address, "--lease", "3", "--out", session[$"worker{number}"]])
            {
                RedirectStandardError = true,
            })!;
            if (number > 0) process.ErrorDataReceived += (_, _) => { };
            if (number > 0) process.BeginErrorReadLine();
            return process;
        }
    }
}
