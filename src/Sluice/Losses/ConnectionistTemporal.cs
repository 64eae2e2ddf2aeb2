using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Vectors;

namespace Sluice.Losses;

/// <summary>
/// Connectionist temporal classification (Graves, Fernández, Gomez and Schmidhuber 2006): −ln of the probability of all ways to
/// say a sequence of labels in T steps, where a way gives each step a label or a blank, and repeats and blanks are taken out. By
/// the forward and backward recursions in logarithms; the gradient by the logits is p − the share of ways that pass there.
/// </summary>
public static partial class ConnectionistTemporal
{
    private const double Never = double.NegativeInfinity;

    // Of a place at a step, there and back: four exponentials and logarithms.
    private const int OperationsOfPlace = 200;

    /// <summary>
    /// The mean loss of the sequences; where the tape records, <paramref name="weight"/> times its gradient is added to that of the logits.
    /// </summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="logits">[T, B, K], the blank among the K.</param>
    /// <param name="labels">The labels of each sequence, none of them the blank.</param>
    /// <param name="lengths">The steps of each sequence; null where all have T.</param>
    /// <param name="blank">The number of the blank.</param>
    /// <param name="weight">A factor on the gradient.</param>
    /// <exception cref="SluiceException">Sizes that do not fit, or more labels than a sequence has room for.</exception>
    public static double Mean(Tape tape, Tensor logits, IReadOnlyList<int[]> labels, int[]? lengths = null, int blank = 0, double weight = 1)
    {
        if (logits.Shape.Length != 3 || labels.Count != logits.Shape[1] || (lengths is not null && lengths.Length != labels.Count))
            throw new SluiceException(
                $"ConnectionistTemporal: expected logits [T, {labels.Count}, K] for {labels.Count} sequences of labels, got {logits.Describe()}.");
        int batch = labels.Count, k = logits.Columns;
        if (blank < 0 || blank >= k) throw new SluiceException($"ConnectionistTemporal: expected a blank from 0 to {k - 1}, got {blank}.");
        var gradient = tape.Recording ? tape.GradientOf(logits) : null;
        for (int b = 0; b < batch; b++) Check(labels[b], lengths?[b] ?? logits.Shape[0], k, blank, b);
        var losses = new double[batch];
        long places = labels.Sum(l => (2L * l.Length) + 1);
        tape.Run(new Sequences(logits, labels, lengths, blank, losses, gradient, weight), logits.Shape[0] * places * OperationsOfPlace);

        // In the order of sequences, whoever computed them.
        double sum = 0;
        foreach (double loss in losses) sum += loss;
        return sum / batch;
    }

    /// <summary>The least number of steps that labels need: one each, and a blank between two that are the same.</summary>
    public static int LeastSteps(IReadOnlyList<int> labels)
    {
        int steps = labels.Count;
        for (int i = 1; i < labels.Count; i++) if (labels[i] == labels[i - 1]) steps++;
        return steps;
    }

    /// <summary>ln p [steps][K] of one sequence.</summary>
    internal static double[][] LogProbabilities(Tensor logits, int b, int steps)
    {
        var y = new double[steps][];
        for (int t = 0; t < steps; t++)
        {
            double[] row = y[t] = Array.ConvertAll(logits.Row(t * logits.Shape[1] + b).ToArray(), v => (double)v);
            double most = row.Max(), sum = row.Sum(v => Math.Exp(v - most)), all = most + Math.Log(sum);
            for (int c = 0; c < row.Length; c++) row[c] -= all;
        }

        return y;
    }

    /// <summary>For each step and class the share of the ways that pass there.</summary>
    private static double[][] Shares(double[][] y, int[] labels, int blank, out double logarithm)
    {
        // Blanks before, between and after the labels: a way goes on by none, one or, past a blank between different labels, two places.
        int steps = y.Length, places = 2 * labels.Length + 1;
        int Label(int s) => s % 2 == 0 ? blank : labels[s / 2];
        bool Skips(int s) => s % 2 == 1 && s >= 3 && Label(s) != Label(s - 2);
        double[][] forward = Rows(), backward = Rows(), shares = [.. Enumerable.Range(0, steps).Select(_ => new double[y[0].Length])];
        for (int t = 0; t < steps; t++)
            for (int s = 0; s < places; s++)
            {
                double before = t == 0 ? (s < 2 ? 0 : Never)
                    : Add(Add(forward[t - 1][s], s > 0 ? forward[t - 1][s - 1] : Never), Skips(s) ? forward[t - 1][s - 2] : Never);
                forward[t][s] = before + y[t][Label(s)];
            }

        for (int t = steps - 1; t >= 0; t--)
            for (int s = places - 1; s >= 0; s--)
            {
                backward[t][s] = t == steps - 1 ? (s >= places - 2 ? 0 : Never)
                    : Add(Add(After(t, s), s + 1 < places ? After(t, s + 1) : Never), s + 2 < places && Skips(s + 2) ? After(t, s + 2) : Never);
            }

        logarithm = steps == 0 ? 0 : Add(forward[^1][^1], places > 1 ? forward[^1][^2] : Never);
        for (int t = 0; t < steps; t++)
            for (int s = 0; s < places; s++) shares[t][Label(s)] += Math.Exp(forward[t][s] + backward[t][s] - logarithm);
        return shares;

        double After(int t, int s) => backward[t + 1][s] + y[t + 1][Label(s)];
        double[][] Rows() => [.. Enumerable.Range(0, steps).Select(_ => new double[places])];
    }

    /// <summary>ln(eᵃ + eᵇ).</summary>
    internal static double Add(double a, double b)
    {
        double most = Math.Max(a, b);
        return most == Never ? Never : most + double.LogP1(Math.Exp(Math.Min(a, b) - most));
    }

    private static void Check(int[] labels, int steps, int k, int blank, int sequence)
    {
        foreach (int label in labels)
            if (label < 0 || label >= k || label == blank)
                throw new SluiceException(
                    $"ConnectionistTemporal: expected labels from 0 to {k - 1} other than the blank {blank}, got {label} in sequence {sequence + 1}.");
        if (LeastSteps(labels) > steps)
            throw new SluiceException(
                $"ConnectionistTemporal: {labels.Length} labels need {LeastSteps(labels)} steps or more, and sequence {sequence + 1} has {steps}. Leave it out, or give it more steps.");
    }

    /// <summary>Whole sequences: a thread has each of so many. Losses, and gradients where they are asked for.</summary>
    private sealed class Sequences(
        Tensor logits, IReadOnlyList<int[]> labels, int[]? lengths, int blank, double[] losses, Tensor? gradient, double weight) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            int batch = labels.Count;
            for (int b = part; b < batch; b += parts)
            {
                double[][] y = LogProbabilities(logits, b, lengths?[b] ?? logits.Shape[0]);
                double[][] shares = Shares(y, labels[b], blank, out double logarithm);
                losses[b] = -logarithm;
                for (int t = 0; t < y.Length && gradient is not null; t++)
                {
                    var row = gradient.Row((t * batch) + b);
                    for (int c = 0; c < row.Length; c++) row[c] += (float)((Math.Exp(y[t][c]) - shares[t][c]) * weight / batch);
                }
            }
        }
    }
}
