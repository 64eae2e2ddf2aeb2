using System.Diagnostics;

namespace Sluice.Autodiff;

/// <summary>
/// Where the time of training steps goes. A tape tells it when an operation has run, the trainer when clipping and the optimiser have; the
/// time since what was told before belongs to that. It takes two looks at the clock for each operation, which a step does not feel.
/// </summary>
/// <remarks>One thread at a time: the one that trains.</remarks>
public sealed class StepProfile
{
    /// <summary>Parts that are no operation.</summary>
    internal const string Data = "data and states", Loss = "softmax and loss", Clipping = "clipping", Optimiser = "optimiser", Rest = "rest";

    private readonly List<(string Part, double Forward, double Backward)> _parts = [];
    private long _last;
    private bool _lent;

    /// <summary>Steps so far.</summary>
    public int Steps { get; private set; }

    /// <summary>
    /// Seconds of all steps for each part: operations by their names, forward and backward, with those of the same name together; what is no
    /// operation has its time in the first number.
    /// </summary>
    public IReadOnlyList<(string Part, double Forward, double Backward)> Parts => _parts;

    /// <summary>A step begins.</summary>
    internal void Begin()
    {
        Steps++;
        _last = Stopwatch.GetTimestamp();
        _lent = false;
    }

    /// <summary>The time since the last mark belongs to a part.</summary>
    internal void Mark(string part, bool backward = false)
    {
        double seconds = Stopwatch.GetElapsedTime(_last).TotalSeconds;
        _last = Stopwatch.GetTimestamp();
        int at = _parts.FindIndex(p => p.Part == part);
        if (at < 0)
        {
            at = _parts.Count;
            _parts.Add((part, 0, 0));
        }

        var (name, before, after) = _parts[at];
        _parts[at] = backward ? (name, before, after + seconds) : (name, before + seconds, after);
    }

    /// <summary>The first memory of a step is lent: what was before it is the reading of the batch.</summary>
    internal void Lent()
    {
        if (!_lent) Mark(Data);
        _lent = true;
    }
}
