using Sluice.Autodiff;
using Sluice.Cells.Loop;

namespace Sluice.Layers;

/// <summary>Where step t of sequence b lies in a tensor of all steps: [T, B, columns], or [B, T, columns] with the batch first.</summary>
/// <param name="Steps">T.</param>
/// <param name="Batch">B.</param>
/// <param name="BatchFirst">Whether the rows of a sequence follow each other.</param>
internal readonly record struct StepLayout(int Steps, int Batch, bool BatchFirst)
{
    /// <summary>The layout of x of three dimensions.</summary>
    public static StepLayout Of(ReadOnlySpan<int> x, bool batchFirst) => batchFirst ? new(x[1], x[0], true) : new(x[0], x[1], false);

    /// <summary>The shape of a tensor with so many columns.</summary>
    public int[] Shape(int columns) => BatchFirst ? [Batch, Steps, columns] : [Steps, Batch, columns];

    /// <summary>The rows of a tensor in this layout; none of null.</summary>
    public unsafe Rows<float> Rows(Tensor? tensor)
    {
        if (tensor is null) return default;
        nint row = tensor.Stride;
        return BatchFirst ? new(tensor.Pointer, row, Steps * row) : new(tensor.Pointer, Batch * row, row);
    }
}
