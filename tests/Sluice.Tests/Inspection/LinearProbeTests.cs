using Sluice.Inspection;

namespace Sluice.Tests.Inspection;

public class LinearProbeTests
{
    private const int Steps = 90, Units = 3;

    private static readonly int[] s_all = [.. Enumerable.Range(0, Steps)];

    /// <summary>States that depend on each other, the last of which never moves.</summary>
    private static Activity States(int units = Units)
    {
        var random = new Random(5);
        var states = new Activity(Steps, units + 1, false);
        for (int t = 0; t < Steps; t++)
        {
            var row = states.Row(t);
            for (int u = 0; u < units; u++) row[u] = (float)(3 * u + random.NextDouble() + (u > 0 ? 0.4 * row[u - 1] : 0));
            row[units] = 0.5f;
        }

        return states;
    }

    /// <summary>The states scaled to mean 0 and deviation 1, and 1 behind them.</summary>
    private static double[,] Scaled(Activity states)
    {
        var x = new double[Steps, Units + 1];
        for (int u = 0; u < Units; u++)
        {
            double mean = s_all.Average(t => (double)states.Row(t)[u]);
            double deviation = Math.Sqrt(s_all.Average(t => Math.Pow(states.Row(t)[u] - mean, 2)));
            foreach (int t in s_all) x[t, u] = (states.Row(t)[u] - mean) / deviation;
        }

        foreach (int t in s_all) x[t, Units] = 1;
        return x;
    }

