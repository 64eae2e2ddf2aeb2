using System.Globalization;
using System.Text.Json;
using Sluice.Formats;

namespace Sluice.Training;

/// <summary>
/// The folder of a run: <c>config.json</c>, <c>model.safetensors</c> (the best so far), <c>checkpoints/</c>, <c>events.jsonl</c>,
/// <c>card.md</c>. Every file is complete at every moment: it is written under another name, flushed and renamed.
/// </summary>
public sealed class RunFolder
{
    private const int KeptCheckpoints = 2;
    private readonly string _checkpoints;
    private readonly Lock _holding = new();
    private IDisposable? _hold;
    private int _holders;

    /// <summary>Opens a folder, making it where it does not exist.</summary>
    /// <exception cref="SluiceException">One of its own files is a link.</exception>
    public RunFolder(string path)
    {
        Path = path;
        _checkpoints = System.IO.Path.Combine(path, "checkpoints");
        Directory.CreateDirectory(FileScope.Check(path));
        RefuseLinks();
        Directory.CreateDirectory(FileScope.Check(_checkpoints));
        try
        {
            using var hold = new FileHold(Running);
            AtomicFile.RemoveLeftovers(path);
            AtomicFile.RemoveLeftovers(_checkpoints);
            LineFile.CutHalfLine(Events);
        }
        catch (IOException)
        {
            // Somebody trains in it: nothing here is left over.
        }
    }

    /// <summary>
    /// What a run writes, shortens or deletes lies in its folder. A folder from elsewhere may hold links in the place of its files; behind
    /// them are the files of others.
    /// </summary>
    /// <exception cref="SluiceException">There is a link.</exception>
    private void RefuseLinks()
    {
        foreach (string own in new[] { _checkpoints, Events, Config, Card, Model, Running, Best })
        {
            if (new FileInfo(own).LinkTarget is { } target)
                throw new SluiceException(
                    $"Training: {own} is a link to {target}, and a run writes in its own folder alone. Put a file or folder in its place, or begin a run elsewhere with --out.");
        }
    }

    /// <summary>
    /// Keeps the folder for one training, as long as what is returned is not disposed of. Whoever has this object may hold it several times
    /// over: it is free when the last of them is disposed of. Hold it before the first file in it is written.
    /// </summary>
    /// <exception cref="SluiceException">Another one goes on in it.</exception>
    public IDisposable Hold()
    {
        lock (_holding)
        {
            if (_holders == 0) _hold = Hold(Path);
            _holders++;
        }

        return new Holder(this);
    }

    /// <summary>Keeps any folder, such as that of a study, for one who writes in it.</summary>
    /// <exception cref="SluiceException">Another one has it.</exception>
    public static IDisposable Hold(string folder)
    {
        try
        {
            return new FileHold(RunningIn(folder));
        }
        catch (IOException e)
        {
            throw new SluiceException($"Training: {folder} is being trained in by another process or page; wait until it ends, or stop it.", e);
        }
    }

    private void Release()
    {
        lock (_holding)
        {
            if (--_holders > 0) return;
            _hold?.Dispose();
            _hold = null;
        }
    }

    private sealed class Holder(RunFolder folder) : IDisposable
    {
        private RunFolder? _folder = folder;

        public void Dispose() => Interlocked.Exchange(ref _folder, null)?.Release();
    }

    /// <summary>Where a running training keeps its best weights so far, which are in its checkpoints too.</summary>
    internal string Best => System.IO.Path.Combine(Path, ".best");

    /// <summary>Whether a training goes on in a folder, in whatever process.</summary>
    public static bool IsHeld(string folder) => FileHold.Is(RunningIn(folder));

    private static string RunningIn(string folder) => System.IO.Path.Combine(folder, ".running");

    private string Running => RunningIn(Path);

    /// <summary>The folder.</summary>
    public string Path { get; }

    /// <summary>The model file.</summary>
    public string Model => System.IO.Path.Combine(Path, "model.safetensors");

    /// <summary>The complete configuration, which repeats the run.</summary>
    public string Config => ConfigIn(Path);

    /// <summary>The configuration in a folder, of a run or of a study.</summary>
    public static string ConfigIn(string folder) => System.IO.Path.Combine(folder, "config.json");

    /// <summary>The model card.</summary>
    public string Card => System.IO.Path.Combine(Path, "card.md");

    /// <summary>What happened, one JSON object a line.</summary>
    public string Events => System.IO.Path.Combine(Path, "events.jsonl");

    /// <summary>The newest checkpoint, or null.</summary>
    public string? Latest => Checkpoints().LastOrDefault();

    /// <summary>All checkpoints, the newest first.</summary>
    internal IEnumerable<string> NewestFirst => Checkpoints().Reverse();

    /// <summary>Saves a checkpoint; then, and only then, removes those beyond the last two.</summary>
    /// <returns>The file.</returns>
    internal string Save(Checkpoint checkpoint)
    {
        string file = System.IO.Path.Combine(_checkpoints, $"step-{checkpoint.Step.ToString("D9", CultureInfo.InvariantCulture)}.safetensors");
        checkpoint.Write(file);
        foreach (string old in Checkpoints().SkipLast(KeptCheckpoints)) AtomicFile.Remove(old);
        return file;
    }

    /// <summary>Appends an event.</summary>
    public void Append(TrainingEvent happened)
    {
        using var line = new MemoryStream();
        using (var json = new Utf8JsonWriter(line)) Write(json, happened);
        LineFile.Append(Events, line.ToArray());
    }

    /// <summary>Gives a damaged checkpoint a name under which it is kept, and is none: newer ones take its place.</summary>
    internal static void SetAside(string checkpoint)
    {
        if (File.Exists(checkpoint)) File.Move(FileScope.Check(checkpoint), FileScope.Check(checkpoint + ".damaged"), overwrite: true);
    }

    private string[] Checkpoints()
    {
        string[] files = Directory.GetFiles(FileScope.Check(_checkpoints), "step-*.safetensors");
        Array.Sort(files, StringComparer.Ordinal);
        return files;
    }

    private static void Write(Utf8JsonWriter json, TrainingEvent happened)
    {
        json.WriteStartObject();
        json.WriteString("event", happened switch { StepEvent => "step", ValidationEvent => "validation", _ => "checkpoint" });
        json.WriteNumber("epoch", happened.Epoch);
        json.WriteNumber("step", happened.Step);
        json.WriteNumber("total_steps", happened.TotalSteps);
        switch (happened)
        {
            case StepEvent step:
                json.WriteNumber("loss", step.Loss);
                json.WriteNumber("gradient_norm", step.GradientNorm);
                json.WriteNumber("rate", step.Rate);
                json.WriteNumber("predictions", step.Predictions);
                json.WriteNumber("seconds", Math.Round(step.Seconds, 4));
                break;
            case ValidationEvent validation:
                foreach (var (name, value) in validation.Figures)
                {
                    if (double.IsFinite(value)) json.WriteNumber(name, value);
                    else json.WriteNull(name);
                }

                json.WriteBoolean("best", validation.Best);
                json.WriteNumber("seconds", Math.Round(validation.Seconds, 4));
                break;
            case CheckpointEvent checkpoint:
                json.WriteString("file", System.IO.Path.GetFileName(checkpoint.File));
                break;
        }

        json.WriteEndObject();
    }
}
