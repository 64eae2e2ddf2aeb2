namespace Sluice.Autodiff;

/// <summary>
/// y = for each position of a grid, the rows of x at the positions around it, side by side: a convolution is a product of
/// weights with these. Beyond the edge there are zeroes.
/// </summary>
public static class Neighbours
{
    /// <summary>Gathers neighbours.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="x">x [..., height·width, C]: grids row by row.</param>
    /// <param name="height">Rows of a grid; 1 for a line.</param>
    /// <param name="width">Columns of a grid.</param>
    /// <param name="around">Steps up, down, left and right; a line has no up and down.</param>
    /// <param name="centre">Whether the position itself is among its neighbours.</param>
    /// <returns>y [..., height·width, neighbours·C].</returns>
    /// <exception cref="SluiceException">The rows of x are no whole number of grids.</exception>
    public static Tensor Run(Tape tape, Tensor x, int height, int width, int around, bool centre)
    {
        if (height < 1 || width < 1 || x.Rows % (height * width) != 0)
            throw new SluiceException($"Neighbours: expected grids of {height} x {width} positions, got {x.Describe()}.");
        var offsets = Offsets(height, around, centre);
        int[] shape = [.. x.Shape[..^1], x.Columns * offsets.Length];
        var y = tape.Lend(true, shape);
        for (int r = 0; r < x.Rows; r++)
            for (int n = 0; n < offsets.Length; n++)
                if (At(r, offsets[n], height, width) is { } from) x.Row(from).CopyTo(y.Row(r)[(n * x.Columns)..]);
        tape.Record("Neighbours", [x], y, () =>
        {
            if (y.Gradient is not { } dy || !x.NeedsGradient) return;
            var dx = tape.GradientOf(x);
            for (int r = 0; r < x.Rows; r++)
                for (int n = 0; n < offsets.Length; n++)
                    if (At(r, offsets[n], height, width) is { } to) Add(dy.Row(r).Slice(n * x.Columns, x.Columns), dx.Row(to));
        });
        return y;
    }

    /// <summary>How many neighbours there are.</summary>
    public static int Count(int height, int around, bool centre) => Offsets(height, around, centre).Length;

    private static (int Row, int Column)[] Offsets(int height, int around, bool centre)
    {
        int up = height == 1 ? 0 : around;
        return [.. from row in Enumerable.Range(
            -up, 2 * up + 1) from column in Enumerable.Range(-around, 2 * around + 1) where centre || row != 0 || column != 0 select (row, column)];
    }

    private static int? At(int row, (int Row, int Column) offset, int height, int width)
    {
        int position = row % (height * width), y = position / width + offset.Row, x = position % width + offset.Column;
        return y < 0 || y >= height || x < 0 || x >= width ? null : row - position + y * width + x;
    }

    private static void Add(ReadOnlySpan<float> source, Span<float> target)
    {
        for (int c = 0; c < target.Length; c++) target[c] += source[c];
    }
}
