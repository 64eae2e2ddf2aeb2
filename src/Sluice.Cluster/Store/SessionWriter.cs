using System.Threading.Channels;
using Npgsql;

namespace Sluice.Cluster.Store;

/// <summary>
/// Writes sessions after their steps. While some are written, those that come form the next batch, which is one transaction; nothing waits for a
/// batch to fill. A session is written only where the store has it as this server knew it. For any number of threads.
/// </summary>
internal sealed class SessionWriter : IAsyncDisposable
{
    private const int MostTogether = 256;

    private const string Text = """
        UPDATE sluice_sessions SET last = $4, state = $5, ended = $6,
          expires = CASE WHEN $6 THEN now() + interval '1 minute' ELSE least(began + $7, now() + $8) END
        WHERE model = $1 AND id = $2 AND last = $3 AND NOT ended AND expires > now()
        """;

    private readonly Channel<Change> _waiting = Channel.CreateUnbounded<Change>(new() { SingleReader = true });
    private readonly NpgsqlDataSource _source;
    private readonly TimeSpan _age, _idle;
    private readonly Task _writing;

    /// <param name="source">The database.</param>
    /// <param name="age">How long a session may last.</param>
    /// <param name="idle">How long a session may do nothing.</param>
    public SessionWriter(NpgsqlDataSource source, TimeSpan age, TimeSpan idle)
    {
        (_source, _age, _idle) = (source, age, idle);
        _writing = Task.Run(Run);
    }

    /// <summary>Writes a session.</summary>
    /// <param name="model">Its model.</param>
    /// <param name="id">Its id.</param>
    /// <param name="known">The request that was taken last, as this server knows it.</param>
    /// <param name="next">The request that was taken now.</param>
    /// <param name="ended">Whether the session ended with it.</param>
    /// <param name="state">What is kept.</param>
    /// <returns>False where the store has another one, or none: then nothing was written.</returns>
    /// <exception cref="NpgsqlException">The database does not answer; it may have been written or not.</exception>
    public async Task<bool> Write(string model, string id, Guid known, Guid next, bool ended, byte[] state)
    {
        var change = new Change(model, id, known, next, ended, state);
        return _waiting.Writer.TryWrite(change) ? await change.Done.Task : throw new NpgsqlException("the server is about to stop.");
    }

    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
    }

    private async Task Run()
    {
        List<Change> batch = [];
        while (await _waiting.Reader.WaitToReadAsync())
        {
            while (batch.Count < MostTogether && _waiting.Reader.TryRead(out var change)) batch.Add(change);

            // Rows are locked in one order by all servers.
            batch.Sort((a, b) => string.CompareOrdinal(a.Model, b.Model) is not 0 and var models ? models : string.CompareOrdinal(a.Id, b.Id));
            try
            {
                await Write(batch);
            }
            catch (Exception e)
            {
                foreach (var change in batch) change.Done.TrySetException(e);
            }

            batch.Clear();
        }
    }

    private async Task Write(List<Change> batch)
    {
        await using var connection = await _source.OpenConnectionAsync();
        await using var commands = new NpgsqlBatch(connection);
        foreach (var change in batch)
        {
            commands.BatchCommands.Add(new NpgsqlBatchCommand(Text)
            {
                Parameters =
                {
                    new NpgsqlParameter<string> { TypedValue = change.Model },
                    new NpgsqlParameter<string> { TypedValue = change.Id },
                    new NpgsqlParameter<Guid> { TypedValue = change.Known },
                    new NpgsqlParameter<Guid> { TypedValue = change.Next },
                    new NpgsqlParameter<byte[]> { TypedValue = change.State },
                    new NpgsqlParameter<bool> { TypedValue = change.Ended },
                    new NpgsqlParameter<TimeSpan> { TypedValue = _age },
                    new NpgsqlParameter<TimeSpan> { TypedValue = _idle },
                },
            });
        }

        await commands.ExecuteNonQueryAsync();
        for (int i = 0; i < batch.Count; i++) batch[i].Done.TrySetResult(commands.BatchCommands[i].RecordsAffected == 1);
    }

    private sealed record Change(string Model, string Id, Guid Known, Guid Next, bool Ended, byte[] State)
    {
        public TaskCompletionSource<bool> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
