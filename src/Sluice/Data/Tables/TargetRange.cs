namespace Sluice.Data.Tables;

/// <summary>Which numbers can be learned in single precision: there must be some, and they must not leave its range on the way.</summary>
internal static class TargetRange
{
    // Squares of these, in their own unit, are still numbers.
    private const double Least = 1e-18, Most = 1e18;

    /// <summary>Checks the values of a column that is to be predicted, in the rows to learn from.</summary>
    /// <param name="column">The column.</param>
    /// <param name="values">Its values; NaN where one is missing.</param>
    /// <param name="file">What messages call their source.</param>
    /// <exception cref="SluiceFormatException">All are missing, or so large or so small that they need another unit.</exception>
    public static void Check(string column, IEnumerable<double> values, string? file)
    {
        double low = double.PositiveInfinity, high = double.NegativeInfinity;
        foreach (double value in values)
            if (!double.IsNaN(value)) (low, high) = (Math.Min(low, value), Math.Max(high, value));
        Check(column, low, high, file);
    }

    /// <summary>Checks the least and the largest value; where there is none, the least is above the largest.</summary>
    public static void Check(string column, double low, double high, string? file)
    {
        if (low > high) throw new SluiceFormatException($"column '{column}' has no value in the rows to learn from: all are missing.", file);
        double largest = Math.Max(Math.Abs(low), Math.Abs(high));
        if (largest > Most || (largest > 0 && largest < Least))
            throw new SluiceFormatException(
                $"the values of column '{column}' go from {low:G3} to {high:G3}, too {(largest > Most ? "large" : "small")} to learn in single precision, which takes {Least:G1} to {Most:G1}. Write them in another unit.",
                file);
    }
}
