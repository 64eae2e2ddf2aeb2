using Sluice.Autodiff;

namespace Sluice.Layers;

/// <summary>Steps of sequences through a net, and the gradient of their loss.</summary>
/// <param name="tape">Lends the memory, and records.</param>
/// <param name="first">The first of the steps.</param>
/// <param name="steps">How many.</param>
/// <param name="before">The states of the recurrent layers before them; null before the first of all where the net begins by itself.</param>
/// <param name="after">The states after them.</param>
/// <returns>Their share of the loss.</returns>
public delegate double SegmentRun(Tape tape, int first, int steps, State[]? before, out State[] after);

/// <summary>
/// Sequences of more than 1,000 steps, run in segments through a net whose loss is a sum over steps. The gradients of the weights are summed
/// segment after segment, from the last to the first, whether the tape keeps the gates and states of all steps or, with
/// <see cref="Tape.Recompute"/>, the states before each segment alone, and runs the segment again on the way back (Chen et al. 2016): the bits are
/// the same, the memory is that of one segment, and the way there is gone twice.
/// </summary>
public static class Segments
{
    /// <summary>Steps of a segment.</summary>
    public const int Length = 1000;

    /// <summary>Runs sequences; shorter ones than a segment at once.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="steps">T.</param>
    /// <param name="initial">The states before the first step, or null. They may be changed once this returns.</param>
    /// <param name="run">Runs some of the steps; of the same ones it computes the same each time.</param>
    /// <param name="final">The states after the last step; to be read before the way back.</param>
    /// <returns>The sum of what <paramref name="run"/> returned.</returns>
    public static double Run(Tape tape, int steps, State[]? initial, SegmentRun run, out State[] final)
        => Run(tape, steps, Length, initial, run, out final);

    internal static double Run(Tape tape, int steps, int length, State[]? initial, SegmentRun run, out State[] final)
    {
        if (steps <= length) return run(tape, 0, steps, initial, out final);
        var before = new State[]?[(steps + length - 1) / length];
        before[0] = initial is null ? null : [.. initial.Select(s => s.Kept(tape))];
        return tape.Recording && tape.Recompute
            ? Forget(tape, steps, length, before, run, out final)
            : Keep(tape, steps, length, before, run, out final);
    }

    private static double Keep(Tape tape, int steps, int length, State[]?[] before, SegmentRun run, out State[] final)
    {
        double loss = 0;
        int begin = tape.FirstStep;
        for (int i = 0, first = 0; ; i++, first += length)
        {
            tape.FirstStep = begin + first;
            loss += run(tape, first, Math.Min(length, steps - first), before[i], out final);
            if (i == before.Length - 1) break;
            before[i + 1] = final;
        }

        tape.FirstStep = begin;
        return loss;
    }

    /// <summary>The last segment is kept, since it is the first on the way back; its memory is that of the others then.</summary>
    private static double Forget(Tape tape, int steps, int length, State[]?[] before, SegmentRun run, out State[] final)
    {
        double loss = 0;
        int begin = tape.FirstStep, last = (before.Length - 1) * length;
        for (int i = 0; i < before.Length - 1; i++)
        {
            var free = tape.Lent;
            loss += run(tape.Within(false, begin + i * length), i * length, length, before[i], out var after);
            float[][][] values = [.. after.Select(s => s.Values.Select(v => v.ToArray()).ToArray())];
            tape.TakeBack(free);
            before[i + 1] = [.. after.Select((s, l) => Lend(tape, s, values[l]))];
        }

        var mark = tape.Lent;
        var end = tape.Within(true, begin + last);
        loss += run(end, last, steps - last, before[^1], out final);
        nint lent = tape.Lent.Total;
        tape.Record("Segments", [], final[0].Values[0], () =>
        {
            bool others = tape.Lent.Total != lent;
            end.Backward();
            if (!others) tape.TakeBack(mark);
            for (int i = before.Length - 2; i >= 0; i--)
            {
                var free = tape.Lent;
                var again = tape.Within(true, begin + i * length);
                run(again, i * length, length, before[i], out var after);
                for (int l = 0; l < after.Length; l++)
                    for (int s = 0; s < after[l].Values.Length; s++) after[l].Values[s].Gradient = before[i + 1]![l].Values[s].Gradient;
                again.Backward();
                tape.TakeBack(free);
            }
        });
        return loss;
    }

    /// <summary>Values that wait for their gradient, which the segment after them adds to.</summary>
    private static State Lend(Tape tape, State like, float[][] values) => new([.. like.Names], [.. like.Values.Select((v, i) =>
    {
        var copy = tape.Lend(false, v.Rows, v.Columns);
        copy.Set(values[i]);
        copy.Gradient = tape.Lend(true, v.Rows, v.Columns);
        return copy;
    })]);
}
