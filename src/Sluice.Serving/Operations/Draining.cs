using Microsoft.Extensions.Hosting;
using Sluice.Serving.Models;

namespace Sluice.Serving.Operations;

/// <summary>
/// When the server is asked to stop, it says that it is not ready, begins no session, and waits a while for those that there are. Requests
/// that came are answered in any case.
/// </summary>
internal sealed class Draining(ModelShelf shelf, TimeProvider time) : IHostedLifecycleService
{
    // How often it looks whether the last session has ended.
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(0.1);

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        shelf.IsDraining = true;
        long began = time.GetTimestamp();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, shelf.Stopped);
        try
        {
            while (shelf.Sessions > 0 && time.GetElapsedTime(began) < shelf.Options.DrainTime)
            {
                await Task.Delay(s_look, time, stop.Token);
                shelf.Sweep();
            }
        }
        catch (OperationCanceledException)
        {
            // The host waits no longer.
        }

        shelf.Stop();
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
