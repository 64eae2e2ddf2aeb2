using Sluice.Autodiff;

namespace Sluice.Losses;

/// <summary>What the losses of one target a row share: which rows count, the mean over them, and where gradients go.</summary>
internal static class RowLoss
{
    /// <summary>The loss of a row, whose derivatives by the columns of the prediction are written to the slopes.</summary>
    internal delegate double Of(int row, ReadOnlySpan<float> prediction, double target, Span<double> slopes);

    /// <summary>The mean over all rows with a target; where the tape records, its gradient is added to that of the prediction.</summary>
    /// <param name="name">The loss, for the message.</param>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="prediction">[..., columns].</param>
    /// <param name="columns">What a row of the prediction must have.</param>
    /// <param name="targets">One for each row; one that is not a number is ignored.</param>
    /// <param name="weight">A factor on the gradient.</param>
    /// <param name="loss">The loss of a row.</param>
    /// <exception cref="SluiceException">Rows of another length, or another number of targets.</exception>
    public static double Mean(string name, Tape tape, Tensor prediction, int columns, ReadOnlySpan<float> targets, double weight, Of loss)
    {
        if (prediction.Columns != columns || prediction.Rows != targets.Length)
            throw new SluiceException($"{name}: expected [{targets.Length}, {columns}] for {targets.Length} targets, got {prediction.Describe()}.");
        int count = 0;
        foreach (float target in targets) if (!float.IsNaN(target)) count++;
        if (count == 0) return 0;
        double sum = 0;
        var gradient = tape.Recording ? tape.GradientOf(prediction) : null;
        Span<double> slopes = stackalloc double[columns];
        for (int r = 0; r < targets.Length; r++)
        {
            if (float.IsNaN(targets[r])) continue;
            sum += loss(r, prediction.Row(r), targets[r], slopes);
            if (gradient is null) continue;
            for (int c = 0; c < columns; c++) gradient[r, c] += (float)(slopes[c] * weight / count);
        }

        return sum / count;
    }
}
