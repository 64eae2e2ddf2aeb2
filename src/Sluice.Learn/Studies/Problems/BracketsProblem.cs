namespace Sluice.Learn.Studies.Problems;

/// <summary>
/// Brackets of two kinds, nested at most four deep: which one would close now? Half the steps open and half close where both may be;
/// at depth 0 a step opens, at the greatest depth it closes.
/// </summary>
internal sealed class BracketsProblem : Problem
{
    /// <summary>The greatest depth.</summary>
    internal const int Deepest = 4;

    private const int Kinds = 2;

    public override string Name => "brackets";

    public override string About
        => "brackets of two kinds, nested at most four deep: which closes now, or none? Asked at every step; the commonest answer is right in 7/16 (Hewitt et al. 2020)";

    public override string GapIs => "steps of the sequence";

    /// <summary>( [ ) ].</summary>
    public override int Inputs => 2 * Kinds;

    public override int Outputs => Kinds + 1;

    // In the long run the depths 0 … 4 are met in 1/8, 1/4, 1/4, 1/4, 1/8 of the steps; at depth 0 the answer is "none".
    public override double Chance => (1 - 1.0 / (2 * Deepest)) / Kinds;

    public override Example Make(Dice dice, int gap)
    {
        var example = new Example();
        var open = new Stack<int>();
        for (int t = 0; t < gap; t++)
        {
            bool opens = open.Count == 0 || (open.Count < Deepest && dice.Below(2) == 0);
            if (opens) open.Push(dice.Below(Kinds));
            example.Show(t, opens ? open.Peek() : Kinds + open.Pop());
            example.Ask(t, open.Count == 0 ? Kinds : open.Peek());
        }

        return example;
    }
}
