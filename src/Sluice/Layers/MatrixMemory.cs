using Sluice.Autodiff;

namespace Sluice.Layers;

/// <summary>
/// The matrix memory of mLSTM: C = f C⁻ + i v kᵀ/√d, n = f n⁻ + i k/√d, h = σ(õ)⊙C q / max(|n·q|, e^(−m)) with the gates of
/// <see cref="MatrixGates"/> (Beck et al. 2024).
/// </summary>
/// <remarks>
/// n is the row of C whose v is 1, and so both are one <see cref="MatrixScan"/>. Backward C is run through once more for dq, and
/// its gradient twice, for dk and dv: no C is stored.
/// </remarks>
internal static class MatrixMemory
{
    /// <summary>Runs sequences.</summary>
    /// <param name="tape">Lends the memory, and records.</param>
    /// <param name="q">Queries [T, B, d].</param>
    /// <param name="k">Keys [T, B, d].</param>
    /// <param name="v">Values [T, B, d].</param>
    /// <param name="gates">ĩ and f̃ [T, B, 2].</param>
    /// <param name="output">õ [T, B, d].</param>
    /// <param name="lengths">The steps of each sequence.</param>
    /// <param name="state">c, n and m before the first step, and after each sequence's last on return; gradients do not pass there.</param>
    public static Tensor Run(Tape tape, Tensor q, Tensor k, Tensor v, Tensor gates, Tensor output, int[] lengths, State state)
    {
        int steps = q.Shape[0], batch = q.Shape[1], size = q.Columns;
        var initial = tape.Recording ? Copy(tape, state) : state;
        var (store, decay, floor) = (tape.Lend(false, steps * batch), tape.Lend(false, steps * batch), tape.Lend(false, steps * batch));
        var values = WithOne(tape, v);
        var read = tape.Lend(false, steps, batch, size + 1);
        var scratch = tape.Lend(false, tape.Device.Threads, (size + 1) * Kernels.Padding.Lanes);
        var y = tape.Lend(true, steps, batch, size);
        tape.Run(new MatrixGates(gates, lengths, size, store, decay, floor, state.Values[2]), 1);
        Scan(tape, new MatrixScan(scratch, size, size + 1, lengths, false)
        {
            A = k,
            B = values,
            C = q,
            Y = read,
            Decay = decay,
            ScaleIn = store,
            Before = (state.Values[0], state.Values[1]),
            After = (state.Values[0], state.Values[1]),
        });
        tape.Run(new MatrixNormaliser(read, floor, output, y, lengths, size), q.Count);
        tape.Record("MatrixMemory", [q, k, v, gates, output], y, () =>
        {
            if (y.Gradient is null) return;
            var dRead = tape.Lend(false, steps, batch, size + 1);
            tape.Run(new MatrixNormaliser(read, floor, output, y, lengths, size) { DRead = dRead, DOutput = tape.GradientOf(output) }, q.Count);
            var (dq, dk, dv) = (tape.Lend(true, steps, batch, size), tape.Lend(true, steps, batch, size), tape.Lend(true, steps, batch, size + 1));
            Scan(tape, new MatrixScan(
                scratch, size + 1, size, lengths,
                false)
            { A = values, B = k, C = dRead, Y = dq, Decay = decay, ScaleIn = store, Before = (initial.Values[0], initial.Values[1]) });
            Scan(
                tape,
                new MatrixScan(scratch, size + 1, size, lengths, true) { A = dRead, B = q, C = values, Y = dk, Decay = decay, ScaleOut = store });
            Scan(tape, new MatrixScan(scratch, size, size + 1, lengths, true) { A = q, B = dRead, C = k, Y = dv, Decay = decay, ScaleOut = store });
            tape.Run(new MatrixGates(
                gates, lengths, size, store, decay, floor,
                state.Values[2])
            { Q = q, DQ = dq, K = k, DK = dk, DGates = tape.GradientOf(gates) }, q.Count);
            Add(dq, tape.GradientOf(q));
            Add(dk, tape.GradientOf(k));
            Add(dv, tape.GradientOf(v));
        });
        return y;
    }

    private static void Scan(Tape tape, MatrixScan scan) => tape.Run(scan, scan.Work);

    private static Tensor WithOne(Tape tape, Tensor v)
    {
        var values = tape.Lend(true, v.Shape[0], v.Shape[1], v.Columns + 1);
        for (int r = 0; r < v.Rows; r++)
        {
            v.Row(r).CopyTo(values.Row(r));
            values[r, v.Columns] = 1;
        }

        return values;
    }

    private static State Copy(Tape tape, State state)
    {
        var copy = new State([.. state.Names], [.. state.Values.Select(v => tape.Lend(false, v.Shape.ToArray()))]);
        copy.CopyFrom(state);
        return copy;
    }

    private static void Add(Tensor source, Tensor target)
    {
        for (int r = 0; r < target.Rows; r++)
        {
            Span<float> from = source.Row(r), to = target.Row(r);
            for (int c = 0; c < to.Length; c++) to[c] += from[c];
        }
    }
}
