namespace Sluice.Learn.Studies.Problems;

/// <summary>One sequence of a problem: what is shown at its steps, and what is asked.</summary>
public sealed class Example
{
    /// <summary>Values that are not 0: step, input, value.</summary>
    internal List<(int Step, int Input, float Value)> Shown { get; } = [];

    /// <summary>Answers wanted: step, output (for numbers) or symbol (for classes), the number, and whether it counts in the score.</summary>
    internal List<(int Step, int Output, float Value, bool Scored)> Asked { get; } = [];

    /// <summary>Steps.</summary>
    public int Steps { get; private set; }

    /// <summary>Shows a value; a symbol is an input that is 1.</summary>
    public void Show(int step, int input, float value = 1)
    {
        Shown.Add((step, input, value));
        Steps = Math.Max(Steps, step + 1);
    }

    /// <summary>Shows symbols, one a step, from the first step on.</summary>
    public void Show(IEnumerable<int> symbols)
    {
        foreach (int symbol in symbols) Show(Steps, symbol);
    }

    /// <summary>Asks for a symbol.</summary>
    /// <param name="step">When.</param>
    /// <param name="symbol">The right one.</param>
    /// <param name="scored">Whether it counts in the score; where several would do, it is only learned from.</param>
    public void Ask(int step, int symbol, bool scored = true)
    {
        Asked.Add((step, symbol, 0, scored));
        Steps = Math.Max(Steps, step + 1);
    }

    /// <summary>Asks for a number.</summary>
    public void AskNumber(int step, float value)
    {
        Asked.Add((step, 0, value, true));
        Steps = Math.Max(Steps, step + 1);
    }
}
