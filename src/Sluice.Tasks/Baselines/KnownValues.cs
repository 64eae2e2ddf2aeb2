namespace Sluice.Tasks.Baselines;

/// <summary>Figures of values of which some are missing (NaN).</summary>
internal static class KnownValues
{
    /// <summary>The mean of those that are known; NaN where none is.</summary>
    public static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        int count = 0;
        foreach (double value in values)
        {
            if (double.IsNaN(value)) continue;
            sum += value;
            count++;
        }

        return sum / count;
    }
}
