namespace Sluice.Zero;

/// <summary>A mean of magnitudes in which a single one cannot count for many.</summary>
internal sealed class MeanError
{
    // Errors beyond so many times their mean count no more than that.
    private const double Most = 8;
    private double _sum;

    public int Count { get; private set; }

    public double Value => Count > 0 ? _sum / Count : 0;

    public void Add(double error)
    {
        if (double.IsNaN(error)) return;
        double size = Math.Abs(error);
        _sum += Count > 8 && _sum > 0 ? Math.Min(size, Most * _sum / Count) : size;
        Count++;
    }
}
