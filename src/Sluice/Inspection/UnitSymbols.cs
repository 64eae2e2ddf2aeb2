namespace Sluice.Inspection;

/// <summary>The mean of a unit over the steps at which a symbol was read.</summary>
/// <param name="Symbol">The symbol.</param>
/// <param name="Mean">The mean of the unit's values.</param>
/// <param name="Count">At how many steps it was read.</param>
public readonly record struct SymbolMean(int Symbol, double Mean, int Count);

/// <summary>At which symbols a unit is high, and at which low (after Ming et al., RNNVis, 2017, who take what a symbol changes).</summary>
public static class UnitSymbols
{
    /// <summary>The mean of a unit by symbol, from the highest to the lowest.</summary>
    /// <param name="activity">The values.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="symbols">The symbol read at each step.</param>
    /// <param name="least">Symbols read at fewer steps are left out: a mean of one says little.</param>
    /// <exception cref="SluiceException">There is no such unit, or there are not as many symbols as steps.</exception>
    public static IReadOnlyList<SymbolMean> Of(Activity activity, int unit, IReadOnlyList<int> symbols, int least = 1)
    {
        if (symbols.Count != activity.Steps)
            throw new SluiceException($"UnitSymbols: expected {activity.Steps} symbols, one for each step, got {symbols.Count}.");
        float[] values = activity.Unit(unit, 0, activity.Steps);
        return [.. values.Zip(symbols).GroupBy(v => v.Second, v => (double)v.First).Select(g => new SymbolMean(g.Key, g.Average(), g.Count()))
            .Where(m => m.Count >= least).OrderByDescending(m => m.Mean).ThenBy(m => m.Symbol)];
    }
}
