using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Cells;
using Sluice.Data.Text;
using Sluice.Formats;
using Sluice.Readers;
using Sluice.Studio.Runs;
using Sluice.Tasks.Reports;
using Sluice.Training;

namespace Sluice.Studio.Views;

/// <summary>Training: what can be trained on which data, and runs as they happen.</summary>
internal static class TrainApi
{
    private const int Beats = 3;

    private static readonly TimeSpan s_beat = TimeSpan.FromMilliseconds(100),
        s_soon = TimeSpan.FromMilliseconds(500), s_later = TimeSpan.FromMilliseconds(1000);

    // A page that is drawn takes the time of a training on the same machine: after its beginning it is told once a second.
    private const double Beginning = 15;

    private static readonly string[] s_data = [".txt", ".csv", ".tsv", ".json", ".jsonl", ".conll", ".conllu", ".ts", ".dict", ".md"],
        s_parts = [".txt", ".wav"];

    // The names of files that are on their way.
    private static readonly Dictionary<string, long> s_uploads = [];

    public static void Map(RouteGroupBuilder api, StudioContext studio)
    {
        var runs = studio.Runs;
        api.MapGet("/tasks", () => new { Tasks = RunShelf.Tasks.Select(TaskAnswer.Of), Cells = Catalog.BuiltIn, studio.Options.LargestUpload });
        api.MapGet("/setting", (string task, string key, string value) => new { Complaint = RunShelf.Refusal(RunShelf.Task(task), key, value) is { } refusal ? Complaint.Of(refusal) : null });
        api.MapGet("/files", () => Files(studio.Shelf));
        api.MapGet("/file", (string name) => Head(studio.Shelf, name));
        api.MapPost("/upload", async (string name, HttpRequest request, CancellationToken stop) =>
            new { Name = await Upload(studio.Shelf, studio.Options, name, request, stop) });
        api.MapGet("/runs", runs.All);
        api.MapPost("/runs", (NewRun run) => new { Name = runs.Start(run.Task, run.Settings) });
        api.MapGet("/run", (string name) => new { Settings = runs.Settings(name), runs.Open(name).Status, From = runs.GoesOnFrom(name) });
        api.MapGet("/run/events", (string name, HttpRequest request, CancellationToken stop) =>
            TypedResults.ServerSentEvents(Watch(runs, name, request.Headers["Last-Event-ID"], stop)));
        api.MapPost("/run/pause", (string name) => runs.Live(name).Pause(true));
        api.MapPost("/run/go", (string name) => runs.Live(name).Pause(false));
        api.MapPost("/run/rate", (string name, double factor) => runs.Live(name).ChangeRate(factor));
        api.MapPost("/run/stop", (string name) => runs.Live(name).AskToStop());
        api.MapPost("/run/resume", (string name) => runs.Resume(name));
    }

    /// <summary>
    /// What happens in a run since the event that a browser knows last. A browser has six connections for all of its pages, so none is kept:
    /// the stream ends with its first event, or after a moment, and the browser comes again.
    /// </summary>
    private static async IAsyncEnumerable<SseItem<RunNews>> Watch(
        RunShelf runs, string name, string? last, [EnumeratorCancellation] CancellationToken stop)
    {
        var known = RunRecord.Known.Parse(last);
        for (int beat = 0; beat < Beats && !stop.IsCancellationRequested; beat++)
        {
            // A run that is gone on with here has a new record.
            if (runs.Open(name).Since(ref known) is { } news)
            {
                yield return new SseItem<RunNews>(news, "news")
                {
                    EventId = known.Text,
                    ReconnectionInterval = news.Status is { State: "running" or "preparing", Seconds: < Beginning } ? s_soon : s_later
                };
                yield break;
            }

            await Task.Delay(s_beat, stop).ContinueWith(_ => { }, TaskScheduler.Default);
        }
    }

    /// <summary>Files and folders that may be data, with their sizes.</summary>
    private static List<object> Files(Shelf shelf)
    {
        List<object> found = [];
        Walk(new DirectoryInfo(shelf.Folder), 3);
        return found;

        void Walk(DirectoryInfo folder, int depth)
        {
            if (found.Count >= 1000
                || (File.Exists(Path.Combine(folder.FullName, "events.jsonl")) && File.Exists(RunFolder.ConfigIn(folder.FullName))))
                return;
            try
            {
                // A folder of recordings or texts is data as a whole.
                if (folder.FullName != shelf.Folder
                    && folder.EnumerateFiles().Where(f => s_parts.Contains(f.Extension.ToLowerInvariant())).Take(2).Count() > 1)
                    found.Add(new { Name = shelf.NameOf(folder.FullName), Size = 0L });
                foreach (var file in folder.EnumerateFiles()
                    .Where(f => s_data.Contains(f.Extension.ToLowerInvariant())).OrderBy(f => f.Name, StringComparer.Ordinal))
                {
                    if (Shelf.SizeOf(file) is { } size) found.Add(new { Name = shelf.NameOf(file.FullName), Size = size });
                }

                foreach (var inner in folder.EnumerateDirectories().Where(d => depth > 0
                    && d.LinkTarget is null && d.Name is not ("bin" or "obj" or "node_modules" or "runs")
                    && !d.Name.StartsWith('.')).OrderBy(d => d.Name, StringComparer.Ordinal))
                    Walk(inner, depth - 1);
            }
            catch (Exception e) when (e is UnauthorizedAccessException or IOException)
            {
                // What may not be read is not shown.
            }
        }
    }

