using System.Diagnostics;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Glimpses;
using Sluice.Training;

namespace Sluice.Studio.Runs;

/// <summary>A run that is trained in this process, on a thread of its own; it can be paused, stopped and gone on with.</summary>
internal sealed class LiveRun
{
    // Looking at the model takes at most a fiftieth of the time, and is not done more often than eyes follow.
    private const double LookShare = 50, LookSeconds = 0.5;

    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly Shelf _shelf;
    private readonly CancellationTokenSource _stop = new();
    private readonly ManualResetEventSlim _open = new(true);
    private readonly Thread _thread;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private TrainingJob? _job;
    private Trainer? _trainer;
    private double _rateFactor = double.NaN, _looked = double.NegativeInfinity, _lookCost;

    /// <summary>Starts it, or goes on with what the folder holds.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="task">The task.</param>
    /// <param name="job">Model and data.</param>
    /// <param name="record">What happened before.</param>
    /// <param name="shelf">The folder of the studio.</param>
    public LiveRun(string folder, string task, TrainingJob job, RunRecord record, Shelf shelf)
    {
        (_folder, Task, _job, Record, _shelf) = (folder, task, job, record, shelf);
        _thread = new Thread(Train) { IsBackground = true, Name = "studio training" };
        _thread.Start();
    }

    /// <summary>The name of the task.</summary>
    public string Task { get; }

    /// <summary>What happened.</summary>
    public RunRecord Record { get; }

    /// <summary>Whether the thread still works.</summary>
    public bool IsAlive => _thread.IsAlive;

    /// <summary>Holds the training at the end of the step, or lets it go on.</summary>
    public void Pause(bool pause)
    {
        lock (_lock)
        {
            if (!IsAlive || _stop.IsCancellationRequested) return;
            if (pause) _open.Reset();
            else _open.Set();
            Record.Set(s => s.State is "running" or "paused" ? s with { State = pause ? "paused" : "running" } : s);
        }
    }

    /// <summary>Multiplies the learning rate from the next step on.</summary>
    public void ChangeRate(double factor)
    {
        if (!(factor is >= 1e-4 and <= 1e4))
            throw new SluiceException($"studio: expected a factor on the learning rate from 0.0001 to 10000, got {factor}.");
        _rateFactor = factor;
        Record.Set(s => s with { RateFactor = factor });
    }

    /// <summary>Asks to finish the step and to save a checkpoint, from which one can go on; the record says when that is done.</summary>
    public void AskToStop()
    {
        lock (_lock) _stop.Cancel();
    }

    /// <summary>Finishes the step and saves a checkpoint; returns when that is done.</summary>
    public void Stop()
    {
        AskToStop();
        _thread.Join();
    }

    private void Train()
    {
        bool begun = false;
        var job = _job!;
        try
        {
            var folder = new RunFolder(_folder);
            using var hold = folder.Hold();
            using var device = job.UseDevice();
            var trainer = _trainer = new Trainer(job.Data, job.Options, folder, job.Save, e => Happened(e, job.Look));
            trainer.Resume();
            IReadOnlyList<string> about =
                [.. job.Begin(folder), .. trainer.Damaged.Select(d => $"warning: a checkpoint is damaged and the one before it is taken: {d}")];
            begun = true;
            about = [.. about.Select(_shelf.Within)];
            Record.Tell(about, []);
            Record.Set(s => s with { State = _open.IsSet ? "running" : "paused", RateFactor = trainer.RateFactor });
            var result = trainer.Run(_stop.Token);
            if (result.End == TrainingEnd.Interrupted)
            {
                Record.Glimpse?.Save(_folder);
                Record.Set(s => s with { State = "stopped" });
                return;
            }

            var figures = job.Finish(result, folder);
            if (Glimpse.In(_folder) is { } last) Record.Show(last);
            Record.Tell(about, figures);
            Record.Set(s => s with { State = "done" });
        }
        catch (Exception e)
        {
            // Who takes a run's folder away is told so, and not which file could not be written.
            Record.Set(s => !begun || File.Exists(RunFolder.ConfigIn(_folder))
                ? s with { State = "failed", Message = Complaint.Of(e, _shelf, $"{e.Message}") }
                : s with { State = "gone" });
        }
        finally
        {
            // What happened stays; model, data and memory for the training go.
            job.Dispose();
            (_job, _trainer) = (null, null);
        }
    }

    private void Happened(TrainingEvent happened, Func<Glimpse>? look)
    {
        Record.Add(happened);
        if (happened is not StepEvent) return;
        if (!double.IsNaN(_rateFactor)) _trainer!.RateFactor = _rateFactor;
        double now = _clock.Elapsed.TotalSeconds;
        if (look is not null && now - _looked > Math.Max(LookSeconds, LookShare * _lookCost))
        {
            Record.Show(look());

            // Code is compiled in the first look, so its time says nothing of the others.
            double cost = _looked < 0 ? 0 : _clock.Elapsed.TotalSeconds - now;
            (_looked, _lookCost) = (_clock.Elapsed.TotalSeconds, cost);
        }

        try
        {
            _open.Wait(_stop.Token);
        }
        catch (OperationCanceledException)
        {
            // The trainer hears of it by the same token, after this step.
        }
    }
}
