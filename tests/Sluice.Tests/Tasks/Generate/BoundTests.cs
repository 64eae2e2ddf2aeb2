using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Kernels;
using Sluice.Tasks.Generate;

namespace Sluice.Tests.Tasks.Generate;

public class BoundTests
{
    private const int Steps = 4, Batch = 2;

    private static readonly int[] s_lengths = [4, 3];

    public static TheoryData<string, string, string, string> Nets => new()
    {
        { "vrnn", "learned", "bernoulli", "lstm" },
        { "vrnn", "standard", "categorical", "gru" },
        { "vrnn", "learned", "pen", "sru" },
        { "storn", "standard", "gaussian", "lstm" },
        { "storn", "learned", "mixture", "rnn" },
        { "plain", "standard", "pen", "gru" },
    };

    private static GeneratorOptions Small(string kind, string prior, string cell)
        => new() { Kind = kind, Prior = prior, Cell = cell, Hidden = 5, Latents = 3, Features = 4, Components = 2 };

    [Theory]
    [MemberData(nameof(Nets))]
    public void The_gradient_of_the_bound_is_that_of_differences(string kind, string prior, string name, string cell)
    {
        var likelihood = Likelihood.Create(name, 3, 2);
        var net = LatentNet.Create(Small(kind, prior, cell), likelihood);
        var x = Data(name);

        // Where all that a unit reads is 0, a bias of 0 is the corner of max(0, ·), which has no slope.
        var random = new RandomStream(7, Purpose.Data);
        foreach (var bias in net.Parameters.Where(p => p.Name.EndsWith(".bias", StringComparison.Ordinal)))
            bias.Set([.. Enumerable.Range(0, (int)bias.Count).Select(i => 0.3f * random.Normal((uint)i))]);
        var tape = new Tape { Seed = 5 };
        Loss(tape, net, likelihood, x);
        foreach (var parameter in net.Parameters) parameter.Gradient.Clear();
        tape.Backward();
        foreach (var parameter in net.Parameters)
        {
            for (int i = 0; i < Math.Min(6, parameter.Count); i++)
            {
                int place = (int)(i * parameter.Count / Math.Min(6, parameter.Count)), columns = parameter.Value.Columns;
                var (r, c) = (place / columns, place % columns);
                float was = parameter.Value[r, c];
                double At(float value)
                {
                    parameter.Value[r, c] = value;
                    parameter.Changed();
                    return Loss(new Tape(recording: false) { Seed = 5 }, net, likelihood, x);
                }

                const float E = 4e-3f;
                double slope = (At(was + E) - At(was - E)) / (2 * E);
                At(was);
                double found = parameter.Gradient[r, c];
                bool near = Math.Abs(slope - found) < 2e-3 + 0.02 * Math.Abs(slope);
                Assert.True(near, $"{parameter.Name}[{r}, {c}]: {slope} by differences, got {found}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Nets))]
    public void Steps_that_are_taken_one_by_one_are_told_as_in_a_whole_run(string kind, string prior, string name, string cell)
    {
        var likelihood = Likelihood.Create(name, 3, 2);
        var net = LatentNet.Create(Small(kind, prior, cell), likelihood);
        var x = Data(name);
        var noise = Latents.Noise(new Tape { Seed = 9 }, 1, Steps, Batch, 3);
        var whole = net.Run(new Tape(recording: false), x, noise).Output;
        var walk = net.Begin(Batch);
        Tape[] tapes = [new(recording: false), new(recording: false)];
        for (int t = 0; t < Steps; t++)
        {
            tapes[t % 2].Reset();
            var now = x.View(t * Batch, 1, Batch, 3);
            var output = net.Expect(tapes[t % 2], walk, now, noise.View(t * Batch, 1, Batch, 3));
            for (int b = 0; b < Batch; b++)
                for (int c = 0; c < output.Columns; c++) Assert.Equal(whole[t * Batch + b, c], output[b, c], 4);
            net.Take(tapes[t % 2], walk, now);
        }
    }

    [Fact]
    public void Every_width_and_any_number_of_threads_give_the_same_bits()
    {
        float[] Of(int threads, int bits)
        {
            using var device = Device.Create(threads, bits);
            using var use = device.Use();
            var likelihood = Likelihood.Create("bernoulli", 3, 2);
            var net = LatentNet.Create(Small("vrnn", "learned", "lstm"), likelihood);
            var tape = new Tape { Seed = 5 };
            Loss(tape, net, likelihood, Data("bernoulli"));
            foreach (var parameter in net.Parameters) parameter.Gradient.Clear();
            tape.Backward();
            return [.. net.Parameters.SelectMany(p => p.Gradient.ToArray())];
        }

        var first = Of(1, 32);
        Assert.Equal(first, Of(2, 32));
        Assert.Equal(first, Of(1, 256));
        Assert.Equal(first, Of(2, 256));
    }

    [Fact]
    public void The_divergence_has_its_constant_for_each_latent()
    {
        // By integration of q ln(q/p) over a fine grid; with μ = 0 and σ = 1 on both sides it is 0.
        float raw = (float)Math.Log(Math.Exp(1 - Latents.Least) - 1);
        double[] each = new double[2];
        Latents.Divergence([0, 0, raw, raw], [], each);
        Assert.All(each, d => Assert.Equal(0, d, 6));
        float[] q = [0.7f, -0.3f, 0.2f, -1], p = [-0.4f, 0.5f, 1, 0.3f];
        Latents.Divergence(q, p, each);
        for (int j = 0; j < 2; j++)
        {
            double sum = 0, sq = Latents.Sigma(q[2 + j]), sp = Latents.Sigma(p[2 + j]);
            const double Grid = 1e-3;
            for (double z = -12; z < 12; z += Grid)
            {
                double a = LogNormal(z, q[j], sq);
                sum += Grid * Math.Exp(a) * (a - LogNormal(z, p[j], sp));
            }

            Assert.Equal(sum, each[j], 5);
        }
    }

    [Theory]
    [InlineData("gaussian", 1)]
    [InlineData("mixture", 3)]
    [InlineData("pen", 2)]
    public void A_density_of_two_numbers_has_the_integral_one(string name, int components)
    {
        var likelihood = Likelihood.Create(name, name == "pen" ? 3 : 2, components);
        var random = new RandomStream(3, Purpose.Data);
        float[] output = [.. Enumerable.Range(0, likelihood.Outputs).Select(i => 0.7f * random.Normal((uint)i))];
        double sum = 0;
        const float Grid = 0.05f;
        var slopes = new double[likelihood.Outputs];
        for (float a = -8; a < 8; a += Grid)
            for (float b = -8; b < 8; b += Grid)
                foreach (float pen in name == "pen" ? new[] { 0f, 1f } : [0f])
                    sum += Grid * Grid * Math.Exp(-likelihood.Loss(output, name == "pen" ? [a, b, pen] : [a, b], slopes));
        Assert.Equal(1, sum, 3);
    }

    [Fact]
    public void Probabilities_of_classes_and_of_keys_add_up_to_one()
    {
        float[] logits = [0.3f, -2, 1.4f];
        var slopes = new double[3];
        var (keys, classes) = (Likelihood.Create("bernoulli", 3, 1), Likelihood.Create("categorical", 3, 1));
        Assert.Equal(
            1, Enumerable.Range(0, 8).Sum(i => Math.Exp(-keys.Loss(logits, [i & 1, i >> 1 & 1, i >> 2], slopes))), 6);
        Assert.Equal(1, new float[][] { [1, 0, 0], [0, 1, 0], [0, 0, 1] }.Sum(x => Math.Exp(-classes.Loss(logits, x, slopes))), 6);
        Assert.Equal(200, keys.Loss([-200, 0, 0], [1, 0, 0], slopes) - 2 * Math.Log(2), 3); // log p from logits: nothing is cut off
    }

    [Fact]
    public void Deviations_that_fall_to_nothing_stay_above_the_floor()
    {
        var likelihood = Likelihood.Create("gaussian", 1, 1);
        var slopes = new double[likelihood.Outputs];
        Assert.True(double.IsFinite(likelihood.Loss([0, 5, -1000], [3], slopes)));
        Assert.All(slopes, s => Assert.True(double.IsFinite(s)));
        double[] each = new double[1];
        Latents.Divergence([3, -1000], [0, -1000], each);
        Assert.True(double.IsFinite(each[0]));
    }

    [Fact]
    public void More_importance_samples_never_estimate_a_worse_likelihood()
    {
        var random = new RandomStream(1, Purpose.Data);
        double[] logs = [.. Enumerable.Range(0, 100).Select(i => -20 + 3.0 * random.Normal((uint)i))];
        double one = Bound.Estimate(logs, 1), ten = Bound.Estimate(logs, 10), all = Bound.Estimate(logs, 100);
        Assert.Equal(-logs.Average(), one, 9);
        Assert.True(all < ten && ten < one);
        Assert.Equal(-Math.Log(logs.Average(Math.Exp)), all, 9);
    }

    [Fact]
    public void Free_bits_leave_a_latent_alone_that_says_little()
    {
        float raw = (float)Math.Log(Math.Exp(1 - Latents.Least) - 1);
        var tape = new Tape();
        var q = tape.Lend(true, 1, 1, 4);
        q.Set([0.1f, 2, raw, raw]);
        var pass = new Pass(tape.Lend(true, 1, 1, 1), q, null, tape.Lend(true, 1, 1, 2));
        Bound.Of(tape, Likelihood.Create("bernoulli", 1, 1), pass, new Tensor(1, 1, 1), [1], 1, freeBits: 0.5);
        Assert.Equal([0, 2, 0, 0], q.Gradient!.ToArray().Select(g => MathF.Round(g, 4)));
    }

    private static double LogNormal(double z, double mean, double sigma)
        => -0.5 * Math.Log(2 * Math.PI) - Math.Log(sigma) - 0.5 * (z - mean) * (z - mean) / (sigma * sigma);

    private static double Loss(Tape tape, LatentNet net, Likelihood likelihood, Tensor x)
    {
        var pass = net.Run(tape, x, Latents.Noise(tape, 1, Steps, Batch, 3));
        var bound = Bound.Of(tape, likelihood, pass, x, s_lengths);
        return (bound.Reconstruction.Sum() + bound.Divergence.Sum()) / s_lengths.Sum();
    }

    private static Tensor Data(string likelihood)
    {
        var x = new Tensor(Steps, Batch, 3);
        var random = new RandomStream(2, Purpose.Data);
        for (int r = 0; r < x.Rows; r++)
        {
            for (int c = 0; c < 3; c++)
            {
                x[r, c] = likelihood switch
                {
                    "bernoulli" => random.Bits((uint)(3 * r + c)) & 1,
                    "categorical" => c == r % 3 ? 1 : 0,
                    "pen" when c == 2 => random.Bits((uint)(3 * r + c)) & 1,
                    _ => random.Normal((uint)(3 * r + c)),
                };
            }
        }

        for (int c = 0; c < 3; c++) x[Steps * Batch - 1, c] = 0; // the second sequence is shorter
        return x;
    }
}
