using System.Diagnostics;

namespace Sluice.Cli.Tests;

public class InterruptTests
{
    [Fact]
    public void Interrupting_saves_and_says_how_to_go_on_and_going_on_gives_the_same_bits()
    {
        if (OperatingSystem.IsWindows()) return; // There is no signal to send to another process there.
        using var session = new Session();
        string[] size = ["--epochs", "40", "--hidden", "8"];
        Assert.Equal(CommandLine.Done, session.Run(["train", .. size, "--out", session["whole"]]).Code);

        using var process = Start(["train", .. size, "--out", session["a run"]]);
        string? line;
        do line = process.StandardError.ReadLine(); while (line is not null && !line.StartsWith("epoch", StringComparison.Ordinal));
        Interrupt(process);
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(CommandLine.Interrupted, process.ExitCode);
        Assert.Contains($"sluice train text --resume '{session["a run"]}'", error);
        Assert.Equal(CommandLine.Done, session.Run("train", "text", "--resume", session["a run"]).Code);
        Assert.Equal(File.ReadAllBytes(Path.Combine(session["whole"], "model.safetensors")), File.ReadAllBytes(Path.Combine(session["a run"], "model.safetensors")));
    }

    [Fact]
    public void Interrupting_twice_stops_at_once()
    {
        if (OperatingSystem.IsWindows()) return;
        using var session = new Session();
        string text = session.Write("t.txt", string.Concat(Enumerable.Range(0, 3000).Select(i => $"line {i}\n")));

        // One step of this takes many seconds.
        using var process = Start("train", "text", text, "--hidden", "2048", "--layers", "2", "--batch", "128", "--steps", "128", "--out", session["run"]);
        string? line;
        do line = process.StandardError.ReadLine(); while (line is not null && !line.Contains("to learn from"));
        Interrupt(process);
        Thread.Sleep(300);
        Interrupt(process);
        Assert.True(process.WaitForExit(5000));
        Assert.Equal(CommandLine.Interrupted, process.ExitCode);
    }

    private static Process Start(params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. arguments]) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static void Interrupt(Process process)
    {
        using var kill = Process.Start("kill", ["-INT", $"{process.Id}"]);
        kill.WaitForExit();
    }
}
