using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Kernels;
using Sluice.Layers;

namespace Sluice.Tests.Cells;

/// <summary>Cells that must equal others where what sets them apart is shut.</summary>
public class IdentityTests
{
    private const int Steps = 6, Batch = 3, Input = 4, Hidden = 18;

    /// <summary>A cell, the cell that it must equal, and what makes it so: none of a name's numbers, or weights at 0.</summary>
    public static TheoryData<string, string> Same() => new()
    {
        { "lstm-peephole", "lstm" },
        { "clockwork:1,2", "rnn" },
        { "clockwork:3,1", "rnn" },
        { "lstm+zoneout:0,0", "lstm" },
        { "gru+zoneout:0", "gru" },
        { "lstm+clip:1e9", "lstm" },
        { "gru-before+clip:1e9", "gru-before" },
    };

    [Theory, MemberData(nameof(Same))]
    public void A_variant_with_nothing_added_equals_the_plain_cell(string variant, string plain)
    {
        var (expected, got) = (Train(plain), Train(variant));
        Assert.Equal(expected.Y, got.Y);
        foreach (var (name, gradient) in expected.Gradients)
            for (int i = 0; i < gradient.Length; i++) Assert.Equal(gradient[i], got.Gradients[name][i], 1e-5f);
    }

    [Theory, InlineData("clockwork"), InlineData("lstm"), InlineData("gru-before")]
    public void A_run_in_two_parts_equals_one(string cell)
    {
        var layer = new Recurrent("rnn", "l0", cell, 1, 20, 3);
        var x = new Tensor(11, 2, 1);
        for (int i = 0; i < x.Rows; i++) x[i, 0] = MathF.Sin(i);
        var whole = layer.Run(new Tape(false), x, out _);
        layer.Run(new Tape(false), x.View(0, 3, 2, 1), out var state);
        var rest = layer.Run(new Tape(false), x.View(6, 8, 2, 1), out _, state);
        Assert.Equal(whole.View(6, 8, 2, 20).ToArray(), rest.ToArray());
    }

    [Fact]
    public void A_clockwork_cell_needs_modules_of_equal_size()
        => Assert.Contains(
            "a hidden size that its 4 modules divide, got 18",
            Assert.Throws<SluiceException>(() => new Recurrent("rnn", "l0", "clockwork", 2, 18, 1)).Message);

    [Fact]
    public void Zoneout_keeps_the_asked_share_of_units()
    {
        var layer = new Recurrent("rnn", "l0", "rnn+zoneout:0.3", 1, 200, 1);
        var state = new State("rnn", 50, 200);
        state.Values[0].Row(0).Fill(7);
        for (int b = 0; b < 50; b++) state.Values[0].Row(b).Fill(7);
        var y = layer.Run(new Tape { Training = true, Seed = 5 }, new Tensor(1, 50, 1), out _, state);
        Assert.InRange(y.ToArray().Count(v => v == 7) / 10000.0, 0.28, 0.32);
    }

    [Fact]
    public void Clipping_limits_the_cell_state()
    {
        var layer = new Recurrent("rnn", "l0", "lstm+clip:0.1", 1, 20, 1);
        foreach (var p in layer.Parameters) p.Value.Row(0).Fill(2);
        foreach (var p in layer.Parameters) p.Changed();
        layer.Run(new Tape(false), new Tensor(30, 2, 1), out var final);
        Assert.All(final["c"].ToArray(), c => Assert.InRange(c, -0.1f, 0.1f));
        Assert.Contains(0.1f, final["c"].ToArray());
    }

    [Theory]
    [InlineData("ltsm", "Did you mean 'lstm'?")]
    [InlineData("lstm+zonout", "Did you mean 'zoneout'?")]
    [InlineData("lstm+clip:wide", "expected a number for limit, got 'wide'")]
    [InlineData("lstm+clip:1,2", "expected at most 1 numbers in 'clip:1,2', got 2")]
    [InlineData("lstm:1", "expected at most 0 numbers in 'lstm:1', got 1")]
    public void A_name_that_says_nothing_is_explained(string name, string hint)
        => Assert.Contains(hint, Assert.Throws<SluiceException>(() => Catalog.Shape(name)).Message);

    private static (float[] Y, Dictionary<string, float[]> Gradients) Train(string cell)
    {
        var layer = new Recurrent("rnn", "l0", cell, Input, Hidden, 3);
        var x = new Tensor(Steps, Batch, Input) { NeedsGradient = true };
        var random = new RandomStream(4, Purpose.Data);
        for (int i = 0; i < x.Count; i++) x[i / Input, i % Input] = random.Uniform((uint)i) - 0.5f;
        var tape = new Tape { Training = true, Seed = 1 };
        var y = layer.Run(tape, x, out _);
        for (int r = 0; r < y.Rows; r++) tape.GradientOf(y).Row(r).Fill(1);
        tape.Backward();
        var gradients = layer.Parameters.ToDictionary(p => p.Name, p => p.Gradient.ToArray());
        gradients["x"] = x.Gradient!.ToArray();
        return (y.ToArray(), gradients);
    }
}
