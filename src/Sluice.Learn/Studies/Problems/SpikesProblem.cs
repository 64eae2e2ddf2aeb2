namespace Sluice.Learn.Studies.Problems;

/// <summary>Spikes at uneven intervals: how long was the last one? Nothing but time tells them apart.</summary>
internal sealed class SpikesProblem : Problem
{
    private const int Kinds = 5, Intervals = 6;

    public override string Name => "spikes";

    public override string About
        => "a spike comes after the gap and 0 to 4 steps more, again and again: at each spike, how many more were they? (measuring spike delays, Gers, Schraudolph and Schmidhuber 2002: what peepholes are for)";

    public override string GapIs => "steps between spikes, at least";

    public override int Inputs => 1;

    public override int Outputs => Kinds;

    public override IReadOnlyList<int> Gaps => [5, 10, 20, 30, 50];

    public override Example Make(Dice dice, int gap)
    {
        var example = new Example();
        int at = 0;
        example.Show(0, 0);
        for (int i = 0; i < Intervals; i++)
        {
            int more = dice.Below(Kinds);
            at += gap + more;
            example.Show(at, 0);
            example.Ask(at, more);
        }

        return example;
    }
}
