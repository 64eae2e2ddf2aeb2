namespace Sluice.Learn.Studies.Problems;

/// <summary>Of 100 symbols, the last one is the first one again; all between are random.</summary>
internal sealed class PermutationProblem : Problem
{
    private const int Symbols = 100, Ends = 2;

    public override string Name => "permutation";

    public override string About
        => "a sequence of 98 random symbols begins with one of two others: which was it? (Hochreiter and Schmidhuber 1997; Pascanu et al. 2013)";

    public override int Inputs => Symbols;

    public override int Outputs => Symbols;

    public override Example Make(Dice dice, int gap)
    {
        var example = new Example();
        int first = dice.Below(Ends);
        example.Show(0, first);
        for (int t = 1; t <= gap; t++) example.Show(t, Ends + dice.Below(Symbols - Ends));
        example.Ask(gap, first);
        return example;
    }
}
