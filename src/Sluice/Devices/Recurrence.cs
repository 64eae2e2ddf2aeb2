using Sluice.Cells.Contract;
using Sluice.Cells.Loop;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Devices;

/// <summary>A cell in time on a device: packs weights and runs sequences.</summary>
internal abstract unsafe class Recurrence(CellWeights<float> weights)
{
    public CellWeights<float> Weights { get; } = weights;

    /// <summary>Packs what a backward run needs beside the weights of the forward one.</summary>
    public abstract void PackBackward(float* w, nint wStride, Matrix<float>[] r);

    public abstract void Forward(Sequence<float> sequence);

    public abstract void Backward(Sequence<float> sequence, Gradients<float> gradients);
}

internal sealed unsafe class Recurrence<TCell, V>(CellShape shape, int input, int hidden, Workers workers)
    : Recurrence(new CellWeights<float>(shape, input, hidden, shape.OutputOf(hidden)))
    where TCell : struct, ICell
    where V : struct, IVector<V, float>
{
    private readonly Workers _workers = workers;
    private TimeLoop<TCell, V, float>? _loop;

    private TimeLoop<TCell, V, float> Loop => _loop ??= new(Weights, _workers);

    public override void PackBackward(float* w, nint wStride, Matrix<float>[] r) => Weights.PackBackward<V>(w, wStride, r);

    public override void Forward(Sequence<float> sequence) => Loop.Forward(sequence);

    public override void Backward(Sequence<float> sequence, Gradients<float> gradients) => Loop.Backward(sequence, gradients);
}
