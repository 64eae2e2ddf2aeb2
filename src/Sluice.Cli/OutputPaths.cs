using System.CommandLine;
using System.CommandLine.Parsing;
using Sluice.Formats;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Cli;

/// <summary>
/// The files that a command is told to write. None of them may be a file that the same command reads, by whatever name or link, nor another
/// kind of file than what is written there: nothing that was saved is lost. Tables may replace tables, pages pages, and so on.
/// </summary>
internal static class OutputPaths
{
    private const string Own = "\"sluice.task\"", Page = "a page (HTML)", Picture = "a picture (SVG)";

    private const int LongestHeader = 8 + (8 << 20); // of a safetensors file, with its length before it

    private static readonly StringComparison s_case = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    /// <summary>Refuses a command line that would write over one of its inputs, or over another kind of file.</summary>
    /// <exception cref="UsageException">It would.</exception>
    public static void Check(ParseResult parsed)
    {
        var (outputs, inputs) = Paths(parsed);
        foreach (var (name, path) in outputs.Where(o => File.Exists(o.Value)))
        {
            string real = Real(path);
            if (inputs.Select(i => i.Value).SelectMany(Named).FirstOrDefault(input => Holds(input, real)) is { } input)
                throw new UsageException(
                    $"{name}: {path} is {(Directory.Exists(input) ? $"in {input}, which this command reads" : "what this command reads")}, and would be overwritten; name another file.");
            CheckKind(name, path, parsed.CommandResult.Command.Name == "quantize");
        }
    }

    /// <summary>The values of options that name a file to write.</summary>
    public static IReadOnlyCollection<string> Written(ParseResult parsed) => [.. Paths(parsed).Outputs.Select(o => o.Value)];

    private static (List<(string Name, string Value)> Outputs, List<(string Name, string Value)> Inputs) Paths(ParseResult parsed)
    {
        List<(string Name, string Value)> outputs = [], inputs = [];
        foreach (var result in parsed.CommandResult.Children)
        {
            var (name, tokens, option) = result switch
            {
                OptionResult { Implicit: false } o => (o.Option.Name, o.Tokens, o.Option),
                ArgumentResult a => ($"{a.Argument.Name}", a.Tokens, (Option?)null),
                _ => ("", [], null),
            };
            (option is not null && IsPath(option) ? outputs : inputs).AddRange(tokens.Where(t => t.Value.Length > 0).Select(t => (name, t.Value)));
        }

        return (outputs, inputs);
    }

    /// <summary>Refuses to write a quantized model over a file that is none.</summary>
    /// <exception cref="UsageException">There is such a file.</exception>
    public static void CheckQuantized(string path)
    {
        if (File.Exists(path)) CheckKind("--out", path, quantized: true);
    }

    private static bool IsPath(Option option)
        => option.ValueType == typeof(string) && OptionGroup.Of(option) is { Heading: OptionGroup.Output, Choices.Count: 0 };

    private static void CheckKind(string option, string path, bool quantized)
    {
        byte[] first = new byte[Math.Min(new FileInfo(path).Length, LongestHeader)];
        if (first.Length == 0) return; // nothing that could be lost
        using (var stream = File.OpenRead(FileScope.Check(path))) stream.ReadExactly(first);
        string start = System.Text.Encoding.Latin1.GetString(first);
        bool tensors = first.Length > 8 && first[8] == (byte)'{' && first.AsSpan(4, 4).IndexOfAnyExcept((byte)0) < 0;
        var (expected, isSo) = option switch
        {
            "--out" when quantized => ("a model that 'quantize' wrote",
                tensors && start.Contains(Own) && (start.Contains("\"I8\"") || start.Contains("\"BF16\""))),
            "--report" or "--html" => (Page, start.TrimStart().StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)),
            "--plot" => (Picture, start.Contains("<svg", StringComparison.Ordinal)),
            "--record" => ("a record of forecasts", start.StartsWith("{\"said\":", StringComparison.Ordinal)),
            "--onnx" => ("an ONNX file", NetworkReport.IsOnnx(path)),
            "--safetensors" => ("exported weights", tensors && (start.Contains("\"sluice.layout\"") || !start.Contains(Own))),
            _ => ("", true),
        };
        if (!isSo) throw new UsageException($"{option}: {path} exists and is not {expected}, and would be overwritten; name another file.");
    }

    /// <summary>The files and folders that a value may name: itself, or what stands behind NAME= or sqlite: in it.</summary>
    private static IEnumerable<string> Named(string value)
    {
        if (value == "last" && !Path.Exists(value)) return ModelPath.Newest() is { } run ? [run] : [];
        return new[] { value, value[(value.IndexOf('=') + 1)..], value[(value.IndexOf(':') + 1)..] }.Distinct().Where(Path.Exists);
    }

    /// <summary>Whether an input is this file, or a folder with it: of a run, its own files.</summary>
    private static bool Holds(string input, string real)
    {
        if (!Directory.Exists(input)) return string.Equals(Real(input), real, s_case);
        string folder = Path.TrimEndingDirectorySeparator(Real(input)) + Path.DirectorySeparatorChar;
        bool isRun = File.Exists(Path.Combine(input, ModelPath.ModelName)) || File.Exists(RunFolder.ConfigIn(input));
        string[] own = [Path.Combine(input, ModelPath.ModelName), RunFolder.ConfigIn(input)];
        if (!isRun) return real.StartsWith(folder, s_case);
        return own.Any(file => string.Equals(Real(file), real, s_case)) || s_kept.Any(kept => real.StartsWith(folder + kept, s_case));
    }

    // What a run keeps beside its model and configuration.
    private static readonly string[] s_kept = ["card.md", "events.jsonl", "checkpoints" + Path.DirectorySeparatorChar];

    /// <summary>The path with every link on the way followed.</summary>
    private static string Real(string path)
    {
        path = Path.GetFullPath(path);
        string at = Path.GetPathRoot(path)!;
        foreach (string part in path[at.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            at = Path.Combine(at, part);
            FileSystemInfo entry = Directory.Exists(at) ? new DirectoryInfo(at) : new FileInfo(at);
            if (entry.LinkTarget is not null && entry.ResolveLinkTarget(returnFinalTarget: true) is { } end) at = Real(end.FullName);
        }

        return at;
    }
}
