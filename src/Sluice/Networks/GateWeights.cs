using Sluice.Layers;

namespace Sluice.Networks;

/// <summary>The weights of one direction of a layer whose gates stand in the order of others.</summary>
internal sealed class GateWeights
{
    /// <summary>The weights of a layer.</summary>
    /// <param name="layer">The layer, of a cell that has these gates.</param>
    /// <param name="order">The gates, in the letters of this library's cells.</param>
    public GateWeights(Recurrent layer, IReadOnlyList<string> order)
    {
        var shape = layer.Shape;
        int h = layer.Hidden, units = layer.Output;
        Gates = order.Count;
        (W, R, BesideX, BesideH) = (new float[Gates * h * layer.Input], new float[Gates * h * units], new float[Gates * h], new float[Gates * h]);
        for (int i = 0; i < shape.InputBlocks.Count; i++)
        {
            int at = Place(order, shape.Blocks[shape.InputBlocks[i]].Name);
            for (int u = 0; u < h; u++) layer.InputWeight.Value.Row(i * h + u).CopyTo(W.AsSpan((at * h + u) * layer.Input));
        }

        for (int k = 0; k < shape.Blocks.Length; k++)
        {
            // The bias of the product on which the reset gate acts is the second of the two that others add.
            var block = shape.Blocks[k];
            if (!block.HasBias || k == shape.Projection?.Block) continue;
            layer.WeightOf(k).CopyTo((block.ReadsInput ? BesideX : BesideH).AsSpan(Place(order, block.Name) * h));
        }

        for (int j = 0; j < shape.RecurrentFeeds.Count; j++)
        {
            if (shape.RecurrentFeeds[j].Block == shape.Projection?.Block) continue;
            int at = Place(order, shape.Blocks[shape.RecurrentFeeds[j].Block].Name);
            Buffer.BlockCopy(layer.MatrixOf(j), 0, R, sizeof(float) * at * h * units, sizeof(float) * h * units);
        }
    }

    /// <summary>Gates.</summary>
    public int Gates { get; }

    /// <summary>[gates · H, I].</summary>
    public float[] W { get; }

    /// <summary>[gates · H, units of the output].</summary>
    public float[] R { get; }

    /// <summary>The bias [gates · H] beside W x.</summary>
    public float[] BesideX { get; }

    /// <summary>The bias [gates · H] beside R h⁻.</summary>
    public float[] BesideH { get; }

    /// <summary>A matrix [rows, columns] as [columns, rows].</summary>
    public static float[] Transposed(float[] matrix, int columns)
    {
        int rows = matrix.Length / columns;
        var turned = new float[matrix.Length];
        for (int r = 0; r < rows; r++)
            for (int c = 0; c < columns; c++) turned[c * rows + r] = matrix[r * columns + c];
        return turned;
    }

    private static int Place(IReadOnlyList<string> order, string block) => order.ToList().IndexOf(block.TrimEnd('\'', '’', '′'));
}
