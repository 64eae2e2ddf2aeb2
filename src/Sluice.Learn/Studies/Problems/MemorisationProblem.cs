namespace Sluice.Learn.Studies.Problems;

/// <summary>Ten symbols, a blank run, and then all ten again from memory.</summary>
internal sealed class MemorisationProblem : Problem
{
    private const int Symbols = 5, Length = 10, Blank = Symbols, Recall = Symbols + 1;

    public override string Name => "memorisation";

    public override string About
        => "ten symbols of five kinds, blanks, then a sign: what were they, in order? (noiseless memorisation, Pascanu et al. 2013)";

    public override string GapIs => "blanks";

    public override int Inputs => Symbols + 2;

    public override int Outputs => Symbols;

    public override IReadOnlyList<int> Gaps => [1, 5, 10, 20, 50, 100];

    public override Example Make(Dice dice, int gap)
    {
        var example = new Example();
        for (int i = 0; i < Length; i++)
        {
            int symbol = dice.Below(Symbols);
            example.Show(i, symbol);
            example.Ask(Length + gap + i, symbol);
        }

        for (int t = Length; t < 2 * Length + gap; t++) example.Show(t, t == Length + gap ? Recall : Blank);
        return example;
    }
}
