namespace Sluice.Learn.Studies.Problems;

/// <summary>
/// A net must count round a circle: numbers below the modulus come in, their sum so far modulo it is asked at every step,
/// c[t] = (x[1] + … + x[t]) mod m. With m = 2 it is parity.
/// </summary>
internal abstract class CountingProblem : Problem
{
    public override string GapIs => "steps of the sequence";

    public override int Inputs => Outputs;

    public override Example Make(Dice dice, int gap)
    {
        var example = new Example();
        for (int t = 0, sum = 0; t < gap; t++)
        {
            int number = dice.Below(Outputs);
            sum = (sum + number) % Outputs;
            example.Show(t, number);
            example.Ask(t, sum);
        }

        return example;
    }
}

/// <summary>Is the number of ones so far odd?</summary>
internal sealed class ParityProblem : CountingProblem
{
    public override string Name => "parity";

    public override string About => "bits come in: is the number of ones so far odd? Asked at every step; chance 1/2 (Minsky and Papert 1969)";

    public override int Outputs => 2;
}

/// <summary>The sum modulo 3.</summary>
internal sealed class CountingBy3Problem : CountingProblem
{
    public override string Name => "mod-3";

    public override string About => "numbers 0, 1, 2 come in: their sum so far modulo 3, asked at every step; chance 1/3";

    public override int Outputs => 3;
}

/// <summary>The sum modulo 5.</summary>
internal sealed class CountingBy5Problem : CountingProblem
{
    public override string Name => "mod-5";

    public override string About => "numbers 0 to 4 come in: their sum so far modulo 5, asked at every step; chance 1/5";

    public override int Outputs => 5;
}
