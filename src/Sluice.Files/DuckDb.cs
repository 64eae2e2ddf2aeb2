using System.Data.Common;
using DuckDB.NET.Data;

namespace Sluice.Files;

/// <summary>Connections to DuckDB that stay on this machine and change nothing: extensions are not fetched, files are not written.</summary>
internal static class DuckDb
{
    /// <summary>A database file, only to read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="reachesOut">Whether queries may read other files; a view in a file from elsewhere may not.</param>
    public static DbConnection File(string path, bool reachesOut) => Opened($"DataSource={path};access_mode=READ_ONLY", reachesOut);

    /// <summary>No database: queries read files.</summary>
    public static DbConnection InMemory() => Opened("DataSource=:memory:", reachesOut: true);

    private static Streaming Opened(string connection, bool reachesOut)
    {
        var opened = Loaded(() =>
        {
            var streaming = new Streaming(connection);
            streaming.Open();
            return streaming;
        });
        string[] settings =
        [
            "SET autoinstall_known_extensions = false", "SET autoload_known_extensions = false", "SET allow_community_extensions = false",
            "SET custom_extension_repository = ''", .. reachesOut
                ? Array.Empty<string>()
                : ["SET enable_external_access = false"], "SET lock_configuration = true",
        ];
        foreach (string setting in settings)
        {
            using var command = opened.CreateCommand();
            command.CommandText = setting;
            command.ExecuteNonQuery();
        }

        return opened;
    }

    // DuckDB is a library of seventy megabytes for each kind of machine, so packages do not bring it.
    private static T Loaded<T>(Func<T> open)
    {
        try
        {
            return open();
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException { InnerException: DllNotFoundException })
        {
            throw new SluiceFormatException(
                $"DuckDB's own library is not here. Download libduckdb {Version} for this machine from https://duckdb.org/install (C/C++) and put it into {AppContext.BaseDirectory}; "
                + "a program of your own has it from the package DuckDB.NET.Bindings.Full.", "duckdb", inner: e);
        }
    }

    private static string Version => typeof(DuckDBConnection).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>A connection whose answers are not put into memory first.</summary>
    private sealed class Streaming(string connection) : DuckDBConnection(connection)
    {
        protected override DbCommand CreateDbCommand()
        {
            var command = base.CreateDbCommand();
            ((DuckDBCommand)command).UseStreamingMode = true;
            return command;
        }
    }
}
