using Microsoft.Extensions.Hosting;
using Orleans.Runtime;
using Sluice.Serving.Models;

namespace Sluice.Cluster.Sessions;

/// <summary>Ends the server when it may not take part in the cluster any longer, such as when the others have given it up for lost.</summary>
internal sealed class SiloFailure(IHostApplicationLifetime lifetime, ModelShelf shelf, SluiceCluster cluster) : IFatalErrorHandler
{
    public bool IsUnexpected(Exception exception) => exception is not OperationCanceledException;

    public void OnFatalException(object? sender, string? context, Exception? exception)
    {
        cluster.Failure ??= "the other servers of the cluster gave this one up for lost, because it did not answer; its sessions go on there. Start it again.";
        shelf.Stop();
        lifetime.StopApplication();
    }
}
