using Sluice.Serving.Models;
using Sluice.Tasks.Live;

namespace Sluice.Serving.Sessions;

/// <summary>Sessions in the memory of this server.</summary>
internal sealed class LocalSessions(ModelShelf shelf) : ISessionKeeper
{
    public bool IsReady => true;

    public Task<(string Id, string Version)> Start(ServedModel model, string? id, CancellationToken stop)
    {
        shelf.RefuseWhenDraining();
        var session = model.Sessions.Start(id, model.Find(null));
        return Task.FromResult((session.Id, session.Version.Version));
    }

    public async Task<LiveTold> Take(
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
            ModelVersion.NeedVersion(model.Name, session.Version.Version, version);
            var (net, steps) = session.Version.NeedLive();
            var rows = shelf.Options.Read(net.Form, read);
            LiveTold told;
            try
            {
                var answers = await steps.Take(session.Slot, rows, stop, ask.Taken);
                told = new(session.Version.Version, net.Form, answers, id, null, session.Slot.Rows);
            }
            catch (TakenAlready e)
            {
                told = new(session.Version.Version, net.Form, e.Last.Answers, id, null, e.Last.Before + rows.Count);
            }

            done = true;
            return told;
        }
        finally
        {
            // A last row that came to nothing leaves the session as it was; a first one leaves none.
            model.Sessions.Return(session, keep: !done && ask.End && !ask.Start, end: !done && ask.Start);
        }
    }

    public async Task<long> End(ServedModel model, string id, CancellationToken stop)
    {
        var session = model.Sessions.Use(id, end: true);
        model.Sessions.Return(session);
        await session.Gone.Task.WaitAsync(stop);
        return session.Slot.Rows;
    }

    public Task<SessionLook> Look(ServedModel model, string id, CancellationToken stop)
    {
        var session = model.Sessions.Look(id);
        var slot = session.Slot;
        return Task.FromResult(new SessionLook(session.Version.Version, slot.Rows, session.Version.Drift?.Of(slot.Drift, slot.Rows) ?? []));
    }

    public int Here(ServedModel model) => model.Sessions.Count;

    public Task<long?> OnCluster(ServedModel model, CancellationToken stop) => Task.FromResult<long?>(null);
}
