using Sluice.Autodiff;

namespace Sluice.Models;

/// <summary>Sequences of unequal length side by side in one tensor [T, B, columns].</summary>
internal static class SequenceBatch
{
    /// <summary>The tensor; steps beyond the end of a sequence hold the padding.</summary>
    /// <exception cref="SluiceException">Sequences of different width.</exception>
    public static Tensor Of(IReadOnlyList<float[,]> sequences, float padding)
    {
        int steps = sequences.Max(s => s.GetLength(0)), columns = sequences[0].GetLength(1);
        var x = new Tensor(steps, sequences.Count, columns);
        for (int b = 0; b < sequences.Count; b++)
        {
            var one = sequences[b];
            if (one.GetLength(1) != columns)
                throw new SluiceException($"Sequence {b}: expected {columns} columns, as the first has, got {one.GetLength(1)}.");
            for (int t = 0; t < steps; t++)
                for (int c = 0; c < columns; c++) x[t * sequences.Count + b, c] = t < one.GetLength(0) ? one[t, c] : padding;
        }

        return x;
    }

    /// <summary>One sequence of a tensor.</summary>
    public static float[,] Take(Tensor y, int sequence, int steps)
    {
        var one = new float[steps, y.Columns];
        for (int t = 0; t < steps; t++)
            for (int c = 0; c < y.Columns; c++) one[t, c] = y[t * y.Shape[1] + sequence, c];
        return one;
    }
}
