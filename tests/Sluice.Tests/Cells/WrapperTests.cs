using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Cells.Contract;
using Sluice.Cells.Wrappers;
using Sluice.Kernels;
using Sluice.Layers;
using Sluice.Tests.Cells.Graphs;
using Sluice.Vectors;

namespace Sluice.Tests.Cells;

/// <summary>Every cell of the catalog in every wrapper, and in two at once.</summary>
/// <remarks>
/// Compiling the time loop for a cell takes longer than running it: of what works alike for all, each cell goes through a
/// share of the wrappings, each through another one (cell-bits.txt has all at the width of this process). With
/// SLUICE_EVERY_WRAPPER=1 every cell goes through all.
/// </remarks>
public class WrapperTests
{
    private const int Steps = 7, Batch = 3, Input = 4, Hidden = 20;

    private static readonly string[] s_one = ["+clip:0.4", "+layernorm", "+zoneout:0.2,0.3,0.4"];

    private static readonly string[] s_two =
        ["+clip:0.4+layernorm", "+clip:0.4+zoneout", "+layernorm+clip:0.4", "+layernorm+zoneout", "+zoneout+clip:0.4", "+zoneout+layernorm"];

    public static TheoryData<string> Cells => [.. Catalog.BuiltIn];

    [Theory, MemberData(nameof(Cells))]
    public void Backward_matches_finite_differences(string cell)
    {
        foreach (string wrappers in s_one.Concat(Share(NumberOf(cell), s_two)))
        {
            string name = NameOf(cell, wrappers);
            bool noise = wrappers.Contains("zoneout", StringComparison.Ordinal);
            Catalog.Visit(name, new GradientTests.Check([3, 1], false, noise, Catalog.Shape(name), steps: 3, batch: 2, input: 2, hidden: 5));
        }
    }

    public static TheoryData<string> EveryThird => [.. Catalog.BuiltIn.Where((_, i) => All || i % 3 == 0)];

    private static bool All => Environment.GetEnvironmentVariable("SLUICE_EVERY_WRAPPER") == "1";

    [Theory, MemberData(nameof(EveryThird))]
    public void Widths_and_threads_do_not_change_a_bit(string cell)
    {
        foreach (string name in Share(NumberOf(cell) / 3, [.. s_one, .. s_two]).Select(w => NameOf(cell, w)))
            Catalog.Visit(name, new SameBitsTests.Comparison(3, 33, Catalog.Shape(name)));
    }

    [Theory, MemberData(nameof(Cells))]
    public void Two_wrappers_hand_on_the_gradients_of_one_step(string cell)
    {
        foreach (string wrappers in s_two) Catalog.Visit(cell + wrappers, new DerivativeCheckTests.Check());
    }

    [Theory, MemberData(nameof(Cells))]
    public void A_wrapper_that_does_nothing_changes_no_bit(string cell)
    {
        var plain = Train(cell);
        int states = Catalog.Shape(cell).States.Length - (Catalog.Shape(cell).Clock is null ? 0 : 1);
        foreach (string wrapper in new[] { "+clip:1e9", $"+zoneout:{string.Join(',', Enumerable.Repeat(0, states))}" })
        {
            var (names, values, gradients) = Train(cell + wrapper);
            Assert.Equal(plain.Names, names);
            for (int i = 0; i < values.Length; i++) Assert.Equal(plain.Values[i], values[i]);
            for (int i = 0; i < gradients.Length; i++)
                Assert.Equal(plain.Gradients[i], gradients[i], 1e-5f * Math.Max(1, Math.Abs(plain.Gradients[i])));
        }
    }

