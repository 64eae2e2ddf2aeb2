using Sluice.Serving.Models;
using Sluice.Tasks.Live;

namespace Sluice.Serving.Sessions;

/// <summary>Where the memory of live rows is.</summary>
/// <param name="Session">The id of a session that the server keeps, or null.</param>
/// <param name="Start">Whether it begins here.</param>
/// <param name="End">Whether it ends here.</param>
/// <param name="State">The state in the client's hands, empty for the beginning; or null.</param>
internal sealed record LiveAsk(string? Session, bool Start, bool End, string? State);

/// <summary>What came of live rows.</summary>
/// <param name="Version">The version that took them.</param>
/// <param name="Answers">The answer to each.</param>
/// <param name="Session">The id of the session, or null.</param>
/// <param name="State">The state for the client to keep, or null.</param>
/// <param name="Rows">Rows that the session has taken so far.</param>
internal sealed record LiveTold(ModelVersion Version, IReadOnlyList<Array[]> Answers, string? Session, string? State, long Rows);

/// <summary>Takes the rows of live sequences, wherever their memory is.</summary>
internal sealed class LiveSteps(ModelShelf shelf, StateToken tokens)
{
    /// <summary>Takes rows.</summary>
    /// <param name="model">The model.</param>
    /// <param name="version">The version that is asked for, or null.</param>
    /// <param name="ask">Where the memory is; by itself, a sequence begins and ends with these rows.</param>
    /// <param name="read">Reads the rows for a version.</param>
    /// <param name="stop">Set when nobody waits any longer.</param>
    public async Task<LiveTold> Take(
        ServedModel model, string? version, LiveAsk ask, Func<LiveForm, IReadOnlyList<LiveRow>> read, CancellationToken stop)
    {
        if (ask.State is not null)
        {
            if (ask.Session is not null || ask.Start || ask.End) throw ServingException.Bad("expected a state or a session, got both.");
            return await WithState(model, version, ask.State, read, stop);
        }

        if (ask is { Session: null, Start: false, End: true }) throw ServingException.Bad("expected the id of the session that is to end, got none.");
        if (ask is { Session: null, Start: false })
        {
            var now = model.Find(version);
            var slot = new LiveSlot(now.NeedLive().Net.Begin());
            return new(now, await Take(now, slot, read, stop), null, null, slot.Rows);
        }

        return await WithSession(model, version, ask, read, stop);
    }

    private async Task<LiveTold> WithSession(
        ServedModel model, string? version, LiveAsk ask, Func<LiveForm, IReadOnlyList<LiveRow>> read, CancellationToken stop)
    {
        string id = ask.Session ?? "";
        if (ask.Start)
        {
            shelf.RefuseWhenDraining();
            id = model.Sessions.Start(ask.Session, model.Find(version)).Id;
        }

        var session = model.Sessions.Use(id, ask.End);
        bool done = false;
        try
        {
            if (version is not null && session.Version.Version != version)
                throw ServingException.Bad($"the session is on version {session.Version.Version} of model '{model.Name}', got a request for version {version}.");
            var answers = await Take(session.Version, session.Slot, read, stop);
            done = true;
            return new(session.Version, answers, id, null, session.Slot.Rows);
        }
        finally
        {
            // A last row that came to nothing leaves the session as it was; a first one leaves none.
            model.Sessions.Return(session, keep: !done && ask.End && !ask.Start, end: !done && ask.Start);
        }
    }

    private async Task<LiveTold> WithState(
        ServedModel model, string? version, string state, Func<LiveForm, IReadOnlyList<LiveRow>> read, CancellationToken stop)
    {
        ModelVersion now;
        LiveSession memory;
        if (state.Length == 0)
        {
            now = model.Find(version);
            memory = now.NeedLive().Net.Begin();
        }
        else
        {
            var (of, bytes) = tokens.Read(model.Name, state);
            if (version is not null && version != of) throw ServingException.Bad($"the state is for version {of} of model '{model.Name}', got a request for version {version}.");
            now = model.Find(of);
            memory = now.NeedLive().Net.Restore(bytes);
        }

        var slot = new LiveSlot(memory);
        var answers = await Take(now, slot, read, stop);
        return new(now, answers, null, tokens.Write(now, slot.Memory.ToBytes()), slot.Rows);
    }

    private async Task<IReadOnlyList<Array[]>> Take(
        ModelVersion version, LiveSlot slot, Func<LiveForm, IReadOnlyList<LiveRow>> read, CancellationToken stop)
    {
        var (net, steps) = version.NeedLive();
        var rows = read(net.Form);
        if (rows.Count > shelf.Options.MostRows) throw ServingException.Bad($"expected at most {shelf.Options.MostRows} rows in a request, got {rows.Count}.");
        return await steps.Take(slot, rows, stop);
    }
}
