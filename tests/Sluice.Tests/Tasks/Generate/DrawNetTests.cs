using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Kernels;
using Sluice.Tasks.Generate;

namespace Sluice.Tests.Tasks.Generate;

public class DrawNetTests
{
    private const int Height = 6, Width = 5, Batch = 3;

    private static GeneratorOptions Small(bool attention, string cell = "lstm") => new()
    {
        Kind = "draw",
        Attention = attention,
        Cell = cell,
        Hidden = 5,
        Latents = 2,
        Glimpses = 3,
        Read = 3,
        Write = 2,
    };

    [Theory]
    [InlineData(3, 6, 5)]
    [InlineData(2, 4, 17)]
    [InlineData(1, 3, 3)]
    public void A_window_reads_and_writes_by_the_formulas_of_the_paper_with_their_slopes(int n, int height, int width)
    {
        // The paper's formulas in double precision, and their central differences, are the reference.
        var window = new AttentionWindow(n, height, width);
        var random = new RandomStream(3, Purpose.Data);
        uint drawn = 0;
        double[] Some(int count, double by) => [.. Enumerable.Range(0, count).Select(_ => by * random.Normal(drawn++))];
        double[] raw = Some(5, 0.4), x = Some(height * width, 1), error = Some(height * width, 1), patch = Some(n * n, 1);
        double[] read = Some(2 * n * n, 1), written = Some(height * width, 1); // the slopes of what comes out
        var tape = new Tape();
        Tensor Lent(double[] values)
        {
            var tensor = tape.Lend(true, 1, 1, values.Length);
            tensor.Set([.. values.Select(v => (float)v)]);
            return tensor;
        }

        var (rawTensor, errorTensor, patchTensor) = (Lent(raw), Lent(error), Lent(patch));
        var looked = WindowRead.Run(tape, window, rawTensor, Lent(x), errorTensor);
        Near(Read(raw, x, error, n, height, width), looked.ToArray());
        tape.GradientOf(looked).Set([.. read.Select(v => (float)v)]);
        tape.Backward();
        Near(Slopes(raw, r => Sum(Read(r, x, error, n, height, width), read)), rawTensor.Gradient!.ToArray());
        Near(Slopes(error, e => Sum(Read(raw, x, e, n, height, width), read)), errorTensor.Gradient!.ToArray());
        rawTensor.Gradient.Clear();
        var made = WindowWrite.Run(tape, window, rawTensor, patchTensor);
        Near(Write(raw, patch, n, height, width), made.ToArray());
        tape.GradientOf(made).Set([.. written.Select(v => (float)v)]);
        tape.Backward();
        Near(Slopes(raw, r => Sum(Write(r, patch, n, height, width), written)), rawTensor.Gradient.ToArray());
        Near(Slopes(patch, p => Sum(Write(raw, p, n, height, width), written)), patchTensor.Gradient!.ToArray());
    }

    [Theory]
    [InlineData(-1000)]
    [InlineData(1000)]
    public void Windows_of_no_size_or_far_away_stay_finite(float number)
    {
        var window = new AttentionWindow(3, Height, Width);
        for (int i = 0; i < AttentionWindow.Numbers; i++)
        {
            var tape = new Tape();
            Tensor raw = tape.Lend(true, 1, 1, 5), image = tape.Lend(true, 1, 1, Height * Width), patch = tape.Lend(true, 1, 1, 9);
            raw[0, i] = number;
            image.Row(0).Fill(1);
            patch.Row(0).Fill(1);
            foreach (var made in new[] { WindowRead.Run(tape, window, raw, image, image), WindowWrite.Run(tape, window, raw, patch) })
            {
                Assert.All(made.ToArray(), v => Assert.True(float.IsFinite(v)));
                tape.GradientOf(made).Row(0).Fill(1);
            }

            tape.Backward();
            foreach (var part in new[] { raw, image, patch }) Assert.All(part.Gradient!.ToArray(), v => Assert.True(float.IsFinite(v)));
        }
    }

    [Theory]
    [InlineData(true, "lstm")]
    [InlineData(true, "gru")]
    [InlineData(false, "lstm")]
    [InlineData(false, "sru")]
    public void The_gradient_of_the_bound_is_that_of_differences(bool attention, string cell)
    {
        var (net, x) = (Net(Small(attention, cell)), Images());
        var tape = new Tape { Seed = 5 };
        Loss(tape, net, x);
        foreach (var parameter in net.Parameters) parameter.Gradient.Clear();
        tape.Backward();
        foreach (var parameter in net.Parameters)
        {
            for (int i = 0; i < Math.Min(8, parameter.Count); i++)
            {
                int place = (int)(i * parameter.Count / Math.Min(8, parameter.Count)), columns = parameter.Value.Columns;
                var (r, c) = (place / columns, place % columns);
                float was = parameter.Value[r, c];
                double At(float value)
                {
                    parameter.Value[r, c] = value;
                    parameter.Changed();
                    return Loss(new Tape(recording: false) { Seed = 5 }, net, x);
                }

                const float E = 4e-3f;
                double slope = (At(was + E) - At(was - E)) / (2 * E), found = parameter.Gradient[r, c];
                At(was);
                bool near = Math.Abs(slope - found) < 2e-3 + 0.01 * Math.Abs(slope);
                Assert.True(near, $"{parameter.Name}[{r}, {c}]: {slope} by differences, got {found}");
            }
        }
    }

