using Sluice.Devices;

namespace Sluice.Learn.Tuning;

/// <summary>Takes work from a queue and does it, one piece after the other, until there will be no more.</summary>
/// <param name="queue">The queue.</param>
/// <param name="name">What the worker is called.</param>
/// <param name="threads">Threads of a training.</param>
/// <param name="lease">The time after which others may take work that shows no sign.</param>
public sealed class TuningWorker(ITrialQueue queue, string name, int threads, TimeSpan lease)
{
    /// <summary>Called when work begins, and when it has a result.</summary>
    public Action<TrialWork, TrialResult?>? Happened { get; init; }

    /// <summary>How long to wait for a search that is not there yet.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>A name for a worker of this process, by which others on this machine can see whether it still lives.</summary>
    public static string NameOf(int number) => WorkerName.Of(number);

    /// <summary>Works.</summary>
    /// <param name="stop">Ends it: work under way is given back, to be gone on with by others.</param>
    /// <returns>How many pieces of work were done.</returns>
    /// <exception cref="SluiceException">Work cannot be done here; it was given back.</exception>
    public int Run(CancellationToken stop)
    {
        int done = 0;
        var waiting = System.Diagnostics.Stopwatch.StartNew();
        while (!stop.IsCancellationRequested)
        {
            if (queue.Claim(name) is { } claim)
            {
                waiting.Restart();
                if (Work(claim, stop)) done++;
                else stop.WaitHandle.WaitOne(queue.Pause);
                continue;
            }

            bool? closed = queue.IsClosed;
            if (closed == true || (closed is null && waiting.Elapsed > Patience)) break;
            stop.WaitHandle.WaitOne(queue.Pause);
        }

        return done;
    }

    private bool Work(IClaim claim, CancellationToken stop)
    {
        Happened?.Invoke(claim.Work, null);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        bool lost = false;
        using var renewing = new Timer(
            _ =>
        {
            try
            {
                if (claim.Renew()) return;
                lost = true;
                end.Cancel();
            }
            catch (Exception e) when (e is SluiceException or IOException or UnauthorizedAccessException or ObjectDisposedException)
            {
                // What cannot be reached now may be there the next time; without it the lease runs out.
            }
        }, null, lease / 4, lease / 4);
        try
        {
            var result = Do(claim, end.Token);
            if (lost) return false;
            if (result is null) claim.Release();
            else claim.Finish(result);
            if (result is not null) Happened?.Invoke(claim.Work, result);
            return result is not null;
        }
        catch (SluiceException)
        {
            // What this machine cannot do another may. Anything else, such as memory that does not suffice, is like a death.
            if (!lost) claim.Release();
            throw;
        }
    }

    private TrialResult? Do(IClaim claim, CancellationToken stop)
    {
        var work = claim.Work;
        if (!work.IsOfStudy) return TrialRun.Do(work, claim.Folder, threads, name, stop);
        TrialRun.CheckVersion(work);

        // The nets of a study are small: each is trained by one thread.
        using var device = Device.Create(1);
        using var scope = device.Use();
        return work.Task == QueuedComparison.Study ? QueuedComparison.Do(work, name, stop) : QueuedChallenge.Do(work, name, stop);
    }
}
