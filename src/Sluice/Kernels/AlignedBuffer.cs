using System.Runtime.CompilerServices;

namespace Sluice.Kernels;

/// <summary>
/// Zeroed memory that starts on a cache line (64 bytes) and never moves. It belongs to the garbage collector, so a
/// pointer is good for as long as the buffer is reachable.
/// </summary>
/// <typeparam name="E">The element.</typeparam>
internal sealed unsafe class AlignedBuffer<E> where E : unmanaged
{
    private const int Alignment = 64;
    private readonly byte[] _bytes;

    /// <summary>A buffer of <paramref name="length"/> zeroes.</summary>
    /// <exception cref="SluiceException">It has more than 2 GB, or more than the memory that is left.</exception>
    public AlignedBuffer(nint length)
    {
        const long Large = 1 << 26;
        Length = length;
        decimal bytes = (decimal)length * sizeof(E) + Alignment;
        if (bytes > Array.MaxLength)
            throw new SluiceException(
                $"Memory: expected tensors of at most {Array.MaxLength / (1 << 20)} MB, got one of {bytes / (1 << 20):F0} MB. Take fewer units, steps or sequences.");
        LetGo.Before((long)bytes);
        if (bytes > Large && GC.GetTotalMemory(false) + (long)bytes > GC.GetGCMemoryInfo().TotalAvailableMemoryBytes)
            throw new SluiceException(
                $"Memory: a tensor of {bytes / (1 << 20):F0} MB no longer fits into it. Take fewer units, layers, steps or sequences.");
        try
        {
            _bytes = GC.AllocateArray<byte>((int)bytes, pinned: true);
        }
        catch (OutOfMemoryException e)
        {
            throw new SluiceException(
                $"Memory: a tensor of {bytes / (1 << 20):F0} MB no longer fits into it. Take fewer units, layers, steps or sequences.", e);
        }

        var address = (nint)Unsafe.AsPointer(ref _bytes[0]);
        Pointer = (E*)((address + Alignment - 1) & ~(nint)(Alignment - 1));
    }

    /// <summary>Elements.</summary>
    public nint Length { get; }

    /// <summary>The first element, on a cache line.</summary>
    public E* Pointer { get; }

    /// <summary>All elements.</summary>
    public Span<E> Span => new(Pointer, checked((int)Length));

    /// <summary>The buffer itself where it is long enough, else a new one: contents are not kept.</summary>
    public static AlignedBuffer<E> AtLeast(AlignedBuffer<E>? buffer, nint length)
        => buffer is not null && buffer.Length >= length ? buffer : new AlignedBuffer<E>(length);
}
