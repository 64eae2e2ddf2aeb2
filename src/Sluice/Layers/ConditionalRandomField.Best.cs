using Sluice.Autodiff;

namespace Sluice.Layers;

public sealed partial class ConditionalRandomField
{
    /// <summary>The most probable paths of one sequence, the best first, each with its probability (Viterbi 1967, for n paths).</summary>
    /// <param name="scores">s [T, B, K].</param>
    /// <param name="sequence">Which.</param>
    /// <param name="steps">Its length.</param>
    /// <param name="count">How many paths; fewer come where there are no more.</param>
    public IReadOnlyList<(int[] Path, double Probability)> Best(Tensor scores, int sequence, int steps, int count = 1)
    {
        if (count < 1) throw new SluiceException($"ConditionalRandomField.Best: expected 1 path or more, got {count}.");
        if (steps == 0) return [([], 1)];
        int k = Labels;
        double[] s = Rows(scores, sequence, steps);
        var (transitions, start, end) = Logarithms();

        // For each step and label the best ways to get there, falling: score, label before, and which of that label's ways.
        var ways = new Way[steps][][];
        for (int t = 0; t < steps; t++)
        {
            ways[t] = new Way[k][];
            for (int j = 0; j < k; j++)
            {
                var best = new Top(count);
                if (t == 0)
                {
                    if (start[j] > Never / 2) best.Offer(start[j] + s[j], -1, 0);
                }
                else
                {
                    for (int i = 0; i < k; i++)
                        if (transitions[i * k + j] > Never / 2)
                            for (int w = 0; w < ways[t - 1][i].Length; w++)
                                best.Offer(ways[t - 1][i][w].Score + transitions[i * k + j] + s[t * k + j], i, w);
                }

                ways[t][j] = best.ToArray();
            }
        }

        var last = new Top(count);
        for (int j = 0; j < k; j++)
            if (end[j] > Never / 2)
                for (int w = 0; w < ways[^1][j].Length; w++) last.Offer(ways[^1][j][w].Score + end[j], j, w);
        double partition = new ChainPosterior(s, steps, Field()).LogPartition;
        return [.. last.ToArray().Select(l => (Path(l.Label, l.Number), Math.Exp(l.Score - partition)))];

        int[] Path(int label, int way)
        {
            var path = new int[steps];
            for (int t = steps - 1; t >= 0; t--) (path[t], label, way) = (label, ways[t][label][way].Label, ways[t][label][way].Number);
            return path;
        }
    }

    private readonly record struct Way(double Score, int Label, int Number);

    /// <summary>The best of all ways offered; of equals, those that came first.</summary>
    private struct Top(int most)
    {
        private readonly Way[] _ways = new Way[most];
        private int _count;

        public void Offer(double score, int label, int number)
        {
            if (_count == most && score <= _ways[^1].Score) return;
            int at = _count < most ? _count++ : most - 1;
            for (; at > 0 && _ways[at - 1].Score < score; at--) _ways[at] = _ways[at - 1];
            _ways[at] = new Way(score, label, number);
        }

        public readonly Way[] ToArray() => _ways[.._count];
    }
}
