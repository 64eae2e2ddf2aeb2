using Sluice.Autodiff;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Losses;
using Sluice.Tasks.Search;

namespace Sluice.Tests.Tasks.Search;

/// <summary>A search never ends with less than what taking the best at each step would have given.</summary>
public class SearchTests
{
    public static TheoryData<int, double> Beams
    {
        get
        {
            var data = new TheoryData<int, double>();
            foreach (int width in new[] { 1, 2, 3, 8 })
                foreach (double sharpness in new[] { 0.0, 0.3, 1, 3, 10 }) data.Add(width, sharpness);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Beams))]
    public void Of_connectionist_temporal_classification_by_the_sum_of_all_ways(int width, double sharpness)
    {
        for (uint seed = 0; seed < 60; seed++)
        {
            int steps = 3 + (int)seed % 12, classes = 2 + (int)seed % 6, blank = (int)seed % classes;
            var logits = Random(seed, sharpness, steps, classes);
            double[][] y = ConnectionistTemporal.LogProbabilities(logits, 0, steps);
            var greedy = ConnectionistTemporal.Greedy(logits, 0, steps, blank);
            var found = ConnectionistTemporal.Beam(logits, 0, steps, blank, width);
            Assert.InRange(found.Count, 1, width);
            Assert.Equal(ConnectionistTemporal.LogProbability(y, found[0].Labels, blank), found[0].LogProbability, 9);
            Assert.True(found[0].LogProbability >= ConnectionistTemporal.LogProbability(y, greedy.Labels, blank) - 1e-9, $"seed {seed}");
            Assert.True(found[0].LogProbability >= greedy.LogProbability - 1e-9, $"seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(Beams))]
    public void Of_connectionist_temporal_classification_with_a_language_model_by_the_score(int width, double sharpness)
    {
        static double Language(IReadOnlyList<int> before, int label) => -0.3 * ((label + (before.Count == 0 ? 0 : before[^1])) % 3) + 0.2;
        for (uint seed = 0; seed < 60; seed++)
        {
            var logits = Random(seed, sharpness, 9, 4);
            double[][] y = ConnectionistTemporal.LogProbabilities(logits, 0, 9);
            int[] greedy = ConnectionistTemporal.Greedy(logits, 0, 9).Labels;
            var found = ConnectionistTemporal.Beam(logits, 0, 9, 0, width, Language)[0];
            double score = ConnectionistTemporal.LogProbability(y, greedy, 0) + greedy.Select((l, i) => Language(greedy[..i], l)).Sum();
            Assert.True(found.LogProbability >= score - 1e-9, $"seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(Beams))]
    public void Of_sequences_that_end_by_their_probability(int width, double sharpness)
    {
        for (uint seed = 0; seed < 60; seed++)
        {
            const int Longest = 12;
            double normalisation = seed % 2 == 0 ? 0 : 0.6;
            var greedy = Run(seed, sharpness, 1, Longest, normalisation);
            var found = Run(seed, sharpness, width, Longest, normalisation);
            for (int source = 0; source < 2; source++)
            {
                Assert.InRange(found[source].Count, 1, width);
                FoundTarget best = found[source][0], plain = greedy[source][0];
                Assert.Equal(found[source].Count, found[source].Select(f => string.Join(' ', f.Symbols) + f.Alignment.Length).Distinct().Count());

                // What ended comes before what was cut off.
                bool ended = plain.Alignment.Length > plain.Symbols.Length;
                if (ended || best.Alignment.Length == best.Symbols.Length)
                    Assert.True(Score(best, normalisation) >= Score(plain, normalisation) - 1e-9, $"seed {seed}");
            }
        }

        static double Score(FoundTarget f, double normalisation) => f.LogProbability / Math.Pow((5.0 + f.Symbols.Length + 1) / 6, normalisation);
    }

    [Fact]
    public void Of_a_conditional_random_field_by_the_probability_of_the_path()
    {
        for (uint seed = 0; seed < 40; seed++)
        {
            var field = new ConditionalRandomField("f", 4);
            field.Transitions.Set(Random(seed + 100, 2, 4, 4).ToArray());
            var scores = Random(seed, 2, 4, 4);
            var paths = field.Best(scores, 0, 4, 3);
            int[] greedy = [.. Enumerable.Range(0, 4).Select(t => Array.IndexOf(scores.Row(t).ToArray(), scores.Row(t).ToArray().Max()))];
            var all = field.Best(scores, 0, 4, 256);
            Assert.True(paths[0].Probability >= all.Single(p => p.Path.SequenceEqual(greedy)).Probability);
            Assert.Equal(1, all.Sum(p => p.Probability), 4);
        }
    }

    private static Tensor Random(uint seed, double sharpness, int steps, int classes)
    {
        var random = new RandomStream(7, Purpose.Data, seed);
        var logits = new Tensor(steps, 1, classes);
        for (int t = 0; t < steps; t++)
            for (int c = 0; c < classes; c++) logits.Row(t)[c] = (float)(sharpness * (2 * random.Uniform((uint)(t * classes + c)) - 1));
        return logits;
    }

    /// <summary>A search where what follows depends on all that came before.</summary>
    private static IReadOnlyList<IReadOnlyList<FoundTarget>> Run(uint seed, double sharpness, int width, int longest, double normalisation)
    {
        const int Symbols = 5;
        List<uint> histories = [];
        return BeamSearch.Run(2, width, longest, normalisation, 0, _ => 1, (shown, from, of) =>
        {
            List<uint> now = [.. shown.Select(
                (symbol, row) => unchecked((from is null ? seed * 31 + (uint)of[row] : histories[from[row]]) * 2654435761u + (uint)symbol + 1))];
            histories = now;
            Tensor p = new(shown.Length, Symbols), weights = new(shown.Length, 1);
            for (int row = 0; row < shown.Length; row++)
            {
                var random = new RandomStream(now[row], Purpose.Data, 1);
                double[] e = [.. Enumerable.Range(0, Symbols).Select(k => Math.Exp(sharpness * random.Uniform((uint)k)))];
                for (int k = 0; k < Symbols; k++) p.Row(row)[k] = (float)(e[k] / e.Sum());
            }

            return (p, weights);
        });
    }
}
