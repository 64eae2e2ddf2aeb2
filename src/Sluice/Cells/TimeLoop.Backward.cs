using System.Runtime.CompilerServices;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Cells;

internal sealed unsafe partial class TimeLoop<TCell, V, E>
{
    /// <summary>
    /// Units of the backward product that are finished together: six panels make two tiles of 8 x 3 vectors, eight panels
    /// fill the chains of one row.
    /// </summary>
    private static int BackwardGroup(int rows) => rows <= 2 ? 8 : 6;

    private void Backward(Scratch scratch, int part, int parts)
    {
        var (sequence, weights) = (_sequence, _weights);
        int rows = RowsOf(sequence.Batch, part, parts);
        int chunk = Math.Max(1, ChunkRows / rows);
        scratch.Reserve(rows * chunk, _states, Math.Max(weights.PanelsPerBlock, weights.BackwardInput.Count));

        // Rows whose step s + 1 has run, and which are therefore owed its share of dh.
        int later = 0, pending = 0;
        for (int s = _steps - 1; s >= 0; s--)
        {
            int active = Active(s, part, parts, rows);
            if (active == 0) continue;
            StepBackward(scratch, part, parts, s, active, later);
            later = active;
            if (++pending == chunk || s == 0)
            {
                if (sequence.DInput.Exists) InputGradient(scratch, part, parts, s, s + pending, active);
                pending = 0;
            }
        }

        // Through the first step's products to the initial states.
        if (later == 0) return;
        Tables(scratch, part, parts, 0, later, before: true);
        OutputProduct(scratch, part, parts, later, 0, weights.PanelsPerBlock);
    }

    private void StepBackward(Scratch scratch, int part, int parts, int s, int active, int later)
    {
        Tables(scratch, part, parts, s + 1, later, before: true);
        Tables(scratch, part, parts, s, active, before: false);
        int group = BackwardGroup(active), panels = _weights.PanelsPerBlock;
        for (int p = 0; p < panels; p += group)
        {
            int width = Math.Min(group, panels - p);
            OutputProduct(scratch, part, parts, later, p, width);
            BackwardUnits(scratch, active, p * (nint)Panels<E>.Width, (p + width) * (nint)Panels<E>.Width);
        }

        if (!TCell.Shape.TwoStages) return;
        for (int p = 0; p < panels; p += group)
        {
            int width = Math.Min(group, panels - p);
            Product(scratch, scratch.C, Feeds.Operand, active, p, width, null, scratch.DOperand);
            PrepareBackwardUnits(scratch, active, p * (nint)Panels<E>.Width, (p + width) * (nint)Panels<E>.Width);
        }
    }

    /// <summary>Row pointers: with <paramref name="before"/> only the gradients of the blocks of step s, to be carried back.</summary>
    private void Tables(Scratch scratch, int part, int parts, int s, int active, bool before)
    {
        var sequence = _sequence;
        for (int r = 0; r < active; r++)
        {
            int b = _order[part + r * parts], t = sequence.Time(b, s);
            if (before)
            {
                scratch.Next[r] = sequence.Blocks[t, b];
                scratch.A[r] = sequence.Carry[0][0, b];
                continue;
            }

            scratch.C[r] = sequence.Blocks[t, b];
            scratch.DOutput[r] = sequence.DOutput.Exists ? sequence.DOutput[t, b] : null;
            scratch.DOperand[r] = sequence.Scratch.Exists ? sequence.Scratch[0, b] : null;
            for (int state = 0; state < _states; state++)
            {
                scratch.Before[r * _states + state] = sequence.Before(state, b, s);
                scratch.After[r * _states + state] = sequence.States[state][t, b];
                scratch.Carry[r * _states + state] = sequence.Carry[state][0, b];
            }
        }
    }

