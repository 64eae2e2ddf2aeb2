using Sluice.Autodiff;
using Sluice.Learn.Studies;
using Sluice.Learn.Studies.Blocks;
using Sluice.Tests.Layers;

namespace Sluice.Tests.Learn.Studies.Blocks;

public class BlockTests
{
    [Fact]
    public void Rows_are_brought_to_mean_0_and_variance_1()
    {
        var x = LayerGradient.Random(1, 4, 2, 5);
        var y = new LayerNorm("n", 5).Run(new Tape(false), x);
        for (int r = 0; r < y.Rows; r++)
        {
            Assert.Equal(0, y.Row(r).ToArray().Average(), 1e-5);
            Assert.Equal(1, y.Row(r).ToArray().Average(v => v * v), 1e-3);
        }
    }

    [Fact]
    public void Gradients_of_a_norm_match_finite_differences()
    {
        var norm = LayerGradient.Shaken(new LayerNorm("n", 5));
        var x = LayerGradient.Random(1, 3, 2, 5);
        LayerGradient.Check(norm.Parameters, [x], tape => norm.Run(tape, x));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(32)]
    public void Gradients_of_attention_match_finite_differences(int size)
    {
        var attention = LayerGradient.Shaken(new CausalAttention("a", size, 1));
        var x = LayerGradient.Random(1, 4, 2, size);
        LayerGradient.Check(attention.Parameters, [x], tape => attention.Run(tape, x));
    }

    [Theory]
    [InlineData(6)]
    [InlineData(32)]
    public void Attention_is_a_mean_of_values_up_to_each_step_in_double_precision(int size)
    {
        const int Steps = 20, Batch = 2;
        var attention = LayerGradient.Shaken(new CausalAttention("a", size, 1));
        var x = LayerGradient.Random(1, Steps, Batch, size);
        Tensor y = attention.Run(new Tape(false), x), recorded = attention.Run(new Tape(), x);
        Assert.Equal(recorded.ToArray(), y.ToArray());
        var weights = attention.Parameters.ToDictionary(p => p.Name, p => p.Value);
        double[] Linear(string part, double[] v) => [.. Enumerable.Range(0, size).Select(o =>
            weights[$"a.{part}.bias"][0, o] + Enumerable.Range(0, size).Sum(i => weights[$"a.{part}.weight"][o, i] * v[i]))];
        int head = size == 32 ? 16 : size;
        for (int b = 0; b < Batch; b++)
        {
            double[][] rows = [.. Enumerable.Range(0, Steps).Select(t => x.Row(t * Batch + b).ToArray().Select(v => (double)v).ToArray())];
            double[][] q = [.. rows.Select(r => Linear("query", r))], k = [.. rows.Select(r => Linear("key", r))],
                v = [.. rows.Select(r => Linear("value", r))];
            for (int t = 0; t < Steps; t++)
            {
                double[] context = new double[size];
                for (int c = 0; c < size; c++)
                {
                    int from = c / head * head;
                    double[] e = [.. Enumerable.Range(0, t + 1).Select(s =>
                        Math.Exp(Enumerable.Range(from, head).Sum(i => q[t][i] * k[s][i]) / Math.Sqrt(head)))];
                    context[c] = Enumerable.Range(0, t + 1).Sum(s => e[s] * v[s][c]) / e.Sum();
                }

                double[] expected = Linear("output", context);
                for (int c = 0; c < size; c++) Assert.Equal(expected[c], y[t * Batch + b, c], 2e-5);
            }
        }
    }

    public static TheoryData<string> Nets => [.. Mixers.Names, "block:lru", "block:mingru"];

    [Theory, MemberData(nameof(Nets))]
    public void No_step_of_a_net_sees_what_comes_after_it(string name)
    {
        var (parameters, output, run) = new Contestant(name).Make(3, 16, 2, 10, 1);
        Assert.Equal(parameters.Count, parameters.Select(p => p.Name).Distinct().Count());
        var x = LayerGradient.Random(1, 12, 2, 3);
        float[] before = run(new Tape(false), x, [12, 12]).ToArray();
        for (int r = 14; r < 24; r++) x.Row(r).Fill(5);
        float[] after = run(new Tape(false), x, [12, 12]).ToArray();
        Assert.Equal(before[..(14 * output)], after[..(14 * output)]);
        Assert.NotEqual(before, after);
    }

    [Theory]
    [InlineData("block:lrv")]
    [InlineData("transformer/1")]
    public void A_net_of_an_unknown_name_is_refused(string name) => Assert.Throws<SluiceException>(() => new Contestant(name));
}
