namespace Sluice.Serving.Tests;

/// <summary>A clock that goes when it is told to.</summary>
/// <param name="atOnce">Timers that are due within this ring as they are made.</param>
internal sealed class ManualTime(TimeSpan atOnce = default) : TimeProvider
{
    private readonly Lock _lock = new();
    private readonly List<Timer> _timers = [];
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => new(new DateTime(2026, 1, 1).AddTicks(GetTimestamp()), TimeSpan.Zero);

    /// <summary>Lets time pass, and rings what is due.</summary>
    public void Pass(TimeSpan time)
    {
        Interlocked.Add(ref _now, time.Ticks);
        List<Timer> due;
        lock (_lock) due = [.. _timers.Where(t => t.Due <= GetTimestamp())];
        foreach (var timer in due) timer.Ring();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        if (dueTime < atOnce && dueTime >= TimeSpan.Zero) timer.Ring();
        lock (_lock) _timers.Add(timer);
        return timer;
    }

    private sealed class Timer(ManualTime time, Action ring) : ITimer
    {
        private TimeSpan _period;

        public long Due { get; private set; } = long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            _period = period;
            Due = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : time.GetTimestamp() + dueTime.Ticks;
            return true;
        }

        public void Ring()
        {
            Due = _period > TimeSpan.Zero ? time.GetTimestamp() + _period.Ticks : long.MaxValue;
            ring();
        }

        public void Dispose()
        {
            lock (time._lock) time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
