using System.Numerics;

namespace Sluice.Inspection;

/// <summary>
/// What can be read off the states of a net by a weighted sum (Alain and Bengio 2016). States are scaled to mean 0 and deviation 1 over the n steps
/// that the probe learns from: x = (s − mean) / deviation. A number is read by ridge regression, a class is the one of the highest w·x + b,
/// where each class has a logistic regression against all others, by Newton's steps (Hastie, Tibshirani and Friedman 2009, 3.4.1 and 4.4.1).
/// </summary>
/// <remarks>The same bits for any number of threads. A probe that was learned may be used by any number of them.</remarks>
public sealed class LinearProbe
{
    /// <summary>λ: how much a weight costs beside the mean loss of a step. Weak: it settles what equal units leave open.</summary>
    public const double Ridge = 1e-3;

    private const int MostNewton = 50, MostHalvings = 30, RowsAtOnce = 16;
    private const double Enough = 1e-9;

    private readonly double[] _mean, _scale;
    private readonly double[][] _weights;

    private LinearProbe(Activity states, IReadOnlyList<int> steps, int outputs)
    {
        (_mean, _scale, _weights) = (new double[states.Units], new double[states.Units], new double[outputs][]);
        foreach (int step in steps) Add(_mean, 1.0 / steps.Count, states.Row(step));
        foreach (int step in steps)
        {
            var row = states.Row(step);
            for (int u = 0; u < row.Length; u++) _scale[u] += (row[u] - _mean[u]) * (row[u] - _mean[u]) / steps.Count;
        }

        // A unit that never moves says nothing.
        for (int u = 0; u < _scale.Length; u++) _scale[u] = _scale[u] > 1e-12 ? 1 / Math.Sqrt(_scale[u]) : 0;
    }

    /// <summary>Learns which class each step is of.</summary>
    /// <param name="states">The values of the units, [steps, units].</param>
    /// <param name="steps">The steps to learn from.</param>
    /// <param name="classes">The class of each of them, from 0 to below their number.</param>
    /// <param name="count">How many classes there are, 2 or more.</param>
    /// <exception cref="SluiceException">No steps, not as many classes as steps, or a class that is none.</exception>
    public static LinearProbe OfClasses(Activity states, IReadOnlyList<int> steps, IReadOnlyList<int> classes, int count)
    {
        if (steps.Count == 0 || classes.Count != steps.Count || count < 2 || classes.Any(c => c < 0 || c >= count))
            throw new SluiceException(
                $"LinearProbe: expected a step or more and a class below {count} (2 or more) for each, got {steps.Count} and {classes.Count}.");
        var probe = new LinearProbe(states, steps, count);
        double[][] x = probe.Scaled(states, steps);
        for (int k = count == 2 ? 1 : 0; k < count; k++) probe._weights[k] = Logistic(x, [.. classes.Select(c => c == k ? 1.0 : 0.0)]);
        if (count == 2) probe._weights[0] = [.. probe._weights[1].Select(w => -w)];
        return probe;
    }

    /// <summary>Learns the number of each step.</summary>
    /// <param name="states">The values of the units, [steps, units].</param>
    /// <param name="steps">The steps to learn from.</param>
    /// <param name="numbers">The number of each of them.</param>
    /// <exception cref="SluiceException">No steps, or not as many numbers as steps.</exception>
    public static LinearProbe OfNumbers(Activity states, IReadOnlyList<int> steps, IReadOnlyList<float> numbers)
    {
        if (steps.Count == 0 || numbers.Count != steps.Count)
            throw new SluiceException($"LinearProbe: expected a step or more and a number for each, got {steps.Count} and {numbers.Count}.");
        var probe = new LinearProbe(states, steps, 1);
        double[][] x = probe.Scaled(states, steps);

        // (XᵀX + λnI) w = Xᵀy; the last column of X is 1, and its weight, b, costs nothing.
        double[][] a = Squares(x, null);
        var w = new double[x[0].Length];
        for (int t = 0; t < x.Length; t++) Add(w, numbers[t], x[t]);
        for (int u = 0; u < w.Length - 1; u++) a[u][u] += Ridge * x.Length;
        Solve(a, w);
        probe._weights[0] = w;
        return probe;
    }

    /// <summary>The class that a state says; of a probe of classes.</summary>
    /// <param name="state">The values of all units at a step.</param>
    public int ClassOf(ReadOnlySpan<float> state)
    {
        int best = 0;
        double most = double.NegativeInfinity;
        for (int k = 0; k < _weights.Length; k++)
            if (Output(k, state) is var z && z > most) (best, most) = (k, z);
        return best;
    }

    /// <summary>The number that a state says; of a probe of numbers.</summary>
    /// <param name="state">The values of all units at a step.</param>
    public double NumberOf(ReadOnlySpan<float> state) => Output(0, state);

    /// <summary>w·x + b of a class, or of the number.</summary>
    /// <param name="output">The class; 0 for the number.</param>
    /// <param name="state">The values of all units at a step.</param>
    public double Output(int output, ReadOnlySpan<float> state)
    {
        double[] w = _weights[output];
        double z = w[^1];
        for (int u = 0; u < state.Length; u++) z += w[u] * (state[u] - _mean[u]) * _scale[u];
        return z;
    }