    [Fact]
    public void Every_width_and_any_number_of_threads_give_the_same_bits()
    {
        float[] Of(int threads, int bits)
        {
            using var device = Device.Create(threads, bits);
            using var use = device.Use();
            const int Side = 60; // large enough for a second thread
            var net = LatentNet.Create(Small(true), Likelihood.Create("bernoulli", Side * Side, 1), Side);
            var x = new Tensor(1, 12, Side * Side);
            for (int b = 0; b < 12; b++) for (int i = 0; i < Side * Side; i++) x[b, i] = (i + b) % 3 == 0 ? 1 : 0;
            var tape = new Tape { Seed = 5 };
            Bound.Of(tape, Likelihood.Create("bernoulli", Side * Side, 1), net.Run(tape, x, Latents.Noise(tape, 1, 1, 12, 6)), x, Ones(12));
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
    public void The_canvas_begins_dark_and_no_image_is_needed_to_draw()
    {
        var net = Net(Small(true));
        float[] odds = [.. Enumerable.Range(0, Height * Width).Select(i => i % 2 == 0 ? 2f : -3f)];
        net.Start(odds);
        float[] canvas = net.Parameters.Single(p => p.Name == "canvas").Value.ToArray();
        Assert.All(canvas, c => Assert.True(c < 0));
        Assert.Equal(-3, canvas[1]);
        var seen = new List<GlimpseSeen>();
        var tape = new Tape(recording: false);
        var drawn = net.Draw(tape, null, Latents.Noise(tape, 1, 1, 2, 6), seen: seen);
        Assert.Equal((3, 2, Height * Width), (seen.Count, drawn.Output.Rows, drawn.Output.Columns));
        Assert.All(seen, s => Assert.True(s.Read is null && s.Write is not null));
    }

    private static DrawNet Net(GeneratorOptions options)
        => (DrawNet)LatentNet.Create(options, Likelihood.Create("bernoulli", Height * Width, 1), Height);

    private static int[] Ones(int count) => [.. Enumerable.Repeat(1, count)];

    private static double Loss(Tape tape, LatentNet net, Tensor x)
    {
        var bound = Bound.Of(
            tape, Likelihood.Create("bernoulli", Height * Width, 1), net.Run(tape, x, Latents.Noise(tape, 1, 1, Batch, 6)), x, Ones(Batch));
        return (bound.Reconstruction.Sum() + bound.Divergence.Sum()) / Batch;
    }

    private static Tensor Images()
    {
        var x = new Tensor(1, Batch, Height * Width);
        var random = new RandomStream(2, Purpose.Data);
        for (int b = 0; b < Batch; b++) for (int i = 0; i < x.Columns; i++) x[b, i] = random.Bits((uint)(b * x.Columns + i)) & 1;
        return x;
    }

    /// <summary>F[i, a] of the paper, i and a from 1.</summary>
    private static double[,] Filter(double middle, double variance, double stride, int n, int pixels)
    {
        var filter = new double[n, pixels];
        for (int i = 1; i <= n; i++)
        {
            double mean = middle + (i - n / 2.0 - 0.5) * stride, sum = 0;
            for (int a = 1; a <= pixels; a++) sum += filter[i - 1, a - 1] = Math.Exp(-(a - mean) * (a - mean) / (2 * variance));
            for (int a = 0; a < pixels; a++) filter[i - 1, a] /= sum;
        }

        return filter;
    }

    private static (double[,] Down, double[,] Across) Filters(double[] raw, int n, int height, int width)
    {
        double variance = Math.Exp(raw[2]) + 1e-4, stride = (Math.Max(height, width) - 1.0) / Math.Max(1, n - 1) * Math.Exp(raw[3]);
        return (
            Filter((height + 1) / 2.0 * (raw[1] + 1), variance, stride, n, height),
            Filter((width + 1) / 2.0 * (raw[0] + 1), variance, stride, n, width));
    }

    private static double[] Read(double[] raw, double[] x, double[] error, int n, int height, int width)
    {
        var (down, across) = Filters(raw, n, height, width);
        double[] made = new double[2 * n * n];
        for (int k = 0; k < 2; k++)
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++)
                    for (int a = 0; a < height; a++)
                        for (int b = 0; b < width; b++)
                            made[k * n * n + i * n + j] += Math.Exp(raw[4]) * down[i, a] * (k == 0 ? x : error)[a * width + b] * across[j, b];
        return made;
    }

    private static double[] Write(double[] raw, double[] patch, int n, int height, int width)
    {
        var (down, across) = Filters(raw, n, height, width);
        double[] made = new double[height * width];
        for (int a = 0; a < height; a++)
            for (int b = 0; b < width; b++)
                for (int i = 0; i < n; i++)
                    for (int j = 0; j < n; j++) made[a * width + b] += down[i, a] * patch[i * n + j] * across[j, b] / Math.Exp(raw[4]);
        return made;
    }

    private static double Sum(double[] a, double[] b) => a.Zip(b, (p, q) => p * q).Sum();

    private static double[] Slopes(double[] at, Func<double[], double> of) => [.. at.Select((v, i) =>
    {
        const double E = 1e-6;
        double[] up = [.. at], down = [.. at];
        (up[i], down[i]) = (v + E, v - E);
        return (of(up) - of(down)) / (2 * E);
    })];

    private static void Near(double[] expected, float[] found)
    {
        Assert.Equal(expected.Length, found.Length);
        for (int i = 0; i < found.Length; i++)
            Assert.True(Math.Abs(expected[i] - found[i]) < 2e-5 * (1 + Math.Abs(expected[i])), $"[{i}]: expected {expected[i]}, got {found[i]}");
    }
}
