using System.Collections.Concurrent;
using Orleans.Runtime;
using Sluice.Cluster.Store;
using Sluice.Serving;
using Sluice.Serving.Models;
using Sluice.Serving.Sessions;

namespace Sluice.Cluster.Sessions;

/// <summary>This server as its grains know it: its models, the store, and how many sessions and requests it has. For any number of threads.</summary>
internal sealed class ClusterNode(ModelShelf shelf, SessionStore store, ILocalSiloDetails silo)
{
    private readonly ConcurrentDictionary<string, Counts> _counts = new();

    public ModelShelf Shelf => shelf;

    public SessionStore Store => store;

    /// <summary>The address of this server among the others.</summary>
    public string Silo => silo.SiloAddress.ToParsableString();

    /// <summary>The sessions of a model that live here.</summary>
    public int Living(string model) => Volatile.Read(ref Of(model).Living);

    /// <summary>A session lives here from now on; one that begins, only if there is room.</summary>
    /// <exception cref="ServingException">There is no room (503).</exception>
    public void Arrive(string model, bool begins)
    {
        int most = shelf.Options.MostSessions;
        if (Interlocked.Increment(ref Of(model).Living) <= most || !begins) return;
        Leave(model);
        throw SessionTable.Full(model, most);
    }

    /// <summary>A session lives here no longer.</summary>
    public void Leave(string model) => Interlocked.Decrement(ref Of(model).Living);

    /// <summary>A request waits for its turn.</summary>
    /// <exception cref="ServingException">Too many do (429).</exception>
    public void Enter(string model)
    {
        if (Interlocked.Increment(ref Of(model).Waiting) <= shelf.Options.MostQueued) return;
        Exit(model);
        throw ServingException.Busy($"model '{model}' has {shelf.Options.MostQueued} requests waiting, which is all that may wait; come again later.", 1);
    }

    public void Exit(string model) => Interlocked.Decrement(ref Of(model).Waiting);

    /// <summary>A version, where this server has it.</summary>
    public ModelVersion? Find(string model, string version)
    {
        try
        {
            return shelf.Find(model).Find(version);
        }
        catch (ServingException)
        {
            return null;
        }
    }

    private Counts Of(string model) => _counts.GetOrAdd(model, _ => new());

    private sealed class Counts
    {
        public int Living, Waiting;
    }
}
