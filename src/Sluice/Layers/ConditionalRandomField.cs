using Sluice.Autodiff;

namespace Sluice.Layers;

/// <summary>
/// A linear-chain conditional random field over K labels (Lafferty, McCallum and Pereira 2001; above a recurrent net: Huang, Xu
/// and Yu 2015): the score of a path is start[y₁] + Σ s[t, y_t] + Σ A[y_t−1, y_t] + end[y_T], and its probability the softmax
/// over all paths.
/// </summary>
public sealed partial class ConditionalRandomField : ILayer
{
    // Far below any score that is learned, and its exponential is 0.
    private const double Never = -1e4;

    private readonly bool[,] _forbidden;
    private readonly bool[] _forbiddenStart, _forbiddenEnd;

    /// <summary>A field whose scores are 0.</summary>
    /// <param name="name">The prefix of its parameters' names.</param>
    /// <param name="labels">K.</param>
    public ConditionalRandomField(string name, int labels)
    {
        if (labels < 1) throw new SluiceException($"ConditionalRandomField: expected 1 label or more, got {labels}.");
        Transitions = new Parameter($"{name}.transitions", labels, labels) { Decays = false };
        Start = new Parameter($"{name}.start", labels) { Decays = false };
        End = new Parameter($"{name}.end", labels) { Decays = false };
        (_forbidden, _forbiddenStart, _forbiddenEnd) = (new bool[labels, labels], new bool[labels], new bool[labels]);
    }

    /// <summary>A [from, to].</summary>
    public Parameter Transitions { get; }

    /// <summary>The score of a label at the first step.</summary>
    public Parameter Start { get; }

    /// <summary>The score of a label at the last step.</summary>
    public Parameter End { get; }

    /// <summary>K.</summary>
    public int Labels => Start.Value.Columns;

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => [Transitions, Start, End];

    /// <summary>Says that no path may have one label right after another.</summary>
    /// <param name="from">The label before; −1 for the start.</param>
    /// <param name="to">The label after.</param>
    public void Forbid(int from, int to)
    {
        if (from < 0) _forbiddenStart[to] = true;
        else _forbidden[from, to] = true;
    }

    /// <summary>Says that no path may end with a label.</summary>
    public void ForbidEnd(int label) => _forbiddenEnd[label] = true;

    /// <summary>The mean of −ln p(labels) over the sequences; where the tape records, its gradient is added to scores and parameters.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="scores">s [T, B, K].</param>
    /// <param name="labels">T·B labels, step after step; what lies beyond a sequence's end is not read.</param>
    /// <param name="lengths">The steps of each sequence; null where all have T. A sequence of 0 steps is left out.</param>
    /// <exception cref="SluiceException">Sizes that do not fit, a label beyond K, or a path that is forbidden.</exception>
    public double Loss(Tape tape, Tensor scores, int[] labels, int[]? lengths = null)
    {
        var (steps, batch) = Check(scores, lengths);
        if (labels.Length != steps * batch)
            throw new SluiceException($"ConditionalRandomField: expected {steps * batch} labels, got {labels.Length}.");
        var field = Field();
        int count = Enumerable.Range(0, batch).Count(b => Length(b) > 0), k = Labels;
        double sum = 0;
        var gradient = tape.Recording ? tape.GradientOf(scores) : null;
        var pairs = new double[k * k];
        for (int b = 0; b < batch; b++)
        {
            if (Length(b) == 0) continue;
            int[] path = [.. Enumerable.Range(0, Length(b)).Select(t => labels[t * batch + b])];
            CheckPath(path, b);
            double[] s = Rows(scores, b, Length(b));
            var posterior = new ChainPosterior(s, path.Length, field);
            sum += posterior.LogPartition - Score(s, path);
            if (gradient is null) continue;
            AddGradients(gradient, b, batch, path, posterior, 1.0 / count);
            posterior.AddPairs(pairs);
        }

        if (gradient is not null)
            for (int i = 0; i < k * k; i++) Transitions.Gradient[i / k, i % k] += (float)(pairs[i] * field.Transitions[i] / Math.Max(1, count));

        return count == 0 ? 0 : sum / count;

        int Length(int b) => lengths?[b] ?? steps;
    }

