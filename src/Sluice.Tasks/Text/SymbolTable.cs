namespace Sluice.Tasks.Text;

/// <summary>
/// What the last symbols tell of a label without any memory of those before: the most frequent class, or the mean number, at the same last n
/// symbols in the part to learn from; where these came fewer than five times, at the last n − 1, and so on.
/// </summary>
internal sealed class SymbolTable
{
    /// <summary>The most symbols that it looks at.</summary>
    public const int Most = 5;

    private const int Least = 5;

    private readonly int[] _symbols;
    private readonly Dictionary<(int, int, int, int, int), double[]>[] _orders;
    private readonly bool _isNumber;

    private SymbolTable(int[] symbols, int order, bool isNumber)
    {
        (_symbols, _orders, _isNumber) = (symbols, new Dictionary<(int, int, int, int, int), double[]>[order + 1], isNumber);
        for (int n = 0; n <= order; n++) _orders[n] = [];
    }

    /// <summary>Counts.</summary>
    /// <param name="symbols">The text.</param>
    /// <param name="places">The places to learn from.</param>
    /// <param name="labels">The labels of the text.</param>
    /// <param name="order">How many symbols are looked at, the one at the place among them.</param>
    public static SymbolTable Learn(int[] symbols, int[] places, SymbolLabels labels, int order)
    {
        var table = new SymbolTable(symbols, order, labels.IsNumber);
        foreach (int place in places)
        {
            float label = labels.Values[place];
            for (int n = 0; n <= order; n++)
            {
                var (counts, key) = (table._orders[n], table.Key(place, n));
                if (!counts.TryGetValue(key, out double[]? seen)) counts[key] = seen = new double[Math.Max(2, labels.Classes.Count)];
                if (labels.IsNumber) (seen[0], seen[1]) = (seen[0] + 1, seen[1] + label);
                else seen[(int)label]++;
            }
        }

        return table;
    }

    /// <summary>The class or the number at a place.</summary>
    public double Tell(int place)
    {
        for (int n = _orders.Length - 1; ; n--)
        {
            if (!_orders[n].TryGetValue(Key(place, n), out double[]? seen)) continue;
            if (n > 0 && (_isNumber ? seen[0] : seen.Sum()) < Least) continue;
            return _isNumber ? seen[1] / seen[0] : Array.IndexOf(seen, seen.Max());
        }
    }

    // The last n symbols, and −1 for what is not looked at or lies before the text.
    private (int, int, int, int, int) Key(int place, int n)
    {
        return (At(0), At(1), At(2), At(3), At(4));

        int At(int back) => back < n && place >= back ? _symbols[place - back] : -1;
    }
}
