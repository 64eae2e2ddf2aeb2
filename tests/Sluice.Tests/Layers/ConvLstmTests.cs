using Sluice.Autodiff;
using Sluice.Layers;
using static Sluice.Tests.Layers.LayerGradient;

namespace Sluice.Tests.Layers;

public class ConvLstmTests
{
    private const int Input = 2, Hidden = 3;

    public static TheoryData<int, int, int, bool> Grids()
        => new() { { 1, 5, 1, false }, { 1, 4, 2, true }, { 3, 2, 1, false }, { 2, 3, 1, true }, { 1, 3, 0, false } };

    [Theory, MemberData(nameof(Grids))]
    public void A_run_equals_convolutions_in_double_precision(int height, int width, int around, bool peepholes)
    {
        const int Steps = 4, Batch = 2;
        var layer = Layer(height, width, around, peepholes);
        int positions = height * width;
        var x = Random(1, Steps, Batch * positions, Input);
        var y = layer.Run(new Tape(false), x, out _);
        for (int b = 0; b < Batch; b++)
        {
            double[,] h = new double[positions, Hidden], c = new double[positions, Hidden];
            for (int t = 0; t < Steps; t++)
            {
                h = Step(layer, (p, k) => x[(t * Batch + b) * positions + p, k], h, c);
                for (int p = 0; p < positions; p++)
                    for (int u = 0; u < Hidden; u++) Assert.Equal(h[p, u], y[(t * Batch + b) * positions + p, u], 1e-5);
            }
        }
    }

    [Theory, InlineData(1, 4, false), InlineData(2, 2, true)]
    public void Gradients_match_finite_differences(int height, int width, bool peepholes)
    {
        var layer = Layer(height, width, 1, peepholes);
        int rows = 3 * height * width;
        var x = Random(2, 3, rows, Input);
        var initial = new State(["h", "c"], [Random(3, rows, Hidden), Random(4, rows, Hidden)]);
        Check(layer.Parameters, [x, .. initial.Values], tape => layer.Run(tape, x, out _, initial, [3, 0, 2]));
    }

    [Fact]
    public void Padding_is_never_read_and_a_short_sequence_ends_at_its_own_end()
    {
        const int Steps = 4, Width = 3;
        var layer = Layer(1, Width, 1, false);
        var x = Random(5, Steps, 2 * Width, Input);
        for (int t = 2; t < Steps; t++) for (int p = 0; p < Width; p++) x.Row(t * 2 * Width + Width + p).Fill(float.NaN);
        var tape = new Tape();
        var y = layer.Run(tape, x, out var final, lengths: [Steps, 2]);
        for (int r = 0; r < y.Rows; r++) tape.GradientOf(y).Row(r).Fill(1);
        tape.Backward();
        Assert.All(layer.Parameters, p => Assert.DoesNotContain(p.Gradient.ToArray(), float.IsNaN));
        Assert.All(y.Row(y.Rows - 1).ToArray(), v => Assert.Equal(0, v));
        var alone = new Tensor(2, Width, Input);
        for (int r = 0; r < 2 * Width; r++) x.Row(r / Width * 2 * Width + Width + r % Width).CopyTo(alone.Row(r));
        layer.Run(new Tape(false), alone, out var last);
        for (int p = 0; p < Width; p++)
            for (int s = 0; s < 2; s++) Assert.Equal(last.Values[s].Row(p).ToArray(), final.Values[s].Row(Width + p).ToArray());
    }

    [Fact]
    public void States_carried_on_continue_the_run()
    {
        var layer = Layer(2, 3, 1, true);
        var x = Random(6, 5, 12, Input);
        var whole = layer.Run(new Tape(false), x, out _).ToArray();
        var tape = new Tape(false);
        var first = layer.Run(tape, x.View(0, 3, 12, Input), out var state);
        var second = layer.Run(tape, x.View(36, 2, 12, Input), out _, state);
        Assert.Equal(whole, first.ToArray().Concat(second.ToArray()));
    }

    [Fact]
    public void What_is_seen_moves_with_what_is_shown()
    {
        // Far from the edges a convolution does not know where it is.
        var layer = Layer(1, 9, 1, false);
        Tensor Shown(int at)
        {
            var x = new Tensor(2, 9, Input);
            x[at, 0] = 1;
            return layer.Run(new Tape(false), x, out _);
        }

        var (left, right) = (Shown(3), Shown(4));
        for (int p = 2; p < 6; p++) Assert.Equal(left.Row(9 + p).ToArray(), right.Row(9 + p + 1).ToArray());
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_named()
        => Assert.Contains(
            "expected x [T, B·4, 2], got [1, 6, 2]",
            Assert.Throws<SluiceException>(() => Layer(2, 2, 1, false).Run(new Tape(false), new Tensor(1, 6, 2), out _)).Message);

    /// <summary>h of all positions; c in place.</summary>
    private static double[,] Step(ConvLstm layer, Func<int, int, double> x, double[,] h, double[,] c)
    {
        var (height, width, around) = (layer.Options.Height, layer.Options.Width, layer.Options.Around);
        var (cell, after) = (layer.Cell, new double[height * width, Hidden]);
        int up = height == 1 ? 0 : around, kernel = (2 * up + 1) * (2 * around + 1);
        for (int p = 0; p < height * width; p++)
        {
            double Gate(int gate, int u)
            {
                int row = gate * Hidden + u, n = 0, m = 0;
                double sum = cell.Bias.Value[0, row];
                for (int dy = -up; dy <= up; dy++)
                {
                    for (int dx = -around; dx <= around; dx++, n++)
                    {
                        bool centre = dy == 0 && dx == 0,
                            inside = p / width + dy >= 0 && p / width + dy < height && p % width + dx >= 0 && p % width + dx < width;
                        int at = p + dy * width + dx;
                        for (int k = 0; inside && k < Input; k++) sum += cell.InputWeight.Value[row, n * Input + k] * x(at, k);
                        for (int k = 0; inside && k < Hidden; k++)
                            sum += h[
                                at, k] * (centre ? cell.RecurrentWeight.Value[row, k] : cell.InputWeight.Value[row, kernel * Input + m * Hidden + k]);
                        if (!centre) m++;
                    }
                }

                return sum;
            }

            double Peephole(int index, int u) => layer.Options.Peepholes ? cell.WeightOf(4 + index)[u] : 0;
            double Sigma(double v) => 1 / (1 + Math.Exp(-v));
            for (int u = 0; u < Hidden; u++)
            {
                double before = c[p, u], f = Sigma(Gate(1, u) + Peephole(1, u) * before);
                c[p, u] = f * before + Sigma(Gate(0, u) + Peephole(0, u) * before) * Math.Tanh(Gate(2, u));
                after[p, u] = Sigma(Gate(3, u) + Peephole(2, u) * c[p, u]) * Math.Tanh(c[p, u]);
            }
        }

        return after;
    }

    private static ConvLstm Layer(int height, int width, int around, bool peepholes)
        => Shaken(new ConvLstm("conv", new ConvOptions(Input, Hidden, width, height, around, peepholes), 3));
}
