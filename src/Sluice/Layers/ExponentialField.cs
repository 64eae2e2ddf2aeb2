namespace Sluice.Layers;

/// <summary>The parameters of a linear-chain field as factors.</summary>
internal sealed class ExponentialField
{
    private readonly double _transitionShift, _startShift, _endShift;

    /// <summary>From logarithms: A [K, K] row after row, start and end [K].</summary>
    public ExponentialField(double[] transitions, double[] start, double[] end)
    {
        Labels = start.Length;
        (Transitions, _transitionShift) = Exponentials(transitions);
        Reversed = [.. Enumerable.Range(0, Transitions.Length).Select(n => Transitions[n % Labels * Labels + n / Labels])];
        (Start, _startShift) = Exponentials(start);
        (End, _endShift) = Exponentials(end);
    }

    /// <summary>K.</summary>
    public int Labels { get; }

    /// <summary>exp A, divided by its largest.</summary>
    public double[] Transitions { get; }

    /// <summary>The same, [to, from].</summary>
    public double[] Reversed { get; }

    /// <summary>exp start, divided by its largest.</summary>
    public double[] Start { get; }

    /// <summary>exp end, divided by its largest.</summary>
    public double[] End { get; }

    /// <summary>The logarithm of what a path of T steps was divided by.</summary>
    public double Shift(int steps) => _startShift + _endShift + (steps - 1) * _transitionShift;

    private static (double[], double) Exponentials(double[] values)
    {
        double most = values.Max();
        return ([.. values.Select(v => Math.Exp(v - most))], most);
    }
}
