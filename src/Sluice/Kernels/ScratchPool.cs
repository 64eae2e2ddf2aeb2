using System.Collections.Concurrent;

namespace Sluice.Kernels;

/// <summary>
/// Scratch that one caller at a time uses: as many are made as are in use at once, and then used again. Any number of threads
/// may share a pool; renting and returning allocate nothing once there are enough.
/// </summary>
internal sealed class ScratchPool<T>(Func<T> create) where T : class
{
    private readonly ConcurrentQueue<T> _others = new();
    private T? _first;

    /// <summary>One that nobody else has until it is returned.</summary>
    public T Rent() => Interlocked.Exchange(ref _first, null) ?? (_others.TryDequeue(out var item) ? item : create());

    /// <summary>Gives it to the next caller.</summary>
    public void Return(T item)
    {
        if (Interlocked.CompareExchange(ref _first, item, null) is not null) _others.Enqueue(item);
    }
}
