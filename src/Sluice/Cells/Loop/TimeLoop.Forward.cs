using System.Runtime.CompilerServices;
using Sluice.Cells.Contract;
using Sluice.Kernels;

namespace Sluice.Cells.Loop;

internal sealed unsafe partial class TimeLoop<TCell, V, E>
{
    private void Forward(Scratch scratch, int part, int parts)
    {
        var (sequence, weights) = (_sequence, _weights);
        int rows = RowsOf(sequence.Batch, part, parts);
        int chunk = Math.Max(1, Math.Min(_steps, ChunkRows / rows));
        int most = Math.Max(weights.InputBlocks.Length, weights.RecurrentFeeds.Length);
        scratch.Reserve(Math.Max(rows * chunk, rows), _states, weights.PanelsPerBlock * most);
        if (!sequence.Keep) scratch.Blocks = AlignedBuffer<E>.AtLeast(scratch.Blocks, rows * chunk * weights.BlockRow);

        int active = rows;
        for (int first = 0; first < _steps; first += chunk)
        {
            int end = Math.Min(_steps, first + chunk);
            int begun = Active(first, part, parts, active);
            if (begun == 0) return;
            InputProduct(scratch, part, parts, first, end, rows, begun);
            for (int s = first; s < end; s++)
            {
                active = Active(s, part, parts, begun);
                if (active == 0) return;
                Step(scratch, part, parts, s, (s - first) * rows, active);
            }
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
            scratch.C[r] = BlocksOf(scratch, t, b, index + r);
            for (int state = 0; state < _states; state++)
            {
                E* before = sequence.Before(state, b, s);
                scratch.Before[r * _states + state] = before;
                scratch.After[r * _states + state] = sequence.States[state][t, b];
                if (state < RecurrentFeed.FirstOperand) scratch.Source(state)[r] = before;
            }

            for (int j = 0; sequence.Operands.Exists && j < 2; j++)
                scratch.Operands[2 * r + j] = scratch.Source(RecurrentFeed.FirstOperand + j)[r] = sequence.Operands[t, b] + j * (nint)Units;

            if (!sequence.Mask.Exists) continue;
            E* masked = scratch.Source(0)[r] = sequence.Masked[t, b];
            E* h = scratch.Before[r * _states], mask = sequence.Mask[t, b];
            for (nint u = 0; u < OutputUnits; u += V.Count) V.Store(masked + u, V.Load(h + u) * V.Load(mask + u));
        }

        if (_clock is not null) FindWorking(scratch, active);
        for (int stage = 0; stage < _stages; stage++) Stage(scratch, stage, active, part, parts, s);
        if (_clock is not null) KeepIdle(scratch, active);
    }

    /// <summary>Adds the recurrent products to the blocks of a few units at a time, and runs the stage on them while they are near.</summary>
    private void Stage(Scratch scratch, int stage, int active, int part, int parts, int s)
    {
        var weights = _weights;
        int group = GroupOf(stage), all = _clock is null ? PanelsOf(stage) : WorkingPanels(scratch, active);
        all = Math.Min(all, scratch.LastPanel);
        if (weights.Reduced is { } taken) TakeSources(scratch, taken, stage, active);
        for (int p = scratch.FirstPanel; p < all; p += group)
        {
            int width = Math.Min(group, all - p);
            foreach (var sum in _sums[stage])
            {
                int panels = 0, skipped = _clock?.FirstSource(p * Panels<E>.Width) ?? 0;
                for (int i = 0; i < sum.Blocks.Length; i++)
                {
                    for (int q = p; q < p + width; q++, panels++)
                    {
                        if (weights.Reduced is null)
                            scratch.B[panels] = weights.ForwardRecurrent[sum.Matrices[i]][q] + skipped * Panels<E>.Width;
                        scratch.Column[panels] = sum.Blocks[i] * (nint)Units + q * Panels<E>.Width;
                    }
                }

                if (weights.Reduced is { } reduced)
                {
                    AddReduced(scratch, reduced, sum, p, width);
                    continue;
                }

                Product<V, E>.Multiply(
                    active, scratch.Source(sum.Source), skipped, 1, weights.UnitsOfSource(sum.Source) - skipped, panels, scratch.B, scratch.C,
                    scratch.C, scratch.Column);
            }

            if (_normalised[stage].Length > 0) Normalise(scratch, stage, active);
            nint from = p * (nint)Panels<E>.Width, to = from + width * Panels<E>.Width;
            if (_sequence.Recording.Exists) Record(scratch, stage, active, part, parts, s, from, to);
            if (stage == _stages - 1) ForwardUnits(scratch, active, from, to);
            else PrepareUnits(scratch, stage, active, from, to);
        }

        Meet(scratch);
    }

    /// <summary>
    /// Panels of units whose gates are computed together: eight vectors at least, so that one row fills every chain; all of
    /// them where rows are normalised.
    /// </summary>
    private int GroupOf(int stage)
    {
        int blocks = 0;
        foreach (var sum in _sums[stage]) blocks = Math.Max(blocks, sum.Blocks.Length);
        return blocks == 0 || _normalised[stage].Length > 0 ? _weights.PanelsPerBlock : Math.Max(1, 8 / blocks);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ForwardUnits(Scratch scratch, int active, nint from, nint to)
    {
        nint stride = Units;
        E* weights = _weights.Rows;
        for (int r = 0; r < active; r++)
        {
            E* blocks = scratch.C[r];
            E** before = scratch.Before + r * _states, after = scratch.After + r * _states, operands = scratch.Operands + 2 * r;
            for (nint u = from; u < to; u += V.Count)
                TCell.Forward<V, ForwardLanes<V, E>>(new ForwardLanes<V, E>(blocks, stride, weights, before, after, operands, u));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PrepareUnits(Scratch scratch, int stage, int active, nint from, nint to)
    {
        nint stride = Units;
        E* weights = _weights.Rows;
        for (int r = 0; r < active; r++)
        {
            E* blocks = scratch.C[r];
            E** before = scratch.Before + r * _states, after = scratch.After + r * _states, operands = scratch.Operands + 2 * r;
            for (nint u = from; u < to; u += V.Count)
                TCell.Prepare<V, ForwardLanes<V, E>>(new ForwardLanes<V, E>(blocks, stride, weights, before, after, operands, u), stage);
        }
    }

    /// <summary>Copies the pre-activations of the blocks that are complete and that the stage is about to overwrite.</summary>
    private void Record(Scratch scratch, int stage, int active, int part, int parts, int s, nint from, nint to)
    {
        for (int k = 0; k < _kept; k++)
        {
            if (stage > 0 && !Array.Exists(_sums[stage], sum => Array.IndexOf(sum.Blocks, k) >= 0)) continue;
            for (int r = 0; r < active; r++)
            {
                int b = _order[part + r * parts];
                var target = _sequence.Recording[_sequence.Time(b, s), b];
                for (nint u = k * (nint)Units + from; u < k * (nint)Units + to; u += V.Count) V.Store(target + u, V.Load(scratch.C[r] + u));
            }
        }
    }
}
