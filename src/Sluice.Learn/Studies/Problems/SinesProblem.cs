namespace Sluice.Learn.Studies.Problems;

/// <summary>A fixed curve, to be produced without any input: the sum of two sines of very different periods.</summary>
internal sealed class SinesProblem : Problem
{
    // Neither period divides the other: the curve does not repeat within the longest gap.
    private const double Fast = 17.3, Slow = 211;

    public override string Name => "sines";

    public override string About
        => "without any input, the sum of two sines with periods of 17.3 and 211 steps, of variance 1 (what clockwork is for, after Koutník et al. 2014)";

    public override string GapIs => "steps to produce";

    public override int Inputs => 1;

    public override int Outputs => 1;

    public override double MostError => 0.01;

    public override IReadOnlyList<int> Gaps => [40, 80, 160, 320];

    public override Example Make(Dice dice, int gap)
    {
        var example = new Example();
        for (int t = 0; t < gap; t++) example.AskNumber(t, (float)(Math.Sin(2 * Math.PI * t / Fast) + Math.Sin(2 * Math.PI * t / Slow)));
        return example;
    }
}
