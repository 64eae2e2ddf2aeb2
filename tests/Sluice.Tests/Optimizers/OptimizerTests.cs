using Sluice.Autodiff;
using Sluice.Optimizers;

namespace Sluice.Tests.Optimizers;

public class OptimizerTests
{
    // PyTorch 1.13, five steps each:
    //   w = torch.tensor([1.0, -2.0, 0.5]); o = torch.optim.X([w], lr=0.1, momentum=0.9 where it has one, weight_decay=0.01)
    //   for t in range(5): w.grad = torch.tensor([math.sin(3 * t + i) for i in range(3)]); o.step()
    [Theory]
    [InlineData("sgd", 0.9894946f, -2.1738403f, 0.274643f)]
    [InlineData("nesterov", 1.0119532f, -2.2073693f, 0.2025959f)]
    [InlineData("rmsprop", -4.7662621f, -4.4984164f, -2.1658216f)]
    [InlineData("adam", 0.8323157f, -2.1401095f, 0.3596641f)]
    [InlineData("adamw", 0.9421753f, -2.1407709f, 0.3593123f)]
    public void Five_steps_equal_those_of_PyTorch(string name, float a, float b, float c)
    {
        var w = new Parameter("w", 3);
        w.Value.Set([1, -2, 0.5f]);
        var optimizer = Optimizer.Create(name, momentum: 0.9, weightDecay: 0.01);
        for (int t = 0; t < 5; t++)
        {
            for (int i = 0; i < 3; i++) w.Gradient[0, i] = MathF.Sin(3 * t + i);
            optimizer.Step([w], 0.1);
        }

        Assert.Equal(a, w.Value[0, 0], 1e-5f);
        Assert.Equal(b, w.Value[0, 1], 1e-5f);
        Assert.Equal(c, w.Value[0, 2], 1e-5f);
    }

    // The numbers are those of the formulas above: β₁ 0.9, β₂ 0.999, t 2, so 1 − β₁² = 0.19.
    [Theory]
    [InlineData("sgd", 0, 0, "w ← w − 0.1 g")]
    [InlineData("sgd", 0.9, 0.01, "g ← g + 0.01 w|v ← 0.9 v + g|w ← w − 0.1 v")]
    [InlineData("nesterov", 0.9, 0, "v ← 0.9 v + g|w ← w − 0.1 (g + 0.9 v)")]
    [InlineData("rmsprop", 0, 0, "s ← 0.99 s + 0.01 g²|d ← 0 d + g / (√s + 1·10⁻⁸)|w ← w − 0.1 d")]
    [InlineData(
        "adam", 0, 0,
        "m ← 0.9 m + 0.1 g|v ← 0.999 v + 0.001 g²|m̂ = m / (1 − 0.9^2) = m / 0.19|v̂ = v / (1 − 0.999^2) = v / 0.001999|w ← w − 0.1 · m̂ / (√v̂ + 1·10⁻⁸)")]
    [InlineData(
        "adamw", 0, 0.01,
        "m ← 0.9 m + 0.1 g|v ← 0.999 v + 0.001 g²|m̂ = m / (1 − 0.9^2) = m / 0.19|v̂ = v / (1 − 0.999^2) = v / 0.001999|w ← w − 0.001 w − 0.1 · m̂ / (√v̂ + 1·10⁻⁸)")]
    public void A_rule_is_told_with_its_numbers(string name, double momentum, double decay, string expected)
        => Assert.Equal(expected, string.Join('|', Optimizer.Create(name, momentum, decay).Explain(0.1, 2).Select(l => l.Numbers)));

    [Fact]
    public void Clipping_keeps_the_direction_or_cuts_each_value_and_names_the_worst()
    {
        Parameter a = new("a", 2), b = new("b", 1);
        a.Gradient.Set([3, 0]);
        b.Gradient.Set([4]);
        Assert.Equal(5, Clipping.ByNorm([a, b], 1), 1e-6);
        Assert.Equal(0.6f, a.Gradient[0, 0], 1e-6f);
        Assert.Equal(0.8f, b.Gradient[0, 0], 1e-6f);
        Assert.Equal("b", Clipping.Largest([a, b]));
        Clipping.ByValue([a, b], 0.7);
        Assert.Equal(0.7f, b.Gradient[0, 0]);
        a.Gradient[0, 1] = float.NaN;
        Assert.Equal("a", Clipping.Largest([a, b]));
        Assert.False(double.IsFinite(Clipping.ByNorm([a, b], 1)));
    }

    [Fact]
    public void Schedules_pass_their_landmarks()
    {
        Assert.Equal(0.5, Schedule.Create("constant", 100, 10).Factor(4), 1e-12);
        Assert.Equal(1, Schedule.Create("constant", 100, 10).Factor(50), 1e-12);
        Assert.Equal(0.1, Schedule.Create("step", 90).Factor(30), 1e-12);
        Assert.Equal(0.505, Schedule.Create("cosine", 100).Factor(50), 1e-12);
        Assert.Equal(0.01, Schedule.Create("cosine", 100).Factor(100), 1e-12);
        var plateau = Schedule.Create("plateau", 100);
        foreach (double loss in new[] { 1.0, 0.9, 0.95, 0.96 }) plateau.Observe(loss);
        Assert.Equal(0.5, plateau.Factor(1));
        Assert.Contains("constant, step, cosine, plateau", Assert.Throws<SluiceException>(() => Schedule.Create("cosin", 1)).Message);
    }

    [Theory]
    [InlineData("sgd")]
    [InlineData("rmsprop")]
    [InlineData("adamw")]
    public void A_step_takes_no_new_memory_for_what_is_kept(string name)
    {
        Parameter[] parameters = [new("a", 256, 256)];
        var optimizer = Optimizer.Create(name, momentum: 0.9);
        Assert.InRange(Allocation.Of(() => optimizer.Step(parameters, 0.1)), 0, 10_000);
    }
}
