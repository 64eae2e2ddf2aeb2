namespace Sluice.Autodiff;

/// <summary>y[i] = x[rows[i]]: rows of x in any order, some more than once.</summary>
public static class Gather
{
    /// <summary>Takes rows; a negative place gives a row of zeroes.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="x">Any tensor.</param>
    /// <param name="rows">Which row of x each row of y is.</param>
    /// <param name="shape">What the rows are together.</param>
    /// <exception cref="SluiceException">Sizes that do not fit, or a row beyond x.</exception>
    public static Tensor Run(Tape tape, Tensor x, int[] rows, params int[] shape)
    {
        var y = tape.Lend(false, shape);
        if (y.Rows != rows.Length || y.Columns != x.Columns)
            throw new SluiceException($"Gather: expected {rows.Length} rows of {x.Columns}, got {y.Describe()}.");
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i] < 0) y.Row(i).Clear();
            else x.Row(rows[i]).CopyTo(y.Row(i));
        }

        tape.Record("Gather", [x], y, () =>
        {
            if (y.Gradient is not { } dy || !x.NeedsGradient) return;
            var dx = tape.GradientOf(x);
            for (int i = 0; i < rows.Length; i++)
            {
                if (rows[i] < 0) continue;
                Span<float> from = dy.Row(i), to = dx.Row(rows[i]);
                for (int c = 0; c < to.Length; c++) to[c] += from[c];
            }
        });
        return y;
    }
}
