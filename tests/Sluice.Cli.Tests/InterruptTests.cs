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

        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in (string[])[typeof(CommandLine).Assembly.Location, "train", .. size, "--out", session["run"]]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        string? line;
        do line = process.StandardError.ReadLine(); while (line is not null && !line.StartsWith("epoch", StringComparison.Ordinal));
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString()])) kill.WaitForExit();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(CommandLine.Interrupted, process.ExitCode);
        Assert.Contains($"sluice train text --resume {session["run"]}", error);
        Assert.Equal(CommandLine.Done, session.Run("train", "text", "--resume", session["run"]).Code);
        Assert.Equal(File.ReadAllBytes(Path.Combine(session["whole"], "model.safetensors")), File.ReadAllBytes(Path.Combine(session["run"], "model.safetensors")));
    }
}
