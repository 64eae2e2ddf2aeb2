using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Sluice.Audio;

namespace Sluice.Cli.Tests;

/// <summary>Every command that the README shows runs, in its order, on small files and for a moment.</summary>
public class ReadmeCommandTests
{
    // What makes a command short; "train" alone and its output are a test of their own.
    private static readonly (string Command, string[] More)[] s_short =
    [
        ("train text", ["--epochs", "1", "--hidden", "8", "--layers", "1"]),
        ("train forecast", ["--epochs", "1", "--hidden", "4", "--steps", "2"]),
        ("train tag", ["--epochs", "1", "--hidden", "4", "--word", "4", "--spelling", "2"]),
        ("train classify", ["--epochs", "1", "--hidden", "4", "--word", "4"]),
        ("train series", ["--epochs", "1", "--hidden", "4", "--lookback", "14", "--segment", "7"]),
        ("train life", ["--epochs", "1", "--hidden", "4"]),
        ("train anomalies", []),
        ("train control", ["--epochs", "1", "--hidden", "4"]),
        ("train translate", ["--epochs", "1", "--hidden", "8", "--embedding", "8"]),
        ("train transcribe", ["--epochs", "1", "--hidden", "4", "--layers", "1"]),
        ("train describe", ["--epochs", "1", "--scenes", "100", "--hidden", "8", "--features", "8"]),
        ("compare", ["--trials", "1", "--epochs", "1", "--least-hidden", "8", "--most-hidden", "8"]),
        ("challenge", ["--steps", "5", "--gaps", "10", "--seeds", "1", "--hidden", "8"]),
        ("gradients", ["--hidden", "8", "--lags", "10"]),
        ("studio", ["--port", "0"]),
    ];

    [Fact]
    public void Every_command_of_the_readme_runs()
    {
        using var session = new Session();
        session.Write("book.txt", string.Concat(Enumerable.Range(0, 200).Select(i => $"ROMEO: To be or not to be, line {i}.\n")));
        session.Write("other.txt", string.Concat(Enumerable.Range(0, 50).Select(i => $"To be, line {i}.\n")));
        File.WriteAllText(session["sales.csv"], File.ReadAllText(session.WriteSales()).Replace(",sold", ",sales"));
        WriteLabels(session);
        WriteMachines(session);
        WriteRecordings(session);
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

    private static void WriteLabels(Session session)
    {
        string sentences = string.Concat(Enumerable.Range(0, 20).Select(i => i % 2 == 0 ? "bring\tO\ngreen\tB-thing\ntea\tI-thing\n\n" : "is\tO\nthere\tO\ncoffee\tB-thing\n\n"));
        foreach (string name in new[] { "train.conll", "dev.conll", "test.conll" }) session.Write(name, sentences);
        session.Write("sentences.txt", "bring coffee\nis there tea\n");
        Directory.CreateDirectory(session["names"]);
        session.Write("names/Polish.txt", string.Concat(Enumerable.Range(0, 20).Select(i => $"{(char)('a' + i)}ski\n")));
        session.Write("names/Danish.txt", string.Concat(Enumerable.Range(0, 20).Select(i => $"{(char)('a' + i)}sen\n")));
    }

    private static void WriteMachines(Session session)
    {
        string Rows(int count, Func<int, string> row) => string.Concat(Enumerable.Range(0, count).Select(i => row(i) + "\n"));
        session.Write("shops.csv", "shop,date,sold\n" + Rows(240, i => $"{i / 120},{new DateTime(2024, 1, 1).AddDays(i % 120):yyyy-MM-dd},{(i % 7 == 5 ? 50 : 20) + i % 3}"));
        session.Write("engines.txt", Rows(300, i => $"{i / 30 + 1} {i % 30 + 1} {i % 30 * 0.1 + i % 3} {i % 5}"));
        session.Write("load.csv", "time,load\n" + Rows(1000, i => $"{new DateTime(2024, 1, 1).AddHours(i):yyyy-MM-ddTHH:mm:ss},{10 + 5 * Math.Sin(i * Math.PI / 12):F3}"));
        session.Write("cart.csv", "episode,step,position,angle,force\n" + Rows(200, i => $"{i / 20},{i % 20},{Math.Sin(i):F3},{Math.Cos(i):F3},{Math.Sin(i + 1):F3}"));
    }

    private static void WriteRecordings(Session session)
    {
        Directory.CreateDirectory(session["recordings"]);
        for (int i = 0; i < 24; i++)
        {
            double pitch = i % 2 == 0 ? 0.2 : 0.9;
            WavFile.Write(session[$"recordings/{(i % 2 == 0 ? "low" : "high")}_{(i < 12 ? "ann" : "bob")}_{i}.wav"], new Sound(8000, [.. Enumerable.Range(0, 2000).Select(n => (float)(0.3 * Math.Sin(pitch * n)))]));
        }
    }

    private static (int Code, string Error) Run(string folder, string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        if (arguments[0] == "studio") return Opened(process);
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }

    /// <summary>The studio stays open until it is closed: its page is asked for first.</summary>
    private static (int Code, string Error) Opened(Process process)
    {
        using var client = new HttpClient();
        string address = process.StandardOutput.ReadLine() ?? "";
        string page = client.GetStringAsync(address).GetAwaiter().GetResult();
        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"])) kill.WaitForExit();
        process.WaitForExit();
        return (page.Contains("Sluice", StringComparison.Ordinal) ? process.ExitCode : CommandLine.Failed, process.StandardError.ReadToEnd());
    }

    private static string Root([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
