using Sluice.Data.Tables;

namespace Sluice.Data.Sequences;

/// <summary>Three parts of a series in the order of time: what is learned from, what choices are made by, and what is only measured on.</summary>
public readonly record struct Split(RowRange Train, RowRange Validation, RowRange Test)
{
    /// <summary>
    /// Cuts rows into parts by share. Nothing is shuffled: the past teaches, the future tests.
    /// A share above 0 gives at least one row.
    /// </summary>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="validation">The share for validation, 0 to below 1.</param>
    /// <param name="test">The share at the very end for testing, 0 to below 1.</param>
    /// <exception cref="SluiceException">The shares are out of range.</exception>
    /// <exception cref="SluiceFormatException">No row is left to train on.</exception>
    public static Split ByShare(int rows, double validation, double test = 0)
    {
        if (!(validation >= 0 && test >= 0 && validation + test < 1))
            throw new SluiceException(
                $"Split: the shares must be 0 or more and leave something to train on, got validation {validation} and test {test}.");
        int testRows = Rows(test), validationRows = Rows(validation), trainRows = rows - validationRows - testRows;
        if (trainRows < 1)
            throw new SluiceFormatException($"Split: {rows} rows are too few for a validation share of {validation} and a test share of {test}.");
        return new Split(new(0, trainRows), new(trainRows, validationRows), new(trainRows + validationRows, testRows));

        int Rows(double share) => share == 0 ? 0 : Math.Max(1, (int)Math.Round(rows * share));
    }
}
