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

    /// <summary>One that nobody else has until the lease is disposed.</summary>
    public Lease Rent() => new(this, Interlocked.Exchange(ref _first, null) ?? (_others.TryDequeue(out var item) ? item : create()));

    private void Return(T item)
    {
        if (Interlocked.CompareExchange(ref _first, item, null) is not null) _others.Enqueue(item);
    }

    /// <summary>Disposed of once, it gives what was rented to the next caller.</summary>
    public readonly ref struct Lease(ScratchPool<T> pool, T item)
    {
        /// <summary>What was rented.</summary>
        public T Item => item;

        /// <summary>Gives it back.</summary>
        public void Dispose() => pool.Return(item);
    }
}
