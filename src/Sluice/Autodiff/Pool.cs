namespace Sluice.Autodiff;

/// <summary>One row for each sequence out of those of its steps.</summary>
public static class Pool
{
    /// <summary>y[b] = (1/T_b) Σ_t x[t, b].</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="x">x [T, B, features].</param>
    /// <param name="lengths">T_b, the steps of each sequence, 1 … T; null where all have T.</param>
    /// <returns>y [B, features].</returns>
    public static Tensor Mean(Tape tape, Tensor x, int[]? lengths)
    {
        var (steps, batch) = Check(x, lengths);
        var y = tape.Lend(true, batch, x.Columns);
        for (int b = 0; b < batch; b++)
        {
            var row = y.Row(b);
            int own = lengths?[b] ?? steps;
            for (int t = 0; t < own; t++) Add(x.Row(t * batch + b), row, 1);
            foreach (ref float value in row) value /= own;
        }

        tape.Record("MeanPool", [x], y, () =>
        {
            if (y.Gradient is not { } dy || !x.NeedsGradient) return;
            var dx = tape.GradientOf(x);
            for (int b = 0; b < batch; b++)
            {
                int own = lengths?[b] ?? steps;
                for (int t = 0; t < own; t++) Add(dy.Row(b), dx.Row(t * batch + b), 1f / own);
            }
        });
        return y;
    }

    /// <summary>y[b] = max_t x[t, b], feature by feature; of equals, the first.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="x">x [T, B, features].</param>
    /// <param name="lengths">The steps of each sequence, 1 … T; null where all have T.</param>
    /// <returns>y [B, features].</returns>
    public static Tensor Max(Tape tape, Tensor x, int[]? lengths)
    {
        var (steps, batch) = Check(x, lengths);
        var y = tape.Lend(false, batch, x.Columns);
        var at = new int[batch * x.Columns];
        for (int b = 0; b < batch; b++)
        {
            var row = y.Row(b);
            x.Row(b).CopyTo(row);
            for (int t = 1; t < (lengths?[b] ?? steps); t++)
            {
                var step = x.Row(t * batch + b);
                for (int c = 0; c < row.Length; c++)
                    if (step[c] > row[c]) (row[c], at[b * row.Length + c]) = (step[c], t);
            }
        }

        tape.Record("MaxPool", [x], y, () =>
        {
            if (y.Gradient is not { } dy || !x.NeedsGradient) return;
            var dx = tape.GradientOf(x);
            for (int i = 0; i < at.Length; i++)
            {
                var (b, c) = Math.DivRem(i, x.Columns);
                dx[at[i] * batch + b, c] += dy[b, c];
            }
        });
        return y;
    }

    private static (int Steps, int Batch) Check(Tensor x, int[]? lengths)
        => x.Shape.Length == 3 && (lengths is null || (lengths.Length == x.Shape[1] && lengths.All(n => n >= 1 && n <= x.Shape[0])))
            ? (x.Shape[0], x.Shape[1])
            : throw new SluiceException(
                $"Pool: expected [T, B, features] and lengths from 1 to T, got {x.Describe()}{(lengths is null ? "" : $" and {string.Join(", ", lengths)}")}.");

    private static void Add(ReadOnlySpan<float> source, Span<float> target, float factor)
    {
        for (int c = 0; c < target.Length; c++) target[c] += factor * source[c];
    }
}
