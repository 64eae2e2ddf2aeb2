using Sluice.Cells.Contract;
using Sluice.Cells.Loop;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Tests.Cells;

/// <summary>A cell with weights and a batch of sequences, run by the time loop of any vector type: what the cell tests share.</summary>
internal sealed unsafe class CellRun<TCell, V, E>
    where TCell : struct, ICell
    where V : struct, IVector<V, E>
    where E : unmanaged, System.Numerics.IFloatingPointIeee754<E>
{
    private readonly List<AlignedBuffer<E>> _buffers = [];
    public readonly CellShape Shape;
    public readonly int T, B, I, H, S, K, Hp, Ip;
    public readonly int[]? Lengths;
    public readonly bool Reverse;
    public readonly int Threads;
    public readonly CellWeights<E> Weights;
    public readonly AlignedBuffer<E> W, R, Bias, X, DY, Y, Blocks, DX, DW, DR, DBias, DWeights, Operand, Masked;
    public readonly AlignedBuffer<E>? Mask, Below, DBelow;
    public readonly AlignedBuffer<E>[] Noise = [];
    public readonly AlignedBuffer<E>[] States, Carry, Initial;

    public CellRun(
        int t, int b, int i, int h, int[]? lengths = null, bool reverse = false, bool mask = false, int threads = 1, CellShape? shape = null)
    {
        Shape = shape ?? TCell.Shape;
        (T, B, I, H, Lengths, Reverse, Threads) = (t, b, i, h, lengths, reverse, threads);
        (Hp, Ip, S, K) = (Padding.Round(h), Padding.Round(i), Shape.States.Length, Shape.Blocks.Length);
        Weights = new CellWeights<E>(Shape, i, h, Shape.OutputOf(h));
        int kx = Weights.InputBlocks.Length, kr = Weights.RecurrentFeeds.Length;
        (W, R, Bias) = (Random(kx * h, Ip, i, 1), Random(kr * h, Hp, h, 2), Random(K, Hp, h, 3));
        (X, DY) = (Random(t * b, Ip, i, 4), Random(t * b, Hp, Weights.Output, 5));
        if (Shape.ReadsBelow) (Below, DBelow) = (Random(t * b, Hp, h, 30), New(t * b * Hp));
        Initial = [.. Enumerable.Range(0, S).Select(s => Random(b, Hp, h, 6u + (uint)s))];
        if (Shape.States.Length == 4)
        {
            // A normaliser is a sum of positive terms.
            foreach (ref var n in Initial[2].Span) n = E.Abs(n) + E.One;
        }

        if (Weights.Clock is { } clock)
        {
            for (int u = 0; u < h; u++) R.Span.Slice(u * Hp, clock.FirstSource(u)).Clear();
            for (int row = 0; row < b; row++) Initial[1].Span.Slice(row * Hp, h).Fill(E.CreateChecked(row));
        }

        States = [.. Enumerable.Range(0, S).Select(_ => New(t * b * Hp))];
        Carry = [.. Enumerable.Range(0, S).Select(_ => New(b * Hp))];
        Y = New(t * b * Hp);
        Blocks = New(t * b * (int)Weights.BlockRow);
        DWeights = New(b * K * Hp);
        (DX, DW, DR, DBias) = (New(t * b * Ip), New(kx * h * Ip), New(kr * h * Hp), New(K * Hp));
        (Operand, Masked) = (New(t * b * Math.Max(1, Shape.Operands) * Hp), New(t * b * Hp));
        for (int k = 0; k < K; k++)
            if (!Shape.Blocks[k].HasBias && !Shape.Blocks[k].IsWeight) Bias.Span.Slice(k * Hp, Hp).Fill(E.CreateChecked(Shape.Blocks[k].Bias));
        for (int k = 0; k < K; k++)
            if (Shape.Blocks[k].Has(Feeds.Number)) Bias.Span.Slice(k * Hp, Hp).Fill(E.CreateChecked(Shape.Blocks[k].Bias));
        int noise = Shape.Blocks.Count(k => k.Has(Feeds.Noise));
        if (mask) Noise = [.. Enumerable.Range(0, noise).Select(j => Random(t * b, Hp, h, 21u + (uint)j))];
        if (mask) Mask = Random(t * b, Hp, h, 20);
    }

    /// <summary>Σ y⊙dy plus, for each state, Σ final⊙(s + 1)/2: a loss that sees every output.</summary>
    public double Forward(bool keep = true)
    {
        var sequence = Sequence(keep);
        Pack();
        new TimeLoop<TCell, V, E>(Weights, new Workers(Threads, 1)).Forward(sequence);
        double loss = 0;
        for (int b = 0; b < B; b++)
        {
            for (int t = 0; t < sequence.Length(b); t++)
                for (int u = 0; u < Weights.Output; u++)
                    loss += double.CreateChecked(sequence.States[0][t, b][u] * DY.Pointer[(t * B + b) * Hp + u]);
            for (int s = 0; s < S; s++)
                for (int u = 0; u < (s == 0 ? Weights.Output : H); u++) loss += double.CreateChecked(sequence.Final(s, b)[u]) * (s + 1) / 2;
        }

        return loss;
    }

    public void Backward()
    {
        foreach (var buffer in new[] { DX, DW, DR, DBias, DWeights }) buffer.Span.Clear();
        for (int s = 0; s < S; s++)
            for (int b = 0; b < B; b++)
                for (int u = 0; u < Hp; u++) Carry[s].Pointer[b * Hp + u] = E.CreateChecked(s == 0 && u >= Weights.Output ? 0 : (s + 1) / 2.0);
        new TimeLoop<TCell, V, E>(Weights, new Workers(Threads, 1)).Backward(
            Sequence(true),
            Grads);
        int kept = Shape.Kept;
        for (int k = kept; k < K; k++)
            for (int b = 0; b < B; b++)
                for (int u = 0; u < H; u++) DBias.Pointer[k * Hp + u] += DWeights.Pointer[(b * (K - kept) + k - kept) * Hp + u];
    }

    /// <summary>A loop over this run for timing, with its arguments.</summary>
    public TimeLoop<TCell, V, E> Prepare()
    {
        Forward();
        (Train, Infer) = (Sequence(true), Sequence(false));
        for (int s = 1; s < S; s++) Infer.States[s] = new(States[s].Pointer, 0, Hp);
        if (Shape.Operands > 0) Infer.Operands = new(Operand.Pointer, 0, Shape.Operands * Hp);
        return new TimeLoop<TCell, V, E>(Weights, new Workers(Threads, 1));
    }

    public Sequence<E> Train = new(), Infer = new();

    public Gradients<E> Grads
        => new() { W = DW.Pointer, WStride = Ip, R = Matrix<E>.Split(DR.Pointer, Hp, Weights.RecurrentFeeds.Length, H), Rows = DBias.Pointer };

    public void Pack()
    {
        Weights.Pack(W.Pointer, Ip, Matrix<E>.Split(R.Pointer, Hp, Weights.RecurrentFeeds.Length, H), Bias.Pointer, Hp);
        Weights.PackBackward<V>(W.Pointer, Ip, Matrix<E>.Split(R.Pointer, Hp, Weights.RecurrentFeeds.Length, H));
    }

    private Sequence<E> Sequence(bool keep) => new()
    {
        Steps = T,
        Batch = B,
        Lengths = Lengths,
        Reverse = Reverse,
        Keep = keep,
        Input = new(X.Pointer, B * Ip, Ip),
        Initial = [.. Initial.Select(s => new Rows<E>(s.Pointer, 0, Hp))],
        States = [.. States.Select(s => new Rows<E>(s.Pointer, B * Hp, Hp))],
        Blocks = new(Blocks.Pointer, B * Weights.BlockRow, Weights.BlockRow),
        DWeights = new(DWeights.Pointer, 0, (K - Shape.Kept) * Hp),
        Operands = Shape.Operands > 0 ? new(Operand.Pointer, B * Shape.Operands * Hp, Shape.Operands * Hp) : default,
        Below = Below is null ? default : new(Below.Pointer, B * Hp, Hp),
        DBelow = DBelow is null ? default : new(DBelow.Pointer, B * Hp, Hp),
        // Both kinds: the same at every step, and another one at each.
        Mask = Mask is null ? default : new(Mask.Pointer, Lengths is null ? 0 : B * Hp, Hp),
        Noise = [.. Noise.Select(n => new Rows<E>(n.Pointer, B * Hp, Hp))],
        Masked = Mask is null ? default : new(Masked.Pointer, B * Hp, Hp),
        DStates = [.. States.Select((_, s) => s == 0 ? new Rows<E>(DY.Pointer, B * Hp, Hp) : default)],
        Carry = [.. Carry.Select(s => new Rows<E>(s.Pointer, 0, Hp))],
        Scratch = new(New(B * 2 * Hp).Pointer, 0, 2 * Hp),
        DInput = new(DX.Pointer, B * Ip, Ip),
    };

    private AlignedBuffer<E> New(nint length)
    {
        var buffer = new AlignedBuffer<E>(length);
        _buffers.Add(buffer);
        return buffer;
    }

    private AlignedBuffer<E> Random(int rows, int stride, int columns, uint purpose)
    {
        var buffer = New(rows * stride);
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++)
                buffer.Pointer[
                    r * stride + c] = E.CreateChecked(new RandomStream(7, Purpose.Data, purpose, 0).Uniform((uint)(r * columns + c)) * 1.6 - 0.8);
        return buffer;
    }
}
