using System.Runtime.CompilerServices;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Cells;

internal sealed unsafe partial class TimeLoop<TCell, V, E>
{
    private void Forward(Scratch scratch, int part, int parts)
    {
        var (sequence, weights) = (_sequence, _weights);
        int rows = RowsOf(sequence.Batch, part, parts);
        int chunk = Math.Max(1, Math.Min(_steps, ChunkRows / rows));
        scratch.Reserve(Math.Max(rows * chunk, rows), _states, weights.PanelsPerBlock * TCell.Shape.Blocks.Length);
        if (!sequence.Keep) scratch.Blocks = AlignedBuffer<E>.AtLeast(scratch.Blocks, rows * chunk * weights.BlockRow);

        int active = rows;
        for (int first = 0; first < _steps; first += chunk)
        {
            int end = Math.Min(_steps, first + chunk);
            int most = Active(first, part, parts, active);
            if (most == 0) return;
            InputProduct(scratch, part, parts, first, end, rows, most);
            for (int s = first; s < end; s++)
            {
                active = Active(s, part, parts, most);
                if (active == 0) return;
                Step(scratch, part, parts, s, (s - first) * rows, active);
            }
        }
    }

    /// <summary>Blocks = bias + x W for the steps of a chunk: one product, as large as the caches like.</summary>
    private void InputProduct(Scratch scratch, int part, int parts, int first, int end, int rows, int most)
    {
        var (sequence, weights) = (_sequence, _weights);
        int n = 0, active = most;
        for (int s = first; s < end; s++)
        {
            active = Active(s, part, parts, active);
            for (int r = 0; r < active; r++, n++)
            {
                int b = _order[part + r * parts], t = sequence.Time(b, s);
                scratch.A[n] = sequence.Input[t, b];
                scratch.C[n] = BlocksOf(scratch, t, b, (s - first) * rows + r);
                scratch.Start[n] = weights.Bias;
            }
        }

        int panels = 0;
        for (int j = 0; j < weights.InputBlocks.Length; j++)
        {
            for (int p = 0; p < weights.PanelsPerBlock; p++, panels++)
            {
                scratch.B[panels] = weights.ForwardInput[panels];
                scratch.Column[panels] = weights.InputBlocks[j] * (nint)Units + p * Panels<E>.Width;
            }
        }

        Product<V, E>.Multiply(n, scratch.A, 0, 1, weights.Input, panels, scratch.B, scratch.Start, scratch.C, scratch.Column);
        for (int k = 0; k < TCell.Shape.Blocks.Length; k++)
        {
            if (TCell.Shape.Blocks[k].ReadsInput) continue;
            nint at = k * (nint)Units;
            for (int i = 0; i < n; i++)
                for (nint u = at; u < at + Units; u += V.Count) V.Store(scratch.C[i] + u, V.Load(weights.Bias + u));
        }
    }

    private E* BlocksOf(Scratch scratch, int t, int b, int index)
        => _sequence.Keep ? _sequence.Blocks[t, b] : scratch.Blocks!.Pointer + index * _weights.BlockRow;

    private void Step(Scratch scratch, int part, int parts, int s, int index, int active)
    {
        var sequence = _sequence;
        for (int r = 0; r < active; r++)
        {
            int b = _order[part + r * parts], t = sequence.Time(b, s);
            for (int state = 0; state < _states; state++)
            {
                scratch.Before[r * _states + state] = sequence.Before(state, b, s);
                scratch.After[r * _states + state] = sequence.States[state][t, b];
            }

            scratch.A[r] = scratch.Before[r * _states];
            scratch.C[r] = BlocksOf(scratch, t, b, index + r);
            scratch.Start[r] = sequence.Operand.Exists ? sequence.Operand[t, b] : null;
            if (!sequence.Mask.Exists) continue;
            scratch.A[r] = sequence.Masked[t, b];
            E* h = scratch.Before[r * _states], mask = sequence.Mask[0, b];
            for (nint u = 0; u < Units; u += V.Count) V.Store(scratch.A[r] + u, V.Load(h + u) * V.Load(mask + u));
        }

        if (!TCell.Shape.TwoStages)
        {
            Stage(scratch, Feeds.Output, active, part, parts, s, prepare: false);
            return;
        }

        Stage(scratch, Feeds.Output, active, part, parts, s, prepare: true);
        for (int r = 0; r < active; r++) scratch.A[r] = scratch.Start[r];
        Stage(scratch, Feeds.Operand, active, part, parts, s, prepare: false);
    }

