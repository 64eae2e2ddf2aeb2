namespace Sluice.Learn.Studies.Problems;

/// <summary>Two numbers digit by digit, then their sum digit by digit.</summary>
internal sealed class DigitsProblem : Problem
{
    private const int Minus = 10;

    public override string Name => "digits";

    public override string About
        => "two numbers are read digit by digit, the highest first, and their sum is written the same way (15 digits in Kalchbrenner et al. 2015: what grid LSTM is for)";

    public override string GapIs => "digits of a number";

    public override int Inputs => 11;

    public override int Outputs => 10;

    public override IReadOnlyList<int> Gaps => [1, 2, 3, 4, 6, 8, 10, 15];

    public override Example Make(Dice dice, int gap)
    {
        int[] a = Digits(dice, gap), b = Digits(dice, gap);
        var example = new Example();
        example.Show([Minus, .. a, Minus, .. b, Minus]);
        int carry = 0, start = example.Steps - 1;
        for (int i = gap - 1; i >= 0; i--)
        {
            int sum = a[i] + b[i] + carry;
            example.Ask(start + 1 + i, sum % 10);
            carry = sum / 10;
        }

        example.Ask(start, carry);
        for (int i = 0; i < gap; i++) example.Show(start + 1 + i, Minus);
        return example;
    }

    private static int[] Digits(Dice dice, int count) => [.. Enumerable.Range(0, count).Select(_ => dice.Below(10))];
}
