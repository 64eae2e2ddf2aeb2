using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Cells;

internal sealed unsafe partial class TimeLoop<TCell, V, E>
{
    /// <summary>
    /// Rows of dW made together: their packed gradients, 128 x 256 floats, take 128 KiB of the second-level cache while
    /// the panels of x and h pass by, and each pair of panels stays in the first level for all of them.
    /// </summary>
    private const int GradientRows = 128;

    /// <summary>Groups of 16 units of all blocks: what is shared out between workers.</summary>
    private int WeightGroups => TCell.Shape.Blocks.Length * _weights.PanelsPerBlock;

    /// <summary>
    /// dW += dblockᵀ x, dR += dblockᵀ h⁻, db += Σ dblock over all steps at once. Every element is summed in the order of
    /// steps and rows, whoever computes it.
    /// </summary>
    private void AddWeightGradients(Scratch scratch, int part, int parts)
    {
        int groups = WeightGroups;
        int from = (int)((long)groups * part / parts), to = (int)((long)groups * (part + 1) / parts);
        int depthMost = Product<V, E>.DepthBlock;
        int panelsX = Padding.Round(_weights.Input) / Panels<E>.Width, panelsH = _weights.PanelsPerBlock;
        int kinds = panelsX + panelsH + (_sequence.Operand.Exists ? panelsH : 0);
        scratch.Reserve(Math.Max(depthMost, GradientRows), _states, kinds);
        scratch.PackedA = AlignedBuffer<E>.AtLeast(scratch.PackedA, GradientRows * depthMost);

        int s = 0, row = 0;
        while (s < _steps)
        {
            int depth = 0;
            while (depth < depthMost && s < _steps)
            {
                if (row == _order.Length || _sequence.Length(_order[row]) <= s)
                {
                    (s, row) = (s + 1, 0);
                    continue;
                }

                int b = _order[row++], t = _sequence.Time(b, s);
                scratch.Next[depth] = _sequence.Blocks[t, b];
                scratch.A[depth] = _sequence.Input[t, b];
                scratch.DOutput[depth] = _sequence.Mask.Exists ? _sequence.Masked[t, b] : _sequence.States[0][_sequence.Before(t), b];
                scratch.DOperand[depth] = _sequence.Operand.Exists ? _sequence.Operand[t, b] : null;
                depth++;
            }

            if (depth > 0) AddDepth(scratch, from, to, depth, panelsX, panelsH, kinds);
        }
    }

    /// <summary>The share of <paramref name="depth"/> steps, whose row pointers are in the tables.</summary>
    private void AddDepth(Scratch scratch, int from, int to, int depth, int panelsX, int panelsH, int kinds)
    {
        var packed = scratch.PackedB;
        packed.Resize(depth, kinds * Panels<E>.Width);
        PackRows(packed, 0, scratch.A, depth, panelsX, _weights.Input);
        PackRows(packed, panelsX, scratch.DOutput, depth, panelsH, _weights.Hidden);
        if (_sequence.Operand.Exists) PackRows(packed, panelsX + panelsH, scratch.DOperand, depth, panelsH, _weights.Hidden);

        for (int g = from; g < to;)
        {
            int k = g / _weights.PanelsPerBlock, end = Math.Min(Math.Min(to, (k + 1) * _weights.PanelsPerBlock), g + GradientRows / Panels<E>.Width);
            int unit = g % _weights.PanelsPerBlock * Panels<E>.Width;
            int rows = Math.Min((end - g) * Panels<E>.Width, _weights.Hidden - unit);
            PackGradients(scratch, k, unit, end - g, depth);
            var block = TCell.Shape.Blocks[k];
            int j = Array.IndexOf(_weights.InputBlocks, k), i = Array.IndexOf(_weights.RecurrentBlocks, k);
            if (block.ReadsInput) Add(scratch, rows, depth, 0, panelsX, _gradients.W, _gradients.WStride, j * _weights.Hidden + unit);
            if (block.ReadsOutput) Add(scratch, rows, depth, panelsX, panelsH, _gradients.R, _gradients.RStride, i * _weights.Hidden + unit);
            if (block.ReadsOperand) Add(scratch, rows, depth, panelsX + panelsH, panelsH, _gradients.R, _gradients.RStride, i * _weights.Hidden + unit);
            g = end;
        }
    }

    private static void Add(Scratch scratch, int rows, int depth, int panel, int panels, E* target, nint stride, int row)
    {
        for (int r = 0; r < rows; r++)
        {
            scratch.C[r] = target + (row + r) * stride;
            scratch.Start[r] = scratch.PackedA!.Pointer + (nint)(r / Panels<E>.Width) * depth * Panels<E>.Width + r % Panels<E>.Width;
        }

        for (int p = 0; p < panels; p++)
        {
            scratch.B[p] = scratch.PackedB[panel + p];
            scratch.Column[p] = p * (nint)Panels<E>.Width;
        }

        Product<V, E>.Multiply(rows, scratch.Start, 0, Panels<E>.Width, depth, panels, scratch.B, scratch.C, scratch.C, scratch.Column);
    }

    /// <summary>Packs rows as panels [depth][16]; columns beyond the last are zero whatever the padding holds.</summary>
    private static void PackRows(Panels<E> packed, int first, E** rows, int depth, int panels, int columns)
    {
        for (int p = 0; p < panels; p++)
        {
            var panel = packed[first + p];
            int at = p * Panels<E>.Width, valid = Math.Min(Panels<E>.Width, columns - at);
            for (int k = 0; k < depth; k++, panel += Panels<E>.Width)
            {
                for (int j = 0; j < Panels<E>.Width; j += V.Count) V.Store(panel + j, V.Load(rows[k] + at + j));
                for (int j = valid; j < Panels<E>.Width; j++) panel[j] = default;
            }
        }
    }

    /// <summary>Packs gradients of blocks, 16 units side by side for each step, and adds them to db on the way.</summary>
    private void PackGradients(Scratch scratch, int k, int unit, int groups, int depth)
    {
        var target = scratch.PackedA!.Pointer;
        nint column = k * (nint)Units + unit;
        for (int g = 0; g < groups; g++, column += Panels<E>.Width)
        {
            for (int j = 0; j < Panels<E>.Width; j += V.Count)
            {
                var sum = V.Load(_gradients.Bias + column + j);
                for (int d = 0; d < depth; d++)
                {
                    var value = V.Load(scratch.Next[d] + column + j);
                    V.Store(target + (nint)d * Panels<E>.Width + j, value);
                    sum += value;
                }

                V.Store(_gradients.Bias + column + j, sum);
            }

            target += (nint)depth * Panels<E>.Width;
        }
    }
}
