using System.Buffers;
using Sluice.Autodiff;

namespace Sluice.Formats;

/// <summary>The elements of a tensor without padding as bytes, where they are: they never move, so pinning is nothing to do.</summary>
internal sealed unsafe class TensorMemory(Tensor tensor) : MemoryManager<byte>
{
    public override Span<byte> GetSpan() => new(tensor.Pointer, checked((int)(4 * tensor.Count)));

    public override MemoryHandle Pin(int elementIndex = 0) => new((byte*)tensor.Pointer + elementIndex);

    public override void Unpin()
    {
    }

    protected override void Dispose(bool disposing)
    {
    }
}
