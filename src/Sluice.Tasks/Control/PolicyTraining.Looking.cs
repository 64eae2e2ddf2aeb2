using Sluice.Inspection;

namespace Sluice.Tasks.Control;

public sealed partial class PolicyTraining
{
    /// <summary>
    /// What the driver did in an episode that is not learned from (or is, where none is kept) and what the policy would do now, as
    /// numbers or as places in its choices; and how far its gates are open on the way.
    /// </summary>
    /// <returns>Of each step; the driver's is not a number where none is known.</returns>
    public (double[] Driver, double[] Policy, IReadOnlyList<GateSaturation> Gates) Look()
    {
        var (x, targets, _) = _log.Batch([Measured[0]]);
        var actions = _model.Actions;
        var policy = new double[x.Rows];
        var memory = _model.NewSession();
        for (int t = 0; t < x.Rows; t++)
        {
            var outputs = _model.Outputs(x.Row(t), memory);
            policy[t] = actions.Choices is null ? actions.Scaler.Inverse(outputs[0]) : ActionEncoding.Best(outputs);
        }

        return ([.. Enumerable.Range(0, x.Rows).Select(t => actions.Choices is null ? actions.Scaler.Inverse(targets[t, 0]) : targets[t, 0])],
            policy, _model.Gates(x));
    }
}
