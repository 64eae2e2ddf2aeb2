using System.Diagnostics;
using Sluice.Tasks.Registry;

namespace Sluice.Cli.Tests;

/// <summary>Help under headings with the usual values, and scripts that complete commands in shells.</summary>
public sealed class HelpTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void Options_stand_under_headings_with_their_usual_values()
    {
        foreach (var task in TaskRegistry.All)
        {
            string help = _session.Run("train", task.Name, "--help").Output;
            Assert.Contains($"Usage: sluice train {task.Name} [<file>] [options]", help);
            int last = 0;
            foreach (string heading in new[] { "Data options:", "Model options:", "Training options:", "Run options:", "Output options:" }.Where(
                h => h != "Data options:" || task.Settings.Any(s => s.Key.StartsWith("data.", StringComparison.Ordinal) && s.Key != "data.file")))
            {
                int at = help.IndexOf(heading, StringComparison.Ordinal);
                Assert.True(at > last, $"{task.Name}: {heading}");
                last = at;
            }

            // The description may be broken between words.
            string flowing = string.Join(' ', help.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            foreach (var setting in task.Settings.Where(s => s.Value.Length > 0 && s.Key != "data.file" && !s.Key.EndsWith('*')))
                Assert.Contains($"{setting.Comment} [default: {setting.Value}]", flowing);
        }
    }

    [Fact]
    public void Every_command_has_help_with_its_own_commands_and_arguments()
    {
        string all = _session.Run("--help").Output;
        foreach (string name in new[] { "train", "init", "check", "sample", "predict", "evaluate", "tune", "worker", "completion" })
        {
            Assert.Matches($"(?m)^  {name} +[A-Z]", all);
            var (code, output, error) = _session.Run(name, "--help");
            Assert.Equal((CommandLine.Done, ""), (code, error));
            Assert.Contains($"Usage: sluice {name}", output);
            Assert.All(output.Split('\n'), line => Assert.InRange(line.Length, 0, 121));
        }
    }

    [ShellTheory("bash")]
    [InlineData("sluice tr", "train")]
    [InlineData("sluice train fore", "forecast")]
    [InlineData("sluice train forecast sales.csv --hor", "--horizon")]
    [InlineData("sluice train forecast --optimizer ad", "adam adamw")]
    [InlineData("sluice train --task trans", "translate transcribe")]
    [InlineData("sluice train text --cell lstm-p", "lstm-peephole lstm-projected")]
    [InlineData("sluice sample na", "names")]
    [InlineData("sluice completion z", "zsh")]
    [InlineData("sluice predict la", "last")]
    [InlineData("sluice check wea", "weather.csv")]
    public void Bash_completes(string typed, string expected)
    {
        _session.Write("weather.csv", "");
        string script = _session.Write("completion.bash", _session.Run("completion", "bash").Output);
        string words = string.Join(' ', typed.Split(' ').Select(w => $"'{w}'"));
        var (code, output) = Shell(
            "bash", "--norc", "-c",
            $"source '{script}'; complete -p sluice >/dev/null || exit 7; cd '{_session.Folder}'; COMP_WORDS=({words}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _sluice; echo \"${{COMPREPLY[@]}}\"");
        Assert.Equal((0, expected), (code, output.Trim()));
    }

    [ShellTheory("zsh")]
    [InlineData("zsh", "-n")]
    public void Zsh_reads_its_script(string shell, string check)
        => Assert.Equal(0, Shell(shell, check, _session.Write("completion.zsh", _session.Run("completion", shell).Output)).Code);

    [ShellTheory("fish")]
    [InlineData("sluice train fore", "forecast")]
    [InlineData("sluice train forecast --optimizer ad", "adam")]
    public void Fish_completes(string typed, string expected)
        => Assert.Contains(expected, Shell(
            "fish", "-N", "-c",
            $"source '{_session.Write("completion.fish", _session.Run("completion", "fish").Output)}'; complete -C '{typed}'").Output);

    [ShellTheory("pwsh")]
    [InlineData("sluice train fore", "forecast")]
    public void PowerShell_completes(string typed, string expected)
        => Assert.Contains(
            expected,
            Shell(
                "pwsh", "-NoProfile", "-c",
                $". '{_session.Write("completion.ps1", _session.Run("completion", "powershell").Output)}'; (TabExpansion2 '{typed}' {typed.Length}).CompletionMatches.CompletionText").Output);

    [Fact]
    public void A_script_names_every_command_and_every_shell_has_one()
    {
        foreach (string shell in new[] { "bash", "zsh", "fish", "powershell" })
        {
            var (code, output, _) = _session.Run("completion", shell);
            Assert.Equal(CommandLine.Done, code);
            Assert.All(TaskRegistry.All, t => Assert.Contains($"train {t.Name}", output));
            Assert.Contains("--horizon".TrimStart('-'), output);
        }

        Assert.Contains("expected one of bash, zsh, fish, powershell, got 'csh'", _session.Run("completion", "csh").Error);
    }

    private static (int Code, string Output) Shell(string shell, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(shell, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output);
    }
}

/// <summary>A test that takes a shell, and is skipped where there is none.</summary>
public sealed class ShellTheoryAttribute : TheoryAttribute
{
    public ShellTheoryAttribute(string shell)
    {
        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        if (!folders.Any(f => File.Exists(Path.Combine(f, shell)))) Skip = $"there is no {shell} here";
    }
}
