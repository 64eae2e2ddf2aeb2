namespace Sluice.Data.Tables;

/// <summary>Rows that need not all be in memory: a file or the answer of a query, read again whenever asked.</summary>
public interface IRowSource
{
    /// <summary>What messages call it.</summary>
    string Name { get; }

    /// <summary>Reads from the first row on, in the same order each time.</summary>
    /// <param name="rows">The rows of each table; the last may have fewer.</param>
    /// <returns>Tables with the same columns.</returns>
    /// <exception cref="SluiceFormatException">A row cannot be read.</exception>
    IEnumerable<Table> Read(int rows);
}
