using Sluice.Autodiff;

namespace Sluice.Inspection;

/// <summary>How far a gate is from the middle, over all steps, sequences and units.</summary>
/// <param name="Gate">Its letter.</param>
/// <param name="Mean">The mean value.</param>
/// <param name="Shut">The share of values below 0.1.</param>
/// <param name="Open">The share of values above 0.9.</param>
public sealed record GateSaturation(string Gate, double Mean, double Shut, double Open)
{
    /// <summary>Those of a cell's gates, the blocks that end in the logistic function, in what a layer of it did.</summary>
    public static IReadOnlyList<GateSaturation> Of(string cell, Recording recording)
        => [.. CellEquations.Gates(cell).Where(recording.Blocks.Contains).Select(g => Of(g, recording.Value(g)))];

    private static GateSaturation Of(string gate, Tensor values)
    {
        double sum = 0;
        long shut = 0, open = 0;
        for (int r = 0; r < values.Rows; r++)
        {
            foreach (float value in values.Row(r))
            {
                sum += value;
                if (value < 0.1f) shut++;
                if (value > 0.9f) open++;
            }
        }

        return new GateSaturation(gate, sum / values.Count, (double)shut / values.Count, (double)open / values.Count);
    }
}
