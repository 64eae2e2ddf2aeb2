namespace Sluice.Kernels;

/// <summary>Work cut into parts that do not depend on each other.</summary>
internal interface IJob
{
    /// <summary>Does part <paramref name="part"/> of <paramref name="parts"/>.</summary>
    void Run(int part, int parts);
}

/// <summary>
/// Threads that stay alive between jobs. The calling thread does part 0. A waiting worker spins for some microseconds,
/// because the next job of a time loop follows at once, and then parks, so that an idle process costs nothing.
/// </summary>
/// <remarks>
/// Any number of threads may call <see cref="Run"/>. One of them has the workers; the others do their jobs alone meanwhile,
/// which is faster than waiting, and the bits do not depend on it.
/// </remarks>
internal sealed class Workers : IDisposable
{
    // About 30 µs on today's processors: longer than the gap between two jobs of a training step, shorter than a time slice.
    private const int SpinRounds = 2000;

    // Some 10 µs of products: a thread that has less to do is waited for longer than it works.
    private const double WorthAThread = 2e6;

    private readonly double _least;
    private readonly Worker[] _workers;
    private readonly Lock _busy = new();
    private bool _disposed;

    /// <summary>Starts <paramref name="threads"/> − 1 threads.</summary>
    /// <param name="threads">Threads, with the calling one.</param>
    /// <param name="least">Floating-point operations that are worth a thread.</param>
    public Workers(int threads, double least = WorthAThread)
    {
        (Count, _least) = (threads, least);
        _workers = new Worker[threads - 1];
        for (int i = 0; i < _workers.Length; i++) _workers[i] = new Worker(i + 1);
    }

    /// <summary>Threads, with the calling one.</summary>
    public int Count { get; }

    /// <summary>Threads that products of so many operations are worth. Results do not depend on it.</summary>
    public int PartsFor(double operations) => (int)Math.Clamp(operations / _least, 1, Count);

    /// <summary>
    /// Whether to share out each step of a recurrence with so many operations, after which all must meet: in a fraction of a
    /// microsecond, a twentieth of what starting a thread takes.
    /// </summary>
    public bool AreWorthMeeting(double operations) => operations > _least / 20;

    /// <summary>
    /// Runs a job in at most <paramref name="parts"/> parts and returns when all are done: in one part where another thread has
    /// the workers, or after <see cref="Dispose"/>.
    /// </summary>
    public void Run(IJob job, int parts)
    {
        parts = Math.Min(parts, Count);
        if (parts <= 1 || _busy.IsHeldByCurrentThread || !_busy.TryEnter())
        {
            job.Run(0, 1);
            return;
        }

        try
        {
            if (_disposed)
            {
                job.Run(0, 1);
                return;
            }

            for (int i = 1; i < parts; i++) _workers[i - 1].Start(job, parts);
            Exception? failure = null;
            try
            {
                job.Run(0, parts);
            }
            catch (Exception e)
            {
                failure = e;
            }

            for (int i = 1; i < parts; i++) failure = _workers[i - 1].Wait() ?? failure;
            if (failure is not null) throw failure;
        }
        finally
        {
            _busy.Exit();
        }
    }

    /// <summary>Ends the threads, once the job that they have is done.</summary>
    public void Dispose()
    {
        lock (_busy)
        {
            if (_disposed) return;
            _disposed = true;
            foreach (var worker in _workers) worker.Stop();
        }
    }

    private sealed class Worker
    {
        private readonly int _part;
        private readonly SemaphoreSlim _wake = new(0);
        private IJob? _job;
        private int _parts;
        private Exception? _failure;
        private volatile int _state; // 0 idle and spinning, 1 has work, 2 parked, 3 stopped

        public Worker(int part)
        {
            _part = part;
            new Thread(Loop) { IsBackground = true, Name = $"sluice worker {part}" }.Start();
        }

        public void Start(IJob job, int parts)
        {
            (_job, _parts, _failure) = (job, parts, null);
            if (Interlocked.Exchange(ref _state, 1) == 2) _wake.Release();
        }

        public void Stop()
        {
            if (Interlocked.Exchange(ref _state, 3) == 2) _wake.Release();
        }

        public Exception? Wait()
        {
            var spin = new SpinWait();
            while (_state == 1)
            {
                if (spin.Count < 100) Thread.SpinWait(20);
                spin.SpinOnce(sleep1Threshold: -1);
            }

            return _failure;
        }

        private void Loop()
        {
            while (true)
            {
                for (int i = 0; i < SpinRounds && _state == 0; i++) Thread.SpinWait(4);
                if (_state == 0 && Interlocked.CompareExchange(ref _state, 2, 0) == 0) _wake.Wait();
                if (_state == 3) return;
                try
                {
                    _job!.Run(_part, _parts);
                }
                catch (Exception e)
                {
                    _failure = e;
                }

                _job = null;
                _state = 0;
            }
        }
    }
}
