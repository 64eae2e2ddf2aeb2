using System.Text.Json;
using Sluice.Formats;
using Sluice.Layers;
using Sluice.Readers;
using Sluice.Tasks.Anomalies;
using Sluice.Tasks.Classify;
using Sluice.Tasks.Compose;
using Sluice.Tasks.Control;
using Sluice.Tasks.Describe;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Generate;
using Sluice.Tasks.Life;
using Sluice.Tasks.Series;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;
using Sluice.Tasks.Tag;
using Sluice.Tasks.Text;
using Sluice.Tasks.Transcribe;
using Sluice.Tasks.Translate;

namespace Sluice.Tasks.Registry;

/// <summary>All tasks: those of this library, and those that others add. Any number of threads may use it.</summary>
public static class TaskRegistry
{
    private static volatile IReadOnlyList<TaskDescriptor> s_all =
    [
        new TextTask(),
        new ForecastTask(),
        new SeriesTask(),
        new TagTask(),
        new ClassifyTask(),
        new LifeTask(),
        new AnomalyTask(),
        new ControlTask(),
        new TranslateTask(),
        new TranscribeTask(),
        new ComposeTask(),
        new DescribeTask(),
        new GenerateTask(),
    ];

    private static readonly Lock s_adding = new();

    /// <summary>All of them; the first is the one to which a configuration belongs that says nothing of itself.</summary>
    public static IReadOnlyList<TaskDescriptor> All => s_all;

    /// <summary>Adds a task; one of the same name that was there before goes.</summary>
    public static void Add(TaskDescriptor task)
    {
        lock (s_adding) s_all = [.. s_all.Where(t => t.Name != task.Name), task];
    }

    /// <summary>The task of a name, or null.</summary>
    public static TaskDescriptor? Find(string? name) => s_all.FirstOrDefault(t => t.Name == name);

    /// <summary>The task of a name.</summary>
    /// <exception cref="SluiceException">There is none.</exception>
    public static TaskDescriptor Get(string name) => Find(name) ?? throw new SluiceException($"expected one of the tasks {Names}, got '{name}'.");

    /// <summary>The task of a model file.</summary>
    /// <exception cref="SluiceFormatException">It is no model file, or one of a task that is not here.</exception>
    public static TaskDescriptor Of(string model)
        => Of(Open(model), model);

    /// <summary>Loads a model of any task: the file is read once.</summary>
    /// <exception cref="SluiceFormatException">It is no model file, or one of a task that is not here, or not whole.</exception>
    public static (TaskDescriptor Task, ILayer Model) Load(string path)
    {
        var file = Open(path);
        var task = Of(file, path);
        return (task, task.Load(file, path));
    }

    private static SafeTensorsFile Open(string path)
    {
        OtherFile.Refuse(path);
        return ModelFile.Open(path);
    }

    private static TaskDescriptor Of(SafeTensorsFile file, string model)
    {
        string name = file.Metadata["sluice.task"];
        return Find(name) ?? throw new SluiceFormatException($"expected a model for one of the tasks {Names}, got one for '{name}'.", model);
    }

    /// <summary>The tasks that data fits, the best first; of those that it fits as well, in the order of <see cref="All"/>.</summary>
    /// <exception cref="SluiceException">The data cannot be read.</exception>
    public static IReadOnlyList<(TaskDescriptor Task, TaskFit Fit)> Fits(DataLook look)
    {
        // What the program brings along is named, and no file.
        if (s_all.FirstOrDefault(t => t.Examples.Any(e => e.Name == look.Path)) is { } own && !Path.Exists(look.Path))
            return [(own, new TaskFit(FitStrength.Sure, "data that the program makes"))];
        return [.. s_all.Select(t => (Task: t, Fit: t.Fit(look)))
            .Where(f => f.Fit is not null).Select(f => (f.Task, f.Fit!)).OrderByDescending(f => f.Item2.Strength)];
    }

    /// <summary>The one task that data fits best.</summary>
    /// <exception cref="SluiceException">The data cannot be read; or no task fits, or several fit as well: the message names them.</exception>
    public static (TaskDescriptor Task, TaskFit Fit) Choose(DataLook look)
    {
        var fits = Fits(look);
        if (fits.Count == 0)
            throw new SluiceFormatException($"this looks like the data of no task. Those that there are: {Names}.", look.Source.Name);
        return fits.Count == 1 || fits[0].Fit.Strength > fits[1].Fit.Strength
            ? fits[0]
            : throw new UsageException(
                $"{look.Source.Name}: this can be for several tasks. Say which with --task: {string.Join("; ", fits.TakeWhile(f => f.Fit.Strength == fits[0].Fit.Strength).Select(f => $"{f.Task.Name} ({f.Fit.Why})"))}.");
    }

    /// <summary>The run of a configuration: of the task that it names, or that knows its keys.</summary>
    /// <exception cref="SluiceFormatException">It cannot be read: with file, line and column.</exception>
    public static TaskRun ReadConfig(string path)
    {
        string json = TextFile.Read(path);
        var (name, keys) = Look(json);
        var task = Find(name) ?? (name is null ? s_all.FirstOrDefault(t => t.Recognises(keys)) : null) ?? s_all[0];
        return task.Start().WithJson(json, path);
    }

    private static string Names => string.Join(", ", s_all.Select(t => t.Name));

    /// <summary>The task that a configuration names, or null, and the keys that it has; nothing where it is broken: reading it says where.</summary>
    private static (string? Task, HashSet<string> Keys) Look(string json)
    {
        try
        {
            using var document =
                JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return (null, []);
            string? task = root.TryGetProperty("task", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
            return (task, [.. root.EnumerateObject()
                .Where(g => g.Value.ValueKind == JsonValueKind.Object)
                .SelectMany(g => g.Value.EnumerateObject().Select(s => $"{g.Name}.{s.Name}"))]);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: half of a surrogate pair
        {
            return (null, []);
        }
    }
}
