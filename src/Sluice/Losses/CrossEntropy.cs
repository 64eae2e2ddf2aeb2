using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Vectors;

namespace Sluice.Losses;

/// <summary>
/// −ln p[target], the mean over all positions with a target, where p is the softmax of the logits; its gradient is p − 1[target]. Smoothed
/// by s (Szegedy et al. 2016) it is −(1 − s) ln p[target] − s mean(ln p), with the gradient p − (1 − s) 1[target] − s / classes.
/// </summary>
public static unsafe class CrossEntropy
{
    /// <summary>The mean loss; where the tape records, <paramref name="weight"/> times its gradient is added to that of the logits.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="logits">[..., classes].</param>
    /// <param name="targets">A class for each row; a negative one is ignored, and the row never read.</param>
    /// <param name="weight">A factor on the gradient.</param>
    /// <param name="classes">How much each class counts in the mean; null for all the same.</param>
    /// <param name="smoothing">s, from 0 to below 1.</param>
    /// <exception cref="SluiceException">Another number of targets than rows, or a target beyond the classes.</exception>
    public static double Mean(Tape tape, Tensor logits, int[] targets, double weight = 1, float[]? classes = null, float smoothing = 0)
    {
        if (targets.Length != logits.Rows) throw new SluiceException($"CrossEntropy: expected {logits.Rows} targets, got {targets.Length}.");
        if (classes is not null && classes.Length != logits.Columns)
            throw new SluiceException($"CrossEntropy: expected a weight for each of {logits.Columns} classes, got {classes.Length}.");
        double count = 0;
        for (int r = 0; r < targets.Length; r++)
        {
            if (targets[r] >= logits.Columns)
                throw new SluiceException($"CrossEntropy: expected classes below {logits.Columns}, got {targets[r]} at row {r}.");
            if (targets[r] >= 0) count += classes?[targets[r]] ?? 1;
        }

        if (count == 0) return 0;
        var losses = new double[targets.Length];
        bool first = logits.Gradient is null;
        var gradient = tape.Recording ? logits.Gradient ??= tape.Lend(false, logits.Shape.ToArray()) : null;
        var p = gradient is null || !first ? tape.Lend(false, logits.Shape.ToArray()) : gradient;
        tape.Run(new Rows(logits, targets, losses, p, gradient, (float)(weight / count), classes, smoothing), logits.Count * 8);

        // In the order of rows, whoever computed them.
        double sum = 0;
        foreach (double loss in losses) sum += loss;
        return sum / count;
    }

    /// <summary>−ln p[target] of each row; 0 where the target is negative.</summary>
    internal static double[] Each(Tape tape, Tensor logits, int[] targets)
    {
        var losses = new double[targets.Length];
        tape.Run(new Rows(logits, targets, losses, tape.Lend(false, logits.Shape.ToArray()), null, 0, null, 0), logits.Count * 8);
        return losses;
    }

    /// <summary>The mean over the rows whose class is a number.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="logits">[..., classes].</param>
    /// <param name="targets">[..., 1]: the number of the class; NaN where none is asked.</param>
    /// <exception cref="SluiceException">Another number of targets than rows, or one that is not the number of a class.</exception>
    public static double Mean(Tape tape, Tensor logits, Tensor targets)
    {
        var classes = new int[targets.Rows];
        for (int r = 0; r < classes.Length; r++)
        {
            float target = targets[r, 0];
            classes[r] = float.IsNaN(target) ? -1
                : target >= 0 && target == MathF.Floor(target) ? (int)target
                : throw new SluiceException($"CrossEntropy: expected the number of a class, from 0, got {target} at row {r}.");
        }

        return Mean(tape, logits, classes);
    }

    private sealed class Rows(
        Tensor logits, int[] targets, double[] losses, Tensor p, Tensor? gradient, float scale, float[]? classes, float smoothing) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            for (int r = (int)((long)logits.Rows * part / parts); r < (int)((long)logits.Rows * (part + 1) / parts); r++)
            {
                nint at = (nint)r * logits.Stride;
                if (targets[r] < 0)
                {
                    if (gradient == p) new Span<float>(p.Pointer + at, p.Stride).Clear();
                    continue;
                }

                float share = classes?[targets[r]] ?? 1;
                float wanted = (1 - smoothing) * logits.Pointer[at + targets[r]];
                if (smoothing > 0) wanted += smoothing * RowReduction.Sum<V>(logits.Pointer + at, logits.Columns) / logits.Columns;
                losses[r] = share * (Softmax.Row<V>(logits.Pointer + at, p.Pointer + at, logits.Columns) - wanted);
                if (gradient is null) continue;
                p.Pointer[at + targets[r]] -= 1 - smoothing;
                for (nint i = at; smoothing > 0 && i < at + logits.Columns; i++) p.Pointer[i] -= smoothing / logits.Columns;
                var factor = V.Broadcast(scale * share);
                for (nint i = at; i < at + logits.Stride; i += V.Count)
                {
                    var d = V.Load(p.Pointer + i) * factor;
                    V.Store(gradient.Pointer + i, gradient == p ? d : V.Load(gradient.Pointer + i) + d);
                }
            }
        }
    }
}
