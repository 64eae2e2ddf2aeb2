using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Sluice.Cli.Tests;

/// <summary>Every command that the README shows runs, in its order, on small files and for a moment.</summary>
public class ReadmeCommandTests
{
    // What makes a command short; "train" alone and its output are a test of their own.
    private static readonly (string Command, string[] More)[] s_short =
    [
        ("train text", ["--epochs", "1", "--hidden", "8", "--layers", "1"]),
        ("train forecast", ["--epochs", "1", "--hidden", "4", "--steps", "2"]),
        ("compare", ["--trials", "1", "--epochs", "1", "--least-hidden", "8", "--most-hidden", "8"]),
        ("challenge", ["--steps", "5", "--gaps", "10", "--seeds", "1", "--hidden", "8"]),
        ("gradients", ["--hidden", "8", "--lags", "10"]),
    ];

    [Fact]
    public void Every_command_of_the_readme_runs()
    {
        using var session = new Session();
        session.Write("book.txt", string.Concat(Enumerable.Range(0, 200).Select(i => $"ROMEO: To be or not to be, line {i}.\n")));
        session.Write("other.txt", string.Concat(Enumerable.Range(0, 50).Select(i => $"To be, line {i}.\n")));
        File.WriteAllText(session["sales.csv"], File.ReadAllText(session.WriteSales()).Replace(",sold", ",sales"));
        int count = 0;
        foreach (Match match in Regex.Matches(File.ReadAllText(Path.Combine(Root(), "README.md")), @"(?:^|`)\./sluice ([^`\n#]*)", RegexOptions.Multiline))
        {
            string command = match.Groups[1].Value.Trim();
            if (command == "train") continue;
            string[] words = [.. Regex.Matches(command, "\"([^\"]*)\"|(\\S+)").Select(m => m.Groups[1].Success ? m.Groups[1].Value : m.Value)];
            string[] more = s_short.FirstOrDefault(s => command.StartsWith(s.Command, StringComparison.Ordinal)).More ?? [];
            for (int i = words.Length - 2; i > 0; i--) if (more.Contains(words[i])) words = [.. words[..i], .. words[(i + 2)..]];
            if (words[0] == "init") File.Delete(session["sluice.json"]); // it never overwrites one
            var (code, error) = Run(session.Folder, [.. words, .. more]);
            Assert.True(code == CommandLine.Done, $"sluice {command}: {error}");
            count++;
        }

        Assert.True(count >= 15, $"only {count} commands were found");
    }

    private static (int Code, string Error) Run(string folder, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
