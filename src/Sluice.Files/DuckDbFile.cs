using System.Data.Common;
using DuckDB.NET.Data;
using Sluice.Formats;
using Sluice.Readers;

namespace Sluice.Files;

/// <summary>DuckDB databases.</summary>
internal sealed class DuckDbFile() : DatabaseFile("this DuckDB database", path => DuckDb.File(FileScope.Check(path), reachesOut: false),
    "SELECT table_name, CASE WHEN table_type = 'BASE TABLE' THEN 1 ELSE 0 END FROM information_schema.tables WHERE table_schema = 'main' ORDER BY 2 DESC, 1"), ITableFormat
{
    public string Name => "a DuckDB database";

    public IReadOnlyList<string> Extensions => [".duckdb", ".ddb", ".db"];

    public bool Is(ReadOnlySpan<byte> first) => first.Length > 12 && first[8..].StartsWith("DUCK"u8);
}
