using System.Diagnostics;
using Sluice.Autodiff;
using Sluice.Formats;
using Sluice.Optimizers;

namespace Sluice.Training;

/// <summary>
/// Trains a task: epochs of steps, validation, early stopping, checkpoints. The best model by validation loss is what the
/// task's parameters hold at the end.
/// </summary>
public sealed partial class Trainer
{
    private readonly ITrainable _task;
    private readonly TrainingOptions _options;
    private readonly RunFolder? _folder;
    private readonly Action<TrainingEvent>? _happened;
    private readonly Action<string>? _saveModel;
    private readonly Optimizer _optimizer;
    private readonly Schedule _schedule;
    private readonly Tape _tape;
    private readonly BestModel _best;
    private readonly Stopwatch _clock = new();
    private readonly List<(string File, string Why)> _damaged = [];
    private ShardedBatch? _batch;
    private int _epoch, _inEpoch, _step, _total, _savedStep = -1;
    private double _savedAt, _saveSeconds;

    /// <summary>A trainer.</summary>
    /// <param name="task">The model and its data.</param>
    /// <param name="options">How to train.</param>
    /// <param name="folder">Where checkpoints and events go, or null for nowhere.</param>
    /// <param name="saveModel">Saves the model to a file of the folder; called beside checkpoints where there is a new best one, which the task then
    /// holds.</param>
    /// <param name="happened">Called for every event, on the training thread.</param>
    public Trainer(
        ITrainable task, TrainingOptions options, RunFolder? folder = null, Action<string>? saveModel = null, Action<TrainingEvent>? happened = null)
    {
        if (options.Epochs < 1) throw new SluiceException($"Training: expected 1 epoch or more, got {options.Epochs}.");
        if (!(options.Rate > 0)) throw new SluiceException($"Training: expected a positive learning rate, got {options.Rate}.");
        (_task, _options, _folder, _saveModel, _happened) = (task, options, folder, saveModel, happened);
        if (options.Recompute && !task.Recomputes)
            throw new SluiceException("Training: this task takes its sequences whole and cannot compute their steps again; leave recompute out.");
        _tape = new Tape { Seed = options.Seed, Training = true, Recompute = options.Recompute, Alone = options.Shards == 1 };
        _optimizer = Optimizer.Create(options.Optimizer, options.Momentum, options.WeightDecay);
        long total = 0;
        for (int epoch = 0; epoch < options.Epochs && total <= int.MaxValue; epoch++) total += task.Steps(epoch);
        _total = total <= int.MaxValue
            ? (int)total
            : throw new SluiceException($"Training: expected at most {int.MaxValue} steps, got more in {options.Epochs} epochs. Take fewer.");
        _schedule = Schedule.Create(options.Schedule, _total, (int)(_total * options.WarmUp));
        _best = new BestModel(task.Parameters);
    }

    /// <summary>A factor on the learning rate, which may be changed at any time from the training thread; part of every checkpoint.</summary>
    public double RateFactor { get; set; } = 1;

    /// <summary>What is told where the time of the steps goes; null for nothing.</summary>
    public StepProfile? Profile { get => _tape.Profile; init => _tape.Profile = value; }

    /// <summary>Bytes of memory that the tape holds for activations and gradients.</summary>
    public long ActivationBytes => _tape.Bytes;

    /// <summary>Checkpoints that <see cref="Resume"/> found damaged and passed over, each with what is wrong with it.</summary>
    public IReadOnlyList<string> Damaged => [.. _damaged.Select(d => d.Why)];

