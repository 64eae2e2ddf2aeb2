namespace Sluice.Autodiff;

/// <summary>y = some neighbouring rows of x under a shape of their own, without copying them.</summary>
internal static class RowView
{
    /// <summary>The rows of x from <paramref name="first"/> on, as many as the shape has.</summary>
    /// <exception cref="SluiceException">The shape has rows of another length, or x ends before.</exception>
    public static Tensor Run(Tape tape, Tensor x, int first, params int[] shape)
    {
        var y = x.View(first, shape);
        if (first < 0 || y.Columns != x.Columns || first + y.Rows > x.Rows)
            throw new SluiceException($"RowView: expected rows {first} and on of {x.Describe()} to hold {y.Describe()}.");
        tape.Record("RowView", [x], y, () =>
        {
            if (y.Gradient is not { } dy || !x.NeedsGradient) return;
            if (x.Gradient is null && y.Rows == x.Rows) x.Gradient = dy.View(0, x.Shape.ToArray());
            else Add(dy, tape.GradientOf(x), first);
        });
        return y;
    }

    private static void Add(Tensor source, Tensor target, int first)
    {
        for (int r = 0; r < source.Rows; r++)
        {
            Span<float> from = source.Row(r), to = target.Row(first + r);
            for (int c = 0; c < to.Length; c++) to[c] += from[c];
        }
    }
}
