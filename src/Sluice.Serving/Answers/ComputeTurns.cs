using System.Diagnostics;
using Sluice.Serving.Operations;

namespace Sluice.Serving.Answers;

/// <summary>
/// Requests that are no live steps are computed in turn, a few at once, so that steps of live sequences, which have a queue of their own, find
/// a processor; who no longer waits for an answer loses his place.
/// </summary>
internal sealed class ComputeTurns(ServingOptions options, ServingMeter meter) : IDisposable
{
    private readonly SemaphoreSlim _free = new(options.ComputedAtOnce);
    private int _waiting;

    /// <summary>Does some work when it is its turn.</summary>
    /// <param name="model">The model, for counts.</param>
    /// <param name="work">The work.</param>
    /// <param name="stop">Set when nobody waits any longer.</param>
    /// <param name="isPiece">Whether it is one of many pieces of an answer, which are not traced each.</param>
    /// <exception cref="ServingException">Too many wait already.</exception>
    public async Task<T> Take<T>(string model, Func<T> work, CancellationToken stop, bool isPiece = false)
    {
        if (Interlocked.Increment(ref _waiting) > options.MostQueued)
        {
            Interlocked.Decrement(ref _waiting);
            throw ServingException.Busy($"{options.MostQueued} requests are waiting, which is all that may wait; come again later.", 1);
        }

        try
        {
            long came = Stopwatch.GetTimestamp();
            await _free.WaitAsync(stop);
            long began = Stopwatch.GetTimestamp();
            try
            {
                return await Task.Run(work, stop);
            }
            finally
            {
                _free.Release();
                meter.Turn(model, came, began, Stopwatch.GetTimestamp(), isPiece ? null : Activity.Current?.Context ?? default(ActivityContext));
            }
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    public void Dispose() => _free.Dispose();
}
