namespace Sluice.Autodiff;

/// <summary>y = x within each sequence's own steps, and 0 beyond: what lies there is never read and gets no gradient.</summary>
public static class WithinLengths
{
    /// <summary>Clears what lies beyond the lengths.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="x">x [T, B, features].</param>
    /// <param name="lengths">The steps of each sequence; null where all have T, and then y is x.</param>
    /// <exception cref="SluiceException">Another number of lengths than B, or one beyond T.</exception>
    public static Tensor Run(Tape tape, Tensor x, int[]? lengths)
    {
        if (lengths is null) return x;
        int steps = x.Shape[0], batch = x.Shape[1];
        if (lengths.Length != batch || lengths.Any(n => n < 0 || n > steps))
            throw new SluiceException($"WithinLengths: expected {batch} lengths from 0 to {steps}, got {string.Join(", ", lengths)}.");
        var y = tape.Lend(true, steps, batch, x.Columns);
        for (int r = 0; r < x.Rows; r++)
            if (r / batch < lengths[r % batch]) x.Row(r).CopyTo(y.Row(r));
        tape.Record("WithinLengths", [x], y, () =>
        {
            if (y.Gradient is not { } dy || !x.NeedsGradient) return;
            var dx = tape.GradientOf(x);
            for (int r = 0; r < x.Rows; r++)
            {
                if (r / batch >= lengths[r % batch]) continue;
                Span<float> from = dy.Row(r), to = dx.Row(r);
                for (int c = 0; c < to.Length; c++) to[c] += from[c];
            }
        });
        return y;
    }
}
