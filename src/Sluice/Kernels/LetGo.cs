namespace Sluice.Kernels;

/// <summary>
/// Has large memory collected that nobody uses any more. Left to itself the garbage collector lets as much of it pile up as several times
/// what is in use, since large arrays that live long (weights, a tape) make it patient with all of them.
/// </summary>
internal static class LetGo
{
    private const long Small = 1 << 16, Patience = 64 << 20;

    private static long s_since;
    private static int s_collections;

    /// <summary>
    /// Says that so many bytes are about to be taken: what was taken since the last full collection stays within 64 MB or a quarter of the heap.
    /// </summary>
    public static void Before(long bytes)
    {
        if (bytes < Small) return;
        int collections = GC.CollectionCount(2);
        if (Interlocked.Exchange(ref s_collections, collections) != collections) Interlocked.Exchange(ref s_since, 0);
        long since = Interlocked.Add(ref s_since, bytes);
        if (since <= Patience || since <= GC.GetTotalMemory(false) / 4) return;
        Interlocked.Exchange(ref s_since, bytes);
        GC.Collect(2, GCCollectionMode.Forced, blocking: true, compacting: false);
        s_collections = GC.CollectionCount(2);
    }
}
