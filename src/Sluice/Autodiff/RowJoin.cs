namespace Sluice.Autodiff;

/// <summary>y = the rows of several tensors, one below the other.</summary>
public static class RowJoin
{
    /// <summary>Puts the rows of all parts into one tensor.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="parts">Rows of equal length.</param>
    /// <param name="shape">What the rows are together.</param>
    /// <exception cref="SluiceException">The parts do not make up the shape.</exception>
    public static Tensor Run(Tape tape, IReadOnlyList<Tensor> parts, params int[] shape)
    {
        var y = tape.Lend(false, shape);
        if (parts.Sum(p => p.Rows) != y.Rows || parts.Any(p => p.Columns != y.Columns))
            throw new SluiceException(
                $"RowJoin: expected parts that make up {y.Describe()}, got {string.Join(", ", parts.Select(p => p.Describe()))}.");
        int first = 0;
        foreach (var part in parts)
            for (int r = 0; r < part.Rows; r++) part.Row(r).CopyTo(y.Row(first++));
        tape.Record("RowJoin", parts, y, () =>
        {
            if (y.Gradient is not { } dy) return;
            int row = 0;
            foreach (var part in parts)
            {
                var gradient = part.NeedsGradient ? tape.GradientOf(part) : null;
                for (int r = 0; r < part.Rows; r++, row++)
                    if (gradient is not null) Add(dy.Row(row), gradient.Row(r));
            }
        });
        return y;
    }

    private static void Add(ReadOnlySpan<float> source, Span<float> target)
    {
        for (int c = 0; c < target.Length; c++) target[c] += source[c];
    }
}
