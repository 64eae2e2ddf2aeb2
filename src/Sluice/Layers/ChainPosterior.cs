using System.Numerics;

namespace Sluice.Layers;

/// <summary>
/// One sequence under a linear-chain field: p(y) ∝ exp(start[y₁] + Σ s[t, y_t] + Σ A[y_t−1, y_t] + end[y_T]), by the forward and
/// backward recursions (Rabiner 1989) in probabilities scaled to sum to 1 at each step, so that nothing runs out of range.
/// </summary>
internal sealed class ChainPosterior
{
    private readonly int _steps, _labels;
    private readonly double[] _forward, _backward, _local, _next, _scale;

    /// <summary>Runs both recursions.</summary>
    /// <param name="scores">s [T, K], row after row.</param>
    /// <param name="steps">T, at least 1.</param>
    /// <param name="field">exp A [K, K], exp start [K] and exp end [K], each divided by the exponential of its largest.</param>
    /// <param name="before">Where these are the last steps of a longer sequence, its forward probabilities at the step before them [K]; the partition
    /// is then that of no whole.</param>
    public ChainPosterior(double[] scores, int steps, ExponentialField field, double[]? before = null)
    {
        int k = field.Labels;
        (_steps, _labels) = (steps, k);
        (_forward,
         _backward, _local, _next,
         _scale) = (new double[steps * k], new double[steps * k], new double[steps * k], new double[steps * k], new double[steps]);
        var partition = new Partition();
        for (int t = 0; t < steps; t++)
        {
            Span<double> now = _forward.AsSpan(t * k, k);
            var previous = t > 0 ? _forward.AsSpan((t - 1) * k, k) : before;
            _scale[t] = Step(scores.AsSpan(t * k, k), field, previous, t == steps - 1, _local.AsSpan(t * k, k), now, ref partition);
        }

        LogPartition = partition.Of(field, steps);

        for (int t = steps - 1; t >= 0; t--)
        {
            Span<double> now = _backward.AsSpan(t * k, k), next = _next.AsSpan(t * k, k);
            if (t == steps - 1) now.Fill(1);
            else Multiply(_next.AsSpan((t + 1) * k, k), field.Reversed, now);
            for (int j = 0; j < k; j++) next[j] = _local[t * k + j] * (t == steps - 1 ? field.End[j] : 1) * now[j] / _scale[t];
        }
    }

    /// <summary>What the sums of all paths were divided by, step after step, in logarithms.</summary>
    internal struct Partition
    {
        public double Scores, Scales;

        public readonly double Of(ExponentialField field, int steps) => field.Shift(steps) + Scores + Scales;
    }

    /// <summary>One step of the forward recursion.</summary>
    /// <param name="scores">s of the step [K].</param>
    /// <param name="field">The field.</param>
    /// <param name="before">The forward probabilities of the step before [K]; empty at the first.</param>
    /// <param name="last">Whether it is the last step.</param>
    /// <param name="local">Receives exp s, divided by its largest.</param>
    /// <param name="now">Receives the forward probabilities of this step.</param>
    /// <param name="partition">What has been divided by so far.</param>
    /// <returns>What the probabilities were divided by.</returns>
    internal static double Step(
        ReadOnlySpan<double> scores, ExponentialField field, ReadOnlySpan<double> before, bool last, Span<double> local, Span<double> now,
        ref Partition partition)
    {
        double most = double.NegativeInfinity;
        foreach (double score in scores) most = Math.Max(most, score);
        for (int j = 0; j < local.Length; j++) local[j] = Math.Exp(scores[j] - most);
        partition.Scores += most;
        if (before.IsEmpty) field.Start.CopyTo(now);
        else Multiply(before, field.Transitions, now);
        for (int j = 0; j < now.Length; j++) now[j] *= local[j] * (last ? field.End[j] : 1);
        double scale = Normalise(now);
        partition.Scales += Math.Log(scale);
        return scale;
    }

    /// <summary>ln Σ exp of all paths.</summary>
    public double LogPartition { get; }

    /// <summary>p(y_t = j).</summary>
    public double Probability(int t, int j) => _forward[t * _labels + j] * _backward[t * _labels + j];

    /// <summary>Adds Σ_t p(y_t−1 = i, y_t = j) / exp A[i, j] to the sums [K, K].</summary>
    public void AddPairs(double[] sums)
    {
        for (int t = 1; t < _steps; t++)
            for (int i = 0; i < _labels; i++)
                Add(_forward[(t - 1) * _labels + i], _next.AsSpan(t * _labels, _labels), sums.AsSpan(i * _labels, _labels));
    }

    private static void Multiply(ReadOnlySpan<double> row, double[] matrix, Span<double> product)
    {
        product.Clear();
        for (int i = 0; i < row.Length; i++) Add(row[i], matrix.AsSpan(i * row.Length, row.Length), product);
    }

    /// <summary>y += a x; element by element, so that it has the same bits whatever the width of a vector.</summary>
    private static void Add(double a, ReadOnlySpan<double> x, Span<double> y)
    {
        if (a == 0) return;
        var factor = new Vector<double>(a);
        int j = 0;
        for (; j <= y.Length - Vector<double>.Count; j += Vector<double>.Count)
            (new Vector<double>(y[j..]) + factor * new Vector<double>(x[j..])).CopyTo(y[j..]);
        for (; j < y.Length; j++) y[j] += a * x[j];
    }

    private static double Normalise(Span<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        for (int j = 0; j < values.Length; j++) values[j] /= sum;
        return sum;
    }
}
