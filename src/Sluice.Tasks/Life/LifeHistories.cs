using Sluice.Autodiff;
using Sluice.Data.Tables;
using Sluice.Tasks.Batches;

namespace Sluice.Tasks.Life;

/// <summary>What is expected of one unit, row after row of its history.</summary>
/// <param name="Name">What the column of units says.</param>
/// <param name="Estimates">One after each row; the last is that of now.</param>
public sealed record LifeCurve(string Name, IReadOnlyList<LifeEstimate> Estimates);

/// <summary>A table as a life model sees it: scaled readings by row, and the rows of each unit.</summary>
internal sealed class LifeHistories
{
    private readonly LifeModel _model;
    private readonly float[][] _readings;

    public LifeHistories(LifeModel model, Table table)
    {
        (_model, _readings) = (model, model.Sensors.Scale(table));
        Units = Group(table, model.Options);
    }

    public IReadOnlyList<RowGroup> Units { get; }

    public static IReadOnlyList<RowGroup> Group(Table table, LifeOptions options)
        => RowGroup.Of(table, options.Id, options.Time.Length > 0 ? options.Time : null);

    /// <summary>The scaled readings of a row of a unit, from its end if need be.</summary>
    public float[] Readings(RowGroup unit, Index row) => _readings[unit.Rows[row]];

    /// <summary>Units side by side; what is right is the share of the cap that is left.</summary>
    public GroupBatch Batch(IReadOnlyList<RowGroup> units)
    {
        int cap = _model.Options.Cap;
        return GroupBatch.Of(units, _readings, _model.Sensors.Width, (unit, t) => (float)Math.Min(unit.Rows.Length - 1 - t, cap) / cap);
    }

    /// <summary>What is expected after each row.</summary>
    public List<LifeCurve> Curves(IReadOnlyList<RowGroup>? units = null)
        => [.. Outputs(units ?? Units).Select(o => new LifeCurve(o.Unit.Name, [.. o.Outputs.Select(row => _model.Estimate(row))]))];

    /// <summary>Measures how far the model errs on units that have failed.</summary>
    public void Calibrate(IReadOnlyList<RowGroup> units) => _model.Interval.Calibrate([.. Outputs(units).SelectMany(o => o.Outputs.Select((row, t)
        => (_model.Expected(row), _model.Deviation(row), (double)Math.Min(o.Outputs.Length - 1 - t, _model.Options.Cap))))], units.Count);

    /// <summary>What the net says after each row.</summary>
    private (RowGroup Unit, float[][] Outputs)[] Outputs(IReadOnlyList<RowGroup> units)
    {
        var all = new (RowGroup, float[][])[units.Count];
        var tape = new Tape(recording: false);
        foreach (int[] batch in Enumerable.Range(0, units.Count).OrderBy(i => units[i].Rows.Length).Chunk(32))
        {
            tape.Reset();
            var (x, _, lengths) = Batch([.. batch.Select(i => units[i])]);
            var outputs = _model.Run(tape, x, lengths);
            for (int b = 0; b < batch.Length; b++)
                all[batch[b]] = (units[batch[b]], [.. Enumerable.Range(0, lengths[b]).Select(t => outputs.Row(t * batch.Length + b).ToArray())]);
        }

        return all;
    }
}
