namespace Sluice.Data.Sequences;

/// <summary>Finds after how many steps a series repeats itself.</summary>
public static class Seasons
{
    /// <summary>
    /// The lag, from 2 to a third of the series and at most 400, at which the changes of the series correlate most with
    /// themselves; 1 where that is below 0.4. Changes are looked at because a trend correlates at every lag.
    /// </summary>
    public static int Detect(ReadOnlySpan<double> values)
    {
        if (values.Length < 8) return 1;
        var change = new double[values.Length - 1];
        double mean = (values[^1] - values[0]) / change.Length, variance = 0;
        for (int i = 0; i < change.Length; i++)
        {
            change[i] = values[i + 1] - values[i] - mean;
            variance += change[i] * change[i];
        }

        int best = 1;
        double highest = 0.4;
        for (int lag = 2; lag <= Math.Min(400, values.Length / 3); lag++)
        {
            double sum = 0;
            for (int i = lag; i < change.Length; i++) sum += change[i] * change[i - lag];
            if (variance > 0 && sum / variance > highest) (best, highest) = (lag, sum / variance);
        }

        return best;
    }
}
