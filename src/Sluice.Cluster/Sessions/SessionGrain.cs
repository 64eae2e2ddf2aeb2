using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Concurrency;
using Orleans.Placement;
using Orleans.Runtime;
using Sluice.Cluster.Store;
using Sluice.Serving;
using Sluice.Serving.Sessions;

namespace Sluice.Cluster.Sessions;

/// <summary>A session as Orleans places it and finds it: requests take turns, and what goes wrong becomes a status and a sentence.</summary>
[Reentrant, PreferLocalPlacement]
internal sealed class SessionGrain(ClusterNode node, ILogger<SessionGrain> logger) : Grain, ISessionGrain
{
    private readonly SemaphoreSlim _turn = new(1);
    private string _model = "";
    private LivingSession _session = null!;
    private Guid? _ending;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        string key = this.GetPrimaryKeyString();
        _model = key[..key.IndexOf('/')];
        _session = new(node, _model, key[(key.IndexOf('/') + 1)..]);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        _session.Forget();
        return Task.CompletedTask;
    }

    public async Task<SessionAnswer> Take(SessionAsk ask, CancellationToken stop)
    {
        bool ends = ask.End && !ask.Start;
        try
        {
            if (_ending is { } ending && ending != ask.Number) throw SessionTable.Ending(_model);
            node.Enter(_model);
            if (ends) _ending = ask.Number;
            try
            {
                await _turn.WaitAsync(stop);
                try
                {
                    return await _session.Take(ask, stop) with { Silo = node.Silo };
                }
                catch (Exception e) when (e is not (SluiceException or OperationCanceledException))
                {
                    // It may have been written or not: the store says.
                    _session.Forget();
                    throw;
                }
                finally
                {
                    if (_session.IsOver) DeactivateOnIdle();
                    _turn.Release();
                }
            }
            finally
            {
                if (ends) _ending = null;
                node.Exit(_model);
            }
        }
        catch (ServingException e)
        {
            return Refused(e.Status, e.Message, e.RetryAfter);
        }
        catch (OperationCanceledException)
        {
            return Refused(StatusCodes.Status504GatewayTimeout, "the answer was not there in time; the request has lost its place.", 0);
        }
        catch (SluiceException e)
        {
            return Refused(StatusCodes.Status400BadRequest, e.Message, 0);
        }
        catch (Exception e) when (ClusterDatabase.IsAway(e))
        {
            return Refused(
                StatusCodes.Status503ServiceUnavailable,
                "the database of the cluster does not answer; the session goes on when it does. Ask again with the rows that were taken, so that none is taken twice.", 1);
        }
        catch (Exception e)
        {
            logger.LogError("a session failed: {Kind} {Where}", e.GetType().Name, e.StackTrace);
            return Refused(StatusCodes.Status500InternalServerError, $"the server made a mistake ({e.GetType().Name}), which its log describes.", 0);
        }
    }

    private SessionAnswer Refused(int status, string sentence, int retryAfter)
        => new() { Outcome = SessionOutcome.Refused, Status = status, Sentence = sentence, RetryAfter = retryAfter, Silo = node.Silo };
}
