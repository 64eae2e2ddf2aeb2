using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Layers;

namespace Sluice.Tests.Layers;

/// <summary>Long sequences in segments: kept, computed again, and run as a whole.</summary>
public class SegmentsTests
{
    private const int Steps = 13, Segment = 4, Batch = 3, Size = 20;

    public static TheoryData<string> Cells
        =>
        [
            .. Catalog.BuiltIn.Where(name => (!Catalog.Shape(name).ReadsBelow || Catalog.Shape(name).Lowest is not null) && name != "clockwork"),
            "clockwork:4,2",
            "lstm+layernorm",
            "gru+zoneout",
        ];

    [Theory, MemberData(nameof(Cells))]
    public void Computed_again_they_give_the_bits_of_those_that_are_kept(string cell)
    {
        var kept = Train(cell, false, Segment);
        var again = Train(cell, true, Segment);
        Assert.Equal(kept, again);

        // As a whole, the way through time is the same to the bit, and the sums over time are the same numbers in another order.
        var whole = Train(cell, false, Steps);
        Assert.Equal(whole.Outputs, again.Outputs);
        Assert.Equal(whole.Initial, again.Initial);
        foreach (var (expected, got) in whole.Weights.Zip(again.Weights))
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], got[i], 1e-4 * (1 + Math.Abs(expected[i])));
    }

    [Fact]
    public void Computed_again_they_take_the_memory_of_one_segment()
    {
        var (keep, again) = (new Tape(), new Tape { Recompute = true });
        var stack = new RecurrentStack("lstm", 32, 32);
        var x = new Tensor(200, 4, 32);
        foreach (var tape in new[] { keep, again })
        {
            Run(tape, stack, x, null, null, 10, []);
            tape.Backward();
        }

        Assert.True(8 * again.Bytes < keep.Bytes, $"{again.Bytes} and {keep.Bytes}");
    }

    private static Result Train(string cell, bool recompute, int segment)
    {
        var stack = new RecurrentStack("rnn", new StackOptions(cell, Size, Size, Layers: 2, Dropout: 0.3, RecurrentDropout: 0.2, EachStep: true), 5);
        var x = LayerGradient.Random(1, Steps, Batch, Size);
        State[] initial = [.. stack.NewState(Batch).Select(
            s => new State([.. s.Names], [.. s.Values.Select(v => new Tensor(v.Rows, v.Columns) { NeedsGradient = true })]))];
        var tape = new Tape { Training = true, Recompute = recompute, Seed = 3 };
        var result = new Result([], [], []);

        // The second time in memory that was used: what was there must not matter.
        for (int i = 0; i < 2; i++)
        {
            tape.Reset();
            result.Outputs.Clear();
            foreach (var parameter in stack.Parameters) parameter.Gradient.Clear();
            foreach (var value in initial.SelectMany(s => s.Values)) value.Gradient = null;
            Run(tape, stack, x, initial, [Steps, 9, 2], segment, result.Outputs);
            tape.Backward();
        }

        result.Initial.AddRange(initial.SelectMany(s => s.Values).Select(v => v.Gradient!.ToArray()));
        result.Weights.AddRange(stack.Parameters.Select(p => p.Gradient.ToArray()));
        return result;
    }

    /// <summary>Half the sum of the squares of all outputs.</summary>
    private static void Run(Tape tape, RecurrentStack stack, Tensor x, State[]? initial, int[]? lengths, int segment, List<float[]> outputs)
    {
        var (steps, batch) = (x.Shape[0], x.Shape[1]);
        var rows = new float[steps * batch][];
        Segments.Run(tape, steps, segment, initial, (Tape at, int first, int count, State[]? before, out State[] after) =>
        {
            int[]? own = lengths is null ? null : [.. lengths.Select(n => Math.Clamp(n - first, 0, count))];
            var y = stack.Run(at, x.View(first * batch, count, batch, x.Columns), out after, before, own);
            double loss = 0;
            for (int r = 0; r < y.Rows; r++)
            {
                rows[first * batch + r] = y.Row(r).ToArray();
                foreach (float value in y.Row(r)) loss += value * value / 2;
                if (at.Recording) y.Row(r).CopyTo(at.GradientOf(y).Row(r));
            }

            return loss;
        }, out _);
        outputs.AddRange(rows);
    }

    private sealed record Result(List<float[]> Outputs, List<float[]> Initial, List<float[]> Weights)
    {
        public bool Equals(Result? other) => other is not null && Bits(this).SequenceEqual(Bits(other));

        public override int GetHashCode() => Bits(this).Aggregate(0, HashCode.Combine);

        private static IEnumerable<int> Bits(Result result)
            => result.Outputs.Concat(result.Initial).Concat(result.Weights).SelectMany(values => values.Select(BitConverter.SingleToInt32Bits));
    }
}