    /// <summary>Adds the recurrent product to the blocks of a few units at a time, and runs the stage on them while they are near.</summary>
    private void Stage(Scratch scratch, Feeds feeds, int active, int part, int parts, int s, bool prepare)
    {
        var weights = _weights;
        int group = GroupOf(feeds);
        for (int p = 0; p < weights.PanelsPerBlock; p += group)
        {
            int width = Math.Min(group, weights.PanelsPerBlock - p), panels = 0;
            for (int j = 0; j < weights.RecurrentBlocks.Length; j++)
            {
                int k = weights.RecurrentBlocks[j];
                if ((TCell.Shape.Blocks[k].Feeds & feeds) == 0) continue;
                for (int q = p; q < p + width; q++, panels++)
                {
                    scratch.B[panels] = weights.ForwardRecurrent[j * weights.PanelsPerBlock + q];
                    scratch.Column[panels] = k * (nint)Units + q * Panels<E>.Width;
                }
            }

            Product<V, E>.Multiply(active, scratch.A, 0, 1, weights.Hidden, panels, scratch.B, scratch.C, scratch.C, scratch.Column);
            nint from = p * (nint)Panels<E>.Width, to = from + width * Panels<E>.Width;
            if (_sequence.Recording.Exists) Record(scratch, active, part, parts, s, from, to);
            if (prepare) PrepareUnits(scratch, active, from, to);
            else ForwardUnits(scratch, active, from, to);
        }
    }

    /// <summary>Panels of units whose gates are computed together: eight vectors at least, so that one row fills every chain.</summary>
    private int GroupOf(Feeds feeds)
    {
        int blocks = 0;
        foreach (int k in _weights.RecurrentBlocks) if ((TCell.Shape.Blocks[k].Feeds & feeds) != 0) blocks++;
        return blocks == 0 ? _weights.PanelsPerBlock : Math.Max(1, 8 / blocks);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ForwardUnits(Scratch scratch, int active, nint from, nint to)
    {
        nint stride = Units;
        for (int r = 0; r < active; r++)
        {
            E* blocks = scratch.C[r], operand = scratch.Start[r];
            E** before = scratch.Before + r * _states, after = scratch.After + r * _states;
            for (nint u = from; u < to; u += V.Count)
                TCell.Forward<V, ForwardLanes<V, E>>(new ForwardLanes<V, E>(blocks, stride, before, after, operand, u));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PrepareUnits(Scratch scratch, int active, nint from, nint to)
    {
        nint stride = Units;
        for (int r = 0; r < active; r++)
        {
            E* blocks = scratch.C[r], operand = scratch.Start[r];
            E** before = scratch.Before + r * _states, after = scratch.After + r * _states;
            for (nint u = from; u < to; u += V.Count)
                TCell.Prepare<V, ForwardLanes<V, E>>(new ForwardLanes<V, E>(blocks, stride, before, after, operand, u));
        }
    }

    /// <summary>Copies the pre-activations of the blocks that are complete and that the stage is about to overwrite.</summary>
    private void Record(Scratch scratch, int active, int part, int parts, int s, nint from, nint to)
    {
        for (int r = 0; r < active; r++)
        {
            int b = _order[part + r * parts];
            var target = _sequence.Recording[_sequence.Time(b, s), b];
            for (int k = 0; k < TCell.Shape.Blocks.Length; k++)
            {
                if (scratch.A[r] == scratch.Start[r] && scratch.Start[r] != null && !TCell.Shape.Blocks[k].ReadsOperand) continue;
                for (nint u = k * (nint)Units + from; u < k * (nint)Units + to; u += V.Count) V.Store(target + u, V.Load(scratch.C[r] + u));
            }
        }
    }
}