    /// <summary>Takes up the folder's newest checkpoint that is whole, if there is one; <see cref="Damaged"/> names those that are not.</summary>
    /// <returns>Steps already done.</returns>
    /// <exception cref="SluiceException">There are checkpoints, and none can be gone on from: the message is on the newest.</exception>
    public int Resume()
    {
        Meet();
        if (Group is { Rank: > 0 }) return ResumeAsTold(Group);
        SluiceFormatException? first = null;
        foreach (string path in _folder?.NewestFirst ?? [])
        {
            try
            {
                TakeUp(Checkpoint.Read(path, _task, _optimizer, _best.Weights), path);
                if (Group is not null) ProcessGroup.Share(Group, File.ReadAllBytes(FileScope.Check(path)));
                return _step;
            }
            catch (SluiceFormatException e)
            {
                first ??= e;
                _damaged.Add((path, e.Message));
            }
        }

        if (first is not null) throw first;
        if (Group is not null) ProcessGroup.Share(Group, []);
        return 0;
    }

    private void TakeUp(Checkpoint saved, string path)
    {
        (_epoch, _inEpoch, _step) = ((int)saved["epoch"], (int)saved["in_epoch"], (int)saved["step"]);
        if (saved.Numbers.GetValueOrDefault("shards", 1) is var shards && shards != _options.Shards)
            throw new SluiceException(
                $"Training: expected batches cut into {shards} shards, as this run began, got {_options.Shards}. Their number decides the weights; that of the processes may change.");
        if (_epoch > _options.Epochs)
            throw new SluiceException($"Training: expected {_epoch} epochs or more, since so many are done, got {_options.Epochs}.");
        if (_inEpoch > (_epoch < _options.Epochs ? _task.Steps(_epoch) : 0))
            throw new SluiceFormatException(
                $"the checkpoint stands after step {_inEpoch} of an epoch that has fewer: it is of another configuration.", path);
        _savedStep = _step;
        RateFactor = saved.Numbers.GetValueOrDefault("rate_factor", 1);
        _best.Take(saved);
        foreach (string name in _schedule.State.Keys.ToArray()) _schedule.State[name] = saved["schedule." + name];
        foreach (string name in _optimizer.Numbers.Keys.ToArray()) _optimizer.Numbers[name] = saved["optimizer." + name];
    }

    /// <summary>Trains until the end, early stopping, or the token: then the step is finished and a checkpoint saved.</summary>
    /// <exception cref="SluiceException">The loss or a gradient is no longer finite; the last checkpoint stays.</exception>
    public TrainingResult Run(CancellationToken stop = default)
    {
        Meet();
        using var hold = _folder?.Hold();
        using var best = _best.Weights.Begin(_folder?.Best);
        _damaged.ForEach(d => RunFolder.SetAside(d.File));
        _damaged.Clear();
        _clock.Restart();
        _optimizer.Prepare(_task.Parameters);
        if (Group is not null) ProcessGroup.Agree(Group, [("all that the run goes on from", State().Hash())]);

        if (_task.IsPretrained && _step == 0) Validate();
        // A run that is taken up again may have given up before.
        var end = GivesUp ? TrainingEnd.StoppedEarly : TrainingEnd.Completed;
        while (_epoch < _options.Epochs && end == TrainingEnd.Completed) end = Epoch(stop);
        if (_step != _savedStep) Save();
        SaveBest();
        if (end != TrainingEnd.Interrupted) _best.Restore();
        return new TrainingResult(end, _step, _best.Figures, _best.Step, _clock.Elapsed.TotalSeconds);
    }

    private TrainingEnd Epoch(CancellationToken stop)
    {
        int steps = _task.Steps(_epoch);
        while (_inEpoch < steps)
        {
            Step(stop);
            bool last = _inEpoch == steps;
            if (last || (_options.ValidateEvery > 0 && _step % _options.ValidateEvery == 0)) Validate();
            if (GivesUp) return TrainingEnd.StoppedEarly;
            if (last) break;
            if (Stops(stop)) return TrainingEnd.Interrupted;
            if (CheckpointIsDue) Save();
        }

        (_epoch, _inEpoch) = (_epoch + 1, 0);
        if (_epoch < _options.Epochs && Stops(stop)) return TrainingEnd.Interrupted;
        // The first comes early, so that there is one to go back to.
        if (CheckpointIsDue || _savedStep < 0) Save();
        return TrainingEnd.Completed;
    }

