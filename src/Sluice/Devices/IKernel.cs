using Sluice.Vectors;

namespace Sluice.Devices;

/// <summary>
/// A piece of arithmetic over memory, written once for every vector width. Parts do not depend on each other, and what each
/// element is computed from does not depend on their number: the bits are the same for any count of threads.
/// </summary>
public interface IKernel
{
    /// <summary>Does part <paramref name="part"/> of <paramref name="parts"/>.</summary>
    void Run<V>(int part, int parts) where V : struct, IVector<V, float>;
}
