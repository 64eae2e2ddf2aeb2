namespace Sluice.Autodiff;

/// <summary>y[…, c] = x[…, 0] for every column c: one number a row, given to all units.</summary>
internal static class Spread
{
    /// <summary>y [..., columns] from x [..., 1].</summary>
    /// <exception cref="SluiceException">x has more than one column.</exception>
    public static Tensor Run(Tape tape, Tensor x, int columns)
    {
        if (x.Columns != 1) throw new SluiceException($"Spread: expected rows of 1, got {x.Describe()}.");
        var y = tape.Lend(false, [.. x.Shape[..^1], columns]);
        for (int r = 0; r < x.Rows; r++) y.Row(r).Fill(x[r, 0]);
        tape.Record("Spread", [x], y, () =>
        {
            if (y.Gradient is not { } dy || !x.NeedsGradient) return;
            var dx = tape.GradientOf(x);
            for (int r = 0; r < x.Rows; r++)
                foreach (float d in dy.Row(r)) dx[r, 0] += d;
        });
        return y;
    }
}