    [Theory, MemberData(nameof(Cells))]
    public void Steps_equal_a_run_in_every_wrapper(string cell)
    {
        foreach (string wrappers in s_one)
        {
            var layer = Layer(NameOf(cell, wrappers));
            Tensor x = Random(1, layer.Input), below = Random(2, Hidden);
            var y = Run(layer, new Tape(false), x, below, out var final);
            var state = new State(layer.Cell, Batch, Hidden);
            for (int t = 0; t < Steps; t++)
            {
                layer.StepAbove(x.View(t * Batch, Batch, layer.Input), state, layer.Shape.ReadsBelow ? below.View(t * Batch, Batch, Hidden) : null);
                Assert.Equal(y.View(t * Batch, Batch, layer.Output).ToArray(), state.Values[0].ToArray());
            }

            for (int s = 0; s < state.Values.Length; s++) Assert.Equal(final.Values[s].ToArray(), state.Values[s].ToArray());
        }
    }

    [Theory, InlineData("+clip:0.4"), InlineData("+layernorm"), InlineData("+zoneout:0.3")]
    [InlineData("+clip:0.4+zoneout"), InlineData("+zoneout+layernorm")]
    public void A_clock_goes_on_in_a_wrapper(string wrappers)
    {
        var layer = Layer("clockwork:4,2" + wrappers);
        var y = Run(layer, new Tape(false), Random(1, Input), Random(2, Hidden), out var final);
        int module = Hidden / 4;
        for (int t = 1; t < Steps; t++)
        {
            int working = module * (t % 8 == 0 ? 4 : t % 4 == 0 ? 3 : t % 2 == 0 ? 2 : 1);
            Span<float> now = y.Row(t * Batch), before = y.Row((t - 1) * Batch);
            Assert.Equal(before[working..Hidden].ToArray(), now[working..Hidden].ToArray());
            Assert.All(Enumerable.Range(0, working), u => Assert.NotEqual(y[(t - 1) * Batch, u], y[t * Batch, u]));
        }

        // The first unit, which works in every step, counts.
        for (int b = 0; b < Batch; b++) Assert.Equal(Steps, final["n"][b, 0]);
        if (wrappers.StartsWith("+clip", StringComparison.Ordinal)) Assert.All(final["h"].ToArray(), h => Assert.InRange(h, -0.4f, 0.4f));
    }

    [Theory, InlineData("+clip:0.4"), InlineData("+layernorm"), InlineData("+zoneout:0.3"), InlineData("+layernorm+clip:0.4")]
    public void A_projection_stays_narrow_in_a_wrapper(string wrappers)
    {
        var layer = Layer("lstm-projected:5" + wrappers);
        Assert.Equal((5, 5, Hidden), (layer.Output, layer.Projection!.Rows, layer.Projection.Columns));
        Assert.Equal(5, Run(layer, new Tape(false), Random(1, Input), Random(2, Hidden), out _).Columns);
    }

    [Theory, InlineData("+clip:0.4"), InlineData("+layernorm"), InlineData("+zoneout:0.3")]
    public void Damping_is_found_in_a_wrapper(string wrappers)
    {
        foreach (string cell in new[] { "antisymmetric", "antisymmetric-gated" })
            Assert.All(Layer($"{cell}:0.1,0.5{wrappers}").FeedsOfFirstUnit(), weight => Assert.Equal(-0.5, weight));
    }

    [Theory, InlineData("+clip:0.4"), InlineData("+zoneout:0.3,0.2+clip:2")]
    public void The_lowest_layer_of_a_stack_is_wrapped_as_the_others_are(string wrappers)
    {
        var stack = new RecurrentStack("rnn", new StackOptions("lstm-depth-gated" + wrappers, Input, Hidden, 2), 7);
        Assert.Equal(["lstm-depth-gated-lowest" + wrappers, "lstm-depth-gated" + wrappers], stack.Layers.Select(l => l.Cell));
    }

    [Theory]
    [InlineData("lstm+clip:1+clip:2", "expected each wrapper once, got 'clip' twice")]
    [InlineData("gru+layernorm+zoneout+layernorm", "expected each wrapper once, got 'layernorm' twice")]
    public void What_cannot_be_wrapped_is_refused(string name, string reason)
        => Assert.Contains(reason, Assert.Throws<SluiceException>(() => Catalog.Shape(name)).Message);

