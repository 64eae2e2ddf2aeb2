using System.Diagnostics;
using Sluice.Serving.Operations;
using Sluice.Tasks.Live;

namespace Sluice.Serving.Sessions;

/// <summary>
/// Takes the steps of one model. While a batch is computed, the steps that arrive form the next one, of at most one step of each sequence;
/// nothing waits for a batch to fill. Requests of many rows take one step in a batch and stand in line again behind the others.
/// </summary>
/// <param name="net">The model.</param>
/// <param name="most">The most requests that wait.</param>
/// <param name="meter">Counts.</param>
/// <param name="model">The name of the model, for messages and counts.</param>
/// <param name="drift">Compares the rows with what was learned from, or null.</param>
internal sealed class StepQueue(LiveNet net, int most, ServingMeter meter, string model, InputDrift? drift = null) : IThreadPoolWorkItem
{
    private readonly Lock _lock = new();
    private readonly Queue<StepWork> _ready = new();
    private readonly bool _readsTexts = net.Form.Inputs.Any(f => f is { IsText: true, IsOptional: false });
    private int _count;
    private bool _running;
    private double _secondsAStep = 1e-4;

    /// <summary>Requests that wait or are computed.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Takes rows of a sequence; those of one sequence in the order in which they came.</summary>
    /// <param name="slot">The sequence.</param>
    /// <param name="rows">The rows, 1 or more.</param>
    /// <param name="stop">Set when nobody waits any longer.</param>
    /// <param name="taken">The rows that the sequence has taken before, where the client says so.</param>
    /// <exception cref="ServingException">Too many wait already, or a row does not fit.</exception>
    /// <exception cref="OperationCanceledException">The token was set before the answer.</exception>
    /// <exception cref="TakenAlready">The rows were taken by the last request.</exception>
    public async Task<IReadOnlyList<Array[]>> Take(LiveSlot slot, IReadOnlyList<LiveRow> rows, CancellationToken stop, long? taken = null)
    {
        var work = new StepWork(slot, rows, rows.Count > 1 || _readsTexts, taken) { Came = Stopwatch.GetTimestamp() };
        bool start = false;
        lock (_lock)
        {
            if (_count >= most)
                throw ServingException.Busy(
                    $"model '{model}' has {_count} requests waiting, which is all that may wait; come again later.", (int)Math.Ceiling(_count * _secondsAStep));
            _count++;
            if (slot.IsBusy) slot.Waiting.Enqueue(work);
            else
            {
                slot.IsBusy = true;
                _ready.Enqueue(work);
                start = !_running;
                _running = true;
            }
        }

        if (start) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        await using var registration = stop.UnsafeRegister(_ => Cancel(work, stop), null);
        return await work.Answers;
    }

    void IThreadPoolWorkItem.Execute()
    {
        List<StepWork> batch = [];
        List<LiveSession> sessions = [];
        while (Gather(batch))
        {
            long began = Stopwatch.GetTimestamp();
            for (int i = batch.Count - 1; i >= 0; i--)
            {
                try
                {
                    sessions.Add(batch[i].Next());
                }
                catch (Exception e)
                {
                    var failed = batch[i];
                    batch.RemoveAt(i);
                    Leave(failed);
                    failed.Fail(e);
                }
            }

            sessions.Reverse();
            if (sessions.Count > 0) Step(batch, sessions, began);
            batch.Clear();
            sessions.Clear();
        }
    }

    /// <summary>Takes the next batch out of the line; when there is none, the work ends.</summary>
    private bool Gather(List<StepWork> batch)
    {
        lock (_lock)
        {
            while (batch.Count < net.MostTogether && _ready.TryDequeue(out var work))
            {
                if (work.IsCancelled)
                {
                    Pass(work.Slot);
                    continue;
                }

                work.IsBegun = true;
                if (work.Began == 0) work.Began = Stopwatch.GetTimestamp();
                batch.Add(work);
            }

            return _running = batch.Count > 0;
        }
    }

    private void Step(List<StepWork> batch, List<LiveSession> sessions, long began)
    {
        try
        {
            net.Step(sessions);
        }
        catch (Exception e)
        {
            foreach (var work in batch)
            {
                Leave(work);
                work.Fail(e);
            }

            return;
        }

        double seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        _secondsAStep += 0.05 * (seconds / batch.Count - _secondsAStep);
        meter.Batch(model, batch.Count, seconds);
        foreach (var work in batch)
        {
            bool done = work.Advance();
            lock (_lock)
            {
                done &= !work.IsCancelled;
                if (done) work.Commit();
                if (done || work.IsCancelled) Leave(work);
                else _ready.Enqueue(work);
            }

            if (!done) continue;
            if (drift is not null) work.Slot.Drift = drift.Add(work.Rows, work.Slot.Drift);
            meter.Steps(model, work.Came, work.Began, Stopwatch.GetTimestamp(), work.Of);
            work.Complete();
        }
    }

    /// <summary>Gives back the place of a request, and lets the next of its sequence into the line.</summary>
    private void Leave(StepWork work)
    {
        lock (_lock)
        {
            GiveBack(work);
            Pass(work.Slot);
        }
    }

    private void GiveBack(StepWork work)
    {
        if (!work.HasLeft) _count--;
        work.HasLeft = true;
    }

    private void Pass(LiveSlot slot)
    {
        while (slot.Waiting.TryDequeue(out var next))
        {
            if (next.IsCancelled) continue;
            _ready.Enqueue(next);
            return;
        }

        slot.IsBusy = false;
    }

    private void Cancel(StepWork work, CancellationToken stop)
    {
        lock (_lock)
        {
            if (!work.CanStop) return;
            GiveBack(work);
            work.Cancel(stop);
        }
    }
}
