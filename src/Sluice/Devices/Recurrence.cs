using Sluice.Cells.Contract;
using Sluice.Cells.Loop;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Devices;

/// <summary>A cell in time on a device: packs weights and runs sequences. Once packed, any number of threads may run it at once.</summary>
internal abstract unsafe class Recurrence
{
    /// <summary>The versions of the weights that were packed last, for the forward and for the backward run; −1 for none.</summary>
    public volatile int Packed = -1, PackedBackward = -1;

    /// <summary>Bytes kept beside the weights themselves.</summary>
    public abstract long Bytes { get; }

    /// <summary>
    /// Packs W [input blocks · H, I], the matrix of each recurrent feed [units of its block, units of its source], and the bias
    /// or weight of each block, rows [K, H].
    /// </summary>
    public abstract void Pack(float* w, nint wStride, Matrix<float>[] r, float* rows, nint rowStride);

    /// <summary>Packs weights of fewer than 32 bits; each recurrent feed is a matrix and its first row there.</summary>
    public abstract void PackReduced(ReducedType type, ReducedMatrix? w, (ReducedMatrix Matrix, int Row)[] r, float* rows, nint rowStride);

    /// <summary>Packs what a backward run needs beside the weights of the forward one.</summary>
    public abstract void PackBackward(float* w, nint wStride, Matrix<float>[] r);

    /// <summary>Gives the panels of one direction the memory of those of the other; what was packed is gone.</summary>
    public void Exchange()
    {
        (Packed, PackedBackward) = (-1, -1);
        ExchangePanels();
    }

    /// <summary>Nothing, in a device that has no panels to exchange.</summary>
    protected virtual void ExchangePanels()
    {
    }

    public abstract void Forward(Sequence<float> sequence);

    public abstract void Backward(Sequence<float> sequence, Gradients<float> gradients);
}

internal sealed unsafe class Recurrence<TCell, V> : Recurrence
    where TCell : struct, ICell
    where V : struct, IVector<V, float>
{
    private readonly CellWeights<float> _weights;
    private readonly ScratchPool<TimeLoop<TCell, V, float>> _loops;

    public Recurrence(CellShape shape, int input, int hidden, Workers workers)
    {
        _weights = new(shape, input, hidden, shape.OutputOf(hidden));
        _loops = new(() => new(_weights, workers));
    }

    public override long Bytes => sizeof(float) * (long)_weights.Length;

    public override void Pack(float* w, nint wStride, Matrix<float>[] r, float* rows, nint rowStride)
        => _weights.Pack(w, wStride, r, rows, rowStride);

    public override void PackReduced(ReducedType type, ReducedMatrix? w, (ReducedMatrix Matrix, int Row)[] r, float* rows, nint rowStride)
        => _weights.PackReduced(type, w, r, rows, rowStride);

    public override void PackBackward(float* w, nint wStride, Matrix<float>[] r) => _weights.PackBackward<V>(w, wStride, r);

    protected override void ExchangePanels() => _weights.Exchange();

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
