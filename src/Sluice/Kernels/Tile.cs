namespace Sluice.Kernels;

/// <summary>
/// The micro-kernel: a tile of rows x vectors of C is held in registers while the whole depth passes by,
/// C[r][column] = start[r][column] + Σₖ A[r][k] · B[k][column], every element summed in the order of k.
/// The three shapes hold 16 accumulators at most (24 for the wide one): enough independent chains to hide the latency of a
/// multiply-add, few enough for 32 registers. Rows and vectors beyond a tile's count are compiled away.
/// </summary>
/// <remarks>
/// Arguments: <c>a</c> row pointers of A, read at <c>offset + k·step</c>; <c>b</c> one pointer a vector, into a panel;
/// <c>start</c> row pointers of the first summand, or null for 0; <c>c</c> row pointers of the result, which may be
/// <c>start</c>; <c>column</c> where each vector lies in the rows of start and c; <c>ahead</c> elements from what is read of B
/// to what is fetched on the way for later, 0 for nothing.
/// </remarks>
internal static partial class Tile
{
}
