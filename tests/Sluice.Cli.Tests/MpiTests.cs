using System.Diagnostics;

namespace Sluice.Cli.Tests;

/// <summary>Training in processes of its own by MPICH; skipped where that is absent.</summary>
public sealed class MpiTests : IDisposable
{
    private static readonly string[] s_net = ["--hidden", "8", "--shards", "16", "--threads", "1", "--batch", "32"];

    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [MpiTheory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void The_model_is_the_same_to_the_bit_for_any_number_of_processes(int processes)
    {
        byte[] expected = Alone("one", "--epochs", "2");
        var (code, output, error) = Mpi(processes, ["train", .. s_net, "--epochs", "2", "--out", _session["run"]]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(expected, File.ReadAllBytes(Model("run")));
        Assert.Single(output.Split('\n'), l => l.StartsWith("run folder", StringComparison.Ordinal));
        Assert.Contains($"{processes} processes, 16 shards of a batch", error);
    }

    [MpiFact]
    public void A_run_that_was_killed_goes_on_with_what_is_left_and_with_the_same_bits()
    {
        byte[] expected = Alone("one", "--epochs", "30");
        string[] train = ["train", .. s_net, "--epochs", "30", "--set", "training.checkpoint_every=5", "--out", _session["run"]];
        int[] numbers = [4, 3];
        for (int i = 0; i < numbers.Length; i++)
        {
            using var process = Start("mpirun.mpich", ["-n", $"{numbers[i]}", .. Self, .. i == 0 ? train : ["train", "--resume", _session["run"]]]);
            WaitForCheckpoint(i);
            Kill(numbers[i] - 1);
            Assert.True(process.WaitForExit(60_000), "mpirun hangs");
            Assert.NotEqual(CommandLine.Done, process.ExitCode);
        }

        var (code, _, error) = Mpi(2, ["train", "--resume", _session["run"]]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(expected, File.ReadAllBytes(Model("run")));
    }

    [MpiFact]
    public void A_launched_run_goes_on_by_itself_where_a_process_is_lost()
    {
        byte[] expected = Alone("one", "--epochs", "30");
        string[] train =
            ["train", .. s_net, "--epochs", "30", "--set", "training.checkpoint_every=5", "--processes", "3", "--retry", "--out", _session["run"]];
        using var process = Start("dotnet", [.. Self[1..], .. train]);
        WaitForCheckpoint(0);
        Kill(1);
        string error = process.StandardError.ReadToEnd();
        Assert.True(process.WaitForExit(60_000), "the run hangs");
        Assert.True(process.ExitCode == CommandLine.Done, error);
        Assert.Contains("A process was lost", error);
        Assert.Contains("Going on from it with 2 processes.", error);
        Assert.Equal(expected, File.ReadAllBytes(Model("run")));
    }

    [MpiFact]
    public void Processes_that_differ_are_refused_with_a_sentence()
    {
        string[] one = [.. Self, "train", .. s_net, "--epochs", "1", "--out", _session["run"]];
        string[] other = [.. one.Select(a => a == "16" ? "8" : a)];
        var (code, _, error) = Run("mpirun.mpich", ["-n", "1", .. one, ":", "-n", "1", .. other]);
        Assert.Equal(CommandLine.Failed, code);
        Assert.Contains("expected training.shards to be the same in all processes, got 16 in process 0 and 8 in process 1", error);
        Assert.False(Directory.Exists(_session["run"]));
    }

    [MpiFact]
    public void What_one_process_does_is_not_done_by_many()
    {
        var (code, _, error) = Mpi(2, ["train", "--hidden", "8", "--epochs", "1", "--out", _session["run"]]);
        Assert.Equal(CommandLine.Failed, code);
        Assert.Contains("expected at most as many processes as shards, got 2 and 1", error);
        (code, _, error) = Mpi(2, ["info", _session["run"]]);
        Assert.Equal(CommandLine.WrongUse, code);
        Assert.Contains("mpirun: info runs in one process", error);
    }

    private static string[] Self => ["dotnet", typeof(CommandLine).Assembly.Location];

    private byte[] Alone(string name, params string[] more)
    {
        var (code, _, error) = _session.Run(["train", .. s_net, .. more, "--out", _session[name]]);
        Assert.True(code == CommandLine.Done, error);
        return File.ReadAllBytes(Model(name));
    }

    private string Model(string run) => Path.Combine(_session[run], "model.safetensors");

    private static (int Code, string Output, string Error) Mpi(int processes, string[] arguments)
        => Run("mpirun.mpich", ["-n", $"{processes}", .. Self, .. arguments]);

    private static (int Code, string Output, string Error) Run(string program, string[] arguments)
    {
        using var process = Start(program, arguments);
        var output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output.Result, error);
    }

    private static Process Start(string program, string[] arguments)
        => Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;

    /// <summary>Waits until the run has saved after it began, or went on, so often.</summary>
    private void WaitForCheckpoint(int before)
    {
        string events = Path.Combine(_session["run"], "events.jsonl");
        int Saved() => File.Exists(events) ? File.ReadLines(events).Count(l => l.Contains("\"checkpoint\"")) : 0;
        int first = before == 0 ? 0 : Saved();
        for (int i = 0; i < 600 && Saved() < first + 2; i++) Thread.Sleep(100);
        Assert.True(Saved() >= first + 2, "no checkpoint came");
    }

    /// <summary>Kills the process of a number among those that train in this session's folder.</summary>
    private void Kill(int rank)
    {
        foreach (string folder in Directory.GetDirectories("/proc").Where(d => int.TryParse(Path.GetFileName(d), out _)))
        {
            try
            {
                if (!File.ReadAllText($"{folder}/cmdline").Contains(_session["run"])) continue;
                if (!File.ReadAllText($"{folder}/environ").Split('\0').Contains($"PMI_RANK={rank}")) continue;
                using var kill = Process.Start("kill", ["-9", Path.GetFileName(folder)]);
                kill.WaitForExit();
                return;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // It has ended, or is somebody else's.
            }
        }

        Assert.Fail($"there is no process {rank}");
    }
}

/// <summary>A test that is skipped where MPICH is absent.</summary>
public sealed class MpiFactAttribute : FactAttribute
{
    public MpiFactAttribute() => Skip = Mpich.Absent;
}

/// <summary>The same with rows of data.</summary>
public sealed class MpiTheoryAttribute : TheoryAttribute
{
    public MpiTheoryAttribute() => Skip = Mpich.Absent;
}

internal static class Mpich
{
    public static string? Absent => File.Exists("/usr/bin/mpirun.mpich") ? null : "MPICH is not installed (Debian: mpich).";
}
