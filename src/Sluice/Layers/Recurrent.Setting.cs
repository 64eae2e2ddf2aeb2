using Sluice.Autodiff;
using Sluice.Cells.Contract;

namespace Sluice.Layers;

public sealed partial class Recurrent
{
    /// <summary>Sets the bias of a block, or the weight of each unit that it is.</summary>
    internal void SetRow(int block, ReadOnlySpan<float> values)
    {
        bool weight = Shape.Blocks[block].IsWeight;
        var parameter = weight ? _weights[block]! : BiasOf(block);
        var target = parameter.Value.Row(0)[(weight ? 0 : BiasAt(block))..];
        values[..(Shape.Blocks[block].Has(Feeds.Scalar) ? 1 : values.Length)].CopyTo(target);
        parameter.Changed();
    }

    /// <summary>Sets the matrix [H, I] that x is multiplied with for a block.</summary>
    internal void SetInput(int block, float[,] matrix) => Set(InputWeight, Shape.InputBlocks.ToList().IndexOf(block), matrix);

    /// <summary>Sets the matrix [H, H] of a recurrent feed.</summary>
    internal void SetRecurrent(int feed, float[,] matrix) => Set(RecurrentWeight, feed, matrix);

    /// <summary>A layer with the same weights whose time runs from the end of each sequence to its start.</summary>
    internal Recurrent Reversed()
    {
        string name = InputWeight.Name[..InputWeight.Name.LastIndexOf(".weight_ih_", StringComparison.Ordinal)];
        var layer = new Recurrent(name, "l0_reverse", Cell, Input, Hidden, 1, !_reverse, _initial.Length > 0);
        foreach (var (own, other) in Parameters.Zip(layer.Parameters))
        {
            other.Value.CopyFrom(own.Value);
            other.Changed();
        }

        return layer;
    }

    private void Set(Parameter parameter, int place, float[,] matrix)
    {
        for (int r = 0; r < Hidden; r++)
            for (int c = 0; c < matrix.GetLength(1); c++) parameter.Value[place * Hidden + r, c] = matrix[r, c];
        parameter.Changed();
    }
}
