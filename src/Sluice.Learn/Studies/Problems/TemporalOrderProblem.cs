namespace Sluice.Learn.Studies.Problems;

/// <summary>Symbols A and B stand at some places among others: in which order did they come?</summary>
public abstract class OrderProblem : Problem
{
    private const int Marks = 2, Distractors = 4;

    /// <inheritdoc/>
    public override int Inputs => Marks + Distractors;

    /// <inheritdoc/>
    public override int Outputs => 1 << Places.Length;

    /// <summary>Tenths of the sequence in which an A or B stands.</summary>
    protected abstract int[] Places { get; }

    /// <inheritdoc/>
    public override Example Make(Dice dice, int gap)
    {
        var example = new Example();
        int tenth = Math.Max(1, gap / 10), steps = Math.Max(gap, 10), order = 0;
        int[] symbols = [.. Enumerable.Range(0, steps).Select(_ => Marks + dice.Below(Distractors))];
        foreach (int place in Places)
        {
            int mark = dice.Below(Marks);
            symbols[place * tenth + dice.Below(tenth)] = mark;
            order = order * Marks + mark;
        }

        example.Show(symbols);
        example.Ask(steps - 1, order);
        return example;
    }
}

/// <summary>Two of them: four orders.</summary>
internal sealed class TemporalOrderProblem : OrderProblem
{
    public override string Name => "order";

    public override string About
        => "two symbols, each A or B, stand in the second and in the sixth tenth among four others: in which order did they come? (Hochreiter and Schmidhuber 1997; Pascanu et al. 2013)";

    protected override int[] Places => [1, 5];
}

/// <summary>Three of them: eight orders.</summary>
internal sealed class ThreeBitOrderProblem : OrderProblem
{
    public override string Name => "order-3";

    public override string About
        => "as order, with three symbols and eight orders, in the second, fourth and seventh tenth (Hochreiter and Schmidhuber 1997)";

    protected override int[] Places => [1, 3, 6];
}
