using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Kernels;

namespace Sluice.Cells.Loop;

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
        int normalised = weights.Shape.NormalisedBlocks.Length;
        if (normalised > 0) scratch.Normalised = AlignedBuffer<E>.AtLeast(scratch.Normalised, (nint)rows * normalised * Units);

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
                if (sequence.DInput.Exists || sequence.DBelow.Exists) InputGradient(scratch, part, parts, s, s + pending, active);
                pending = 0;
            }
        }

        // Through the first step's products to the initial states.
        if (later == 0) return;
        Tables(scratch, part, parts, 0, later, before: true);
        StateProducts(scratch, part, parts, later, scratch.FirstPanel, scratch.LastPanel - scratch.FirstPanel);
    }

    private void StepBackward(Scratch scratch, int part, int parts, int s, int active, int later)
    {
        Tables(scratch, part, parts, s + 1, later, before: true);
        Tables(scratch, part, parts, s, active, before: false);
        CopyNormalised(scratch, active);
        if (_clock is not null) FindWorking(scratch, active);
        int group = BackwardGroup(active);
        for (int stage = _stages - 1; stage >= 0; stage--)
        {
            int panels = Math.Min(PanelsOf(stage), scratch.LastPanel);
            for (int p = scratch.FirstPanel; p < panels; p += group)
            {
                int width = Math.Min(group, panels - p);
                nint from = p * (nint)Panels<E>.Width, to = from + width * (nint)Panels<E>.Width;
                if (stage == _stages - 1)
                {
                    StateProducts(scratch, part, parts, later, p, width);
                    if (_clock is null) BackwardUnits(scratch, active, from, to);
                    else BackwardWorking(scratch, active, from, to);
                }
                else
                {
                    OperandProducts(scratch, stage, active, p, width);
                    PrepareBackwardUnits(scratch, stage, active, from, to);
                }
            }

            if (_normalised[stage].Length > 0) NormaliseBackward(scratch, stage, active);
            Meet(scratch);
        }
    }

    /// <summary>Row pointers: with <paramref name="before"/> only the gradients of the blocks of step s, to be carried back.</summary>
    private void Tables(Scratch scratch, int part, int parts, int s, int active, bool before)
    {
        var sequence = _sequence;
        for (int r = 0; r < active; r++)
        {
            int b = _order[part + r * parts], t = sequence.Time(b, s);
            for (int state = 0; state < _states; state++)
            {
                scratch.Carry[r * _states + state] = sequence.Carry[state][0, b];
                if (state < RecurrentFeed.FirstOperand) scratch.Source(state)[r] = sequence.Carry[state][0, b];
            }

            if (before)
            {
                scratch.Next[r] = sequence.Blocks[t, b];
                scratch.Masks[r] = sequence.Mask.Exists ? sequence.Mask[t, b] : null;
                continue;
            }

            scratch.C[r] = sequence.Blocks[t, b];
            scratch.DWeights[r] = sequence.DWeights.Exists ? sequence.DWeights[0, b] - _kept * (nint)Units : null;
            for (int j = 0; sequence.Operands.Exists && j < 2; j++)
                scratch.Operands[2 * r + j] = scratch.Source(RecurrentFeed.FirstOperand + j)[r] = sequence.Scratch[0, b] + j * (nint)Units;
            for (int state = 0; state < _states; state++)
            {
                scratch.Before[r * _states + state] = sequence.Before(state, b, s);
                scratch.After[r * _states + state] = sequence.States[state][t, b];
                scratch.DStates[r * _states + state] = sequence.DStates[state].Exists ? sequence.DStates[state][t, b] : null;
            }
        }
    }

    /// <summary>dstate += Σ dblock R over the blocks of the later step that it feeds, the output times the mask where there is one.</summary>
    private void StateProducts(Scratch scratch, int part, int parts, int later, int p, int width)
    {
        foreach (var sum in _sums[0])
        {
            E** carry = scratch.Source(sum.Source);
            int most = Math.Min(width, CellWeights<E>.PanelsOf(_weights.UnitsOfSource(sum.Source)) - p);
            if (most <= 0) continue;
            if (sum.Source > 0 || !_sequence.Mask.Exists)
            {
                Product(scratch, scratch.Next, sum, later, p, most, carry, carry);
                continue;
            }

            for (int r = 0; r < later; r++) scratch.Start[r] = _sequence.Scratch[0, _order[part + r * parts]];
            Product(scratch, scratch.Next, sum, later, p, most, null, scratch.Start);
            for (int r = 0; r < later; r++)
            {
                E* mask = scratch.Masks[r];
                for (nint u = p * (nint)Panels<E>.Width; u < (p + most) * (nint)Panels<E>.Width; u += V.Count)
                    V.Store(carry[r] + u, V.Fma(V.Load(scratch.Start[r] + u), V.Load(mask + u), V.Load(carry[r] + u)));
            }
        }
    }

    /// <summary>doperand = Σ dblock R for the operands that a stage made.</summary>
    private void OperandProducts(Scratch scratch, int stage, int active, int p, int width)
    {
        for (int later = stage + 1; later < _stages; later++)
        {
            foreach (var sum in _sums[later])
            {
                int operand = sum.Source - RecurrentFeed.FirstOperand;
                if (operand < 0 || _weights.Shape.MakerOf(operand) != stage) continue;
                Product(scratch, scratch.C, sum, active, p, width, null, scratch.Source(sum.Source));
            }
        }
    }

    /// <summary>target = start + Σ dblock R over the blocks of a sum, for a few panels of units.</summary>
    private void Product(Scratch scratch, E** blocks, Sum sum, int rows, int p, int width, E** start, E** target)
    {
        var weights = _weights;
        for (int i = 0; i < sum.Blocks.Length; i++)
        {
            var panels = weights.BackwardRecurrent[sum.Matrices[i]];
            int depth = _clock is null ? panels.Depth : Math.Min(panels.Depth, _clock.EndOfTargets((p + width) * Panels<E>.Width - 1));
            for (int q = 0; q < width; q++)
            {
                scratch.B[q] = panels[p + q];
                scratch.Column[q] = (p + q) * (nint)Panels<E>.Width;
            }

            Product<V, E>.Multiply(rows, blocks, sum.Blocks[i] * (nint)Units, 1, depth, width, scratch.B, start, target, scratch.Column);
            start = target;
        }
    }

    private void BackwardUnits(Scratch scratch, int active, nint from, nint to)
    {
        for (int r = 0; r < active; r++) BackwardRow(scratch, r, from, to);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void BackwardRow(Scratch scratch, int r, nint from, nint to)
    {
        nint stride = Units;
        E* blocks = scratch.C[r], weights = _weights.Rows, dWeights = scratch.DWeights[r];
        E** before = scratch.Before + r * _states, after = scratch.After + r * _states, carry = scratch.Carry + r * _states;
        E** dStates = scratch.DStates + r * _states, operands = scratch.Operands + 2 * r;
        for (nint u = from; u < to; u += V.Count)
            TCell.Backward<V, BackwardLanes<V, E>>(
                new BackwardLanes<V, E>(blocks, stride, weights, dWeights, before, after, carry, dStates, operands, u));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PrepareBackwardUnits(Scratch scratch, int stage, int active, nint from, nint to)
    {
        nint stride = Units;
        E* weights = _weights.Rows;
        for (int r = 0; r < active; r++)
        {
            E* blocks = scratch.C[r], dWeights = scratch.DWeights[r];
            E** before = scratch.Before + r * _states, after = scratch.After + r * _states, carry = scratch.Carry + r * _states;
            E** dStates = scratch.DStates + r * _states, operands = scratch.Operands + 2 * r;
            for (nint u = from; u < to; u += V.Count)
                TCell.PrepareBackward<V, BackwardLanes<V, E>>(
                    new BackwardLanes<V, E>(blocks, stride, weights, dWeights, before, after, carry, dStates, operands, u), stage);
        }
    }
}