    /// <summary>The first lines of a file.</summary>
    private static object Head(Shelf shelf, string name)
    {
        string path = shelf.Find(name);
        if (Directory.Exists(path))
            return new
            {
                Lines = Directory.EnumerateFiles(path)
                .Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal).Take(8).ToArray(),
                Columns = Array.Empty<string>()
            };
        if (!File.Exists(path)) throw new SluiceException($"studio: expected a file, got '{name}', which is none.");
        string[] lines = FirstLines(path);
        return new { Lines = lines.Select(l => l.Length > 200 ? l[..200] + " …" : l).ToArray(), Columns = Columns(path, lines) };
    }

    /// <summary>Some lines, of a beginning that is never long: a file may be one line.</summary>
    private static string[] FirstLines(string path)
    {
        char[] beginning = new char[1 << 16];
        using var text = new StreamReader(FileScope.Check(path));
        int read = text.ReadBlock(beginning);
        return [.. TextLines.Of(new string(beginning, 0, read)).Take(8)];
    }

    /// <summary>The names of the columns, where the first lines of a file are a table.</summary>
    private static string[] Columns(string path, string[] lines)
    {
        try
        {
            return Path.GetExtension(path).ToLowerInvariant() is not (".csv" or ".tsv")
                ? []
                : [.. CsvTable.Parse(string.Join('\n', lines.Take(3)) + "\n", path).Columns.Select(c => c.Name)];
        }
        catch (SluiceException)
        {
            return [];
        }
    }

    /// <summary>Puts a file into the folder <c>uploads</c>; one of the same name is kept beside it.</summary>
    private static async Task<string> Upload(Shelf shelf, StudioOptions options, string name, HttpRequest request, CancellationToken stop)
    {
        string plain = Path.GetFileName(name.Replace('\\', '/'));
        if (plain.Length is 0 or > 200
            || plain.StartsWith('.') || plain.IndexOfAny(Path.GetInvalidFileNameChars()) >= 0
            || plain != TerminalWriter.Clean(plain).Replace('\n', '?').Replace('\t', '?'))
            throw new SluiceException($"studio: expected the name of a file, got '{TerminalWriter.Clean(name)}'.");
        if (plain is "events.jsonl" or "config.json" or "card.md")
            throw new SluiceException($"studio: expected a data file, got '{plain}', which is part of a run.");
        string folder = shelf.Find("uploads"), stem = Path.GetFileNameWithoutExtension(plain), path = Path.Combine(folder, plain);
        Directory.CreateDirectory(folder);
        lock (s_uploads)
        {
            // Those that are being written lie beside the others under names that begin with a dot; they are counted by what was asked for.
            long there = new DirectoryInfo(folder).EnumerateFiles().Where(f => !f.Name.StartsWith('.')).Sum(f => Shelf.SizeOf(f) ?? 0)
                + s_uploads.Values.Sum();
            long asked = request.ContentLength ?? options.LargestUpload;
            if (there + asked > options.AllUploads)
                throw new SluiceException(
                    $"studio: the uploads take {there >> 20} MB of {options.AllUploads >> 20} MB, and this one {asked >> 20} MB more. Remove some from the folder uploads first.");
            for (int i = 2; File.Exists(path) || s_uploads.ContainsKey(path); i++)
                path = Path.Combine(folder, $"{stem}-{i}{Path.GetExtension(plain)}");
            s_uploads.Add(path, asked);
        }

        try
        {
            using var file = new AtomicFile(path);
            await request.Body.CopyToAsync(file, stop);
            file.Commit();
            return shelf.NameOf(path);
        }
        finally
        {
            lock (s_uploads) s_uploads.Remove(path);
        }
    }

    /// <summary>What is to be trained.</summary>
    /// <param name="Task">The task.</param>
    /// <param name="Settings">The settings that were chosen, by key; the others are as always.</param>
    private sealed record NewRun(string Task, Dictionary<string, string> Settings);
}
