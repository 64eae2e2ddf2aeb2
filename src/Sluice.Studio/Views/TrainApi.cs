using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Cells;
using Sluice.Studio.Runs;
using Sluice.Studio.Views.Data;

namespace Sluice.Studio.Views;

/// <summary>Training: what can be trained on which data, and runs as they happen.</summary>
internal static class TrainApi
{
    private const int Beats = 3;

    private static readonly TimeSpan s_beat = TimeSpan.FromMilliseconds(100),
        s_soon = TimeSpan.FromMilliseconds(500), s_later = TimeSpan.FromMilliseconds(1000);

    // A page that is drawn takes the time of a training on the same machine: after its beginning it is told once a second.
    private const double Beginning = 15;

    public static void Map(RouteGroupBuilder api, RouteGroupBuilder looking, StudioContext studio)
    {
        var runs = studio.Runs;
        api.MapGet("/tasks", () => new { Tasks = RunShelf.Tasks.Select(TaskAnswer.Of), Cells = Catalog.BuiltIn, studio.Options.LargestUpload });
        api.MapGet("/setting", (string task, string key, string value) => new { Complaint = RunShelf.Refusal(RunShelf.Task(task), key, value) is { } refusal ? Complaint.Of(refusal) : null });
        api.MapGet("/files", () => DataFiles.In(studio.Shelf));
        api.MapGet("/file", (string name) => DataFiles.Head(studio.Shelf, name));
        looking.MapGet("/fit", (string name, string? task) => DataFit.Of(studio, name, task));
        api.MapPost("/upload", async (string name, HttpRequest request, CancellationToken stop) =>
            new { Name = await Uploads.Take(studio.Shelf, studio.Options, name, request, stop) });
        api.MapGet("/runs", runs.All);
        api.MapPost("/runs", (NewRun run) => new { Name = runs.Start(run.Task, run.Settings, run.Name) });
        api.MapPost("/run/rename", (string name, string to) => new { Name = runs.Rename(name, to) });
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

    /// <summary>What is to be trained.</summary>
    /// <param name="Task">The task.</param>
    /// <param name="Settings">The settings that were chosen, by key; the others are as always.</param>
    /// <param name="Name">What the run is to be called; null or empty for the time and the task.</param>
    private sealed record NewRun(string Task, Dictionary<string, string> Settings, string? Name = null);
}
