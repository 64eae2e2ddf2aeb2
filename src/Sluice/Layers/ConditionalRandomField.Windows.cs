using Sluice.Autodiff;

namespace Sluice.Layers;

public sealed partial class ConditionalRandomField
{
    /// <summary>
    /// One long sequence whose scores come window by window: its best path, its loss and the probabilities of its last steps, to the bit those of
    /// the whole. Two bytes are kept for each step and label.
    /// </summary>
    /// <param name="field">The field.</param>
    /// <param name="steps">T, 1 or more.</param>
    /// <param name="last">Of how many of the last steps the probabilities are wanted.</param>
    internal sealed class Windows(ConditionalRandomField field, int steps, int last)
    {
        private readonly ExponentialField _factors = field.Field();
        private readonly (double[] Transitions, double[] Start, double[] End) _logarithms = field.Logarithms();
        private readonly ushort[] _from = new ushort[(long)steps * field.Labels];
        private readonly List<double> _tail = [];
        private double[] _best = new double[field.Labels], _next = new double[field.Labels];
        private double[] _forward = new double[field.Labels], _now = new double[field.Labels];
        private double[]? _beforeTail;
        private ChainPosterior.Partition _partition;
        private double _score;
        private int _t;

        /// <summary>ln Σ exp of all paths, after the last window.</summary>
        public double LogPartition => _partition.Of(_factors, steps);

        /// <summary>Takes the scores of the next steps [t, 1, K], and adds up those of a path of the whole, where one is given.</summary>
        public void Add(Tensor scores, int[]? path)
        {
            int k = field.Labels, tail = Math.Max(0, steps - last);
            double[] local = new double[k], row = new double[k];
            for (int r = 0; r < scores.Rows; r++, _t++)
            {
                for (int j = 0; j < k; j++) row[j] = scores[r, j];
                if (_t == tail && _t > 0) _beforeTail = [.. _forward];
                if (_t >= tail) _tail.AddRange(row);
                ChainPosterior.Step(row, _factors, _t == 0 ? [] : _forward, _t == steps - 1, local, _now, ref _partition);
                (_forward, _now) = (_now, _forward);
                Advance(row, _from.AsSpan(_t * k, k));
                if (path is not null) _score = (_t == 0 ? field.Ends(path) : _score) + field.Score(row[path[_t]], path, _t);
            }
        }

        /// <summary>−ln p of the path that was given.</summary>
        public double Loss(int[] path)
        {
            field.CheckPath(path, 0);
            return LogPartition - _score;
        }

        /// <summary>The most probable path and its probability.</summary>
        public (int[] Path, double Probability) Best()
        {
            int label = -1;
            double most = double.NegativeInfinity;
            for (int j = 0; j < field.Labels; j++)
                if (_logarithms.End[j] > Never / 2 && _best[j] + _logarithms.End[j] > most) (label, most) = (j, _best[j] + _logarithms.End[j]);
            var path = new int[steps];
            for (int t = steps - 1; t >= 0; t--) (path[t], label) = (label, _from[t * field.Labels + label]);
            return (path, Math.Exp(most - LogPartition));
        }

        /// <summary>p(y_t = k) of the last steps.</summary>
        public double[][] Marginals()
        {
            int k = field.Labels, count = _tail.Count / k;
            var posterior = new ChainPosterior([.. _tail], count, _factors, _beforeTail);
            return [.. Enumerable.Range(0, count).Select(t => (double[])[.. Enumerable.Range(0, k).Select(j => posterior.Probability(t, j))])];
        }

        /// <summary>The best way to each label, of equals the first; minus infinity where there is none.</summary>
        private void Advance(double[] row, Span<ushort> from)
        {
            int k = row.Length;
            for (int j = 0; j < k; j++)
            {
                double most = double.NegativeInfinity;
                if (_t == 0 && _logarithms.Start[j] > Never / 2) most = _logarithms.Start[j] + row[j];
                for (int i = 0; _t > 0 && i < k; i++)
                {
                    double transition = _logarithms.Transitions[i * k + j], score = _best[i] + transition + row[j];
                    if (transition > Never / 2 && score > most) (most, from[j]) = (score, (ushort)i);
                }

                _next[j] = most;
            }

            (_best, _next) = (_next, _best);
        }
    }
}
