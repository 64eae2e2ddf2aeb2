using Sluice.Kernels;

namespace Sluice.Cells.Loop;

/// <summary>Weights of fewer than 32 bits, packed for the forward run alone.</summary>
internal sealed unsafe partial class CellWeights<E>
{
    /// <summary>The reduced weights where the forward run goes by them.</summary>
    public ReducedWeights? Reduced { get; private set; }

    private nint ReducedLength
        => Reduced is null ? 0 : (Reduced.Input.Bytes + Reduced.Recurrent.Aggregate((nint)0, (sum, p) => sum + p.Bytes)) / sizeof(E);

    /// <summary>Packs reduced weights.</summary>
    /// <param name="type">Of how many bits.</param>
    /// <param name="w">W; null where no block reads the input.</param>
    /// <param name="r">The matrix of each recurrent feed, and its first row there.</param>
    /// <param name="rows">The bias or the weight of each block [K, H].</param>
    /// <param name="rowStride">From one block to the next.</param>
    public void PackReduced(ReducedType type, ReducedMatrix? w, (ReducedMatrix Matrix, int Row)[] r, E* rows, nint rowStride)
    {
        var input = new ReducedPanels(type, Input, InputBlocks.Length * HiddenPadded);
        for (int j = 0; j < InputBlocks.Length; j++) input.PackTransposed(w!, j * Hidden, Hidden, j * PanelsPerBlock);
        var recurrent = new ReducedPanels[r.Length];
        for (int j = 0; j < r.Length; j++)
        {
            int units = UnitsOfBlock(RecurrentFeeds[j].Block);
            recurrent[j] = new(type, UnitsOfSource(RecurrentFeeds[j].Source), units);
            recurrent[j].PackTransposed(r[j].Matrix, r[j].Row, units);
        }

        PackRows(rows, rowStride);
        Reduced = new(type, input, recurrent);
    }
}

/// <summary>W and the matrices of the recurrent feeds in fewer than 32 bits, as <see cref="CellWeights{E}"/> describes.</summary>
internal sealed record ReducedWeights(ReducedType Type, ReducedPanels Input, ReducedPanels[] Recurrent);
