using Sluice.Autodiff;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Learn.Studies.Problems;

namespace Sluice.Tests.Learn.Studies.StateTracking;

/// <summary>What docs/state-tracking.md says of parity, held to the cells as they are.</summary>
public class ParityTests
{
    private const int Steps = 10_000;

    [Theory]
    [InlineData("rnn")]
    [InlineData("lstm")]
    public void Two_units_set_by_hand_keep_parity_for_ten_thousand_steps(string cell)
    {
        // Let p be (h₁ + h₂)/2 + 1: 1 where one unit is up, 0 where both are down. The first goes up where a one meets p = 0, the second
        // where a zero meets p = 1, so that p turns round at every one. Both units begin at 0, which is p = 1: p is "even". In the LSTM
        // i and o are open and f is closed, and g does it.
        const float Sharp = 30;
        var layer = new Recurrent("r", "l0", cell, 2, 2, 1);
        bool gated = cell == "lstm";
        float size = gated ? MathF.Tanh(1) : 1, half = Sharp / (2 * size);
        int at = gated ? 4 : 0;
        layer.InputWeight.Value.Clear();
        layer.RecurrentWeight.Value.Clear();
        layer.Bias.Value.Clear();
        for (int unit = 0; unit < 2; unit++)
        {
            float sign = unit == 0 ? 1 : -1;
            layer.InputWeight.Value[at + unit, 1] = sign * Sharp;
            for (int other = 0; other < 2; other++) layer.RecurrentWeight.Value[at + unit, other] = -sign * half;
            layer.Bias.Value[0, at + unit] = -sign * Sharp - Sharp / 2;
        }

        for (int unit = 0; unit < 2 && gated; unit++)
            (layer.Bias.Value[0, unit], layer.Bias.Value[0, 2 + unit], layer.Bias.Value[0, 6 + unit]) = (40, -40, 40);
        foreach (var parameter in layer.Parameters) parameter.Changed();
        var (x, odd) = Parity();
        var y = layer.Run(new Tape(false), x, out _);
        for (int t = 0; t < Steps; t++) Assert.Equal(odd[t], y[t, 0] + y[t, 1] < -size);
    }

    [Fact]
    public void DeltaNet_with_a_rate_of_two_flips_at_every_one_of_ten_thousand_bits()
    {
        // k = q = v = 1 and β = 2 at a one, 0 at a zero: s = s⁻ − β (s⁻ − 1), which goes from 0 to 2 and back.
        var layer = Scalar(new MatrixStateOptions(2, 1, Negative: true));
        var rate = layer.Parameters.Single(p => p.Name == "d.rate.weight");
        (rate.Value[0, 0], rate.Value[0, 1]) = (-80, 80);
        rate.Changed();
        var (x, odd) = Parity();
        var y = layer.Run(new Tape(false), x);
        for (int t = 0; t < Steps; t++) Assert.Equal(odd[t] ? 2 : 0, y[t, 0], 1e-20f);
    }

    [Theory]
    [InlineData(MatrixRule.Delta)]
    [InlineData(MatrixRule.GatedDelta)]
    public void With_eigenvalues_from_zero_to_one_ones_in_a_row_move_the_state_one_way_whatever_the_weights(MatrixRule rule)
    {
        // Whatever reads a state that only moves one way sees each level pass once, where parity asks for a change at every step.
        var ones = new Tensor(60, 1, 2);
        for (int t = 0; t < ones.Rows; t++) ones[t, 1] = 1;
        for (ulong seed = 1; seed <= 40; seed++)
        {
            var y = new MatrixState("d", new MatrixStateOptions(2, 3, rule), seed).Run(new Tape(false), ones);
            for (int u = 0; u < 3; u++) Assert.InRange(Turns([.. Enumerable.Range(0, ones.Rows).Select(t => (double)y[t, u])]), 0, 0);
        }
    }

    [Fact]
    public void No_scalar_recurrence_of_a_grid_keeps_parity_unless_it_may_turn_the_sign()
    {
        double[] grid = [.. Enumerable.Range(-8, 17).Select(i => i / 8.0)];
        Assert.DoesNotContain(grid.Where(a => a >= 0).SelectMany(a => grid.Select(b => (a, b))), p => Tells(p.a, p.b));
        Assert.Contains(grid.Where(a => a < 0).SelectMany(a => grid.Select(b => (a, b))), p => Tells(p.a, p.b));

        // Whether some threshold tells apart the states after odd and even numbers of ones: h = a h⁻ + b at a one; a zero may leave h alone.
        static bool Tells(double a, double b)
        {
            double h = 0;
            List<double> odd = [], even = [];
            for (int n = 1; n <= 40; n++) (n % 2 == 1 ? odd : even).Add(h = a * h + b);
            return odd.Min() > even.Max() || odd.Max() < even.Min();
        }
    }

    /// <summary>How often a sequence turns from rising to falling or back, rounding left out.</summary>
    private static int Turns(double[] values)
    {
        int[] ways = [.. values.Zip(values.Skip(1), (a, b) => Math.Abs(b - a) < 1e-6 ? 0 : Math.Sign(b - a)).Where(s => s != 0)];
        return ways.Zip(ways.Skip(1)).Count(p => p.First != p.Second);
    }

    private static MatrixState Scalar(MatrixStateOptions options)
    {
        var layer = new MatrixState("d", options, 1);
        foreach (var parameter in layer.Parameters)
        {
            parameter.Value.Clear();
            if (parameter.Name is "d.query.bias" or "d.key.bias" or "d.value.bias") parameter.Value[0, 0] = 1;
            parameter.Changed();
        }

        return layer;
    }

    private static (Tensor X, bool[] Odd) Parity()
    {
        var example = Problem.Named("parity").Make(new Dice(new RandomStream(3, Purpose.Data)), Steps);
        var x = new Tensor(Steps, 1, 2);
        foreach (var (step, input, value) in example.Shown) x[step, input] = value;
        return (x, [.. example.Asked.Select(a => a.Output == 1)]);
    }
}
