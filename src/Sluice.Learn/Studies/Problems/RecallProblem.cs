namespace Sluice.Learn.Studies.Problems;

/// <summary>
/// Associative recall of many pairs: up to 16 of 64 keys are shown, each with a value in the same step, and then for all the steps
/// that remain one of these keys: which value was its own?
/// </summary>
/// <remarks>
/// In the problem of Arora et al. a value stands in the step after its key. Here they share one, so that no layer has to look one step
/// back first, and memory alone is measured.
/// </remarks>
internal sealed class RecallProblem : Problem
{
    private const int Keys = 64, Values = 16, MostPairs = 16;

    public override string Name => "recall";

    public override string About
        => "up to 16 of 64 keys come, each with one of 16 values, then one of these keys at each step: what was its value? Chance 1/16 (after MQAR, Arora et al. 2023)";

    public override string GapIs => "steps of the sequence";

    public override int Inputs => Keys + Values;

    public override int Outputs => Values;

    public override IReadOnlyList<int> Gaps => [4, 8, 16, 32, 64, 128];

    public override Example Make(Dice dice, int gap)
    {
        var example = new Example();
        int pairs = Math.Clamp(gap / 2, 1, MostPairs);
        int[] keys = [.. Enumerable.Range(0, Keys)], values = new int[pairs];
        for (int t = 0; t < pairs; t++)
        {
            int other = dice.Between(t, Keys - 1);
            (keys[t], keys[other]) = (keys[other], keys[t]);
            values[t] = dice.Below(Values);
            example.Show(t, keys[t]);
            example.Show(t, Keys + values[t]);
        }

        for (int t = pairs; t < Math.Max(gap, pairs + 1); t++)
        {
            int pair = dice.Below(pairs);
            example.Show(t, keys[pair]);
            example.Ask(t, values[pair]);
        }

        return example;
    }
}
