using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;

namespace Sluice.Cli.Tests;

/// <summary>Every command that the README shows runs, in its order, on the samples and for a moment.</summary>
public class ReadmeCommandTests
{
    [Fact]
    public void Every_command_runs_when_pasted() => Assert.InRange(PageCommands.Run("README.md"), 25, int.MaxValue);
}

/// <summary>The same of the guides; a class of its own, so that it runs beside the other.</summary>
public class GuideCommandTests
{
    // The commands of data.md are run with a database (DatabaseCommandTests).
    public static TheoryData<string> Pages
        => [.. Directory.GetFiles(Path.Combine(PageCommands.Root(), "docs"), "*.md")
            .Where(f => Path.GetFileName(f) != "data.md").Select(f => Path.GetRelativePath(PageCommands.Root(), f)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_command_of_a_page_runs_when_pasted(string page) => PageCommands.Run(page);
}

/// <summary>Runs the commands of a page.</summary>
internal static class PageCommands
{
    // What makes a command short; "train" alone and its output are a test of their own.
    private static readonly (string Command, string[] More)[] s_short =
    [
        ("train weather.csv", ["--epochs", "1", "--hidden", "4", "--steps", "2"]),
        ("train compose", ["--epochs", "1", "--hidden", "8"]),
        ("train text", ["--epochs", "1", "--hidden", "8", "--layers", "1"]),
        ("train forecast", ["--epochs", "1", "--hidden", "4", "--steps", "2"]),
        ("train tag", ["--epochs", "1", "--hidden", "4", "--word", "4", "--spelling", "2"]),
        ("train classify", ["--epochs", "1", "--hidden", "4", "--word", "4"]),
        ("train series", ["--epochs", "1", "--hidden", "4", "--lookback", "14", "--segment", "7"]),
        ("train life", ["--epochs", "1", "--hidden", "4"]),
        ("train anomalies", ["--hidden", "4"]),
        ("train control", ["--epochs", "1", "--hidden", "4"]),
        ("train translate", ["--epochs", "1", "--hidden", "8", "--embedding", "8"]),
        ("train transcribe", ["--epochs", "1", "--hidden", "4", "--layers", "1"]),
        ("train generate", ["--epochs", "1", "--hidden", "8"]),
        ("train describe", ["--epochs", "1", "--scenes", "100", "--hidden", "8", "--features", "8"]),
        ("tune forecast", ["--trials", "2", "--epochs", "1", "--hidden", "4", "--steps", "2", "--batch", "16"]),
        ("compare", ["--trials", "1", "--epochs", "1", "--least-hidden", "8", "--most-hidden", "8"]),
        ("challenge lengths", ["--steps", "3", "--lengths", "10", "--seeds", "1", "--hidden", "8", "--rates", "0.01"]),
        ("challenge", ["--steps", "5", "--gaps", "10", "--seeds", "1", "--hidden", "8"]),
        ("gradients last", []),
        ("gradients", ["--hidden", "8", "--lags", "10"]),
        ("studio", ["--port", "0"]),
        ("serve", ["--port", "0"]),
    ];

    // What cannot be run here: the benchmark's own data.
    private static readonly string[] s_elsewhere = ["score nab", "train-images", "studio", "teach"];

    /// <summary>Runs them, and says how many there were.</summary>
    public static int Run(string page)
    {
        using var session = new Session();
        int count = 0;
        foreach (Match match in Regex.Matches(
            File.ReadAllText(Path.Combine(Root(), page)), page == "README.md" ? @"(?:^|`)\./sluice ([^`\n#]*)" : @"^    \./sluice ([^`\n#]*)",
            RegexOptions.Multiline))
        {
            string command = match.Groups[1].Value.Trim();
            if (command == "train" || command.Contains("FILE") || (page != "README.md" && s_elsewhere.Any(command.Contains))) continue;
            if (command.Contains("sales.csv") && !File.Exists(session["sales.csv"])) session.WriteSales();
            string[] words = [.. Regex.Matches(command, "\"([^\"]*)\"|(\\S+)").Select(m => m.Groups[1].Success ? m.Groups[1].Value : m.Value)];
            string[] more = s_short.FirstOrDefault(s => command.StartsWith(s.Command, StringComparison.Ordinal)).More ?? [];
            for (int i = words.Length - 2; i > 0; i--)
                if (words[i].StartsWith("--", StringComparison.Ordinal) && more.Contains(words[i])) words = [.. words[..i], .. words[(i + 2)..]];
            if (words[0] == "init") File.Delete(session["sluice.json"]); // it never overwrites one
            var (code, error) = Run(session.Folder, [.. words, .. more]);
            Assert.True(code == CommandLine.Done, $"sluice {command}: {error}");
            count++;
        }

        return count;
    }

    private static (int Code, string Error) Run(string folder, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        if (arguments[0] is "studio" or "serve") return Opened(process, arguments[0] == "serve" ? "/v2" : "");
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }

    /// <summary>The studio, and a server, stay open until they are closed: a page is asked for first.</summary>
    private static (int Code, string Error) Opened(Process process, string path)
    {
        using var client = new HttpClient();
        string address = process.StandardOutput.ReadLine() ?? "";
        string page = client.GetStringAsync(new Uri(new Uri(address), path)).GetAwaiter().GetResult();
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"])) kill.WaitForExit();
        process.WaitForExit();
        return (page.Contains("luice", StringComparison.Ordinal) ? process.ExitCode : CommandLine.Failed, process.StandardError.ReadToEnd());
    }

    public static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
