using Microsoft.AspNetCore.Http;
using Npgsql;
using Sluice.Serving;
using Sluice.Serving.Sessions;

namespace Sluice.Cluster.Store;

/// <summary>
/// The sessions of a cluster, in the table <c>sluice_sessions</c>: each as the last request that was answered left it, authenticated. The clock of
/// the database says whose time is over. For any number of threads.
/// </summary>
internal sealed class SessionStore(NpgsqlDataSource source, StateToken tokens, ServingOptions options) : IAsyncDisposable
{
    private readonly SessionWriter _writer = new(source, options.SessionAge, options.SessionIdle);

    /// <summary>A session, also one that has ended a moment ago; null where there is none.</summary>
    /// <exception cref="ServingException">It is none that this cluster wrote (412).</exception>
    public async Task<KeptSession?> Read(string model, string id, CancellationToken stop)
    {
        await using var command = Command(
            "SELECT last, ended, state FROM sluice_sessions WHERE model = $1 AND id = $2 AND expires > now()", model, id);
        await using var row = await command.ExecuteReaderAsync(stop);
        if (!await row.ReadAsync(stop)) return null;
        if (tokens.Open(Owner(model, id), row.GetFieldValue<byte[]>(2)) is var (version, bytes)
            && KeptSession.Of(version, bytes) is var kept && kept.Last == row.GetGuid(0) && kept.Ended == row.GetBoolean(1))
            return kept;
        throw new ServingException(
            StatusCodes.Status412PreconditionFailed, $"what the store has of this session of model '{model}' is not what the cluster wrote; end it, and begin another.");
    }

    /// <summary>Writes a session that begins.</summary>
    /// <returns>False where there is one of this id already.</returns>
    public async Task<bool> Begin(string model, string id, KeptSession kept, CancellationToken stop)
    {
        await using var command = Command(
            """
            INSERT INTO sluice_sessions AS s (model, id, version, last, ended, expires, state)
            VALUES ($1, $2, $3, $4, $5, now() + CASE WHEN $5 THEN interval '1 minute' ELSE least($7::interval, $8::interval) END, $6)
            ON CONFLICT (model, id) DO UPDATE SET version = excluded.version, last = excluded.last, ended = excluded.ended, began = now(),
              expires = excluded.expires, state = excluded.state WHERE s.ended OR s.expires <= now()
            """,
            model, id, kept.Version, kept.Last, kept.Ended, Seal(model, id, kept), options.SessionAge, options.SessionIdle);
        return await command.ExecuteNonQueryAsync(stop) == 1;
    }

    /// <summary>Writes a session that goes on, or ends.</summary>
    /// <returns>False where the store has another one: nothing was written.</returns>
    public Task<bool> Write(string model, string id, Guid known, KeptSession kept)
        => _writer.Write(model, id, known, kept.Last, kept.Ended, Seal(model, id, kept));

    /// <summary>Removes a session, whatever the store has of it.</summary>
    public async Task Remove(string model, string id, CancellationToken stop)
    {
        await using var command = Command("DELETE FROM sluice_sessions WHERE model = $1 AND id = $2", model, id);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>How many sessions there are of each version of each model.</summary>
    public async Task<IReadOnlyDictionary<(string Model, string Version), long>> Count(CancellationToken stop)
    {
        await using var command = Command("SELECT model, version, count(*) FROM sluice_sessions WHERE NOT ended AND expires > now() GROUP BY model, version");
        await using var row = await command.ExecuteReaderAsync(stop);
        Dictionary<(string, string), long> counts = [];
        while (await row.ReadAsync(stop)) counts[(row.GetString(0), row.GetString(1))] = row.GetInt64(2);
        return counts;
    }

    /// <summary>Forgets the sessions whose time is over.</summary>
    public async Task Sweep(CancellationToken stop)
    {
        await using var command = Command("DELETE FROM sluice_sessions WHERE expires <= now()");
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>Says which versions a server has.</summary>
    public async Task Tell(string silo, string[] models, CancellationToken stop)
    {
        await using var command = Command("UPDATE sluice_silos SET models = $2 WHERE address = $1 AND models <> $2", silo, models);
        await command.ExecuteNonQueryAsync(stop);
    }

    /// <summary>The servers that have said that they have a version.</summary>
    public async Task<IReadOnlyList<string>> Having(string model, string version, CancellationToken stop)
    {
        await using var command = Command("SELECT address FROM sluice_silos WHERE status = 3 AND $1 = ANY (models) ORDER BY address", Version(model, version));
        await using var row = await command.ExecuteReaderAsync(stop);
        List<string> silos = [];
        while (await row.ReadAsync(stop)) silos.Add(row.GetString(0));
        return silos;
    }

    /// <summary>How a version is written where servers say which they have.</summary>
    public static string Version(string model, string version) => $"{model}/{version}";

    public ValueTask DisposeAsync() => _writer.DisposeAsync();

    private static string Owner(string model, string id) => $"session {model}/{id}";

    private byte[] Seal(string model, string id, KeptSession kept) => tokens.Seal(Owner(model, id), kept.Version, kept.ToBytes());

    private NpgsqlCommand Command(string text, params object[] values)
    {
        var command = source.CreateCommand(text);
        foreach (object value in values) command.Parameters.Add(new() { Value = value });
        return command;
    }
}
