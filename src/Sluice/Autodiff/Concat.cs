namespace Sluice.Autodiff;

/// <summary>y = [a, b]: rows side by side.</summary>
public static class Concat
{
    /// <summary>Puts the rows of b behind those of a.</summary>
    /// <exception cref="SluiceException">The tensors have different numbers of rows.</exception>
    public static Tensor Run(Tape tape, Tensor a, Tensor b)
    {
        if (a.Rows != b.Rows) throw new SluiceException($"Concat: expected equal rows, got {a.Describe()} and {b.Describe()}.");
        int[] shape = [.. a.Shape[..^1], a.Columns + b.Columns];
        var y = tape.Lend(false, shape);
        for (int r = 0; r < y.Rows; r++)
        {
            a.Row(r).CopyTo(y.Row(r));
            b.Row(r).CopyTo(y.Row(r)[a.Columns..]);
        }

        tape.Record("Concat", [a, b], y, () =>
        {
            if (y.Gradient is null) return;
            if (a.NeedsGradient) Add(y.Gradient, 0, tape.GradientOf(a));
            if (b.NeedsGradient) Add(y.Gradient, a.Columns, tape.GradientOf(b));
        });
        return y;
    }

    private static void Add(Tensor source, int column, Tensor target)
    {
        for (int r = 0; r < target.Rows; r++)
        {
            Span<float> from = source.Row(r).Slice(column, target.Columns), to = target.Row(r);
            for (int c = 0; c < to.Length; c++) to[c] += from[c];
        }
    }
}
