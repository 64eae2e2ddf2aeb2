using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Inspection;

/// <summary>How far a gate is from the middle, over all steps, sequences and units.</summary>
/// <param name="Gate">Its letter.</param>
/// <param name="Mean">The mean value.</param>
/// <param name="Shut">The share of values below 0.1.</param>
/// <param name="Open">The share of values above 0.9.</param>
public sealed record GateSaturation(string Gate, double Mean, double Shut, double Open)
{
    /// <summary>Those of a cell's gates, the blocks that end in the logistic function, in what a layer of it did.</summary>
    public static IReadOnlyList<GateSaturation> Of(string cell, Recording recording) => Of(cell, [recording]);

    /// <summary>The same over several recordings of the layer together.</summary>
    public static IReadOnlyList<GateSaturation> Of(string cell, IReadOnlyList<Recording> recordings)
        => [.. CellEquations.Gates(cell).Where(recordings[0].Blocks.Contains).Select(g => Of(g, [.. recordings.Select(r => r.Value(g))]))];

    /// <summary>Those of the first layer of a stack, as it reads one sequence.</summary>
    /// <param name="stack">The layers.</param>
    /// <param name="x">x [T, 1, I].</param>
    public static IReadOnlyList<GateSaturation> Of(RecurrentStack stack, Tensor x)
    {
        var recordings = new List<Recording>();
        stack.Run(new Tape(recording: false), x, out _, recordings: recordings);
        return Of(stack.Layers[0].Cell, recordings[0]);
    }

    private static GateSaturation Of(string gate, Tensor[] recorded)
    {
        double sum = 0;
        long shut = 0, open = 0, count = 0;
        foreach (var values in recorded)
        {
            count += values.Count;
            for (int r = 0; r < values.Rows; r++)
            {
                foreach (float value in values.Row(r))
                {
                    sum += value;
                    if (value < 0.1f) shut++;
                    if (value > 0.9f) open++;
                }
            }
        }

        return new GateSaturation(gate, sum / count, (double)shut / count, (double)open / count);
    }
}
