namespace Sluice.Learn.Studies.Problems;

/// <summary>The embedded Reber grammar: B, T or P, strings of the grammar, then the same T or P again.</summary>
internal sealed class ReberProblem : Problem
{
    private const int B = 0, T = 1, P = 2, S = 3, X = 4, V = 5, E = 6;

    // From each node, the symbol on an arc and the node it leads to (Reber 1967).
    private static readonly (int Symbol, int To)[][] s_arcs =
    [
        [(T, 1), (P, 2)], [(S, 1), (X, 3)], [(T, 2), (V, 4)], [(X, 2), (S, 5)], [(P, 3), (V, 5)],
    ];

    public override string Name => "reber";

    public override string About
        => "strings of Reber's grammar between two equal symbols, T or P: all is foreseen as far as it can be, the last T or P is scored (embedded Reber grammar, Hochreiter and Schmidhuber 1997)";

    public override string GapIs => "symbols between, at least";

    public override int Inputs => 7;

    public override int Outputs => 7;

    public override IReadOnlyList<int> Gaps => [6, 10, 20, 50, 100, 200];

    public override Example Make(Dice dice, int gap)
    {
        int outer = dice.Below(2) == 0 ? T : P;
        List<int> symbols = [B, outer];
        while (symbols.Count < gap + 2) Inner(dice, symbols);
        symbols.Add(outer);
        symbols.Add(E);
        var example = new Example();
        example.Show(symbols.SkipLast(1));
        for (int t = 0; t < symbols.Count - 1; t++) example.Ask(t, symbols[t + 1], scored: t == symbols.Count - 3);
        return example;
    }

    private static void Inner(Dice dice, List<int> symbols)
    {
        symbols.Add(B);
        for (int node = 0; node < s_arcs.Length;)
        {
            var (symbol, to) = s_arcs[node][dice.Below(2)];
            symbols.Add(symbol);
            node = to;
        }

        symbols.Add(E);
    }
}
