using Sluice.Cells.Contract;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Cells.Loop;

/// <summary>
/// The weights of a cell, packed once for each version of their values: for the products forward (x W, h R) and backward
/// (dx, dh). W is [input blocks · H, I], R [recurrent feeds · H, H], as PyTorch stores them; the rows [K, H] hold the bias
/// of each block, or the weight that it is.
/// </summary>
internal sealed unsafe partial class CellWeights<E> where E : unmanaged
{
    private AlignedBuffer<E>? _rows;

    public CellWeights(CellShape shape, int input, int hidden, int? output = null)
    {
        (Shape, Input, Hidden, Output) = (shape, input, hidden, output ?? hidden);
        HiddenPadded = Padding.Round(hidden);
        Clock = Clock.Of(shape, hidden);
        Operations = shape.Operations(input, hidden);
        BlockRow = RowOf(shape, hidden);
        InputBlocks = [.. shape.InputBlocks];
        RecurrentFeeds = [.. shape.RecurrentFeeds];
        ForwardRecurrent = [.. RecurrentFeeds.Select(_ => new Panels<E>())];
        BackwardRecurrent = [.. RecurrentFeeds.Select(_ => new Panels<E>())];
    }

    public CellShape Shape { get; }

    public int Input { get; }

    public int Hidden { get; }

    /// <summary>Units of the output: H, or fewer in a cell that projects it.</summary>
    public int Output { get; }

    public int HiddenPadded { get; }

    /// <summary>Operations of the products of one step of one sequence.</summary>
    public long Operations { get; }

    /// <summary>Which units work when, in a clockwork cell.</summary>
    public Clock? Clock { get; }

    /// <summary>Elements of a row of kept blocks.</summary>
    public nint BlockRow { get; }

    public int[] InputBlocks { get; }

    public RecurrentFeed[] RecurrentFeeds { get; }

    /// <summary>W for x W: depth I, the panels of one input block after the other.</summary>
    public Panels<E> ForwardInput { get; } = new();

    /// <summary>R of each recurrent feed for source · R: depth the units of the source.</summary>
    public Panels<E>[] ForwardRecurrent { get; }

    /// <summary>W for dx: depth input blocks · H.</summary>
    public Panels<E> BackwardInput { get; } = new();

    /// <summary>R of each recurrent feed for the gradient of its source: depth the units of the block.</summary>
    public Panels<E>[] BackwardRecurrent { get; }

    /// <summary>The bias or the weight of each block [K, H padded].</summary>
    public E* Rows => _rows!.Pointer;

    /// <summary>Elements kept beside the weights themselves.</summary>
    public nint Length
        => ReducedLength + ForwardInput.Length + BackwardInput.Length
            + ForwardRecurrent.Concat(BackwardRecurrent).Aggregate((nint)0, (sum, p) => sum + p.Length);

    /// <summary>Panels of one block.</summary>
    public int PanelsPerBlock => HiddenPadded / Panels<E>.Width;

    /// <summary>Units of a source of recurrent products.</summary>
    public int UnitsOfSource(int source) => source == 0 ? Output : Hidden;

    /// <summary>Units of a block.</summary>
    public int UnitsOfBlock(int block) => block == Shape.Projection?.Block ? Output : Hidden;

    /// <summary>Panels of so many units.</summary>
    public static int PanelsOf(int units) => Padding.Round(units) / Panels<E>.Width;

    /// <summary>Elements of a row of kept blocks: one value a unit and block, and one deviation a normalised block.</summary>
    public static int RowOf(CellShape shape, int hidden)
        => shape.Kept * Padding.Round(hidden) + Padding.Round(shape.NormalisedBlocks.Length);

    /// <summary>
    /// Packs the weights; <paramref name="r"/> gives the matrix of each recurrent feed, [units of its block, units of its
    /// source], and <paramref name="rows"/> [K, H] the bias or the weight of each block.
    /// </summary>
    public void Pack(E* w, nint wStride, Matrix<E>[] r, E* rows, nint rowStride)
    {
        Reduced = null;
        ForwardInput.Resize(Input, InputBlocks.Length * HiddenPadded);
        for (int j = 0; j < InputBlocks.Length; j++)
            ForwardInput.PackTransposed(w + (nint)j * Hidden * wStride, wStride, Hidden, j * PanelsPerBlock);
        for (int j = 0; j < RecurrentFeeds.Length; j++)
        {
            int units = UnitsOfBlock(RecurrentFeeds[j].Block);
            ForwardRecurrent[j].Resize(UnitsOfSource(RecurrentFeeds[j].Source), units);
            ForwardRecurrent[j].PackTransposed(r[j].Pointer, r[j].Stride, units, 0);
        }

        PackRows(rows, rowStride);
    }

    /// <summary>
    /// Gives the panels of one direction the memory of those of the other: training packs both after every step, and never needs both at once.
    /// </summary>
    public void Exchange()
    {
        Panels<E>.Exchange(ForwardInput, BackwardInput);
        for (int j = 0; j < RecurrentFeeds.Length; j++) Panels<E>.Exchange(ForwardRecurrent[j], BackwardRecurrent[j]);
    }

    private void PackRows(E* rows, nint rowStride)
    {
        int blocks = Shape.Blocks.Length;
        _rows = AlignedBuffer<E>.AtLeast(_rows, (nint)blocks * HiddenPadded);
        for (int k = 0; k < blocks; k++)
            for (int u = 0; u < HiddenPadded; u++) _rows.Pointer[k * HiddenPadded + u] = u < Hidden ? rows[k * rowStride + u] : default;
    }

    /// <summary>Packs what only the backward run needs.</summary>
    public void PackBackward<V>(E* w, nint wStride, Matrix<E>[] r) where V : struct, IVector<V, E>
    {
        BackwardInput.Resize(InputBlocks.Length * Hidden, Input);
        BackwardInput.Pack<V>(w, wStride, Input);
        for (int j = 0; j < RecurrentFeeds.Length; j++)
        {
            int units = UnitsOfSource(RecurrentFeeds[j].Source);
            BackwardRecurrent[j].Resize(UnitsOfBlock(RecurrentFeeds[j].Block), units);
            BackwardRecurrent[j].Pack<V>(r[j].Pointer, r[j].Stride, units);
        }
    }
}

/// <summary>Rows of a matrix in memory.</summary>
internal readonly unsafe struct Matrix<E>(E* pointer, nint stride) where E : unmanaged
{
    public readonly E* Pointer = pointer;
    public readonly nint Stride = stride;

    /// <summary>Matrices of <paramref name="rows"/> rows each, one below the other.</summary>
    public static Matrix<E>[] Split(E* pointer, nint stride, int count, int rows)
    {
        var matrices = new Matrix<E>[count];
        for (int j = 0; j < count; j++) matrices[j] = new(pointer + (nint)j * rows * stride, stride);
        return matrices;
    }
}
