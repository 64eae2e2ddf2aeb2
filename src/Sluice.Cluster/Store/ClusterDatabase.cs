using System.Data.Common;
using System.Security.Cryptography;
using Npgsql;
using Sluice.Readers;

namespace Sluice.Cluster.Store;

/// <summary>The database of a cluster: its three tables, which the first server makes, and what all its servers share.</summary>
internal static class ClusterDatabase
{
    /// <summary>How states and tables are written; servers of another form do not read them.</summary>
    private const int Form = 1;

    private const string Tables = """
        SELECT pg_advisory_xact_lock(7391825046112);
        CREATE TABLE IF NOT EXISTS sluice_cluster (
          one boolean PRIMARY KEY DEFAULT true CHECK (one), form int NOT NULL, version text NOT NULL, key bytea, proof bytea NOT NULL,
          table_version int NOT NULL DEFAULT 0);
        CREATE TABLE IF NOT EXISTS sluice_silos (
          address text PRIMARY KEY, status int NOT NULL, entry text NOT NULL, etag int NOT NULL, alive timestamptz NOT NULL,
          seen timestamptz NOT NULL DEFAULT now(), models text[] NOT NULL DEFAULT '{}');
        CREATE TABLE IF NOT EXISTS sluice_sessions (
          model text NOT NULL, id text NOT NULL, version text NOT NULL, last uuid NOT NULL, ended boolean NOT NULL,
          began timestamptz NOT NULL DEFAULT now(), expires timestamptz NOT NULL, state bytea NOT NULL, PRIMARY KEY (model, id))
          WITH (fillfactor = 50);
        """;

    /// <summary>Opens it, makes its tables where there are none, and sees that this server may take part.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="key">The state key of this server, or null for that which the cluster keeps.</param>
    /// <param name="version">The version of this server.</param>
    /// <returns>Connections to it, and the state key of the cluster.</returns>
    /// <exception cref="SluiceException">It does not answer or refuses, or the cluster is of another version, or has another key.</exception>
    public static (NpgsqlDataSource Source, byte[] Key) Open(ClusterOptions options, byte[]? key, string version)
    {
        var settings = new NpgsqlConnectionStringBuilder(options.Database)
        {
            Pooling = true,
            MaxPoolSize = options.Connections,
            Timeout = 5,
            CommandTimeout = 10,
            MaxAutoPrepare = 32,
            AutoPrepareMinUsages = 2,
            ApplicationName = "sluice",
        };
        var alone = new NpgsqlConnectionStringBuilder(settings.ConnectionString) { Pooling = false };
        using var connection = new NpgsqlConnection(alone.ConnectionString);
        try
        {
            SqlTable.Open(connection);
            byte[] shared = Join(connection, key, version);
            return (NpgsqlDataSource.Create(settings), shared);
        }
        catch (SluiceFormatException e) when (e.File is { } place)
        {
            // Its sentence stands for the database of a query.
            throw new SluiceFormatException(e.Message[(place.Length + 2)..], "cluster", inner: e);
        }
        catch (DbException e)
        {
            throw new SluiceException($"cluster: the database refuses to make or read the tables of the cluster: {e.Message}", e);
        }
    }

    /// <summary>
    /// Whether the database does not answer now, and may later: the connection is lost (08), it lacks room (53), stops or starts (57), only reads for
    /// now because another took its place (25006), or undid what crossed something else (40).
    /// </summary>
    public static bool IsAway(Exception e) => e is DbException { SqlState: null or ['0', '8', ..] or ['5', '3' or '7', ..] or "25006" or ['4', '0', ..] }
        or TimeoutException or IOException or InvalidOperationException { InnerException: DbException };

    private static byte[] Join(NpgsqlConnection connection, byte[]? key, string version)
    {
        using var transaction = connection.BeginTransaction();
        using (var tables = new NpgsqlCommand(Tables, connection, transaction)) tables.ExecuteNonQuery();
        byte[] shared = key ?? RandomNumberGenerator.GetBytes(32);
        using (var first = new NpgsqlCommand(
            "INSERT INTO sluice_cluster (form, version, key, proof) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING", connection, transaction)
        {
            Parameters =
            {
                new() { Value = Form },
                new() { Value = version },
                new() { Value = key is null ? shared : DBNull.Value },
                new() { Value = Proof(shared) },
            },
        })
            first.ExecuteNonQuery();

        string members;
        using (var read = new NpgsqlCommand(
            """
            SELECT form, version, key, proof, (SELECT count(*) FROM sluice_silos WHERE status = 3 AND seen > now() - interval '15 seconds')
            FROM sluice_cluster
            """, connection, transaction))
        using (var row = read.ExecuteReader())
        {
            row.Read();
            int form = row.GetInt32(0);
            members = row.GetString(1);
            byte[]? kept = row.IsDBNull(2) ? null : row.GetFieldValue<byte[]>(2);
            if (form != Form)
                throw new SluiceException($"cluster: expected tables of form {Form} in the database, got those of Sluice {members}, form {form}; use another database.");
            if (members != version && row.GetInt64(4) > 0)
                throw new SluiceException(
                    $"cluster: expected servers of one version, got Sluice {version} here and {members} on the cluster; stop those first, or use another database.");
            if (kept is null && key is null)
                throw new SluiceException("cluster: this cluster was begun with a state key; give the same with --state-key FILE or SLUICE_STATE_KEY.");
            if (kept is not null && key is not null && !kept.AsSpan().SequenceEqual(key))
                throw new SluiceException("cluster: this cluster was begun without a state key and keeps one of its own; start without --state-key and SLUICE_STATE_KEY.");
            shared = kept ?? key!;
            if (!CryptographicOperations.FixedTimeEquals(Proof(shared), row.GetFieldValue<byte[]>(3)))
                throw new SluiceException("cluster: expected the state key that the cluster was begun with, got another one.");
        }

        if (members != version)
        {
            using var update = new NpgsqlCommand("UPDATE sluice_cluster SET version = $1", connection, transaction) { Parameters = { new() { Value = version } } };
            update.ExecuteNonQuery();
        }

        transaction.Commit();
        return shared;
    }

    private static byte[] Proof(byte[] key) => HMACSHA256.HashData(key, "the state key of a cluster"u8);
}
