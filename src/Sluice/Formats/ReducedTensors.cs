using System.Runtime.InteropServices;
using Sluice.Kernels;

namespace Sluice.Formats;

/// <summary>
/// Weights of fewer than 32 bits in a model file: a tensor of type BF16, or one of type I8 and the scale of each of its rows as F32 in a
/// tensor of the same name with ".scale" behind it.
/// </summary>
internal static class ReducedTensors
{
    private const string Scale = ".scale";

    /// <summary>The tensors that hold a matrix.</summary>
    public static IEnumerable<NamedTensor> Of(string name, ReducedMatrix matrix)
    {
        bool integers = matrix.Type == ReducedType.Int8;
        NamedTensor values = new(name, integers ? ElementType.I8 : ElementType.BF16, [matrix.Rows, matrix.Columns], matrix.Bytes);
        return integers ? [values, NamedTensor.Of(name + Scale, [matrix.Rows], matrix.Scales)] : [values];
    }

    /// <summary>The names of the tensors that hold a parameter in this file.</summary>
    public static IEnumerable<string> Names(SafeTensorsFile file, string name)
        => file.Find(name)?.Type == ElementType.I8 ? [name, name + Scale] : [name];

    /// <summary>The matrix of a tensor, which stays where it is; null where it is none of fewer than 32 bits.</summary>
    /// <exception cref="SluiceFormatException">Its scales are missing, or not as many as its rows.</exception>
    public static ReducedMatrix? Read(SafeTensorsFile file, NamedTensor tensor, string? path)
    {
        if (tensor.Shape.Count != 2) return null;
        var (rows, columns) = (tensor.Shape[0], tensor.Shape[1]);
        if (tensor.Type == ElementType.BF16) return new(ReducedType.BFloat16, rows, columns, tensor.Bytes, []);
        if (tensor.Type != ElementType.I8) return null;
        var scales = file.Find(tensor.Name + Scale)
            ?? throw new SluiceFormatException($"the tensor '{tensor.Name}' holds integers, and their scales '{tensor.Name}{Scale}' are missing.", path);
        if (scales.Type != ElementType.F32 || scales.Shape.Count != 1 || scales.Shape[0] != rows)
            throw new SluiceFormatException(
                $"the tensor '{scales.Name}' should be F32 [{rows}], a scale for each row, and is {scales.Type} [{string.Join(", ", scales.Shape)}].", path);
        var values = tensor.Bytes;
        if (MemoryMarshal.Cast<byte, sbyte>(values.Span).Contains(sbyte.MinValue))
            throw new SluiceFormatException($"the tensor '{tensor.Name}' should hold integers from -127 to 127, and holds -128.", path);
        return new(ReducedType.Int8, rows, columns, values, scales.ToFloats());
    }
}
