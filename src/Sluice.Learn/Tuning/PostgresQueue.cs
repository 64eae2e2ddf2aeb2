using System.Data.Common;
using System.Diagnostics;
using System.Text.Json;

namespace Sluice.Learn.Tuning;

/// <summary>
/// Work in two tables of PostgreSQL, for workers that share no folder. A worker takes the first row that is free (<c>FOR UPDATE SKIP LOCKED</c>) and
/// renews its lease by the clock of the server; a row whose lease is over is free again. A server that goes away is waited for.
/// </summary>
public sealed class PostgresQueue : ITrialQueue
{
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS sluice_searches (id text PRIMARY KEY, closed boolean NOT NULL);
        CREATE TABLE IF NOT EXISTS sluice_trials (
          search text NOT NULL REFERENCES sluice_searches (id), name text NOT NULL, work text NOT NULL, worker text, attempt int NOT NULL DEFAULT 0,
          lease timestamptz, result text, PRIMARY KEY (search, name));
        """;

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private readonly Func<DbConnection> _connect;
    private readonly string? _search;
    private readonly string _folder;
    private readonly TimeSpan _lease;
    private readonly Lock _using = new();
    private DbConnection? _connection;

    /// <summary>Connects.</summary>
    /// <param name="connect">Opens a connection.</param>
    /// <param name="search">The search; null for a worker, which takes the work of all.</param>
    /// <param name="folder">Where runs are kept; a worker keeps those of each search in a folder of its own within.</param>
    /// <param name="lease">The time after which work without a sign is free again.</param>
    /// <exception cref="SluiceException">The server does not answer, or refuses.</exception>
    public PostgresQueue(Func<DbConnection> connect, string? search, string folder, TimeSpan lease)
    {
        (_connect, _search, _folder, _lease) = (connect, search, folder, lease);
        _connection = connect();
        if (search is null) return;
        Do(Tables);
        Do("INSERT INTO sluice_searches VALUES (@search, false) ON CONFLICT DO NOTHING");
    }

    /// <inheritdoc/>
    public TimeSpan Pause => TimeSpan.FromMilliseconds(500);

    /// <inheritdoc/>
    public bool? IsClosed => Exists
        ? Ask("SELECT bool_and(closed) FROM sluice_searches WHERE @search = '' OR id = @search", r => r.IsDBNull(0) ? (bool?)null : r.GetBoolean(0))[0]
        : null;

    private bool Exists => Ask("SELECT to_regclass('sluice_trials') IS NOT NULL", r => r.GetBoolean(0))[0];

    /// <inheritdoc/>
    public void Post(TrialWork work) => Do(
        "INSERT INTO sluice_trials (search, name, work) VALUES (@search, @name, @work) ON CONFLICT DO NOTHING", ("name", work.Name),
        ("work", JsonSerializer.Serialize(work, TuningJson.Default.TrialWork)));

    /// <inheritdoc/>
    public bool Withdraw(string name)
        => Do("DELETE FROM sluice_trials WHERE search = @search AND name = @name AND lease IS NULL AND result IS NULL", ("name", name)) > 0;

    /// <inheritdoc/>
    public IReadOnlyList<TrialResult> Finished(IReadOnlyDictionary<string, TrialResult> known)
    {
        // Whoever had these died, one after the other.
        string[] lost = [.. Ask(
            "SELECT name FROM sluice_trials WHERE search = @search AND result IS NULL AND attempt >= @most AND lease < now()", r => r.GetString(0),
            ("most", Lease.Attempts))];
        foreach (string name in lost) Finish(_search!, new TrialResult(name, null, new Dictionary<string, double>(), 0, Lease.Lost, 0, ""));
        var done = Ask("SELECT name FROM sluice_trials WHERE search = @search AND result IS NOT NULL", r => r.GetString(0));
        string[] fresh = [.. done.Where(n => !known.ContainsKey(n))];
        return fresh.Length == 0 ? [] : Ask(
            "SELECT name, result FROM sluice_trials WHERE search = @search AND name = ANY(@names) ORDER BY name",
            r => Result(r.GetString(0), r.GetString(1)), ("names", fresh));
    }

    /// <inheritdoc/>
    public void Close(bool closed) => Do("UPDATE sluice_searches SET closed = @closed WHERE id = @search", ("closed", closed));

    /// <inheritdoc/>
    public IClaim? Claim(string worker) => _search is null && !Exists ? null : Ask(
        """
        WITH free AS (
          SELECT t.search, t.name FROM sluice_trials t JOIN sluice_searches s ON s.id = t.search
          WHERE NOT s.closed AND (@search = '' OR t.search = @search) AND t.result IS NULL
            AND (t.lease IS NULL OR t.lease < now()) AND t.attempt < @most
          ORDER BY t.search, t.name LIMIT 1 FOR UPDATE OF t SKIP LOCKED)
        UPDATE sluice_trials t SET worker = @worker, attempt = attempt + 1, lease = now() + @seconds * interval '1 second'
        FROM free WHERE t.search = free.search AND t.name = free.name RETURNING t.search, t.work, t.attempt
        """,
        r => new PostgresClaim(
            this, r.GetString(0), TuningJson.Read(r.GetString(1), TuningJson.Default.TrialWork, "sluice_trials", "the work of a trial"), worker, r.GetInt32(2)),
        ("most", Lease.Attempts), ("worker", worker), ("seconds", _lease.TotalSeconds)).FirstOrDefault();

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_using) _connection?.Dispose();
    }

    private static TrialResult Result(string name, string text)
    {
        var result = TuningJson.Read(
            text, TuningJson.Default.TrialResult, "sluice_trials", $"the result of {name}; delete its row to train it again,");
        return result.Name == name && result.Figures is not null
            ? result : throw new SluiceFormatException($"expected the result of {name}; delete its row to train it again.", "sluice_trials");
    }

    private void Finish(string search, TrialResult result) => Do(
        "UPDATE sluice_trials SET result = @result WHERE search = @of AND name = @name AND result IS NULL", ("of", search), ("name", result.Name),
        ("result", JsonSerializer.Serialize(result, TuningJson.Default.TrialResult)));

    private int Do(string text, params (string Name, object Value)[] values) => With(text, values, c => c.ExecuteNonQuery());

    private List<T> Ask<T>(string text, Func<DbDataReader, T> read, params (string Name, object Value)[] values) => With(text, values, c =>
    {
        using var reader = c.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    });

    private T With<T>(string text, (string Name, object Value)[] values, Func<DbCommand, T> use)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            try
            {
                lock (_using)
                {
                    using var command = (_connection ??= _connect()).CreateCommand();
                    (command.CommandText, command.CommandTimeout) = (text, 30);
                    foreach (var (name, value) in values.Append(("search", _search ?? "")))
                    {
                        var parameter = command.CreateParameter();
                        (parameter.ParameterName, parameter.Value) = (name, value);
                        command.Parameters.Add(parameter);
                    }

                    return use(command);
                }
            }
            catch (Exception e) when (IsAway(e))
            {
                lock (_using)
                {
                    _connection?.Dispose();
                    _connection = null;
                }

                if (clock.Elapsed > s_patience)
                    throw new SluiceException($"tune: the database has not answered for {s_patience.TotalMinutes} minutes; when it does, the search goes on with --resume.", e);
                Thread.Sleep(Pause);
            }
        }
    }

    // What the server refuses stays refused; a connection that breaks comes back.
    private bool IsAway(Exception e) => e is DbException { SqlState: null or ['0', '8', ..] or ['5', '7', ..] }
        or InvalidOperationException { InnerException: DbException } || (e is SluiceException && _connection is null);

    private sealed class PostgresClaim(PostgresQueue queue, string search, TrialWork work, string worker, int attempt) : IClaim
    {
        private const string Mine = "search = @of AND name = @name AND worker = @worker AND attempt = @attempt AND result IS NULL";

        public TrialWork Work => work;

        public string Folder => queue._search is null ? Path.Combine(queue._folder, search) : queue._folder;

        public bool Renew() => Do($"UPDATE sluice_trials SET lease = now() + {(int)Math.Ceiling(queue._lease.TotalSeconds)} * interval '1 second' WHERE {Mine}") > 0;

        public void Finish(TrialResult result) => queue.Finish(search, result);

        public void Release() => Do($"UPDATE sluice_trials SET lease = NULL, worker = NULL, attempt = attempt - 1 WHERE {Mine}");

        private int Do(string text) => queue.Do(text, ("of", search), ("name", work.Name), ("worker", worker), ("attempt", attempt));
    }
}
