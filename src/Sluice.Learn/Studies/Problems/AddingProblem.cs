namespace Sluice.Learn.Studies.Problems;

/// <summary>Two of many numbers are marked, one early, one later: what is their mean? What is their product?</summary>
public abstract class MarkedNumbersProblem : Problem
{
    /// <inheritdoc/>
    public override int Inputs => 2;

    /// <inheritdoc/>
    public override int Outputs => 1;

    /// <inheritdoc/>
    public override Example Make(Dice dice, int gap)
    {
        var example = new Example();
        int steps = Length(dice, gap);
        var (first, second) = Marks(dice, steps);
        float a = 0, b = 0;
        for (int t = 0; t < steps; t++)
        {
            float value = dice.Uniform();
            example.Show(t, 0, value);
            if (t == first) a = value;
            if (t == second) b = value;
            if (t == first || t == second) example.Show(t, 1);
        }

        example.AskNumber(steps - 1, Answer(a, b));
        return example;
    }

    /// <summary>The gap, or up to a tenth more.</summary>
    protected virtual int Length(Dice dice, int gap) => gap + dice.Below(Math.Max(1, gap / 10 + 1));

    /// <summary>One of the first tenth and one of the next four tenths.</summary>
    protected virtual (int First, int Second) Marks(Dice dice, int steps)
    {
        int tenth = Math.Max(1, steps / 10);
        return (dice.Below(tenth), tenth + dice.Below(Math.Max(1, steps / 2 - tenth)));
    }

    /// <summary>What is asked.</summary>
    protected abstract float Answer(float a, float b);
}

/// <summary>(a + b) / 2 (Hochreiter and Schmidhuber 1997, as Pascanu, Mikolov and Bengio 2013 made it).</summary>
internal sealed class AddingProblem : MarkedNumbersProblem
{
    public override string Name => "adding";

    public override string About
        => "two of many numbers are marked, in the first tenth and before the half: what is their mean? (Hochreiter and Schmidhuber 1997; Pascanu et al. 2013)";

    protected override float Answer(float a, float b) => (a + b) / 2;
}

/// <summary>a + b, one mark in each half (as Bai, Kolter and Koltun 2018 made it).</summary>
internal sealed class TwoHalvesProblem : MarkedNumbersProblem
{
    public override string Name => "adding-halves";

    public override string About
        => "two of many numbers are marked, one in each half: what is their sum? Saying 1 has an error of 1/6 (Bai et al. 2018)";

    protected override int Length(Dice dice, int gap) => gap;

    protected override (int First, int Second) Marks(Dice dice, int steps) => (dice.Below(steps / 2), steps / 2 + dice.Below(steps - steps / 2));

    protected override float Answer(float a, float b) => a + b;
}

/// <summary>a · b (Hochreiter and Schmidhuber 1997).</summary>
internal sealed class MultiplicationProblem : MarkedNumbersProblem
{
    public override string Name => "multiplication";

    public override string About
        => "two of many numbers are marked, in the first tenth and before the half: what is their product? (Hochreiter and Schmidhuber 1997; Pascanu et al. 2013)";

    protected override float Answer(float a, float b) => a * b;
}