    [Fact]
    public void A_number_is_read_as_a_plain_elimination_reads_it()
    {
        var states = States();
        float[] numbers = [.. s_all.Select(t => 2 * states.Row(t)[0] - states.Row(t)[2] + MathF.Sin(t))];
        var probe = LinearProbe.OfNumbers(states, s_all, numbers);

        // (XᵀX + λnI) w = Xᵀy by Gauss and Jordan.
        var x = Scaled(states);
        int n = Units + 1;
        var a = new double[n, n + 1];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) a[i, j] = s_all.Sum(t => x[t, i] * x[t, j]) + (i == j && i < Units ? LinearProbe.Ridge * Steps : 0);
            a[i, n] = s_all.Sum(t => x[t, i] * numbers[t]);
        }

        for (int i = 0; i < n; i++)
            for (int k = 0; k < n; k++)
                for (int j = n; k != i && j >= i; j--) a[k, j] -= a[k, i] / a[i, i] * a[i, j];
        foreach (int t in s_all)
            Assert.Equal(Enumerable.Range(0, n).Sum(i => a[i, n] / a[i, i] * x[t, i]), probe.NumberOf(states.Row(t)), 9);
    }

    [Fact]
    public void Classes_are_told_as_a_slow_descent_tells_them()
    {
        var states = States();
        int[] classes = [.. s_all.Select(t => (states.Row(t)[0] > 0.5f ? 1 : 0) + (states.Row(t)[1] + 0.3 * Math.Sin(9 * t) > 3.8 ? 1 : 0))];
        var probe = LinearProbe.OfClasses(states, s_all, classes, 3);
        var x = Scaled(states);
        for (int k = 0; k < 3; k++)
        {
            // Down the gradient of the mean of −ln p and λ/2‖w‖².
            var w = new double[Units + 1];
            for (int turn = 0; turn < 30_000; turn++)
            {
                var gradient = new double[Units + 1];
                foreach (int t in s_all)
                {
                    double z = 0;
                    for (int i = 0; i <= Units; i++) z += w[i] * x[t, i];
                    double error = 1 / (1 + Math.Exp(-z)) - (classes[t] == k ? 1 : 0);
                    for (int i = 0; i <= Units; i++) gradient[i] += error * x[t, i] / Steps;
                }

                for (int i = 0; i <= Units; i++) w[i] -= gradient[i] + (i < Units ? LinearProbe.Ridge * w[i] : 0);
            }

            foreach (int t in s_all)
                Assert.Equal(Enumerable.Range(0, Units + 1).Sum(i => w[i] * x[t, i]), probe.Output(k, states.Row(t)), 4);
        }
    }

    [Fact]
    public void Two_classes_are_told_by_one_line_and_one_that_never_came_is_never_told()
    {
        var states = States();
        foreach (int t in s_all) states.Row(t)[0] += states.Row(t)[0] > 0.5f ? 1 : 0;
        int[] classes = [.. s_all.Select(t => states.Row(t)[0] > 1 ? 1 : 0)];
        var probe = LinearProbe.OfClasses(states, s_all, classes, 2);
        Assert.Equal(classes, s_all.Select(t => probe.ClassOf(states.Row(t))));
        Assert.All(s_all, t => Assert.Equal(-probe.Output(0, states.Row(t)), probe.Output(1, states.Row(t))));
        var three = LinearProbe.OfClasses(states, s_all, classes, 3);
        Assert.Equal(classes, s_all.Select(t => three.ClassOf(states.Row(t))));
        Assert.Throws<SluiceException>(() => LinearProbe.OfClasses(states, s_all, [0, 1], 2));
        Assert.Throws<SluiceException>(() => LinearProbe.OfClasses(states, s_all, [.. classes.Select(c => c + 1)], 2));
        Assert.Throws<SluiceException>(() => LinearProbe.OfNumbers(states, [], []));
    }

    [Fact]
    public void A_unit_is_scored_by_its_best_threshold_and_by_all_pairs()
    {
        // Unit 0 is high in the class, unit 1 low, unit 2 has ties, unit 3 never moves.
        float[][] rows = [[1, 5, 1, 7], [2, 4, 1, 7], [3, 3, 2, 7], [4, 2, 1, 7], [5, 1, 2, 7], [6, 0, 2, 7]];
        int[] classes = [0, 0, 1, 0, 1, 1];
        var states = new Activity(6, 4, false);
        for (int t = 0; t < 6; t++) rows[t].CopyTo(states.Row(t));
        int[] steps = [0, 1, 2, 3, 4, 5];
        var scores = UnitScore.OfClasses(states, steps, classes, 2);
        for (int u = 0; u < 4; u++)
        {
            double pairs = (from a in steps from b in steps where classes[a] == 1 && classes[b] == 0 select rows[a][u].CompareTo(rows[b][u]))
                .Average(c => c > 0 ? 1 : c == 0 ? 0.5 : 0);
            Assert.Equal(scores[u].Above ? pairs : 1 - pairs, scores[u].Area, 12);
            double on = steps.Where(t => classes[t] == 1).Average(t => scores[u].IsOn(rows[t][u]) ? 1 : 0);
            double off = steps.Where(t => classes[t] == 0).Average(t => scores[u].IsOn(rows[t][u]) ? 0 : 1);
            if (u < 3) Assert.Equal((on + off) / 2, scores[u].Score, 12);
        }

        Assert.Equal([true, false, true, true], scores.Select(s => s.Above));
        Assert.Equal([0.833333333, 0.833333333, 1, 0.5], scores.Select(s => Math.Round(s.Score, 9)));
        Assert.Equal(1.5f, scores[2].Threshold);
        var later = scores[0].On(states, [0, 3, 5], [1, 0, 1]);
        Assert.Equal((scores[0].Threshold, 0.5), (later.Threshold, later.Area));
        Assert.Equal(0.5 * (0.5 + 0), later.Score, 12);

        // Unit 2 tells the third class from all, the others tell it less well; where it may not be told, they tell another one.
        int[] three = [0, 1, 2, 0, 2, 2];
        Assert.Equal(2, UnitScore.OfClasses(states, steps, three, 3)[2].Class);
        Assert.All(UnitScore.OfClasses(states, steps, three, 3, [0, 1]), s => Assert.InRange(s.Class!.Value, 0, 1));

        var numbers = UnitScore.OfNumbers(states, steps, [10, 20, 30, 40, 50, 60]);
        Assert.Equal([1.0, 1.0, 0.0], new[] { 0, 1, 3 }.Select(u => Math.Round(numbers[u].Score, 9)));
        Assert.Equal(-1, numbers[1].On(states, [0, 1, 2], [3, 2, 1]).Score, 9);
    }

    [Fact]
    public void A_figure_has_the_interval_of_its_blocks()
    {
        // 20 blocks of 5 steps; the error of a mean is the deviation of the blocks over √20.
        double[] values = [.. Enumerable.Range(0, 100).Select(t => Math.Sin(t) + t / 5 % 3)];
        var figure = BlockFigure.Of(100, 2, (t, sums) =>
        {
            sums[0] += values[t];
            sums[1]++;
        }, sums => sums[0] / sums[1]);
        double[] means = [.. values.Chunk(5).Select(b => b.Average())];
        double error = Math.Sqrt(means.Sum(m => Math.Pow(m - values.Average(), 2)) / 19 / 20);
        Assert.Equal(values.Average(), figure.Value, 12);
        Assert.Equal(2.093 * error, figure.Margin, 9);
    }
}
