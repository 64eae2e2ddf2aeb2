using System.CommandLine;
using Sluice.Learn.Tuning;
using Sluice.Tasks.Settings;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice worker --join FOLDER|postgres://...</c>: does the work of a search, on this machine or another.</summary>
internal static class WorkerCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var join = new Option<string>("--join") { Description = $"the folder of a search, which this machine sees, or {QueueAddress.Form}", Required = true };
        var to = new Option<string?>("--out") { Description = "where runs are kept that come from a database; runs/DATE-TIME-worker otherwise" };
        var wait = new Option<double>("--wait")
        {
            Description = "seconds to wait for a search that is not there yet",
            DefaultValueFactory = _ => 60,
        };
        var json = JsonLine.Option();
        var work = new WorkOptions();
        var command = new Command("worker", "Takes trials of 'sluice tune', 'compare' and 'challenge' and trains them, until there are no more.");
        command.Add(OptionGroup.Put(join, OptionGroup.Run));
        command.Add(OptionGroup.Put(wait, OptionGroup.Run, "60"));
        work.AddTo(command, 1, "trainings side by side");
        command.Add(OptionGroup.Put(to, OptionGroup.Output));
        command.Add(OptionGroup.Put(json, OptionGroup.Output));
        command.SetAction(parsed =>
        {
            var (workers, threads, lease) = work.Of(parsed);
            string from = parsed.GetValue(join)!;
            double patience = parsed.GetValue(wait);
            if (!(patience >= 0 && patience < 1e6)) throw new UsageException($"--wait: expected seconds from 0 to a million, got {patience}.");
            if (File.Exists(from)) throw new UsageException($"--join: {from} is a file; expected the folder of a search, or {QueueAddress.Form}.");
            bool database = QueueAddress.Is(from);
            using ITrialQueue queue = database
                ? new PostgresQueue(
                    QueueAddress.Connector(from, "--join"), null, parsed.GetValue(to) ?? StudyFolder.NewName(null, "worker"), lease)
                : new FolderQueue(from, lease);
            return Work(queue, database ? "sluice_searches" : from, workers, threads, lease, TimeSpan.FromSeconds(patience), parsed.GetValue(json), output, error);
        });
        return command;
    }

    private static int Work(
        ITrialQueue queue, string folder, int workers, int threads, TimeSpan lease, TimeSpan patience, bool json, TextWriter output, TextWriter error)
    {
        using var stop = new Interruption(() => error.WriteLine("finishing the step and giving the trial back; interrupt again to stop at once"));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop.Token);
        var writing = new Lock();
        int done = 0;
        var working = Enumerable.Range(0, workers).Select(i => Task.Factory.StartNew(
            () =>
        {
            var worker = new TuningWorker(queue, TuningWorker.NameOf(i), threads, lease)
            {
                Patience = patience,
                Happened = (work, result) =>
                {
                    lock (writing) Show(work, result, json, output, error);
                },
            };
            try
            {
                Interlocked.Add(ref done, worker.Run(end.Token));
            }
            catch
            {
                end.Cancel();
                throw;
            }
        }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)).ToArray();
        Task.WhenAll(working).ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        working.FirstOrDefault(w => w.IsFaulted)?.GetAwaiter().GetResult();
        if (stop.Token.IsCancellationRequested) return CommandLine.Interrupted;
        if (queue.IsClosed is null)
            throw new SluiceFormatException("there is no search: 'sluice tune', 'compare' and 'challenge' make one.", folder);
        if (!json) output.WriteLine($"{done} trainings were done here, and there is no more to do.");
        return CommandLine.Done;
    }

    private static void Show(TrialWork work, TrialResult? result, bool json, TextWriter output, TextWriter error)
    {
        if (json)
        {
            if (result is not null) output.WriteLine(JsonLine.Of(result));
            return;
        }

        if (work.IsOfStudy)
        {
            error.WriteLine($"{work.Task} {Uri.UnescapeDataString(work.Name)}{(result is null ? " begins" : result.Failure is { } failure ? $" failed: {failure}" : $" in {result.Seconds:F1} s")}");
            return;
        }

        string what = $"trial {work.Step.Trial} to epoch {work.Step.Epochs}{(work.Step.Fresh > 0 ? " with a fresh seed" : "")}";
        error.WriteLine(result is null ? $"{what} begins"
            : result.Loss is { } loss ? $"{what}: loss {loss:G5} in {result.Seconds:F1} s" : $"{what} failed: {result.Failure}");
    }
}
