using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Cells;

/// <summary>
/// The weights of a cell, packed once for each version of their values: for the products forward (x W, h R) and backward
/// (dx, dh). W is [input blocks · H, I], R [recurrent feeds · H, H], as PyTorch stores them; the rows [K, H] hold the bias
/// of each block, or the weight that it is.
/// </summary>
internal sealed unsafe class CellWeights<E> where E : unmanaged
{
    private AlignedBuffer<E>? _rows;

    public CellWeights(CellShape shape, int input, int hidden)
    {
        (Shape, Input, Hidden) = (shape, input, hidden);
        HiddenPadded = Padding.Round(hidden);
        BlockRow = RowOf(shape, hidden);
        InputBlocks = [.. shape.InputBlocks];
        RecurrentFeeds = [.. shape.RecurrentFeeds];
    }

    public CellShape Shape { get; }

    public int Input { get; }

    public int Hidden { get; }

    public int HiddenPadded { get; }

    /// <summary>Elements of a row of kept blocks.</summary>
    public nint BlockRow { get; }

    public int[] InputBlocks { get; }

    public RecurrentFeed[] RecurrentFeeds { get; }

    /// <summary>W for x W: depth I, the panels of one input block after the other.</summary>
    public Panels<E> ForwardInput { get; } = new();

    /// <summary>R for h R: depth H, the panels of one recurrent feed after the other.</summary>
    public Panels<E> ForwardRecurrent { get; } = new();

    /// <summary>W for dx: depth input blocks · H.</summary>
    public Panels<E> BackwardInput { get; } = new();

    /// <summary>R for dh: depth recurrent feeds · H.</summary>
    public Panels<E> BackwardRecurrent { get; } = new();

    /// <summary>The bias or the weight of each block [K, H padded].</summary>
    public E* Rows => _rows!.Pointer;

    /// <summary>Elements kept beside the weights themselves.</summary>
    public nint Length => ForwardInput.Length + ForwardRecurrent.Length + BackwardInput.Length + BackwardRecurrent.Length;

    /// <summary>Panels of one block.</summary>
    public int PanelsPerBlock => HiddenPadded / Panels<E>.Width;

    /// <summary>Elements of a row of kept blocks: one value a unit and block, and one deviation a normalised block.</summary>
    public static int RowOf(CellShape shape, int hidden)
        => shape.Kept * Padding.Round(hidden) + Padding.Round(shape.NormalisedBlocks.Length);

    /// <summary>Packs the weights; <paramref name="rows"/> [K, H] holds the bias or the weight of each block.</summary>
    public void Pack(E* w, nint wStride, E* r, nint rStride, E* rows, nint rowStride)
    {
        PackForward(ForwardInput, w, wStride, Input, InputBlocks.Length);
        PackForward(ForwardRecurrent, r, rStride, Hidden, RecurrentFeeds.Length);
        int blocks = Shape.Blocks.Length;
        _rows = AlignedBuffer<E>.AtLeast(_rows, (nint)blocks * HiddenPadded);
        for (int k = 0; k < blocks; k++)
            for (int u = 0; u < HiddenPadded; u++) _rows.Pointer[k * HiddenPadded + u] = u < Hidden ? rows[k * rowStride + u] : default;
    }

    /// <summary>Packs what only the backward run needs.</summary>
    public void PackBackward<V>(E* w, nint wStride, E* r, nint rStride) where V : struct, IVector<V, E>
    {
        BackwardInput.Resize(InputBlocks.Length * Hidden, Input);
        BackwardInput.Pack<V>(w, wStride, Input);
        BackwardRecurrent.Resize(RecurrentFeeds.Length * Hidden, Hidden);
        BackwardRecurrent.Pack<V>(r, rStride, Hidden);
    }

    private void PackForward(Panels<E> panels, E* weights, nint stride, int depth, int blocks)
    {
        panels.Resize(depth, blocks * HiddenPadded);
        for (int j = 0; j < blocks; j++)
            panels.PackTransposed(weights + (nint)j * Hidden * stride, stride, Hidden, j * PanelsPerBlock);
    }
}
