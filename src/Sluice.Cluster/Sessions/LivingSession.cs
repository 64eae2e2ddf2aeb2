using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;
using Sluice.Cluster.Store;
using Sluice.Data.Tables;
using Sluice.Serving;
using Sluice.Serving.Models;
using Sluice.Serving.Operations;
using Sluice.Serving.Sessions;
using Sluice.Tasks.Live;

namespace Sluice.Cluster.Sessions;

/// <summary>
/// A session where it lives, for one request at a time. A request is computed by a copy of the memory, then written, then answered; until it is
/// written nothing has changed. Where the store has another session than is known here, because two servers took themselves for its home, nothing is
/// written: what the store has is read again, and the request computed anew.
/// </summary>
internal sealed class LivingSession(ClusterNode node, string model, string id)
{
    private const int Attempts = 4;

    // A share that is not known is no number.
    private static readonly JsonSerializerOptions s_json = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    private bool _livesHere;

    // What the store has, as far as this server knows, and the memory that goes with it; null where it is to be read.
    private KeptSession? _kept;
    private LiveSession? _memory;

    // What was strange of the rows that were taken here, and how many these are.
    private SessionDrift? _drift;
    private long _seen;

    /// <summary>Whether nothing of it is kept here.</summary>
    public bool IsOver => _kept is null or { Ended: true };

    /// <summary>Takes what is asked: wholly, or not at all.</summary>
    /// <exception cref="ServingException">It is refused.</exception>
    public async Task<SessionAnswer> Take(SessionAsk ask, CancellationToken stop)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            if (ask.Start)
            {
                if (await Begin(ask, stop) is { } begun) return begun;
                Forget();
            }

            try
            {
                _kept ??= await node.Store.Read(model, id, stop);
            }
            catch (ServingException) when (ask is { End: true, Rows: null })
            {
                await node.Store.Remove(model, id, stop);
                return new();
            }

            if (_kept?.Last == ask.Number) return Taken(_kept);
            if (ask.Start)
            {
                if (_kept is { Ended: false }) throw SessionTable.Exists(model, id);
                continue;
            }

            if (_kept is not { Ended: false } kept) throw SessionTable.Unknown(model);
            if (await GoOn(ask, kept, stop) is { } answer) return answer;
            Forget();
        }

        throw new ServingException(StatusCodes.Status503ServiceUnavailable, "the session is asked for by several servers at once; ask again.") { RetryAfter = 1 };
    }

    /// <summary>Begins the session; null where the store has one of this id.</summary>
    private async Task<SessionAnswer?> Begin(SessionAsk ask, CancellationToken stop)
    {
        if (node.Find(model, ask.Version) is not { } version) return new() { Outcome = SessionOutcome.Elsewhere, Version = ask.Version };
        bool arrives = !_livesHere;
        if (arrives) node.Arrive(model, begins: true);
        _livesHere = true;
        bool done = false;
        try
        {
            var (next, memory) = await Compute(ask, version, new KeptSession(version.Version, default, false, 0, 0, [], [], []), stop);
            if (!(done = await node.Store.Begin(model, id, next, stop))) return null;
            (_kept, _memory) = (next, memory);
            return Taken(next);
        }
        finally
        {
            if (!done) Forget();
        }
    }

    /// <summary>Takes what is asked; null where the store has another session by now.</summary>
    private async Task<SessionAnswer?> GoOn(SessionAsk ask, KeptSession kept, CancellationToken stop)
    {
        ModelVersion.NeedVersion(model, kept.Version, ask.Wanted);
        if (ask is { End: true, Rows: null })
            return await Write(kept with { Last = ask.Number, Ended = true, Before = kept.Rows, Digest = [], Answers = [] }, null);
        if (node.Find(model, kept.Version) is not { } version)
        {
            Forget();
            return new() { Outcome = SessionOutcome.Elsewhere, Version = kept.Version };
        }

        if (ask.IsLook || ask.Version != kept.Version)
        {
            return new()
            {
                Outcome = SessionOutcome.OtherForm,
                Version = kept.Version,
                Rows = kept.Rows,
                Form = JsonSerializer.Serialize(version.NeedLive().Net.Form),
                Drift = JsonSerializer.Serialize(version.Drift?.Of(_drift, _seen) ?? [], s_json),
            };
        }

        if (!_livesHere) node.Arrive(model, begins: false);
        _livesHere = true;
        if (ask.Taken is { } taken)
        {
            var last = new LastTaken(kept.Before, kept.Digest, []);
            if (!LastTaken.IsNext(taken, kept.Rows, last, LastTaken.DigestOf(RowBytes.ReadRows(ask.Rows!)))) return Taken(kept);
        }

        var (next, memory) = await Compute(ask, version, kept, stop);
        return await Write(next, memory);

        async Task<SessionAnswer?> Write(KeptSession next, LiveSession? memory)
        {
            // From here on it goes to its end, whoever waits: what was written was taken.
            stop.ThrowIfCancellationRequested();
            if (!await node.Store.Write(model, id, kept.Last, next)) return null;
            (_kept, _memory) = (next, memory);
            return Taken(next);
        }
    }

    /// <summary>What the session is after a request, and its memory; nothing has changed yet.</summary>
    private async Task<(KeptSession Next, LiveSession Memory)> Compute(SessionAsk ask, ModelVersion version, KeptSession kept, CancellationToken stop)
    {
        var (net, steps) = version.NeedLive();
        if (kept.Rows == 0 && kept.State.Length == 0) _memory = net.Begin();
        _memory ??= net.Restore(kept.State);
        var slot = new LiveSlot(_memory.Copy() ?? net.Restore(_memory.ToBytes())) { Rows = kept.Rows, Drift = _drift };
        byte[] answers = [0, 0, 0, 0], digest = [];
        if (ask.Rows is { } bytes)
        {
            var rows = RowBytes.ReadRows(bytes);
            digest = LastTaken.DigestOf(rows);
            answers = RowBytes.Write(await steps.Take(slot, rows, stop));
            (_drift, _seen) = (slot.Drift, _seen + rows.Count);
        }

        return (new(version.Version, ask.Number, ask.End, slot.Rows, kept.Rows, digest, answers, slot.Memory.ToBytes()), slot.Memory);
    }

    /// <summary>The session lives here no longer; what the store has of it is read when it is asked for again.</summary>
    public void Forget()
    {
        (_kept, _memory, _drift, _seen) = (null, null, null, 0);
        if (_livesHere) node.Leave(model);
        _livesHere = false;
    }

    /// <summary>The drift in the answer to a look.</summary>
    public static IReadOnlyList<ColumnDrift> DriftOf(string? json)
        => json is null ? [] : JsonSerializer.Deserialize<ColumnDrift[]>(json, s_json) ?? [];

    private static SessionAnswer Taken(KeptSession kept)
        => new() { Outcome = SessionOutcome.Taken, Version = kept.Version, Rows = kept.Rows, Answers = kept.Answers };
}