    private bool GivesUp => _options.Patience > 0 && _best.Worse >= _options.Patience;

    /// <summary>When depends on the clock, what is in it does not. A slow disk takes a hundredth of the time at most.</summary>
    private bool CheckpointIsDue
        => (_options.CheckpointEvery > 0 && _step % _options.CheckpointEvery == 0) || (_batch!.Told?.Saves ?? ClockSaysSave);

    private bool ClockSaysSave => _clock.Elapsed.TotalSeconds - _savedAt >= Math.Max(_options.CheckpointSeconds, 100 * _saveSeconds);

    private void Step(CancellationToken stop)
    {
        Profile?.Begin();
        var loss = _batch!.Run(_epoch, _inEpoch, told => Tell(told, stop));
        if (_batch.Told is { } said) RateFactor = said.RateFactor;
        Profile?.Mark(StepProfile.Rest);
        double norm = Clipping.ByNorm(_task.Parameters, _options.ClipNorm);
        if (!double.IsFinite(loss.Loss) || !double.IsFinite(norm)) throw Diverged(loss.Loss, norm);
        if (_options.ClipValue > 0) Clipping.ByValue(_task.Parameters, _options.ClipValue);
        Profile?.Mark(StepProfile.Clipping);
        double rate = _options.Rate * _schedule.Factor(_step) * RateFactor;
        _optimizer.Step(_task.Parameters, rate);
        Profile?.Mark(StepProfile.Optimiser);
        (_step, _inEpoch) = (_step + 1, _inEpoch + 1);
        Tell(new StepEvent(_epoch, _step, _total, loss.Loss, norm, rate, loss.Predictions, _clock.Elapsed.TotalSeconds));
        Profile?.Mark(StepProfile.Rest);
    }

    private void Validate()
    {
        var figures = _task.Validate();
        AgreeOn(figures);
        _schedule.Observe(figures["loss"]);
        bool best = _best.Observe(figures, _step);
        Tell(new ValidationEvent(_epoch, _step, _total, figures, best, _clock.Elapsed.TotalSeconds));
    }

    private void Save()
    {
        _batch!.Gather();
        if (_folder is null)
        {
            _savedStep = _step;
            return;
        }

        double start = _clock.Elapsed.TotalSeconds;
        SaveBest();
        string file = _folder.Save(State());
        (_savedStep, _savedAt, _saveSeconds) = (_step, _clock.Elapsed.TotalSeconds, _clock.Elapsed.TotalSeconds - start);
        Tell(new CheckpointEvent(_epoch, _step, _total, file));
    }

    private void SaveBest()
    {
        if (_folder is not null && _saveModel is not null) _best.Save(() => _saveModel(_folder.Model));
    }

    /// <summary>Everything on which the rest of the run depends.</summary>
    internal Checkpoint State()
    {
        var state = new Checkpoint { ["epoch"] = _epoch, ["in_epoch"] = _inEpoch, ["step"] = _step, ["rate_factor"] = RateFactor };
        if (_options.Shards > 1) state["shards"] = _options.Shards;
        _best.Give(state);
        foreach (var (name, value) in _schedule.State) state["schedule." + name] = value;
        foreach (var (name, value) in _optimizer.Numbers) state["optimizer." + name] = value;
        state.Take(_task, _optimizer, _best.Weights);
        return state;
    }

    private SluiceException Diverged(double loss, double norm)
    {
        SaveBest();
        string? first = _tape.FirstNonFinite();
        string last = _folder?.Latest is { } path ? $" The last good checkpoint is {path}." : "";
        return new SluiceException(
            $"Training: the loss at step {_step + 1} (epoch {_epoch + 1}) is {loss} and the gradient norm {norm}; the largest gradient is that of '{Clipping.Largest(_task.Parameters)}'. " +
            (first is null ? "" : $"Not finite first: {first}. ") + $"Lower the learning rate or clip gradients.{last}");
    }

    private void Tell(TrainingEvent happened)
    {
        _folder?.Append(happened);
        _happened?.Invoke(happened);
    }
}
