namespace Sluice.Kernels;

/// <summary>
/// The micro-kernels of products with reduced weights, as <see cref="Tile"/> is of those with floats: a tile of rows x vectors of C is
/// held in registers while the whole depth passes by, two rows of B at a time.
/// </summary>
/// <remarks>
/// Arguments: <c>a</c> rows of A, floats or integers of 16 bits; <c>b</c> one pointer a vector, into a panel of
/// <see cref="ReducedPanels"/>; <c>bScale</c> the scales of its columns and <c>aScale</c> those of the rows, of integers; <c>start</c>,
/// <c>c</c> and <c>column</c> as in <see cref="Tile"/>.
/// </remarks>
internal static partial class ReducedTile
{
}