    /// <summary>p(y_t = k) for one sequence [steps][K].</summary>
    public double[][] Marginals(Tensor scores, int sequence, int steps)
    {
        if (steps == 0) return [];
        var posterior = new ChainPosterior(Rows(scores, sequence, steps), steps, Field());
        return [.. Enumerable.Range(0, steps).Select(t => (double[])[.. Enumerable.Range(0, Labels).Select(k => posterior.Probability(t, k))])];
    }

    private void AddGradients(Tensor gradient, int b, int batch, int[] path, ChainPosterior posterior, double weight)
    {
        int k = Labels;
        for (int t = 0; t < path.Length; t++)
        {
            var row = gradient.Row(t * batch + b);
            for (int j = 0; j < k; j++)
            {
                double d = weight * (posterior.Probability(t, j) - (path[t] == j ? 1 : 0));
                row[j] += (float)d;
                if (t == 0) Start.Gradient[0, j] += (float)d;
                if (t == path.Length - 1) End.Gradient[0, j] += (float)d;
            }

            if (t > 0) Transitions.Gradient[path[t - 1], path[t]] -= (float)weight;
        }
    }

    private double Score(double[] scores, int[] path)
    {
        double sum = Ends(path);
        for (int t = 0; t < path.Length; t++) sum += Score(scores[t * Labels + path[t]], path, t);
        return sum;
    }

    private double Ends(int[] path) => Start.Value[0, path[0]] + End.Value[0, path[^1]];

    private double Score(double score, int[] path, int t) => score + (t > 0 ? Transitions.Value[path[t - 1], path[t]] : 0);

    private ExponentialField Field()
    {
        var (transitions, start, end) = Logarithms();
        return new ExponentialField(transitions, start, end);
    }

    /// <summary>A, start and end, those that are forbidden far below all others.</summary>
    internal (double[] Transitions, double[] Start, double[] End) Logarithms()
    {
        int k = Labels;
        return (
            [.. Enumerable.Range(0, k * k).Select(n => _forbidden[n / k, n % k] ? Never : Transitions.Value[n / k, n % k])],
            [.. Enumerable.Range(0, k).Select(j => _forbiddenStart[j] ? Never : Start.Value[0, j])],
            [.. Enumerable.Range(0, k).Select(j => _forbiddenEnd[j] ? Never : End.Value[0, j])]);
    }

    private static double[] Rows(Tensor scores, int b, int steps)
    {
        int batch = scores.Shape[1], k = scores.Columns;
        var rows = new double[steps * k];
        for (int t = 0; t < steps; t++)
            for (int j = 0; j < k; j++) rows[t * k + j] = scores[t * batch + b, j];
        return rows;
    }

    private (int Steps, int Batch) Check(Tensor scores, int[]? lengths)
    {
        if (scores.Shape.Length != 3 || scores.Columns != Labels)
            throw new SluiceException($"ConditionalRandomField: expected scores [T, B, {Labels}], got {scores.Describe()}.");
        if (lengths is not null && (lengths.Length != scores.Shape[1] || lengths.Any(n => n < 0 || n > scores.Shape[0])))
            throw new SluiceException(
                $"ConditionalRandomField: expected {scores.Shape[1]} lengths from 0 to {scores.Shape[0]}, got {string.Join(", ", lengths)}.");
        return (scores.Shape[0], scores.Shape[1]);
    }

    private void CheckPath(int[] path, int sequence)
    {
        for (int t = 0; t < path.Length; t++)
        {
            if ((uint)path[t] >= (uint)Labels)
                throw new SluiceException(
                    $"ConditionalRandomField: expected labels below {Labels}, got {path[t]} at step {t + 1} of sequence {sequence + 1}.");
            if ((t == 0 ? _forbiddenStart[path[t]] : _forbidden[path[t - 1], path[t]]) || (t == path.Length - 1 && _forbiddenEnd[path[t]]))
                throw new SluiceException($"ConditionalRandomField: label {path[t]} at step {t + 1} of sequence {sequence + 1} is forbidden there.");
        }
    }
}
