namespace Sluice.Layers;

/// <summary>How a <see cref="MatrixState"/> forgets: what its decay w and its rate β are.</summary>
public enum MatrixRule
{
    /// <summary>Nothing is forgotten but what is written over: w = 1, β a number (DeltaNet: Schlag, Irie and Schmidhuber 2021).</summary>
    Delta,

    /// <summary>All of it fades alike: w = σ(d) a number, β a number (Gated DeltaNet: Yang, Kautz and Hatamizadeh 2024).</summary>
    GatedDelta,

    /// <summary>Every channel of the key fades by itself: w = σ(d) a number a channel, β a number (Kimi delta attention, 2025).</summary>
    ChannelDelta,

    /// <summary>
    /// w = exp(−e^(−½) σ(d)) and β are numbers a channel, and what stood under k is read before it fades (RWKV-7: Peng et al. 2025). As
    /// recalled; the paper makes the keys that are removed and those that are written apart from each other.
    /// </summary>
    Rwkv7,
}

/// <summary>The sizes and the rule of a <see cref="MatrixState"/>.</summary>
/// <param name="Input">I.</param>
/// <param name="Hidden">H, the size of queries, keys and values: S is [H, H].</param>
/// <param name="Rule">What decay and rate are.</param>
/// <param name="Negative">β between 0 and 2 in place of 0 and 1: a step may turn a direction round (Grazzi et al. 2024), as parity needs.</param>
/// <param name="Products">Updates within a step, each with a key, a value and a rate of its own (DeltaProduct: Siems et al. 2025).</param>
public sealed record MatrixStateOptions(int Input, int Hidden, MatrixRule Rule = MatrixRule.Delta, bool Negative = false, int Products = 1);
