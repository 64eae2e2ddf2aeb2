using Sluice.Data.Tables;

namespace Sluice.Data.Sequences;

/// <summary>Windows of one length over a long series.</summary>
public static class Windows
{
    /// <summary>
    /// The windows that lie inside a range, each <paramref name="stride"/> steps after the one before; a rest shorter than a window is left out.
    /// </summary>
    /// <param name="range">The steps of the series to cover.</param>
    /// <param name="length">Steps in a window.</param>
    /// <param name="stride">Steps from one window to the next.</param>
    /// <param name="file">Where the series comes from, for the message.</param>
    /// <exception cref="SluiceFormatException">The range is shorter than one window.</exception>
    public static RowRange[] Over(RowRange range, int length, int stride, string? file = null)
    {
        if (length < 1 || stride < 1) throw new SluiceException($"Windows: length and stride must be positive, got {length} and {stride}.");
        if (range.Count < length)
            throw new SluiceFormatException(
                $"the series has {range.Count} steps here, shorter than one window of {length}. Give more data or make the window shorter.", file);
        var windows = new RowRange[(range.Count - length) / stride + 1];
        for (int i = 0; i < windows.Length; i++) windows[i] = new RowRange(range.Start + i * stride, length);
        return windows;
    }
}
