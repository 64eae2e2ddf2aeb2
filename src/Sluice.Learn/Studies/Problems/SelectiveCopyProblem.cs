namespace Sluice.Learn.Studies.Problems;

/// <summary>Up to eight symbols stand at random places among blanks; then as many signs: what were they, in order?</summary>
internal sealed class SelectiveCopyProblem : Problem
{
    private const int Symbols = 8, Most = 8, Blank = Symbols, Recall = Symbols + 1;

    public override string Name => "copying";

    public override string About
        => "up to eight symbols of eight kinds at random places among blanks, then signs: what were they, in order? Chance 1/8 (selective copying, Gu and Dao 2023)";

    public override string GapIs => "steps of the sequence";

    public override int Inputs => Symbols + 2;

    public override int Outputs => Symbols;

    public override Example Make(Dice dice, int gap)
    {
        var example = new Example();
        int count = Math.Clamp(gap / 3, 1, Most), places = Math.Max(gap, 2) - count;

        // Each place is taken with the probability with which the symbols left fall on those left, so that every choice is as likely.
        for (int t = 0, left = count; t < places; t++)
        {
            if (dice.Below(places - t) >= left)
            {
                example.Show(t, Blank);
                continue;
            }

            int symbol = dice.Below(Symbols);
            example.Show(t, symbol);
            example.Ask(places + count - left, symbol);
            left--;
        }

        for (int i = 0; i < count; i++) example.Show(places + i, Recall);
        return example;
    }
}
