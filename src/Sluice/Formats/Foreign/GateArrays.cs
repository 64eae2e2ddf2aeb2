namespace Sluice.Formats.Foreign;

/// <summary>The numbers of a recognised layer in one direction, as this library stores matrices: a row for each unit of each gate.</summary>
/// <param name="Order">The order of the gates, in the letters of the catalog's cells.</param>
/// <param name="Input">W [gates·hidden, inputs].</param>
/// <param name="Recurrent">R [gates·hidden, outputs].</param>
/// <param name="Bias">The bias of the product with x; empty where there is none.</param>
/// <param name="SecondBias">The bias of the recurrent product; empty where there is none.</param>
/// <param name="Projection">P [outputs, hidden]; empty where there is none.</param>
internal sealed record GateArrays(IReadOnlyList<string> Order, float[] Input, float[] Recurrent, float[] Bias, float[] SecondBias, float[] Projection)
{
    /// <summary>Reads the numbers.</summary>
    /// <exception cref="SluiceFormatException">One of them is not finite, or the file is damaged.</exception>
    public static GateArrays Of(FoundLayer layer, FoundPart part, string? file)
    {
        int hidden = layer.Hidden, gates = part.Recurrent.Shape[layer.Layout == WeightLayout.PyTorch ? 0 : 1] / hidden;
        bool keras = layer.Layout != WeightLayout.PyTorch;
        var order = gates == 4 ? keras ? GateOrder.KerasLstm : GateOrder.PyTorchLstm
            : gates == 3 ? keras ? GateOrder.KerasGru : GateOrder.PyTorchGru : ["h"];
        float[] w = Numbers(part.Input), r = Numbers(part.Recurrent), b = Numbers(part.Bias), second = Numbers(part.SecondBias);
        int columns = gates * hidden;
        if (layer.Layout == WeightLayout.Keras) (w, r) = (Turned(w, columns), Turned(r, columns));
        if (layer.Layout == WeightLayout.Cudnn) (w, r) = (Unpacked(w, hidden, columns), Gates(r, hidden, columns));
        if (keras && b.Length == 2 * columns) (b, second) = (b[..columns], b[columns..]);
        return new GateArrays(order, w, r, b, second, Numbers(part.Projection));

        float[] Numbers(NamedTensor? tensor)
        {
            if (tensor is null) return [];
            float[] values = tensor.ToFloats();
            return NamedTensor.FirstNonFinite(values) is >= 0 and var place
                ? throw new SluiceFormatException($"tensor {tensor.Name}: element {place} is not a finite number.", file)
                : values;
        }
    }

    /// <summary>The transposed matrix of a kernel [rows, columns].</summary>
    private static float[] Turned(float[] kernel, int columns)
    {
        int rows = kernel.Length / columns;
        float[] turned = GC.AllocateUninitializedArray<float>(kernel.Length);
        for (int c = 0; c < columns; c++)
            for (int r = 0; r < rows; r++) turned[c * rows + r] = kernel[r * columns + c];
        return turned;
    }

    /// <summary>
    /// A kernel of Keras on cuDNN: in the columns of each gate lie, row after row, the numbers of cuDNN's matrix [hidden, inputs].
    /// </summary>
    private static float[] Unpacked(float[] kernel, int hidden, int columns)
    {
        int inputs = kernel.Length / columns, block = hidden * inputs;
        float[] matrix = new float[kernel.Length];
        for (int i = 0; i < matrix.Length; i++) matrix[i] = kernel[i % block / hidden * columns + i / block * hidden + i % hidden];
        return matrix;
    }

    /// <summary>The gates of a recurrent kernel [hidden, gates·hidden] below each other, each as it is.</summary>
    private static float[] Gates(float[] kernel, int hidden, int columns)
    {
        float[] matrix = new float[kernel.Length];
        for (int row = 0; row < columns; row++)
            kernel.AsSpan(row % hidden * columns + row / hidden * hidden, hidden).CopyTo(matrix.AsSpan(row * hidden));
        return matrix;
    }
}
