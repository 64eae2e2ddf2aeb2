using Sluice.Serving.Models;
using Sluice.Tasks.Live;

namespace Sluice.Serving.Sessions;

/// <summary>Takes the rows of live sequences, wherever their memory is.</summary>
internal sealed class LiveSteps(ModelShelf shelf, StateToken tokens, ISessionKeeper sessions)
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
            if (ask.Taken is not null) throw ServingException.Bad("expected the rows that were taken beside a session, got them beside a state.");
            return await WithState(model, version, ask.State, read, stop);
        }

        if (ask is { Session: null, Start: false, End: true }) throw ServingException.Bad("expected the id of the session that is to end, got none.");
        if (ask is { Session: null, Start: false })
        {
            var now = model.Find(version);
            var slot = new LiveSlot(now.NeedLive().Net.Begin());
            return await Take(now, slot, read, stop);
        }

        if (ask is { Session: { Length: 0 or > SessionTable.LongestId } id }) throw SessionTable.WrongId(id);
        return await sessions.Take(model, version, ask, read, stop);
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
        var told = await Take(now, slot, read, stop);
        return told with { State = tokens.Write(now, slot.Memory.ToBytes()) };
    }

    private async Task<LiveTold> Take(ModelVersion version, LiveSlot slot, Func<LiveForm, IReadOnlyList<LiveRow>> read, CancellationToken stop)
    {
        var (net, steps) = version.NeedLive();
        var answers = await steps.Take(slot, shelf.Options.Read(net.Form, read), stop);
        return new(version.Version, net.Form, answers, null, null, slot.Rows);
    }
}
