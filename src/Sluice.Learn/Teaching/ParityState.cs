namespace Sluice.Learn.Teaching;

/// <summary>
/// Whether the number of ones so far is odd, kept in one number by a linear recurrence set by hand: h = a(x) h⁻ from h = 1, with a(0) = 1 and
/// a(1) = λ. With λ = −1 it flips at every one. With λ from 0 to 1 it only fades, and after two ones nothing that reads it tells odd from even.
/// </summary>
public static class ParityState
{
    /// <summary>h after each bit, and what it is taken for: odd where it lies below the middle of 1 and λ, the states of no ones and of one.</summary>
    /// <param name="bits">The bits, true for a one.</param>
    /// <param name="eigenvalue">λ, from −1 to 1.</param>
    /// <exception cref="SluiceException">λ lies outside.</exception>
    public static (float[] States, bool[] Odd) Walk(IReadOnlyList<bool> bits, float eigenvalue)
    {
        if (eigenvalue is not (>= -1 and <= 1)) throw new SluiceException($"parity: expected an eigenvalue from -1 to 1, got {eigenvalue}.");
        var states = new float[bits.Count];
        float h = 1;
        for (int t = 0; t < states.Length; t++) states[t] = h = bits[t] ? eigenvalue * h : h;
        return (states, [.. states.Select(s => s < (1 + eigenvalue) / 2)]);
    }
}
