using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Sluice.Kernels;

/// <summary>What is wanted soon is fetched from a far cache while something else is computed.</summary>
internal static unsafe class Ahead
{
    /// <summary>
    /// Begins to bring a cache line into the second-level cache, where the processor can be told so. Any address may be given: it is only a hint.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fetch(void* address)
    {
        if (Sse.IsSupported) Sse.Prefetch1(address);
    }
}
