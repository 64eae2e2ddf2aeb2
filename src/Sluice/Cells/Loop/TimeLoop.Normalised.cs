namespace Sluice.Cells.Loop;

/// <summary>Blocks that are normalised over the units of a row.</summary>
internal sealed unsafe partial class TimeLoop<TCell, V, E>
{
    private void Normalise(Scratch scratch, int stage, int active)
    {
        var all = _weights.Shape.NormalisedBlocks;
        foreach (int k in _normalised[stage])
        {
            nint at = k * (nint)Units, deviation = _kept * (nint)Units + Array.IndexOf(all, k);
            for (int r = 0; r < active; r++)
                scratch.C[r][deviation] = Normalisation<V, E>.Forward(scratch.C[r] + at, UnitsToNormalise(scratch, r, k));
        }
    }

    /// <summary>Where units work by a clock, those that work in the step.</summary>
    private int UnitsToNormalise(Scratch scratch, int r, int block) => _clock is null ? _weights.UnitsOfBlock(block) : (int)scratch.Working[r];

    /// <summary>Keeps normalised values apart: the stages write gradients over them.</summary>
    private void CopyNormalised(Scratch scratch, int active)
    {
        var all = _weights.Shape.NormalisedBlocks;
        for (int r = 0; r < active; r++)
        {
            for (int j = 0; j < all.Length; j++)
            {
                E* target = scratch.Normalised!.Pointer + (r * all.Length + j) * (nint)Units;
                new ReadOnlySpan<E>(scratch.C[r] + all[j] * (nint)Units, Units).CopyTo(new Span<E>(target, Units));
            }
        }
    }

    private void NormaliseBackward(Scratch scratch, int stage, int active)
    {
        var all = _weights.Shape.NormalisedBlocks;
        foreach (int k in _normalised[stage])
        {
            int j = Array.IndexOf(all, k);
            for (int r = 0; r < active; r++)
            {
                E* value = scratch.Normalised!.Pointer + (r * all.Length + j) * (nint)Units;
                E scale = scratch.C[r][_kept * (nint)Units + j];
                Normalisation<V, E>.Backward(scratch.C[r] + k * (nint)Units, value, scale, UnitsToNormalise(scratch, r, k));
            }
        }
    }
}
