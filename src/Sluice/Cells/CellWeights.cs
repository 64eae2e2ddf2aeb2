using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Cells;

/// <summary>
/// The weights of a cell, packed once for each version of their values: for the products forward (x W, h R) and backward
/// (dx, dh). W is [input blocks · H, I], R [recurrent blocks · H, H], as PyTorch stores them; the bias [K, H padded].
/// </summary>
internal sealed unsafe class CellWeights<E> where E : unmanaged
{
    private readonly CellShape _shape;
    private AlignedBuffer<E>? _bias;

    public CellWeights(CellShape shape, int input, int hidden)
    {
        (_shape, Input, Hidden) = (shape, input, hidden);
        HiddenPadded = Padding.Round(hidden);
        InputBlocks = [.. shape.InputBlocks];
        RecurrentBlocks = [.. shape.RecurrentBlocks];
    }

    public int Input { get; }

    public int Hidden { get; }

    public int HiddenPadded { get; }

    /// <summary>Elements of a row of blocks.</summary>
    public nint BlockRow => (nint)_shape.Blocks.Length * HiddenPadded;

    public int[] InputBlocks { get; }

    public int[] RecurrentBlocks { get; }

    /// <summary>W for x W: depth I, the panels of one input block after the other.</summary>
    public Panels<E> ForwardInput { get; } = new();

    /// <summary>R for h R: depth H, the panels of one recurrent block after the other.</summary>
    public Panels<E> ForwardRecurrent { get; } = new();

    /// <summary>W for dx: depth input blocks · H.</summary>
    public Panels<E> BackwardInput { get; } = new();

    /// <summary>R for dh: depth recurrent blocks · H.</summary>
    public Panels<E> BackwardRecurrent { get; } = new();

    /// <summary>The bias of each block [K, H padded].</summary>
    public E* Bias => _bias!.Pointer;

    /// <summary>Elements kept beside the weights themselves.</summary>
    public nint Length => ForwardInput.Length + ForwardRecurrent.Length + BackwardInput.Length + BackwardRecurrent.Length;

    /// <summary>Panels of one block.</summary>
    public int PanelsPerBlock => HiddenPadded / Panels<E>.Width;

    /// <summary>Packs the weights; <paramref name="bias"/> gives the bias of a block, or null for none.</summary>
    public void Pack(E* w, nint wStride, E* r, nint rStride, Func<int, nint> bias)
    {
        PackForward(ForwardInput, w, wStride, Input, InputBlocks.Length);
        PackForward(ForwardRecurrent, r, rStride, Hidden, RecurrentBlocks.Length);
        _bias = AlignedBuffer<E>.AtLeast(_bias, BlockRow);
        for (int k = 0; k < _shape.Blocks.Length; k++)
        {
            var source = (E*)bias(k);
            for (int u = 0; u < HiddenPadded; u++) _bias.Pointer[k * HiddenPadded + u] = source != null && u < Hidden ? source[u] : default;
        }
    }

    /// <summary>Packs what only the backward run needs.</summary>
    public void PackBackward<V>(E* w, nint wStride, E* r, nint rStride) where V : struct, IVector<V, E>
    {
        BackwardInput.Resize(InputBlocks.Length * Hidden, Input);
        BackwardInput.Pack<V>(w, wStride, Input);
        BackwardRecurrent.Resize(RecurrentBlocks.Length * Hidden, Hidden);
        BackwardRecurrent.Pack<V>(r, rStride, Hidden);
    }

    private void PackForward(Panels<E> panels, E* weights, nint stride, int depth, int blocks)
    {
        panels.Resize(depth, blocks * HiddenPadded);
        for (int j = 0; j < blocks; j++)
            panels.PackTransposed(weights + (nint)j * Hidden * stride, stride, Hidden, j * PanelsPerBlock);
    }
}
