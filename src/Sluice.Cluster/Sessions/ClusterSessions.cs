using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Orleans;
using Orleans.Runtime;
using Orleans.Runtime.Placement;
using Sluice.Cluster.Store;
using Sluice.Serving;
using Sluice.Serving.Models;
using Sluice.Serving.Sessions;
using Sluice.Tasks.Live;

namespace Sluice.Cluster.Sessions;

/// <summary>
/// Sessions on a cluster: a request is read by this server and goes to the one where its session lives. Where that is lost it is sent once more, to
/// wherever the session lives then, with the same number, so that it is taken once.
/// </summary>
internal sealed class ClusterSessions(ClusterNode node, IGrainFactory grains, ISiloStatusOracle silos) : ISessionKeeper
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(100);

    public bool IsReady => silos.CurrentStatus == SiloStatus.Active;

    public async Task<(string Id, string Version)> Start(ServedModel model, string? id, CancellationToken stop)
    {
        node.Shelf.RefuseWhenDraining();
        var version = model.Find(null);
        version.NeedLive();
        id ??= SessionTable.NewId();
        await Send(model.Name, id, new SessionAsk { Number = Guid.NewGuid(), Start = true, Version = version.Version }, stop);
        return (id, version.Version);
    }

    public async Task<LiveTold> Take(
        ServedModel model, string? version, LiveAsk ask, Func<LiveForm, IReadOnlyList<LiveRow>> read, CancellationToken stop)
    {
        if (ask.Start) node.Shelf.RefuseWhenDraining();
        string id = ask.Session ?? SessionTable.NewId();

        // Rows are read by the version that the session is likely on; where it is on another, that one's form comes back.
        var likely = ask.Start ? model.Find(version) : model.Versions.FirstOrDefault(v => version is null || v.Version == version);
        var (form, of) = (ask.Start ? likely!.NeedLive().Net.Form : likely?.Live?.Form, likely?.Version ?? "");
        var sent = new SessionAsk { Number = Guid.NewGuid(), Start = ask.Start, End = ask.End, Wanted = version, Taken = ask.Taken };
        while (true)
        {
            byte[]? rows = null;
            SluiceException? unread = null;
            try
            {
                if (form is not null) rows = RowBytes.Write(node.Shelf.Options.Read(form, read));
            }
            catch (SluiceException e) when (!ask.Start)
            {
                unread = e;
            }

            var now = rows is null ? new SessionAsk { Number = sent.Number, Wanted = version } : sent with { Version = of, Rows = rows };
            var told = await Send(model.Name, id, now, stop);
            if (told.Outcome == SessionOutcome.Taken) return new(told.Version, form!, RowBytes.ReadAnswers(told.Answers), id, null, told.Rows);
            if (unread is not null && told.Version == of) throw unread;
            (form, of) = (JsonSerializer.Deserialize<LiveForm>(told.Form!), told.Version);
        }
    }

    public async Task<long> End(ServedModel model, string id, CancellationToken stop)
        => (await Send(model.Name, id, new SessionAsk { Number = Guid.NewGuid(), End = true }, stop)).Rows;

    public async Task<SessionLook> Look(ServedModel model, string id, CancellationToken stop)
    {
        var told = await Send(model.Name, id, new SessionAsk { Number = Guid.NewGuid() }, stop);
        return new(told.Version, told.Rows, LivingSession.DriftOf(told.Drift));
    }

    public int Here(ServedModel model) => model.Sessions.Count + node.Living(model.Name);

    public async Task<long?> OnCluster(ServedModel model, CancellationToken stop)
    {
        try
        {
            return (await node.Store.Count(stop)).Where(c => c.Key.Model == model.Name).Sum(c => c.Value);
        }
        catch (Exception e) when (ClusterDatabase.IsAway(e))
        {
            return null;
        }
    }

    /// <summary>Sends a request to where its session lives, until there is an answer.</summary>
    /// <exception cref="ServingException">It is refused.</exception>
    private async Task<SessionAnswer> Send(string model, string id, SessionAsk ask, CancellationToken stop)
    {
        if (id.Any(char.IsControl)) throw ServingException.Bad("expected an id without control characters for a session.");
        var session = grains.GetGrain<ISessionGrain>($"{model}/{id}");
        HashSet<string> tried = [];
        string? next = null;
        while (true)
        {
            SessionAnswer told;
            try
            {
                if (next is not null) RequestContext.Set(IPlacementDirector.PlacementHintKey, SiloAddress.FromParsableString(next));
                told = await session.Take(ask, stop).WaitAsync(stop);
            }
            catch (Exception e) when (e is OrleansException or TimeoutException or IOException or ObjectDisposedException)
            {
                // Its home is lost or moves: it lives elsewhere in a moment.
                await Task.Delay(s_pause, stop);
                continue;
            }
            finally
            {
                RequestContext.Remove(IPlacementDirector.PlacementHintKey);
            }

            switch (told.Outcome)
            {
                case SessionOutcome.Refused: throw new ServingException(told.Status, told.Sentence) { RetryAfter = told.RetryAfter };
                case SessionOutcome.Elsewhere:
                    tried.Add(told.Silo);
                    next = await Having(model, told.Version, tried, stop);
                    break;
                default: return told;
            }
        }
    }

    /// <summary>Another server that has a version.</summary>
    private async Task<string> Having(string model, string version, HashSet<string> tried, CancellationToken stop)
    {
        var active = silos.GetActiveSilos().Select(s => s.ToParsableString()).ToHashSet();
        IReadOnlyList<string> having;
        try
        {
            having = await node.Store.Having(model, version, stop);
        }
        catch (Exception e) when (ClusterDatabase.IsAway(e))
        {
            having = [];
        }

        return having.FirstOrDefault(s => active.Contains(s) && !tried.Contains(s)) ?? throw new ServingException(
            StatusCodes.Status503ServiceUnavailable,
            $"the session is on version {version} of model '{model}', which no server of the cluster has now; it goes on when one is started with that file.")
        { RetryAfter = 10 };
    }
}
