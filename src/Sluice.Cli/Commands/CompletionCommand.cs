using System.CommandLine;
using Sluice.Tasks.Settings;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice completion SHELL</c>: a script that completes commands and options, made from the table of all commands.</summary>
internal static class CompletionCommand
{
    private static readonly Dictionary<string, (Func<RootCommand, string> Script, string Use)> s_shells = new()
    {
        ["bash"] = (CompletionScript.Bash, "eval \"$(sluice completion bash)\"     in ~/.bashrc"),
        ["zsh"] = (CompletionScript.Zsh, "eval \"$(sluice completion zsh)\"     in ~/.zshrc, after compinit"),
        ["fish"] = (CompletionScript.Fish, "sluice completion fish | source     in ~/.config/fish/config.fish"),
        ["powershell"] = (CompletionScript.PowerShell, "sluice completion powershell | Out-String | Invoke-Expression     in $PROFILE"),
    };

    public static Command Create(RootCommand root, TextWriter output)
    {
        var shell = new Argument<string>("shell") { Description = $"one of {string.Join(", ", s_shells.Keys)}" };
        var command = new Command("completion", "Prints a script by which a shell completes commands, options and their values.") { shell };
        command.SetAction(parsed =>
        {
            string name = parsed.GetValue(shell)!;
            if (!s_shells.TryGetValue(name.ToLowerInvariant(), out var found))
                throw new UsageException(
                    $"completion: expected one of {string.Join(", ", s_shells.Keys)}, got '{name}'.{(Nearest.To(name, s_shells.Keys) is { } near ? $" Did you mean '{near}'?" : "")}");
            output.Write($"# Completion of sluice: {found.Use}\n{found.Script(root)}");
            return CommandLine.Done;
        });
        return command;
    }
}
