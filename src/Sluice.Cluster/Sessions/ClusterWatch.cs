using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Sluice.Cluster.Store;
using Sluice.Serving.Operations;

namespace Sluice.Cluster.Sessions;

/// <summary>
/// Tells the others which models this server has, looks how many sessions there are on the cluster and on which versions, and forgets those whose
/// time is over.
/// </summary>
internal sealed class ClusterWatch : BackgroundService
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);

    private readonly ClusterNode _node;
    private volatile IReadOnlyDictionary<(string Model, string Version), long> _counts = new Dictionary<(string, string), long>();

    public ClusterWatch(ClusterNode node, ServingMeter meter)
    {
        _node = node;
        foreach (var model in node.Shelf.All) model.IsUsedElsewhere = v => _counts.ContainsKey((v.Name, v.Version));
        meter.Meter.CreateObservableGauge("sluice.cluster.sessions", Sessions, "{session}", "live sequences of the cluster: those that live here, and all");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_look);
        try
        {
            do
            {
                try
                {
                    var live = _node.Shelf.All.SelectMany(m => m.Versions).Where(v => v.Live is not null);
                    await _node.Store.Tell(_node.Silo, [.. live.Select(v => SessionStore.Version(v.Name, v.Version))], stoppingToken);
                    await _node.Store.Sweep(stoppingToken);
                    _counts = await _node.Store.Count(stoppingToken);
                }
                catch (Exception e) when (ClusterDatabase.IsAway(e))
                {
                    // The next look comes.
                }
            }
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // The host stops.
        }
    }

    private IEnumerable<Measurement<long>> Sessions()
    {
        foreach (var model in _node.Shelf.All)
        {
            yield return new(_node.Living(model.Name), new("model", model.Name), new("where", "here"));
            yield return new(_counts.Where(c => c.Key.Model == model.Name).Sum(c => c.Value), new("model", model.Name), new("where", "cluster"));
        }
    }
}
