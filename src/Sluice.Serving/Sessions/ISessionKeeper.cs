using Sluice.Serving.Models;
using Sluice.Tasks.Live;

namespace Sluice.Serving.Sessions;

/// <summary>Keeps the sessions of clients: in the memory of this server, or on a cluster. For any number of threads.</summary>
internal interface ISessionKeeper
{
    /// <summary>Whether sessions can begin and go on here.</summary>
    bool IsReady { get; }

    /// <summary>Begins a session on the version that takes what is new.</summary>
    /// <param name="model">The model.</param>
    /// <param name="id">The client's own, or null for one that the server makes.</param>
    /// <param name="stop">Set when nobody waits any longer.</param>
    /// <exception cref="ServingException">There is one of this id (409), or there are too many (503).</exception>
    Task<(string Id, string Version)> Start(ServedModel model, string? id, CancellationToken stop);

    /// <summary>Takes rows of a session: all of them, or none.</summary>
    /// <param name="model">The model.</param>
    /// <param name="version">The version that is asked for, or null.</param>
    /// <param name="ask">Which session, and whether it begins or ends with these rows.</param>
    /// <param name="read">Reads the rows for a version.</param>
    /// <param name="stop">Set when nobody waits any longer.</param>
    /// <exception cref="ServingException">There is no such session (404), it is ending (412), or the rows do not fit (400).</exception>
    Task<LiveTold> Take(
        ServedModel model, string? version, LiveAsk ask, Func<LiveForm, IReadOnlyList<LiveRow>> read, CancellationToken stop);

    /// <summary>Ends a session when the requests before this one are answered.</summary>
    /// <returns>The rows that it took.</returns>
    Task<long> End(ServedModel model, string id, CancellationToken stop);

    /// <summary>How a session stands; it is no use of it, by which it would go on longer.</summary>
    /// <exception cref="ServingException">There is no such session (404).</exception>
    Task<SessionLook> Look(ServedModel model, string id, CancellationToken stop);

    /// <summary>How many sessions of a model live on this server.</summary>
    int Here(ServedModel model);

    /// <summary>How many sessions of a model there are on the cluster; null where there is none, or it cannot be said now.</summary>
    Task<long?> OnCluster(ServedModel model, CancellationToken stop);
}
