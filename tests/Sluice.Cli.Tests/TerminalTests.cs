using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Sluice.Cli.Tests;

/// <summary>What a user sees on a terminal of 80 columns, made by the <c>script</c> command of Linux.</summary>
public partial class TerminalTests
{
    [Fact]
    public void Progress_is_one_live_line_with_a_curve_and_no_line_is_too_long()
    {
        if (See("C.UTF-8", "train --epochs 60 --hidden 32") is not { } seen) return;
        Assert.Matches(@"\d+ %  loss \d\.\d{4}  [▁▂▃▄▅▆▇█]+  \d+ tokens/s  \d+:\d\d left", seen);
        Assert.Contains("\u001b[38;5;", seen);
        Assert.All(Lines(seen), line => Assert.True(line.Length < 80, line));
    }

    [Fact]
    public void A_plain_terminal_gets_no_colour_and_no_letters_that_it_does_not_have()
    {
        if (See("C", "train --epochs 60 --hidden 32", "NO_COLOR=1") is not { } seen) return;
        Assert.Matches(@"loss \d\.\d{4}  [_.~=+*#-]+  ", seen);
        Assert.DoesNotContain("\u001b[38;5;", seen);
        Assert.All(seen, c => Assert.True(c < 128, $"{(int)c:X}"));
    }

    [Fact]
    public void What_stands_in_a_file_is_no_order_to_the_terminal()
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/script")) return;
        using var session = new Session();
        string file = session.Write("e.csv", "da\u001b]0;owned\u0007te,so\u001b[2Jld\n2024-01-01,1\n2024-01-02,2\n2024-01-03,3\n");
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/script",
        [
            "-qec",
            $"env TERM=xterm dotnet '{typeof(CommandLine).Assembly.Location}' check '{file}'",
            "/dev/null"
        ])
        { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        string seen = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Contains("so?[2Jld", seen);
        Assert.DoesNotContain("\u001b]0", seen);
        Assert.DoesNotContain("\u001b[2J", seen);
    }

    [Fact]
    public void Messages_are_clean_in_a_file_too()
    {
        using var session = new Session();
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(CommandLine).Assembly.Location, "train", session["no\u001b[2J.txt"]])
        { RedirectStandardError = true })!;
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.Contains("no?[2J.txt", error);
    }

    /// <summary>All that went to the terminal, or null where there is no such command.</summary>
    private static string? See(string locale, string arguments, string environment = "SLUICE=1")
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/script")) return null;
        using var session = new Session();
        string command =
            $"stty cols 80 rows 40; env LC_ALL={locale} TERM=xterm {environment} dotnet '{typeof(CommandLine).Assembly.Location}' {arguments} --out '{session["run"]}'";
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/script",
        [
            "-qec",
            command,
            "/dev/null"
        ])
        { RedirectStandardOutput = true, RedirectStandardInput = true, StandardOutputEncoding = System.Text.Encoding.UTF8 })!;
        string seen = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return seen;
    }

    private static IEnumerable<string> Lines(string seen)
        => Escape().Replace(seen, "").Split('\r', '\n').Where(l => !l.StartsWith("run folder", StringComparison.Ordinal));

    [GeneratedRegex(@"\u001b\[[0-9;?]*[a-zA-Z]|\u001b[=>]")]
    private static partial Regex Escape();
}
