using Sluice.Autodiff;
using Sluice.Data.Tables;

namespace Sluice.Tasks.Control;

/// <summary>A log as a policy sees it: scaled readings and targets by row, and the rows of each episode.</summary>
internal sealed class PolicyLog
{
    private readonly float[][] _readings;
    private readonly float[] _targets;
    private readonly int _width;

    public PolicyLog(Policy model, Table log)
    {
        var options = model.Options;
        Episodes = RowGroup.Of(log, options.Episode, options.Step.Length > 0 ? options.Step : null);
        (_readings, _targets, _width) = (model.Sensors.Scale(log), model.Actions.Targets(log, options.Action), model.Sensors.Width);
    }

    public IReadOnlyList<RowGroup> Episodes { get; }

    /// <summary>Episodes side by side: x [T, B, sensors], targets [T, B, 1] that are no numbers beyond the end of an episode, and lengths.</summary>
    public (Tensor X, Tensor Targets, int[] Lengths) Batch(IReadOnlyList<RowGroup> episodes)
    {
        int[] lengths = [.. episodes.Select(e => e.Rows.Length)];
        var (x, targets) = (new Tensor(lengths.Max(), episodes.Count, _width), new Tensor(lengths.Max(), episodes.Count, 1));
        for (int r = 0; r < x.Rows; r++)
        {
            var (t, b) = (r / episodes.Count, r % episodes.Count);
            targets[r, 0] = float.NaN;
            if (t >= lengths[b]) continue;
            int row = episodes[b].Rows[t];
            _readings[row].CopyTo(x.Row(r));
            targets[r, 0] = _targets[row];
        }

        return (x, targets, lengths);
    }
}
