using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Vectors;

namespace Sluice.Losses;

/// <summary>
/// Σ −[t ln σ(a) + (1 − t) ln(1 − σ(a))] over the columns of a row, the mean over rows: many independent yes and no at once, such
/// as the notes of a chord. Its gradient is σ(a) − t.
/// </summary>
public static unsafe class BinaryCrossEntropy
{
    /// <summary>The mean loss; where the tape records, <paramref name="weight"/> times its gradient is added to that of the logits.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="logits">a [..., columns].</param>
    /// <param name="targets">t of the same sizes, from 0 to 1; a row whose first value is not a number is ignored.</param>
    /// <param name="weight">A factor on the gradient.</param>
    /// <exception cref="SluiceException">Other sizes than those of the logits.</exception>
    public static double Mean(Tape tape, Tensor logits, Tensor targets, double weight = 1)
    {
        var losses = OfRows(tape, logits, targets, out int count, weight);

        // In the order of rows, whoever computed them.
        double sum = 0;
        foreach (double loss in losses) sum += loss;
        return count == 0 ? 0 : sum / count;
    }

    /// <summary>As <see cref="Mean"/>, but the loss of each row; 0 for those that are ignored.</summary>
    internal static double[] OfRows(Tape tape, Tensor logits, Tensor targets, out int count, double weight = 1)
    {
        if (targets.Rows != logits.Rows || targets.Columns != logits.Columns)
            throw new SluiceException($"BinaryCrossEntropy: expected targets of {logits.Describe()}, got {targets.Describe()}.");
        count = 0;
        for (int r = 0; r < targets.Rows; r++) if (!float.IsNaN(targets[r, 0])) count++;
        var losses = new double[logits.Rows];
        if (count > 0)
            tape.Run(new Rows(
                logits, targets, tape.Recording ? tape.GradientOf(logits) : null, losses, tape.Lend(false, logits.Shape.ToArray()),
                (float)(weight / count)), logits.Count * 8);
        return losses;
    }

    private sealed class Rows(Tensor logits, Tensor targets, Tensor? gradient, double[] losses, Tensor terms, float scale) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            for (int r = (int)((long)logits.Rows * part / parts); r < (int)((long)logits.Rows * (part + 1) / parts); r++)
            {
                nint at = (nint)r * logits.Stride;
                if (float.IsNaN(targets.Pointer[at])) continue;
                for (nint i = at; i < at + logits.Stride; i += V.Count)
                {
                    V a = V.Load(logits.Pointer + i), t = V.Load(targets.Pointer + i);
                    V.Store(terms.Pointer + i, V.Softplus(a) - a * t);
                    if (gradient is not null) V.Store(gradient.Pointer + i, V.Load(gradient.Pointer + i) + (V.Sigmoid(a) - t) * V.Broadcast(scale));
                }

                losses[r] = RowReduction.Sum<V>(terms.Pointer + at, logits.Columns);
            }
        }
    }
}
