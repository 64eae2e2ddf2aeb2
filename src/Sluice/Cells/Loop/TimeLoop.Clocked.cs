using Sluice.Cells.Contract;
using Sluice.Kernels;

namespace Sluice.Cells.Loop;

/// <summary>What is different where only some units work in a step: they are the first ones, their number depends on the row.</summary>
internal sealed unsafe partial class TimeLoop<TCell, V, E>
{
    /// <summary>Weights of units, to whose gradients idle units add nothing.</summary>
    private static readonly int[] s_trained =
        [.. Enumerable.Range(0, TCell.Shape.Blocks.Length).Where(k => TCell.Shape.Blocks[k].Has(Feeds.Vector | Feeds.Scalar))];

    /// <summary>How many units of each row work, by the steps that its state has counted.</summary>
    private void FindWorking(Scratch scratch, int active)
    {
        for (int r = 0; r < active; r++)
            scratch.Working[r] = _clock!.Working(long.CreateTruncating(E.Round(*scratch.Before[r * _states + _clock.Counter])));
    }

    /// <summary>The panels in which a unit of any row works.</summary>
    private static int WorkingPanels(Scratch scratch, int active)
    {
        nint most = 0;
        for (int r = 0; r < active; r++) most = Math.Max(most, scratch.Working[r]);
        return CellWeights<E>.PanelsOf((int)most);
    }

    /// <summary>Idle units keep their states; their blocks are 0.</summary>
    private void KeepIdle(Scratch scratch, int active)
    {
        for (int r = 0; r < active; r++)
        {
            int from = (int)scratch.Working[r];
            for (int state = 0; state < _states; state++)
            {
                new ReadOnlySpan<E>(scratch.Before[r * _states + state] + from, Units - from)
                    .CopyTo(new Span<E>(scratch.After[r * _states + state] + from, Units - from));
            }

            for (int k = 0; k < _kept; k++) new Span<E>(scratch.C[r] + k * (nint)Units + from, Units - from).Clear();
        }
    }

    /// <summary>The input product of a chunk, for each panel only in the steps in which its fastest unit works.</summary>
    private void AddInputWhereWorking(Scratch scratch, int part, int parts, int first, int end, int most)
    {
        int panels = _weights.PanelsPerBlock;
        for (int p = 0, next; p < panels; p = next)
        {
            int unit = p * Panels<E>.Width;
            next = EndOfModules(p);
            int n = 0, row = 0, active = most;
            for (int s = first; s < end; s++)
            {
                active = Active(s, part, parts, active);
                for (int r = 0; r < active; r++, row++)
                {
                    if (!_clock!.Works(unit, Taken(_order[part + r * parts]) + s)) continue;
                    scratch.Source(1)[n] = scratch.A[row];
                    scratch.Source(2)[n++] = scratch.C[row];
                }
            }

            AddInput(scratch, n, scratch.Source(1), scratch.Source(2), p, next);
        }
    }

    /// <summary>The end of the panels that work in the same steps as panel p; all of them without a clock.</summary>
    private int EndOfModules(int p)
    {
        int panels = _weights.PanelsPerBlock;
        if (_clock is null) return panels;
        int first = _clock.FirstSource(p * Panels<E>.Width);
        do p++;
        while (p < panels && _clock.FirstSource(p * Panels<E>.Width) == first);
        return p;
    }

    /// <summary>The steps that a sequence had taken before this run.</summary>
    private long Taken(int b) => long.CreateTruncating(E.Round(*_sequence.Initial[_clock!.Counter][0, b]));

    /// <summary>The backward stage for the units that work; the others hand on the gradients of their states.</summary>
    private void BackwardWorking(Scratch scratch, int active, nint from, nint to)
    {
        scratch.Idle = AlignedBuffer<E>.AtLeast(scratch.Idle, (nint)(_states + s_trained.Length) * Units);
        E* idles = scratch.Idle.Pointer;
        for (int r = 0; r < active; r++)
        {
            nint idle = Math.Clamp(scratch.Working[r], from, to);
            for (int state = 0; state < _states; state++)
            {
                E* carry = scratch.Carry[r * _states + state], outside = scratch.DStates[r * _states + state], kept = idles + state * (nint)Units;
                for (nint u = idle; u < to; u++) kept[u] = outside == null ? carry[u] : carry[u] + outside[u];
            }

            for (int j = 0; j < s_trained.Length; j++)
                for (nint u = idle; u < to; u++) idles[(_states + j) * (nint)Units + u] = scratch.DWeights[r][s_trained[j] * (nint)Units + u];
            if (idle > from) BackwardRow(scratch, r, from, to);
            for (int j = 0; j < s_trained.Length; j++)
                for (nint u = idle; u < to; u++) scratch.DWeights[r][s_trained[j] * (nint)Units + u] = idles[(_states + j) * (nint)Units + u];
            for (int state = 0; state < _states; state++)
                for (nint u = idle; u < to; u++) scratch.Carry[r * _states + state][u] = idles[state * (nint)Units + u];
            for (int k = 0; k < _kept; k++)
                for (nint u = idle; u < to; u++) scratch.C[r][k * (nint)Units + u] = E.Zero;
        }
    }
}
