namespace Sluice.Zero;

/// <summary>m ← m + a (x − m), with a larger a at first, so that the first values count alike.</summary>
internal sealed class MovingMean(double rate)
{
    private int _count;

    public double Value { get; private set; }

    public void Add(double value)
    {
        if (double.IsNaN(value)) return;
        Value += Math.Max(rate, 1.0 / ++_count) * (value - Value);
    }
}
