using Sluice.Cells.Contract;
using Sluice.Kernels;

namespace Sluice.Cells.Loop;

/// <summary>What comes from the input: products before the steps, and the gradient of x after them, for chunks of steps.</summary>
internal sealed unsafe partial class TimeLoop<TCell, V, E>
{
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
                scratch.Start[n] = weights.Rows;
                scratch.Operands[n] = sequence.Below.Exists ? sequence.Below[t, b] : null;
                scratch.Next[n] = sequence.Noise.Length > 0 ? sequence.Noise[0][t, b] : null;
            }
        }

        if (_clock is null) AddInput(scratch, n, scratch.A, scratch.C, scratch.FirstPanel, scratch.LastPanel);
        else AddInputWhereWorking(scratch, part, parts, first, end, most);
        for (int k = 0, noise = 0; k < _kept; k++)
        {
            if (_blocks[k].Has(Feeds.Noise)) FillNoise(scratch, n, k, noise++);
            else if (!_blocks[k].ReadsInput && _blocks[k].Feeds != Feeds.None)
                FillBlock(scratch, n, k, _blocks[k].Has(Feeds.Bare) ? scratch.A : _blocks[k].Has(Feeds.Below) ? scratch.Operands : null);
        }
    }

    /// <summary>Blocks = bias + x W for some panels of units.</summary>
    private void AddInput(Scratch scratch, int rows, E** x, E** blocks, int from, int to)
    {
        int panels = 0;
        for (int j = 0; j < _weights.InputBlocks.Length; j++)
        {
            for (int p = from; p < to; p++, panels++)
            {
                if (_weights.Reduced is null) scratch.B[panels] = _weights.ForwardInput[j * _weights.PanelsPerBlock + p];
                scratch.Column[panels] = _weights.InputBlocks[j] * (nint)Units + p * Panels<E>.Width;
            }
        }

        if (_weights.Reduced is { } reduced) AddReducedInput(scratch, reduced, rows, x, blocks, from, to);
        else Product<V, E>.Multiply(rows, x, 0, 1, _weights.Input, panels, scratch.B, scratch.Start, blocks, scratch.Column);
    }

    private static nint FirstUnit(Scratch scratch) => scratch.FirstPanel * (nint)Panels<E>.Width;

    private static nint LastUnit(Scratch scratch) => scratch.LastPanel * (nint)Panels<E>.Width;

    /// <summary>A block without input product begins as its bias, plus the rows that it is fed by as they are.</summary>
    private void FillBlock(Scratch scratch, int rows, int k, E** source)
    {
        nint at = k * (nint)Units;
        for (int i = 0; i < rows; i++)
        {
            for (nint u = FirstUnit(scratch); u < LastUnit(scratch); u += V.Count)
            {
                var value = V.Load(_weights.Rows + at + u);
                V.Store(scratch.C[i] + at + u, source != null ? value + V.Load(source[i] + u) : value);
            }
        }
    }

    /// <summary>1 where the unit was drawn, 0 where not; outside of training the probability, which the block's weight is.</summary>
    private void FillNoise(Scratch scratch, int rows, int k, int noise)
    {
        nint at = k * (nint)Units, other = _sequence.Noise.Length > 0 ? (nint)(_sequence.Noise[noise].Pointer - _sequence.Noise[0].Pointer) : 0;
        for (int i = 0; i < rows; i++)
        {
            E* drawn = scratch.Next[i] + other;
            for (nint u = FirstUnit(scratch); u < LastUnit(scratch); u += V.Count)
            {
                V.Store(scratch.C[i] + at + u, scratch.Next[i] == null
                    ? V.Load(_weights.Rows + at + u)
                    : V.SelectLess(V.Constant(0), V.Load(drawn + u), V.Constant(0), V.Constant(1)));
            }
        }
    }

    /// <summary>dx = Σ dblock W for the steps from first to end, while the gradients of their blocks are near.</summary>
    private void InputGradient(Scratch scratch, int part, int parts, int first, int end, int most)
    {
        // Without recurrent products nobody has waited yet for the gradients of the other units.
        if (_sources.Length == 0) scratch.Meeting?.Wait();
        var (sequence, weights) = (_sequence, _weights);
        int n = 0, active = most;
        for (int s = first; s < end; s++)
        {
            active = Active(s, part, parts, active);
            for (int r = 0; r < active; r++, n++)
            {
                int b = _order[part + r * parts], t = sequence.Time(b, s);
                scratch.A[n] = sequence.Blocks[t, b];
                scratch.C[n] = sequence.DInput.Exists ? sequence.DInput[t, b] : null;
                scratch.Operands[n] = sequence.DBelow.Exists ? sequence.DBelow[t, b] : null;
            }
        }

        for (int k = 0; k < _kept && sequence.DBelow.Exists; k++)
            if (_blocks[k].Has(Feeds.Below)) AddRows(scratch, scratch.Operands, n, k, add: sequence.AddToBelow);
        if (!sequence.DInput.Exists) return;

        var start = sequence.AddToInput ? scratch.C : null;
        int firstPanel = weights.BackwardInput.Count * scratch.Share / scratch.Shares,
            panels = weights.BackwardInput.Count * (scratch.Share + 1) / scratch.Shares - firstPanel;
        for (int j = 0; j < weights.InputBlocks.Length; j++)
        {
            for (int q = 0; q < panels; q++)
            {
                scratch.B[q] = weights.BackwardInput[firstPanel + q] + (nint)j * weights.Hidden * Panels<E>.Width;
                scratch.Column[q] = (firstPanel + q) * (nint)Panels<E>.Width;
            }

            nint offset = weights.InputBlocks[j] * (nint)Units;
            Product<V, E>.Multiply(n, scratch.A, offset, 1, weights.Hidden, panels, scratch.B, start, scratch.C, scratch.Column);
            start = scratch.C;
        }

        for (int k = 0; k < _kept; k++)
            if (_blocks[k].Has(Feeds.Bare)) AddRows(scratch, scratch.C, n, k, start != null);
    }

    /// <summary>target += dblock, for a block that is fed by rows as they are.</summary>
    private void AddRows(Scratch scratch, E** target, int rows, int k, bool add)
    {
        for (int i = 0; i < rows; i++)
        {
            E* gradient = scratch.A[i] + k * (nint)Units;
            for (nint u = FirstUnit(scratch); u < LastUnit(scratch); u += V.Count)
                V.Store(target[i] + u, add ? V.Load(target[i] + u) + V.Load(gradient + u) : V.Load(gradient + u));
        }
    }
}
