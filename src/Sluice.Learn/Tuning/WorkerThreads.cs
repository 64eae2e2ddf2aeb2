namespace Sluice.Learn.Tuning;

/// <summary>Workers of this process, each a thread; they end when this is disposed.</summary>
internal sealed class WorkerThreads : IDisposable
{
    private readonly CancellationTokenSource _end;
    private readonly Task[] _working;

    /// <summary>Lets them begin.</summary>
    /// <param name="queue">Where they find their work.</param>
    /// <param name="count">How many.</param>
    /// <param name="threads">Threads of each training.</param>
    /// <param name="lease">The time after which others may take work that shows no sign.</param>
    /// <param name="stop">Ends them.</param>
    public WorkerThreads(ITrialQueue queue, int count, int threads, TimeSpan lease, CancellationToken stop)
    {
        _end = CancellationTokenSource.CreateLinkedTokenSource(stop);
        _working = [.. Enumerable.Range(0, count).Select(i => Task.Factory.StartNew(
            () => new TuningWorker(queue, WorkerName.Of(i), threads, lease)
            {
                Happened = (_, result) =>
                {
                    if (result is not null) Finished?.Invoke();
                },
            }.Run(_end.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
    }

    /// <summary>Called when one has finished a piece of work.</summary>
    public Action? Finished { get; set; }

    /// <summary>Throws what a worker ended with.</summary>
    public void ThrowIfFailed() => _working.FirstOrDefault(w => w.IsFaulted)?.GetAwaiter().GetResult();

    /// <summary>Ends them; work under way is given back.</summary>
    public void Dispose()
    {
        _end.Cancel();
        Task.WhenAll(_working).ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        _end.Dispose();
    }
}
