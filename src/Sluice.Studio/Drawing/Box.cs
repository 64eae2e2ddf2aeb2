namespace Sluice.Studio.Drawing;

/// <summary>A thing to draw, with its size and what leads to it; the arguments stand before it.</summary>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
/// <param name="Arguments">What leads to it, by number.</param>
/// <param name="First">Whether it stands in the first column even where it is needed late.</param>
/// <param name="Last">Whether it stands in the last column.</param>
internal sealed record Box(double Width, double Height, IReadOnlyList<int> Arguments, bool First = false, bool Last = false);
