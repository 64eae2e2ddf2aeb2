namespace Sluice.Layers;

/// <summary>
/// One sequence under a linear-chain field: p(y) ∝ exp(start[y₁] + Σ s[t, y_t] + Σ A[y_t−1, y_t] + end[y_T]), by the forward and
/// backward recursions (Rabiner 1989) in probabilities scaled to sum to 1 at each step, so that nothing runs out of range.
/// </summary>
internal sealed class ChainPosterior
{
    private readonly int _steps, _labels;
    private readonly double[] _forward, _backward, _local, _scale;

    /// <summary>Runs both recursions.</summary>
    /// <param name="scores">s [T, K], row after row.</param>
    /// <param name="steps">T, at least 1.</param>
    /// <param name="field">exp A [K, K], exp start [K] and exp end [K], each divided by the exponential of its largest.</param>
    public ChainPosterior(double[] scores, int steps, ExponentialField field)
    {
        int k = field.Labels;
        (_steps, _labels) = (steps, k);
        (_forward, _backward, _local, _scale) = (new double[steps * k], new double[steps * k], new double[steps * k], new double[steps]);
        LogPartition = field.Shift(steps);
        for (int t = 0; t < steps; t++)
        {
            double most = double.NegativeInfinity;
            for (int j = 0; j < k; j++) most = Math.Max(most, scores[t * k + j]);
            for (int j = 0; j < k; j++) _local[t * k + j] = Math.Exp(scores[t * k + j] - most);
            LogPartition += most;
        }

        for (int t = 0; t < steps; t++)
        {
            Span<double> now = _forward.AsSpan(t * k, k);
            if (t == 0) field.Start.CopyTo(now);
            else Multiply(_forward.AsSpan((t - 1) * k, k), field.Transitions, now);
            for (int j = 0; j < k; j++) now[j] *= _local[t * k + j] * (t == steps - 1 ? field.End[j] : 1);
            LogPartition += Math.Log(_scale[t] = Normalise(now));
        }

        for (int t = steps - 1; t >= 0; t--)
        {
            Span<double> now = _backward.AsSpan(t * k, k);
            for (int i = 0; i < k; i++)
            {
                if (t == steps - 1)
                {
                    now[i] = 1;
                    continue;
                }

                for (int j = 0; j < k; j++) now[i] += field.Transitions[i * k + j] * Next(t + 1, j, field);
            }
        }
    }

    /// <summary>ln Σ exp of all paths.</summary>
    public double LogPartition { get; }

    /// <summary>p(y_t = j).</summary>
    public double Probability(int t, int j) => _forward[t * _labels + j] * _backward[t * _labels + j];

    /// <summary>p(y_t−1 = i, y_t = j) is this, given by what depends on j alone, times exp A[i, j] and <see cref="Forward"/> of i.</summary>
    public double Next(int t, int j, ExponentialField field)
        => _local[t * _labels + j] * (t == _steps - 1 ? field.End[j] : 1) * _backward[t * _labels + j] / _scale[t];

    /// <summary>The forward probability of a label, given all up to its step.</summary>
    public double Forward(int t, int i) => _forward[t * _labels + i];

    private static void Multiply(ReadOnlySpan<double> row, double[] matrix, Span<double> product)
    {
        product.Clear();
        for (int i = 0; i < row.Length; i++)
        {
            double factor = row[i];
            if (factor == 0) continue;
            var line = matrix.AsSpan(i * row.Length, row.Length);
            for (int j = 0; j < line.Length; j++) product[j] += factor * line[j];
        }
    }

    private static double Normalise(Span<double> values)
    {
        double sum = 0;
        foreach (double value in values) sum += value;
        for (int j = 0; j < values.Length; j++) values[j] /= sum;
        return sum;
    }
}
