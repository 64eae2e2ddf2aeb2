namespace Sluice.Kernels;

/// <summary>Where workers that need each other's results wait until all have come. They spin: the wait is shorter than a switch of threads.</summary>
internal sealed class Meeting(int parts)
{
    private int _arrived;
    private volatile int _round;
    private volatile bool _abandoned;

    /// <summary>How many meet.</summary>
    public int Parts => parts;

    /// <summary>Returns when all have called it; what they wrote before is seen by all after.</summary>
    public void Wait()
    {
        int round = _round;
        if (Interlocked.Increment(ref _arrived) == parts)
        {
            _arrived = 0;
            _round = round + 1;
            return;
        }

        for (int i = 0; _round == round; i++)
        {
            if (_abandoned) throw new OperationCanceledException("Another worker failed.");
            if (i < 2000) Thread.SpinWait(4);
            else Thread.Yield();
        }
    }

    /// <summary>Lets nobody wait for a worker that will not come.</summary>
    public void Abandon() => _abandoned = true;
}