    /// <summary>dh += Σ dblock R over the blocks fed by the output, times the mask where there is one.</summary>
    private void OutputProduct(Scratch scratch, int part, int parts, int later, int p, int width)
    {
        if (!_sequence.Mask.Exists)
        {
            Product(scratch, scratch.Next, Feeds.Output, later, p, width, scratch.A, scratch.A);
            return;
        }

        for (int r = 0; r < later; r++) scratch.Start[r] = _sequence.Scratch[0, _order[part + r * parts]];
        Product(scratch, scratch.Next, Feeds.Output, later, p, width, null, scratch.Start);
        for (int r = 0; r < later; r++)
        {
            E* mask = _sequence.Mask[0, _order[part + r * parts]], carry = scratch.A[r];
            for (nint u = p * (nint)Panels<E>.Width; u < (p + width) * (nint)Panels<E>.Width; u += V.Count)
                V.Store(carry + u, V.Fma(V.Load(scratch.Start[r] + u), V.Load(mask + u), V.Load(carry + u)));
        }
    }

    /// <summary>target = start + Σ over the blocks fed by <paramref name="feeds"/> of dblock R, for a few panels of units.</summary>
    private void Product(Scratch scratch, E** blocks, Feeds feeds, int rows, int p, int width, E** start, E** target)
    {
        var weights = _weights;
        for (int j = 0; j < weights.RecurrentBlocks.Length; j++)
        {
            int k = weights.RecurrentBlocks[j];
            if ((TCell.Shape.Blocks[k].Feeds & feeds) == 0) continue;
            for (int q = 0; q < width; q++)
            {
                scratch.B[q] = weights.BackwardRecurrent[p + q] + (nint)j * weights.Hidden * Panels<E>.Width;
                scratch.Column[q] = (p + q) * (nint)Panels<E>.Width;
            }

            Product<V, E>.Multiply(rows, blocks, k * (nint)Units, 1, weights.Hidden, width, scratch.B, start, target, scratch.Column);
            start = target;
        }
    }

    /// <summary>dx = Σ dblock W for the steps from first to end, while the gradients of their blocks are near.</summary>
    private void InputGradient(Scratch scratch, int part, int parts, int first, int end, int most)
    {
        var (sequence, weights) = (_sequence, _weights);
        int n = 0, active = most;
        for (int s = first; s < end; s++)
        {
            active = Active(s, part, parts, active);
            for (int r = 0; r < active; r++, n++)
            {
                int b = _order[part + r * parts], t = sequence.Time(b, s);
                scratch.A[n] = sequence.Blocks[t, b];
                scratch.C[n] = sequence.DInput[t, b];
            }
        }

        var start = sequence.AddToInput ? scratch.C : null;
        int panels = weights.BackwardInput.Count;
        for (int j = 0; j < weights.InputBlocks.Length; j++)
        {
            for (int q = 0; q < panels; q++)
            {
                scratch.B[q] = weights.BackwardInput[q] + (nint)j * weights.Hidden * Panels<E>.Width;
                scratch.Column[q] = q * (nint)Panels<E>.Width;
            }

            nint offset = weights.InputBlocks[j] * (nint)Units;
            Product<V, E>.Multiply(n, scratch.A, offset, 1, weights.Hidden, panels, scratch.B, start, scratch.C, scratch.Column);
            start = scratch.C;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BackwardUnits(Scratch scratch, int active, nint from, nint to)
    {
        nint stride = Units;
        for (int r = 0; r < active; r++)
        {
            E* blocks = scratch.C[r], dOutput = scratch.DOutput[r], dOperand = scratch.DOperand[r];
            E** before = scratch.Before + r * _states, after = scratch.After + r * _states, carry = scratch.Carry + r * _states;
            for (nint u = from; u < to; u += V.Count)
                TCell.Backward<V, BackwardLanes<V, E>>(new BackwardLanes<V, E>(blocks, stride, before, after, carry, dOutput, dOperand, u));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PrepareBackwardUnits(Scratch scratch, int active, nint from, nint to)
    {
        nint stride = Units;
        for (int r = 0; r < active; r++)
        {
            E* blocks = scratch.C[r], dOutput = scratch.DOutput[r], dOperand = scratch.DOperand[r];
            E** before = scratch.Before + r * _states, after = scratch.After + r * _states, carry = scratch.Carry + r * _states;
            for (nint u = from; u < to; u += V.Count)
                TCell.PrepareBackward<V, BackwardLanes<V, E>>(new BackwardLanes<V, E>(blocks, stride, before, after, carry, dOutput, dOperand, u));
        }
    }
}
