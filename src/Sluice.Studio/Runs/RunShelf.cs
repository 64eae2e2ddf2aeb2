using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Sluice.Formats;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Registry;
using Sluice.Training;

namespace Sluice.Studio.Runs;

/// <summary>A run as lists show it.</summary>
/// <param name="Name">Its folder, within that of the studio.</param>
/// <param name="Task">The task.</param>
/// <param name="Changed">When something last happened, in UTC.</param>
/// <param name="Status">Where it stands.</param>
internal sealed record RunEntry(string Name, string Task, DateTime Changed, RunStatus Status);

/// <summary>All runs of the studio's folder: those that are trained here, and those whose folders lie there.</summary>
internal sealed partial class RunShelf(StudioContext studio)
{
    // Two runs share the processor fairly; more would only all be slow.
    private const int AtOnce = 2, Depth = 3, MostRuns = 500;

    // A step cannot be stopped on its way: this many take seconds to a minute.
    private const long MostProducts = 1_000_000_000_000;

    private readonly ConcurrentDictionary<string, LiveRun> _live = [];
    private readonly ConcurrentDictionary<string, RunFile> _files = [];
    private readonly Lock _starting = new();
    private readonly HashSet<string> _preparing = [];
    private readonly RunRecord _gone = Gone();

    /// <summary>The tasks that can be trained here, step by step.</summary>
    public static IEnumerable<TaskDescriptor> Tasks => TaskRegistry.All.Where(t => t.LearnsInSteps);

    /// <summary>Starts a run of a task.</summary>
    /// <param name="taskName">The task.</param>
    /// <param name="settings">The settings that were chosen, by key.</param>
    /// <param name="called">The name of its folder; null or empty for the time and the task. A number follows it where it is taken.</param>
    /// <returns>Its name.</returns>
    public string Start(string taskName, Dictionary<string, string> settings, string? called = null)
    {
        var task = Task(taskName);
        Guard(task, settings);
        string own = string.IsNullOrWhiteSpace(called)
            ? DateTime.Now.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture) + "-" + task.Name
            : Called(called);
        string stem = Path.Combine(studio.Shelf.Find("runs"), own), folder = stem, name;
        lock (_starting)
        {
            RequireRoom();
            for (int i = 2; Directory.Exists(folder) || _preparing.Contains(studio.Shelf.NameOf(folder)); i++) folder = $"{stem}-{i}";
            _preparing.Add(name = studio.Shelf.NameOf(folder));
        }

