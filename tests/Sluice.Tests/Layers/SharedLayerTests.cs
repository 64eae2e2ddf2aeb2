using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Layers;

namespace Sluice.Tests.Layers;

/// <summary>Layers keep nothing of a run: many threads may use one at once.</summary>
public class SharedLayerTests
{
    private const int Threads = 16, Calls = 60;

    public static TheoryData<string> Cells
        =>
        [
            .. Catalog.BuiltIn.Where(name => !Catalog.Shape(name).ReadsBelow && name != "clockwork"),
            "clockwork:4,2",
            "lstm+layernorm",
            "gru+zoneout"
        ];

    [Theory, MemberData(nameof(Cells))]
    public void Sixteen_threads_get_the_bits_that_one_gets(string cell)
    {
        const int Steps = 7, Batch = 3, Size = 48;
        var stack = new RecurrentStack("rnn", new StackOptions(cell, Size, Size, Layers: 2, Residual: true), 5);
        var output = new Linear("output", stack.Output, 10, 5);
        var inputs = Enumerable.Range(0, Threads).Select(i => Random(i, Steps, Batch, Size)).ToArray();
        var expected = inputs.Select(x => Both(stack, output, x)).ToArray();

        // The weights are packed by whoever comes first.
        stack = new RecurrentStack("rnn", stack.Options, 5);
        output = new Linear("output", stack.Output, 10, 5);
        var wrong = new int[Threads];
        ManyThreads.Run(Threads, i =>
        {
            for (int call = 0; call < Calls; call++)
                if (!expected[i].AsSpan().SequenceEqual(Both(stack, output, inputs[i]))) wrong[i]++;
        });
        Assert.Equal(new int[Threads], wrong);
    }

    /// <summary>The outputs of a whole run, and of the same steps one by one.</summary>
    private static float[] Both(RecurrentStack stack, Linear output, Tensor x)
    {
        var tape = new Tape(false);
        var whole = output.Run(tape, stack.Run(tape, x, out _));
        var (state, y, steps) = (stack.NewState(x.Shape[1]), new Tensor(x.Shape[1], 10), new List<float>(whole.ToArray()));
        for (int t = 0; t < x.Shape[0]; t++)
        {
            output.Step(stack.Step(x.View(t * x.Shape[1], x.Shape[1], x.Columns), state), y);
            steps.AddRange(y.ToArray());
        }

        return [.. steps];
    }

    private static Tensor Random(int seed, params int[] shape)
    {
        var (x, random) = (new Tensor(shape), new Random(seed));
        for (int r = 0; r < x.Rows; r++)
            foreach (ref float value in x.Row(r)) value = 2 * random.NextSingle() - 1;
        return x;
    }
}
