using System.Data.Common;
using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>
/// The answer of a query as rows that need not all be in memory: the query is asked again for each reading, so its order must be sure (ORDER BY).
/// </summary>
/// <param name="connect">Makes a connection, open or not, for each reading; it is closed after.</param>
/// <param name="query">The query, in the database's SQL.</param>
/// <param name="options">What is known of some columns; the others are of the kind that the database says.</param>
public sealed class SqlRows(Func<DbConnection> connect, string query, TableOptions? options = null) : IRowSource
{
    /// <inheritdoc/>
    public string Name => SqlTable.Name;

    /// <inheritdoc/>
    public IEnumerable<Table> Read(int rows)
    {
        using var connection = connect();
        foreach (var table in SqlTable.Chunks(connection, query, rows, options)) yield return table;
    }
}
