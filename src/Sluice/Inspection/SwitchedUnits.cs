namespace Sluice.Inspection;

/// <summary>Steps in which units are on together.</summary>
/// <param name="From">The first step.</param>
/// <param name="To">The step after the last.</param>
/// <param name="Share">How many of the units are on, of all, in the mean over the steps.</param>
public readonly record struct SwitchedSteps(int From, int To, double Share);

/// <summary>
/// Units that switch on in a range of steps, and where else they are on together (Strobelt et al., LSTMVis, 2016). A unit is on
/// where its value reaches a threshold: at 0.5 an open gate, or a state beyond 0.5 on the side, above or below 0, that it has in the range.
/// </summary>
public sealed class SwitchedUnits
{
    private readonly Activity _activity;
    private readonly float _threshold;
    private readonly int[] _units;
    private readonly bool[] _below;

    /// <summary>Finds the units that are on at every step of a range, and off just before and just after it.</summary>
    /// <param name="activity">The values.</param>
    /// <param name="from">The first step.</param>
    /// <param name="to">The step after the last.</param>
    /// <param name="threshold">The value from which a unit is on.</param>
    /// <exception cref="SluiceException">There are no such steps.</exception>
    public SwitchedUnits(Activity activity, int from, int to, float threshold)
    {
        if (from < 0 || to > activity.Steps || from >= to)
            throw new SluiceException($"SwitchedUnits: expected steps within 0 to {activity.Steps}, got {from} to {to}.");
        (_activity, _threshold) = (activity, threshold);
        _below = [.. Enumerable.Range(0, activity.Units).Select(u => !activity.IsGate && activity.Row(from)[u] < 0)];
        _units = [.. Enumerable.Range(
            0, activity.Units).Where(u => !IsOn(from - 1, u) && !IsOn(to, u) && Enumerable.Range(from, to - from).All(t => IsOn(t, u)))];
    }

    /// <summary>The units.</summary>
    public IReadOnlyList<int> Units => _units;

    /// <summary>
    /// All runs of steps in which three in four of the units or more are on together: those where most are on first, then those as
    /// long as a range.
    /// </summary>
    /// <param name="length">The length of the range.</param>
    /// <param name="most">At most so many.</param>
    public IReadOnlyList<SwitchedSteps> Places(int length, int most)
    {
        if (_units.Length == 0) return [];
        int needed = (3 * _units.Length + 3) / 4;
        var found = new List<SwitchedSteps>();
        long sum = 0;
        int start = -1;
        for (int t = 0; t <= _activity.Steps; t++)
        {
            int on = t < _activity.Steps ? _units.Count(u => IsOn(t, u)) : 0;
            if (on >= needed)
            {
                if (start < 0) (start, sum) = (t, 0);
                sum += on;
            }
            else if (start >= 0)
            {
                found.Add(new(start, t, (double)sum / (t - start) / _units.Length));
                start = -1;
            }
        }

        return [.. found.OrderByDescending(p => p.Share).ThenBy(p => Math.Abs(p.To - p.From - length)).ThenBy(p => p.From).Take(most)];
    }

    /// <summary>Before the first step and after the last every unit is off.</summary>
    private bool IsOn(int step, int unit)
        => (uint)step < (uint)_activity.Steps && _activity.Row(step)[unit] is var value && (_below[unit] ? -value : value) >= _threshold;
}
