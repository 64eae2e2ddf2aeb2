using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Tests.Layers;

/// <summary>Everything against a sum over all paths.</summary>
public class ConditionalRandomFieldTests
{
    private const int Labels = 3, Steps = 4;

    [Fact]
    public void Loss_and_marginals_are_those_of_all_paths()
    {
        var (field, scores) = Make();
        int[] lengths = [4, 1, 0, 3];
        int[] labels = [.. Enumerable.Range(0, Steps * 4).Select(i => i / 4 < lengths[i % 4] ? i % Labels : -1)];
        double expected = 0;
        foreach (int b in new[] { 0, 1, 3 })
        {
            int[] path = [.. Enumerable.Range(0, lengths[b]).Select(t => labels[t * 4 + b])];
            expected -= Math.Log(All(field, scores, b, lengths[b]).Single(p => p.Path.SequenceEqual(path)).Probability) / 3;
        }

        Assert.Equal(expected, field.Loss(new Tape(false), scores, labels, lengths), 1e-6);
        var all = All(field, scores, 0, 4);
        double[][] marginals = field.Marginals(scores, 0, 4);
        for (int t = 0; t < 4; t++)
            for (int k = 0; k < Labels; k++) Assert.Equal(all.Where(p => p.Path[t] == k).Sum(p => p.Probability), marginals[t][k], 1e-6);
    }

    [Fact]
    public void Gradients_match_differences()
    {
        var (field, scores) = Make();
        int[] lengths = [4, 1, 0, 3], labels = [.. Enumerable.Range(0, Steps * 4).Select(i => (i * 7 + 1) % Labels)];
        field.Loss(new Tape(), scores, labels, lengths);
        foreach (var parameter in field.Parameters) Differences(parameter.Value, parameter.Gradient);
        Differences(scores, scores.Gradient!);

        void Differences(Tensor value, Tensor gradient)
        {
            for (int r = 0; r < value.Rows; r++)
            {
                for (int c = 0; c < value.Columns; c++)
                {
                    float before = value[r, c];
                    value[r, c] = before + 0.01f;
                    double up = field.Loss(new Tape(false), scores, labels, lengths);
                    value[r, c] = before - 0.01f;
                    double down = field.Loss(new Tape(false), scores, labels, lengths);
                    value[r, c] = before;
                    Assert.Equal((up - down) / 0.02, gradient[r, c], 1e-4);
                }
            }
        }
    }

    [Theory, InlineData(1), InlineData(5), InlineData(1000)]
    public void The_best_paths_come_in_order(int count)
    {
        var (field, scores) = Make();
        field.Forbid(0, 1);
        field.Forbid(-1, 2);
        var expected = All(field, scores, 1, Steps).Where(p => p.Path[0] != 2 && !p.Path.Zip(p.Path.Skip(1)).Contains((0, 1)))
            .OrderByDescending(p => p.Probability).ToList();
        double sum = expected.Sum(p => p.Probability);
        var best = field.Best(scores, 1, Steps, count);
        Assert.Equal(Math.Min(count, expected.Count), best.Count);
        for (int i = 0; i < best.Count; i++)
        {
            Assert.Equal(expected[i].Path, best[i].Path);
            Assert.Equal(expected[i].Probability / sum, best[i].Probability, 1e-6);
        }
    }

    [Fact]
    public void Large_scores_and_long_sequences_stay_in_range()
    {
        var field = new ConditionalRandomField("crf", 2);
        var scores = new Tensor(2000, 1, 2);
        for (int t = 0; t < 2000; t++) (scores[t, 0], scores[t, 1]) = (t % 2 == 0 ? 300 : -300, 0);
        int[] labels = [.. Enumerable.Range(0, 2000).Select(t => t % 2)];
        Assert.Equal(0, field.Loss(new Tape(false), scores, labels), 1e-9);
        Assert.Equal(labels, field.Best(scores, 0, 2000)[0].Path);
    }

    [Fact]
    public void What_does_not_fit_is_named()
    {
        var (field, scores) = Make();
        Assert.Contains("[T, B, 3]", Assert.Throws<SluiceException>(() => field.Loss(new Tape(), new Tensor(2, 2, 4), new int[4])).Message);
        Assert.Contains(
            "step 1 of sequence 2",
            Assert.Throws<SluiceException>(() => field.Loss(new Tape(), scores, [.. Enumerable.Range(0, 16).Select(i => i == 1 ? 3 : 0)])).Message);
        field.Forbid(0, 0);
        Assert.Contains("forbidden", Assert.Throws<SluiceException>(() => field.Loss(new Tape(), scores, new int[16])).Message);
        Assert.Empty(field.Best(scores, 2, 0)[0].Path);
    }

    private static (ConditionalRandomField Field, Tensor Scores) Make()
    {
        var field = new ConditionalRandomField("crf", Labels);
        foreach (var parameter in field.Parameters)
            LayerGradient.Random((uint)parameter.Name.Length, parameter.Value.Shape.ToArray()).ToArray().CopyTo(parameter);
        return (field, LayerGradient.Random(3, Steps, 4, Labels));
    }

    private static List<(int[] Path, double Probability)> All(ConditionalRandomField field, Tensor scores, int b, int steps)
    {
        List<(int[] Path, double Weight)> paths = [];
        for (int n = 0; n < (int)Math.Pow(Labels, steps); n++)
        {
            int[] path = [.. Enumerable.Range(0, steps).Select(t => n / (int)Math.Pow(Labels, t) % Labels)];
            double sum = field.Start.Value[0, path[0]] + field.End.Value[0, path[^1]];
            for (int t = 0; t < steps; t++)
                sum += scores[t * scores.Shape[1] + b, path[t]] + (t > 0 ? field.Transitions.Value[path[t - 1], path[t]] : 0);
            paths.Add((path, Math.Exp(sum)));
        }

        return [.. paths.Select(p => (p.Path, p.Weight / paths.Sum(q => q.Weight)))];
    }
}

internal static class Copying
{
    public static void CopyTo(this float[] values, Parameter parameter) => parameter.Value.Set(values);
}
