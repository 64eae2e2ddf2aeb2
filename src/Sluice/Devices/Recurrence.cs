using Sluice.Cells.Contract;
using Sluice.Cells.Loop;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Devices;

/// <summary>A cell in time on a device: packs weights and runs sequences. Once packed, any number of threads may run it at once.</summary>
internal abstract unsafe class Recurrence(CellWeights<float> weights)
{
    public CellWeights<float> Weights { get; } = weights;

    /// <summary>The versions of the weights that were packed last, for the forward and for the backward run; −1 for none.</summary>
    public volatile int Packed = -1, PackedBackward = -1;

    /// <summary>Packs what a backward run needs beside the weights of the forward one.</summary>
    public abstract void PackBackward(float* w, nint wStride, Matrix<float>[] r);

    public abstract void Forward(Sequence<float> sequence);

    public abstract void Backward(Sequence<float> sequence, Gradients<float> gradients);
}

internal sealed unsafe class Recurrence<TCell, V> : Recurrence
    where TCell : struct, ICell
    where V : struct, IVector<V, float>
{
    private readonly ScratchPool<TimeLoop<TCell, V, float>> _loops;

    public Recurrence(CellShape shape, int input, int hidden, Workers workers)
        : base(new CellWeights<float>(shape, input, hidden, shape.OutputOf(hidden)))
        => _loops = new(() => new(Weights, workers));

    public override void PackBackward(float* w, nint wStride, Matrix<float>[] r) => Weights.PackBackward<V>(w, wStride, r);

    public override void Forward(Sequence<float> sequence)
    {
        using var loop = _loops.Rent();
        loop.Item.Forward(sequence);
    }

    public override void Backward(Sequence<float> sequence, Gradients<float> gradients)
    {
        using var loop = _loops.Rent();
        loop.Item.Backward(sequence, gradients);
    }
}
