using Sluice.Inspection;

namespace Sluice.Tasks.Life;

public sealed partial class LifeTraining
{
    /// <summary>
    /// What is expected now of a unit that is not learned from (or is, where none is kept), what was left of it up to the cap, and how far the gates
    /// are open on the way.
    /// </summary>
    public (LifeCurve Expected, double[] Left, IReadOnlyList<GateSaturation> Gates) Look()
    {
        var unit = Measured[0];
        var (x, targets, _) = _histories.Batch([unit]);
        return (_histories.Curves([unit])[0], [.. targets.ToArray().Select(t => (double)t * _model.Options.Cap)], _model.Gates(x));
    }
}
