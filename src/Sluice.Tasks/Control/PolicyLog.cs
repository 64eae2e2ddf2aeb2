using Sluice.Data.Tables;
using Sluice.Tasks.Batches;

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
        Episodes = Group(log, options);
        (_readings, _targets, _width) = (model.Sensors.Scale(log), model.Actions.Targets(log, options.Action), model.Sensors.Width);
    }

    public IReadOnlyList<RowGroup> Episodes { get; }

    /// <summary>The rows of each episode, in the order of its steps.</summary>
    public static IReadOnlyList<RowGroup> Group(Table log, PolicyOptions options)
        => RowGroup.Of(log, options.Episode, options.Step.Length > 0 ? options.Step : null);

    /// <summary>Episodes side by side; what is right is what the driver did.</summary>
    public GroupBatch Batch(IReadOnlyList<RowGroup> episodes)
        => GroupBatch.Of(episodes, _readings, _width, (episode, t) => _targets[episode.Rows[t]]);
}