    private double[][] Scaled(Activity states, IReadOnlyList<int> steps)
    {
        var x = new double[steps.Count][];
        for (int t = 0; t < x.Length; t++)
        {
            var row = states.Row(steps[t]);
            x[t] = new double[row.Length + 1];
            for (int u = 0; u < row.Length; u++) x[t][u] = (row[u] - _mean[u]) * _scale[u];
            x[t][^1] = 1;
        }

        return x;
    }

    /// <summary>
    /// w ← w − (XᵀSX + λnI)⁻¹ (Xᵀ(p − y) + λn w), p = σ(Xw), S = p(1 − p); half of a step, and so on, where a whole one leads uphill.
    /// </summary>
    private static double[] Logistic(double[][] x, double[] y)
    {
        var w = new double[x[0].Length];
        double positive = y.Sum();

        // A class that never comes is never told.
        w[^1] = positive == 0 ? -1e6 : positive == y.Length ? 1e6 : 0;
        if (w[^1] != 0) return w;
        double loss = Loss(w);
        for (int turn = 0; turn < MostNewton; turn++)
        {
            double[] step = new double[w.Length], s = new double[x.Length];
            for (int t = 0; t < x.Length; t++)
            {
                double p = 1 / (1 + Math.Exp(-Dot(w, x[t])));
                s[t] = p * (1 - p);
                Add(step, p - y[t], x[t]);
            }

            double[][] a = Squares(x, s);
            for (int u = 0; u < w.Length - 1; u++)
            {
                a[u][u] += Ridge * x.Length;
                step[u] += Ridge * x.Length * w[u];
            }

            a[^1][^1] += 1e-9 * x.Length; // where every p is 0 or 1, b would stand alone with 0
            Solve(a, step);
            double size = 1, before = loss;
            double[] from = [.. w];
            for (int half = 0; half < MostHalvings; half++, size /= 2)
            {
                for (int u = 0; u < w.Length; u++) w[u] = from[u] - size * step[u];
                if ((loss = Loss(w)) <= before) break;
            }

            if (!(before - loss > Enough * before)) break;
        }

        return w;

        double Loss(double[] at)
        {
            double sum = 0, squares = 0;
            for (int t = 0; t < x.Length; t++)
            {
                // −ln σ(z) for y = 1 and −ln σ(−z) for y = 0: ln(1 + exp(∓z)).
                double z = Dot(at, x[t]), m = y[t] == 1 ? -z : z;
                sum += Math.Max(m, 0) + Math.Log(1 + Math.Exp(-Math.Abs(m)));
            }

            for (int u = 0; u < at.Length - 1; u++) squares += at[u] * at[u];
            return sum + Ridge * x.Length * squares / 2;
        }
    }

    /// <summary>Σ s x xᵀ, on and below the diagonal. Each row is summed by one thread, in the order of the steps.</summary>
    private static double[][] Squares(double[][] x, double[]? s)
    {
        var a = new double[x[0].Length][];
        Parallel.For(0, (a.Length + RowsAtOnce - 1) / RowsAtOnce, block =>
        {
            int first = block * RowsAtOnce, last = Math.Min(a.Length, first + RowsAtOnce);
            for (int i = first; i < last; i++) a[i] = new double[i + 1];
            for (int t = 0; t < x.Length; t++)
                for (int i = first; i < last; i++) Add(a[i], (s is null ? 1 : s[t]) * x[t][i], x[t].AsSpan(0, i + 1));
        });
        return a;
    }

    /// <summary>Solves A w = b for a positive A given on and below its diagonal, A = LLᵀ (Cholesky); b becomes w, A becomes L.</summary>
    private static void Solve(double[][] a, double[] b)
    {
        for (int i = 0; i < a.Length; i++)
        {
            for (int j = 0; j < i; j++) a[i][j] = (a[i][j] - Dot(a[i].AsSpan(0, j), a[j])) / a[j][j];
            a[i][i] = Math.Sqrt(a[i][i] - Dot(a[i].AsSpan(0, i), a[i]));
            b[i] = (b[i] - Dot(a[i].AsSpan(0, i), b)) / a[i][i];
        }

        for (int i = a.Length - 1; i >= 0; i--)
        {
            b[i] /= a[i][i];
            for (int j = 0; j < i; j++) b[j] -= a[i][j] * b[i];
        }
    }

    // In the order of the elements, whatever the width of vectors.
    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int k = 0; k < a.Length; k++) sum += a[k] * b[k];
        return sum;
    }

    /// <summary>y += a·x; each element for itself, so that the width of vectors changes no bit.</summary>
    private static void Add(Span<double> y, double a, ReadOnlySpan<double> x)
    {
        int k = 0;
        for (var factor = new Vector<double>(a); k <= y.Length - Vector<double>.Count; k += Vector<double>.Count)
            (new Vector<double>(y[k..]) + factor * new Vector<double>(x[k..])).CopyTo(y[k..]);
        for (; k < y.Length; k++) y[k] += a * x[k];
    }

    private static void Add(double[] y, double a, ReadOnlySpan<float> x)
    {
        for (int k = 0; k < y.Length; k++) y[k] += a * x[k];
    }
}
