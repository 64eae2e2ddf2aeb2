using System.Diagnostics;

namespace Sluice.Cli.Tests;

public class InterruptTests
{
    [Theory]
    [InlineData("-INT", false)]
    [InlineData("-TERM", false)]
    [InlineData("-HUP", false)]
    [InlineData("-TERM", true)]
    [InlineData("-HUP", true)]
    public void Interrupting_saves_and_says_how_to_go_on_and_going_on_gives_the_same_bits(string signal, bool background)
    {
        if (OperatingSystem.IsWindows()) return; // There is no signal to send to another process there.
        using var session = new Session();
        string[] size = ["--epochs", "40", "--hidden", "8"];
        Assert.Equal(CommandLine.Done, session.Run(["train", .. size, "--out", session["whole"]]).Code);

        using var process = Start(background, ["train", .. size, "--out", session["a run"]]);
        string? line;
        do line = process.StandardError.ReadLine(); while (line is not null && !line.StartsWith("epoch", StringComparison.Ordinal));
        Interrupt(process, signal, background);
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(CommandLine.Interrupted, process.ExitCode);
        Assert.Contains($"sluice train text --resume '{session["a run"]}'", error);
        Assert.Equal(CommandLine.Done, session.Run("train", "text", "--resume", session["a run"]).Code);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(session["whole"], "model.safetensors")),
            File.ReadAllBytes(Path.Combine(session["a run"], "model.safetensors")));
    }

    [Fact]
    public void Interrupting_twice_stops_at_once()
    {
        if (OperatingSystem.IsWindows()) return;
        using var session = new Session();
        string text = session.Write("t.txt", string.Concat(Enumerable.Range(0, 3000).Select(i => $"line {i}\n")));

        // One step of this takes many seconds.
        using var process =
            Start("train", "text", text, "--hidden", "2048", "--layers", "2", "--batch", "128", "--steps", "128", "--out", session["run"]);
        string? line;
        do line = process.StandardError.ReadLine(); while (line is not null && !line.Contains("to learn from"));
        Interrupt(process);
        do line = process.StandardError.ReadLine(); while (line is not null && !line.Contains("again to stop at once"));
        Interrupt(process);
        Assert.True(process.WaitForExit(5000));
        Assert.Equal(CommandLine.Interrupted, process.ExitCode);
    }

    private static Process Start(params string[] arguments) => Start(false, arguments);

    /// <summary>Starts a command; in the background as shells and scripts do it, with the shell waiting for its end.</summary>
    private static Process Start(bool background, string[] arguments)
    {
        string[] command = ["dotnet", typeof(CommandLine).Assembly.Location, .. arguments];
        var start = background
            ? new ProcessStartInfo("/bin/sh", ["-c", "\"$@\" & wait $!", "sh", .. command])
            : new ProcessStartInfo(command[0], command[1..]);
        (start.RedirectStandardError, start.RedirectStandardOutput) = (true, true);
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        return process;
    }

    private static void Interrupt(Process process, string signal = "-INT", bool background = false)
    {
        string id = $"{process.Id}";
        if (background)
        {
            using var children = Process.Start(new ProcessStartInfo("ps", ["--ppid", id, "-o", "pid="]) { RedirectStandardOutput = true })!;
            id = children.StandardOutput.ReadToEnd().Trim();
        }

        using var kill = Process.Start("kill", [signal, id]);
        kill.WaitForExit();
    }
}
