using Sluice.Cells.Contract;
using Sluice.Kernels;

namespace Sluice.Cells.Loop;

internal sealed unsafe partial class TimeLoop<TCell, V, E>
{
    /// <summary>Groups of 16 units of all kept blocks: what is shared out between workers.</summary>
    private int WeightGroups => _kept * _weights.PanelsPerBlock;

    /// <summary>
    /// dW += dblockᵀ x, dR += dblockᵀ h⁻, db += Σ dblock over all steps at once, in the order of steps and rows.
    /// </summary>
    private void AddWeightGradients(Scratch scratch, int part, int parts)
    {
        var product = scratch.Gradient;
        int from = FirstGroup(part, parts), to = FirstGroup(part + 1, parts);
        int panelsX = Padding.Round(_weights.Input) / Panels<E>.Width, panelsH = _weights.PanelsPerBlock;
        product.Reserve(panelsX + _sources.Length * panelsH);
        scratch.Reserve(GradientProduct<V, E>.Depth, _states, 0);
        for (int p = 0, next; p < panelsH; p = next)
        {
            next = EndOfModules(p);
            AddWeightGradients(scratch, from, to, p, next, panelsX, panelsH);
        }
    }

    /// <summary>Where a part begins: blocks differ in how many products feed them, and units in how often they work.</summary>
    private int FirstGroup(int part, int parts)
    {
        double all = 0;
        for (int g = 0; g < WeightGroups; g++) all += WorkOf(g);
        int first = 0;
        for (double done = 0; first < WeightGroups && done + WorkOf(first) / 2 < all * part / parts; first++) done += WorkOf(first);
        return part == parts ? WeightGroups : first;
    }

    private double WorkOf(int group)
    {
        int k = group / _weights.PanelsPerBlock, unit = group % _weights.PanelsPerBlock * Panels<E>.Width;
        int sources = _blocks[k].ReadsInput ? _weights.Input : 0;
        foreach (var (block, source) in _weights.RecurrentFeeds) sources += block == k ? _weights.UnitsOfSource(source) : 0;
        return (double)sources / (_clock?.Period(unit) ?? 1);
    }

    /// <summary>The same for the panels of some units, over the steps in which they work.</summary>
    private void AddWeightGradients(Scratch scratch, int from, int to, int firstPanel, int lastPanel, int panelsX, int panelsH)
    {
        var product = scratch.Gradient;
        int s = 0, row = 0;
        while (true)
        {
            int depth = Gather(scratch, firstPanel * Panels<E>.Width, ref s, ref row);
            if (depth == 0) return;
            product.Begin(depth);
            Fill(product.X, scratch.A, depth);
            product.PackX(0, panelsX, _weights.Input);
            for (int i = 0; i < _sources.Length; i++)
            {
                Fill(product.X, scratch.Source(_sources[i]), depth);
                product.PackX(
                    panelsX + i * panelsH, CellWeights<E>.PanelsOf(_weights.UnitsOfSource(_sources[i])), _weights.UnitsOfSource(_sources[i]));
            }

            Fill(product.DY, scratch.Next, depth);
            for (int g = from, end; g < to; g = end)
            {
                int k = g / panelsH, p = g % panelsH;
                if (p < firstPanel || p >= lastPanel)
                {
                    end = p < firstPanel ? k * panelsH + firstPanel : (k + 1) * panelsH + firstPanel;
                    continue;
                }

                end = Math.Min(Math.Min(to, k * panelsH + lastPanel), g + GradientProduct<V, E>.Rows / Panels<E>.Width);
                AddBlock(product, k, g % panelsH * Panels<E>.Width, (end - g) * Panels<E>.Width, panelsX, panelsH);
            }
        }
    }

    /// <summary>Row pointers of the next steps that were taken: gradients, x, states before and operands.</summary>
    private int Gather(Scratch scratch, int unit, ref int s, ref int row)
    {
        var sequence = _sequence;
        int depth = 0;
        while (depth < GradientProduct<V, E>.Depth && s < _steps)
        {
            if (row == _order.Length || sequence.Length(_order[row]) <= s)
            {
                (s, row) = (s + 1, 0);
                continue;
            }

            int b = _order[row++], t = sequence.Time(b, s);
            if (_clock is not null && !_clock.Works(unit, Taken(b) + s)) continue;
            scratch.Next[depth] = sequence.Blocks[t, b];
            scratch.A[depth] = sequence.Input[t, b];
            foreach (int source in _sources) scratch.Source(source)[depth] = SourceOf(source, b, s, t);
            depth++;
        }

        return depth;
    }

    private E* SourceOf(int source, int b, int s, int t)
    {
        if (source >= RecurrentFeed.FirstOperand) return _sequence.Operands[t, b] + (source - RecurrentFeed.FirstOperand) * (nint)Units;
        return source == 0 && _sequence.Mask.Exists ? _sequence.Masked[t, b] : _sequence.Before(source, b, s);
    }

    private void AddBlock(GradientProduct<V, E> product, int k, int unit, int units, int panelsX, int panelsH)
    {
        int rows = Math.Min(units, _weights.UnitsOfBlock(k) - unit);
        nint column = k * (nint)Units + unit;
        if (!_blocks[k].IsSum || rows <= 0) return;
        product.PackDY(column, units, _blocks[k].Has(Feeds.Normalised) ? null : _gradients.Rows + column);
        if (_blocks[k].ReadsInput)
        {
            nint row = Array.IndexOf(_weights.InputBlocks, k) * (nint)_weights.Hidden + unit;
            product.Add(rows, 0, panelsX, _gradients.W + row * _gradients.WStride, _gradients.WStride);
        }

        for (int j = 0; j < _weights.RecurrentFeeds.Length; j++)
        {
            var (block, source) = _weights.RecurrentFeeds[j];
            if (block != k) continue;
            var target = _gradients.R[j];
            product.Add(
                rows, panelsX + Array.IndexOf(_sources, source) * panelsH, CellWeights<E>.PanelsOf(_weights.UnitsOfSource(source)),
                target.Pointer + unit * target.Stride, target.Stride);
        }
    }

    private static void Fill(E** target, E** source, int count)
    {
        for (int i = 0; i < count; i++) target[i] = source[i];
    }
}
