using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Sluice.Cli;
using Sluice.Formats;

namespace Sluice.Campaign;

/// <summary>A small training of a task: the data and the command of a golden model, longer, with checkpoints often.</summary>
internal sealed partial class Training
{
    private readonly string[] _arguments;
    private string? _whole;

    private Training(string folder)
    {
        Name = Path.GetFileName(folder);
        Questions = [.. File.ReadLines(Path.Combine(folder, "commands.txt")).Skip(1).Select(Words)];
        Golden = [.. Words(File.ReadLines(Path.Combine(folder, "commands.txt")).First())];
        int epochs = Array.IndexOf(Golden, "--epochs");
        HasEpochs = epochs >= 0;
        _arguments = HasEpochs ? [.. Golden, "--checkpoint-every", "3"] : Golden;
        if (HasEpochs) _arguments[epochs + 1] = "12";
        Model = Path.Combine(folder, "model.safetensors");

        string[] Words(string line) => [.. line.Split(' ').Select(a => a.StartsWith('@') ? Path.Combine(folder, a[1..]) : a)];
    }

    /// <summary>One of every task, and of the layers that run on a path of their own.</summary>
    public static IReadOnlyList<Training> All { get; } =
        [.. Directory.GetDirectories(Folder()).Order(StringComparer.Ordinal).Select(f => new Training(f))];

    public string Name { get; }

    /// <summary>The golden model, and the command that trained it.</summary>
    public string Model { get; }

    public string[] Golden { get; }

    /// <summary>Whether it trains by gradients, with checkpoints and threads; the detector of anomalies goes once through its rows.</summary>
    public bool HasEpochs { get; }

    /// <summary>Commands that ask a model; MODEL stands for its file.</summary>
    public IReadOnlyList<string[]> Questions { get; }

    /// <summary>How long the whole training took in a process of its own, from its configuration to its end.</summary>
    public TimeSpan Length { get; private set; }

    public string[] Start(string run) => [.. _arguments, "--out", run];

    public string[] Resume(string run) => ["train", _arguments[1], "--resume", run];

    /// <summary>The hash of the weights that nobody disturbed.</summary>
    public string Whole()
    {
        if (_whole is not null) return _whole;
        using var folder = new Folder();
        using var process = Command.Start(Start(folder["run"]));
        process.WaitFor(() => File.Exists(Path.Combine(folder["run"], "config.json")));
        var clock = Stopwatch.StartNew();
        if (process.End() != CommandLine.Done) throw new InvalidOperationException($"{Name}: {process.Error}");
        Length = clock.Elapsed;
        return _whole = Weights(folder["run"]);
    }

    /// <summary>The hash of the weights of a run.</summary>
    public static string Weights(string run) => WeightsOf(Path.Combine(run, "model.safetensors"));

    /// <summary>The hash of the weights in a file; its metadata may name other threads.</summary>
    public static string WeightsOf(string model)
    {
        using var hash = System.Security.Cryptography.IncrementalHash.CreateHash(System.Security.Cryptography.HashAlgorithmName.SHA256);
        foreach (var tensor in SafeTensorsFile.Read(model).Tensors) hash.AppendData(tensor.Bytes.Span);
        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>Goes on with a run that was broken off, or begins it again where nothing of it was written; says what went wrong, or null.</summary>
    public string? Finish(string run, Func<string[], (int Code, string Error)> command)
    {
        // One that learns in one pass is whole once it is saved; to resume it is to let it see the rows once more.
        if (!HasEpochs && File.Exists(Path.Combine(run, "model.safetensors")))
            return Weights(run) == Whole() ? null : $"{Name}: the weights have other bits";
        bool begun = File.Exists(Path.Combine(run, "config.json"));
        var (code, error) = command(begun ? Resume(run) : Start(run));
        if (code != CommandLine.Done) return $"{Name}: it did not go on: {LastLine(error)}";
        if (Weights(run) != Whole()) return $"{Name}: the weights have other bits";
        return Directory.GetFiles(run, "*.sluice-tmp", SearchOption.AllDirectories) is [var left, ..] ? $"{Name}: {left} was left" : null;
    }

    public static string LastLine(string text) => LineEnd().Split(text.Trim())[^1];

    [GeneratedRegex(@"\r?\n")]
    private static partial Regex LineEnd();

    private static string Folder([CallerFilePath] string file = "")
        => Path.Combine(Path.GetDirectoryName(file)!, "..", "..", "tests", "Sluice.Cli.Tests", "Golden");
}