    [Fact]
    public void A_sum_that_an_earlier_stage_kept_is_not_normalised_again()
        => new GradientTests.Check([3, 1], false, false, steps: 3, batch: 2, input: 2).Visit<Normalised<KeepingCell>>();

    private static (string[] Names, float[][] Values, float[] Gradients) Train(string cell)
    {
        var layer = Layer(cell);
        var tape = new Tape { Training = true, Seed = 1 };
        var y = Run(layer, tape, Random(1, layer.Input), Random(2, Hidden), out var final);
        for (int r = 0; r < y.Rows; r++) tape.GradientOf(y).Row(r).Fill(1);
        tape.Backward();
        float[] gradients = [.. layer.Parameters.SelectMany(p => p.Gradient.ToArray())];
        return ([.. layer.Parameters.Select(p => p.Name)], [y.ToArray(), .. final.Values.Select(v => v.ToArray())], gradients);
    }

    private static Tensor Run(Recurrent layer, Tape tape, Tensor x, Tensor below, out State final)
        => layer.RunStates(tape, x, out final, null, null, 0, false, null, layer.Shape.ReadsBelow ? below : null, -1)[0];

    private static Recurrent Layer(string cell) => new("rnn", "l0", cell, CellCases.InputOf(Catalog.Shape(cell), Input, Hidden), Hidden, 3);

    private static Tensor Random(uint step, int columns)
    {
        var tensor = new Tensor(Steps, Batch, columns);
        var random = new RandomStream(5, Purpose.Data, 0, step);
        for (int r = 0; r < tensor.Rows; r++)
            for (int c = 0; c < columns; c++) tensor[r, c] = 2 * random.Uniform((uint)(r * columns + c)) - 1;
        return tensor;
    }

    /// <summary>One of the wrappings, another one for the next cell; or all.</summary>
    private static string[] Share(int number, string[] wrappings)
        => All ? wrappings : [wrappings[number % wrappings.Length]];

    private static int NumberOf(string cell) => Array.IndexOf([.. Catalog.BuiltIn], cell);

    /// <summary>Zoneout has a number for each state but a clock's; no name gives more.</summary>
    private static string NameOf(string cell, string wrappers)
    {
        int states = Catalog.Shape(cell) is var shape && shape.Clock is null ? shape.States.Length : shape.States.Length - 1;
        return cell + wrappers.Replace("0.2,0.3,0.4", string.Join(',', new[] { "0.2", "0.3", "0.4" }.Take(states)), StringComparison.Ordinal);
    }

    /// <summary>z = σ(Wz x + Rz h⁻ + bz), h = h⁻ + z⊙(tanh(W x + Q (z⊙h⁻) + b) − h⁻): its second stage reads the z that its first one kept.</summary>
    private readonly struct KeepingCell : ICell
    {
        public static CellShape Shape { get; } = new(
            "keeping", "", [new("z", Feeds.Input | Feeds.Output), new("a", Feeds.Input | Feeds.Operand), new("dz", Feeds.None)], ["h"], Stages: 2);

        public static void Prepare<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
        {
            var z = V.Sigmoid(at.Block(0));
            at.Keep(0, z);
            at.Operand(z * at.Before(0));
        }

        public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V>
        {
            V z = at.Block(0), a = V.Tanh(at.Block(1));
            at.Keep(1, a);
            at.After(0, V.Fma(z, a - at.Before(0), at.Before(0)));
        }

        public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
        {
            V one = V.Constant(1), z = at.Block(0), a = at.Block(1), dh = at.DAfter(0);
            at.DBlock(1, dh * z * (one - a * a));
            at.DBlock(2, dh * (a - at.Before(0)));
            at.DBefore(0, dh * (one - z));
        }

        public static void PrepareBackward<V, L>(L at, int stage) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
        {
            V z = at.Block(0), dm = at.DOperand();
            at.DBlock(0, V.Fma(dm, at.Before(0), at.Block(2)) * z * (V.Constant(1) - z));
            at.AddDBefore(0, dm * z);
        }
    }
}
