namespace Sluice.Learn.Studies.Problems;

/// <summary>A sum or a difference of two numbers, with letters that mean nothing between the digits.</summary>
internal sealed class ArithmeticProblem : Problem
{
    private const int Plus = 10, Less = 11, Is = 12, End = 13, Letters = 8, FirstLetter = 14;
    private const double Distraction = 0.4;

    public override string Name => "arithmetic";

    public override string About
        => "two numbers added or subtracted, letters that mean nothing between their digits; each sign of the answer is foreseen from those before (after Jozefowicz, Zaremba and Sutskever 2015: what a forget-gate bias of 1 does)";

    public override string GapIs => "digits of a number, at most";

    public override int Inputs => FirstLetter + Letters;

    public override int Outputs => 14;

    public override IReadOnlyList<int> Gaps => [1, 2, 3, 4, 6, 8];

    public override Example Make(Dice dice, int gap)
    {
        long a = Number(dice, gap), b = Number(dice, gap);
        bool add = dice.Below(2) == 0;
        List<int> signs = [];
        foreach (int sign in (int[])[.. Signs(a), add ? Plus : Less, .. Signs(b)])
        {
            while (dice.Uniform() < Distraction) signs.Add(FirstLetter + dice.Below(Letters));
            signs.Add(sign);
        }

        var example = new Example();
        example.Show([.. signs, Is]);
        foreach (int sign in (int[])[.. Signs(add ? a + b : a - b), End])
        {
            example.Ask(example.Steps - 1, sign);
            if (sign != End) example.Show(example.Steps, sign);
        }

        return example;
    }

    private static long Number(Dice dice, int digits)
    {
        long number = 0;
        for (int i = dice.Between(1, digits); i > 0; i--) number = number * 10 + dice.Below(10);
        return number;
    }

    private static IEnumerable<int> Signs(long number)
        => (number < 0
            ? new[] { Less }
            : []).Concat(Math.Abs(number).ToString(System.Globalization.CultureInfo.InvariantCulture).Select(c => c - '0'));
}
