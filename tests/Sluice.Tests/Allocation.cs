namespace Sluice.Tests;

/// <summary>The bytes that a piece of code allocates on its thread.</summary>
public static class Allocation
{
    /// <summary>
    /// The least of five runs after one that warms up: on a busy machine the runtime now and then takes some bytes for itself, for a lock that
    /// was waited on or a method compiled anew, and only what every run takes is the code's own.
    /// </summary>
    public static long Of(Action run)
    {
        run();
        return Enumerable.Range(0, 5).Min(_ =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            run();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }

    /// <summary>The bytes of so many calls.</summary>
    public static long Of(int calls, Action call) => Of(() =>
    {
        for (int i = 0; i < calls; i++) call();
    });
}