        // What does not fit is told at once; a run folder is made only for what can be trained.
        return Prepared(name, () =>
        {
            var job = Prepare(task, settings);
            Directory.CreateDirectory(folder);
            _live[name] = new LiveRun(folder, task.Name, job, new RunRecord(job.Options), studio.Shelf);
        });
    }

    /// <summary>Goes on with a run that was stopped, also by another process.</summary>
    public void Resume(string name)
    {
        name = Known(name);
        string folder = Folder(name);
        lock (_starting)
        {
            if (_preparing.Contains(name) || (_live.TryGetValue(name, out var live) && live.IsAlive))
                throw new SluiceException("studio: this run is being trained.");
            if (Open(name).Status.State is "done" or "elsewhere" or "gone")
                throw new SluiceException(
                    "studio: expected a run that was stopped, got one that is finished, is trained by another process, or whose folder is no longer there.");
            RequireRoom();
            _preparing.Add(name);
        }

        Prepared(name, () =>
        {
            var settings = Settings(name);
            var task = Task(settings.GetValueOrDefault("task", TaskRegistry.All[0].Name));
            settings.Remove("task");
            Guard(task, settings);

            // The run goes on as its configuration says, which stays as it is.
            var job = Prepare(task, settings) with { Config = File.ReadAllText(FileScope.Check(RunFolder.ConfigIn(folder))) };
            var before = new RunFile(folder, job.Options);
            before.Read();
            _live[name] = new LiveRun(folder, task.Name, job, before.Record, studio.Shelf);
        });
    }

    /// <summary>Reads data and builds a model, which may take long: nobody else waits for it.</summary>
    private string Prepared(string name, Action prepare)
    {
        try
        {
            prepare();
            return name;
        }
        finally
        {
            lock (_starting) _preparing.Remove(name);
        }
    }

    /// <summary>A run that is trained here.</summary>
    public LiveRun Live(string name)
        => _live.TryGetValue(Known(name), out var run)
            ? run
            : throw new SluiceException("studio: expected a run that is trained here, got another; go on with it first.");

    /// <summary>What happened in a run up to now; where its folder is not there, that this is so.</summary>
    public RunRecord Open(string name)
    {
        string folder = studio.Shelf.Find(name);
        name = studio.Shelf.NameOf(folder);

        // What another process did since then is in the folder alone.
        if (_live.TryGetValue(name, out var live) && !live.IsAlive && RunFolder.IsHeld(folder))
        {
            _live.TryRemove(name, out _);
            live = null;
        }

        if (live is not null && (live.IsAlive || live.Record.Status.State == "failed" || File.Exists(RunFolder.ConfigIn(folder)))) return live.Record;
        if (!File.Exists(RunFolder.ConfigIn(folder)))
        {
            _files.TryRemove(name, out _);
            return _gone;
        }

        if (_files.Count > MostRuns) _files.Clear();
        var file = _files.GetOrAdd(name, n => new RunFile(folder, UpdateRule.Options(Settings(n))));
        lock (file) file.Read();
        return file.Record;
    }

    /// <summary>The step after which a run goes on: that of its newest checkpoint, or 0 where it has none and begins anew.</summary>
    public int GoesOnFrom(string name)
    {
        string folder = FileScope.Check(Path.Combine(Folder(name), "checkpoints"));
        return !Directory.Exists(folder) ? 0 : Directory.EnumerateFiles(folder, "step-*.safetensors")
            .Max(f => int.TryParse(Path.GetFileNameWithoutExtension(f)["step-".Length..], out int step) ? step : (int?)null) ?? 0;
    }

    /// <summary>A run as it is called, whatever leads to it.</summary>
    private string Known(string name) => studio.Shelf.NameOf(studio.Shelf.Find(name));

    private static RunRecord Gone()
    {
        var record = new RunRecord(new TrainingOptions());
        record.Set(s => s with { State = "gone" });
        return record;
    }

    /// <summary>All runs, the newest first.</summary>
    public IReadOnlyList<RunEntry> All()
    {
        var names = RunFolders.Under(studio.Shelf.Folder, Depth)
            .Take(MostRuns).Select(studio.Shelf.NameOf).Union(_live.Where(l => l.Value.IsAlive).Select(l => l.Key));
        return [.. names.Select(Entry).OrderByDescending(r => r.Changed)];
    }

    private RunEntry Entry(string name)
    {
        string folder = Path.Combine(studio.Shelf.Folder, name);
        try
        {
            folder = studio.Shelf.Find(name);
            return new RunEntry(
                name, _live.TryGetValue(name, out var run) ? run.Task : Settings(name).GetValueOrDefault("task", TaskRegistry.All[0].Name),
                Directory.GetLastWriteTimeUtc(folder), Open(name).Status);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // A run that cannot be read is shown as such, and hides no other, whatever is wrong with it.
            return new RunEntry(name, "", Directory.GetLastWriteTimeUtc(folder), _gone.Status with
            {
                State = "failed",
                Message = Complaint.Of(e, studio.Shelf, $"{name}: this run cannot be read ({e.GetType().Name}).")
            });
        }
    }

    /// <summary>The configuration of a run by keys, the task among them.</summary>
    public Dictionary<string, string> Settings(string name)
    {
        string path = RunFolder.ConfigIn(Folder(name));
        if (!File.Exists(path)) return [];
        try
        {
            using var json = JsonDocument.Parse(
                File.ReadAllText(FileScope.Check(path)),
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            Dictionary<string, string> settings = [];
            if (json.RootElement.ValueKind != JsonValueKind.Object)
                throw new SluiceFormatException("expected an object with the settings of a run.", studio.Shelf.NameOf(path));
            foreach (var group in json.RootElement.EnumerateObject())
            {
                if (group.Value.ValueKind != JsonValueKind.Object) settings[group.Name] = group.Value.ToString();
                else
                    foreach (var setting in group.Value.EnumerateObject())
                        settings[$"{group.Name}.{setting.Name}"] = setting.Value.ValueKind is JsonValueKind.True or JsonValueKind.False
                            ? setting.Value.GetRawText()
                            : Shown(setting.Value.ToString());
            }

            return settings;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: half of a surrogate pair
        {
            throw new SluiceFormatException($"is not JSON: {e.Message}", studio.Shelf.NameOf(path), inner: e);
        }
    }

    /// <summary>A file of the folder as it is called there.</summary>
    private string Shown(string value)
        => value.StartsWith(studio.Shelf.Folder + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? studio.Shelf.NameOf(value) : value;

    /// <summary>Interrupts all that is trained here; each can be gone on with.</summary>
    public void StopAll() => Parallel.ForEach(_live.Values, run => run.Stop());

    private string Folder(string name)
    {
        string folder = studio.Shelf.Find(name);
        return File.Exists(RunFolder.ConfigIn(folder)) || _live.ContainsKey(name)
            ? folder
            : throw new SluiceException($"studio: expected a run folder, got '{name}', which is none.");
    }

    /// <summary>A task by name.</summary>
    /// <exception cref="SluiceException">There is none, or it learns in one pass and shows nothing on the way.</exception>
    public static TaskDescriptor Task(string name)
        => Tasks.FirstOrDefault(t => t.Name == name)
            ?? throw new SluiceException($"studio: expected one of the tasks {string.Join(", ", Tasks.Select(t => t.Name))}, got '{name}'.");

    /// <summary>What is wrong with a value of a setting, or null.</summary>
    public static SluiceException? Refusal(TaskDescriptor task, string key, string value)
    {
        try
        {
            task.Start().With(key, value);
            return null;
        }
        catch (SluiceException e)
        {
            return e;
        }
    }

    /// <summary>Reads the data and builds the model.</summary>
    private TrainingJob Prepare(TaskDescriptor task, Dictionary<string, string> settings)
    {
        var run = settings.Aggregate(task.Start(), (run, s) => run.With(s.Key, s.Value));
        if (!run.HasData) throw new SluiceException($"train {task.Name}: expected {task.File} under data.file, got nothing.");
        RunBudget.Of(run).Require(studio.Options.Memory, MostProducts);
        return run.Prepare();
    }

    private void RequireRoom()
    {
        string[] busy = [.. _live.Where(r => r.Value.IsAlive).Select(r => r.Key).Union(_preparing).Order(StringComparer.Ordinal)];
        if (busy.Length >= AtOnce)
            throw new SluiceException($"studio: {AtOnce} runs are being trained, {string.Join(" and ", busy)}; stop one of them first.");
    }

    /// <summary>Files are taken from the studio's folder alone, and databases not at all.</summary>
    private void Guard(TaskDescriptor task, Dictionary<string, string> settings)
    {
        foreach (var (key, value) in settings.ToArray())
        {
            if (value is null) throw new SluiceException($"studio: expected a value under {key}, got null. Leave it out for the usual one.");

            // A wrong value is told before any data is read.
            if (Refusal(task, key, value) is { } refusal) throw refusal;
            if (value.Length == 0) continue;
            // Both runs share the processor; results do not depend on the number of threads.
            if (key == "training.threads") settings[key] = "0";
            if (key is "data.sql" or "data.query") throw new SluiceException("studio: databases are read by the command line alone.");
            if ((key is "data.file" || key.EndsWith("_file", StringComparison.Ordinal)) && !task.Examples.Any(e => e.Name == value))
                settings[key] = studio.Shelf.Find(value);
        }

        if (task.Settings.FirstOrDefault(s => s.Key == "data.file") is { } file
            && settings.GetValueOrDefault(file.Key, file.Value).Trim().Length == 0)
            throw new SluiceException($"studio: expected {task.File} under data.file, got nothing.");
    }
}
