namespace Sluice.Tests;

/// <summary>Threads that start at the same time.</summary>
internal static class ManyThreads
{
    /// <summary>Runs a body on so many threads; what one throws is thrown.</summary>
    internal static void Run(int threads, Action<int> body)
    {
        using var begin = new Barrier(threads);
        Exception? failure = null;
        var all = Enumerable.Range(0, threads).Select(i => new Thread(() =>
        {
            begin.SignalAndWait();
            try
            {
                body(i);
            }
            catch (Exception e)
            {
                failure = e;
            }
        })).ToArray();
        foreach (var thread in all) thread.Start();
        foreach (var thread in all) thread.Join();
        if (failure is not null) throw new InvalidOperationException(failure.Message, failure);
    }
}
