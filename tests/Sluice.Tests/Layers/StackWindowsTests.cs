using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Tests.Layers;

public class StackWindowsTests
{
    [Theory]
    [InlineData("lstm", 1, false)]
    [InlineData("gru", 3, false)]
    [InlineData("lstm", 1, true)]
    [InlineData("gru", 3, true)]
    [InlineData("lstm-depth-gated", 2, true)]
    [InlineData("clockwork", 2, false)]
    public void A_sequence_in_windows_has_the_bits_of_the_whole(string cell, int layers, bool both)
    {
        const int Steps = 23, Inputs = 3, Last = 9;
        var stack = new RecurrentStack("rnn", new StackOptions(cell, Inputs, 8, layers, both, LearnedInitial: true, Residual: true), 2);
        var x = new Tensor(Steps, 1, Inputs);
        for (int t = 0; t < Steps; t++) for (int c = 0; c < Inputs; c++) x[t, c] = MathF.Sin(1 + t * Inputs + c);
        var recordings = new List<Recording>();
        var whole = stack.Run(new Tape(recording: false), x, out var final, recordings: recordings);

        var y = new List<float[]>();
        State[] first = [], last = [];
        var windows = new StackWindows(stack, Steps, (_, from, to) => x.View(from, to - from, 1, Inputs), 5);
        var parts = windows.Record(Last, (_, from, piece, ends) =>
        {
            Assert.Equal(from, y.Count);
            for (int r = 0; r < piece.Rows; r++) y.Add(piece.Row(r).ToArray());
            last = Copies(ends);
            if (from == 0) first = last;
        });

        Assert.Equal(Enumerable.Range(0, Steps).Select(t => whole.Row(t).ToArray()), y);
        Assert.Equal(recordings.Select(r => r.Name), parts.Select(r => r.Name));
        for (int i = 0; i < recordings.Count; i++)
        {
            // Of a clockwork cell's count only that of the fastest units is read.
            foreach (string name in recordings[i].States.Concat(recordings[i].Blocks).Where(n => cell != "clockwork" || n == "h"))
                Assert.Equal(recordings[i].Value(name).ToArray()[^(Last * recordings[i].Value(name).Columns)..], parts[i].Value(name).ToArray());
            Assert.Equal(final[i].Values[0].ToArray(), (both && i % 2 == 1 ? first : last)[i].Values[0].ToArray());
        }

        State[] Copies(State[] states) => [.. states.Select((s, i) =>
        {
            var copy = new State(stack.Layers[i].Cell, 1, 8);
            copy.CopyFrom(s);
            return copy;
        })];
    }
}
