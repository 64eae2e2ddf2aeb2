using System.Runtime.InteropServices;

namespace Sluice.Kernels;

/// <summary>Weights of fewer than 32 bits.</summary>
public enum ReducedType
{
    /// <summary>Integers of 8 bits, −127 to 127, with a scale for each row.</summary>
    Int8,

    /// <summary>The upper 16 bits of a float: 8 bits of precision in the range of floats.</summary>
    BFloat16,
}

/// <summary>
/// A matrix of weights [rows, columns] in fewer than 32 bits, row after row: w = scale[row]·q with q = round(w / scale) and scale =
/// max |w| / 127 of the row, or the nearest bfloat16, of two the even one. It never changes: any number of threads may read it.
/// </summary>
internal sealed class ReducedMatrix
{
    /// <summary>The greatest integer.</summary>
    public const int Most = 127;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly float[] _scales;

    /// <summary>Weights as a file holds them.</summary>
    /// <param name="type">What they are.</param>
    /// <param name="rows">Rows.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="bytes">The integers, or the bfloat16s, little-endian.</param>
    /// <param name="scales">One for each row of integers; none of bfloat16s.</param>
    public ReducedMatrix(ReducedType type, int rows, int columns, ReadOnlyMemory<byte> bytes, float[] scales)
        => (Type, Rows, Columns, _bytes, _scales) = (type, rows, columns, bytes, scales);

    public ReducedType Type { get; }

    public int Rows { get; }

    public int Columns { get; }

    /// <summary>The elements as files hold them.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>The scale of each row, of integers.</summary>
    public ReadOnlySpan<float> Scales => _scales;

    /// <summary>Bytes of an element.</summary>
    public static int Size(ReducedType type) => type == ReducedType.Int8 ? 1 : 2;

    /// <summary>The nearest weights to these.</summary>
    public static ReducedMatrix Of(ReducedType type, int rows, int columns, ReadOnlySpan<float> values)
    {
        var bytes = new byte[(long)rows * columns * Size(type)];
        if (type == ReducedType.BFloat16)
        {
            var halves = MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan());
            for (int i = 0; i < halves.Length; i++) halves[i] = UpperHalf(values[i]);
            return new(type, rows, columns, bytes, []);
        }

        var scales = new float[rows];
        var integers = MemoryMarshal.Cast<byte, sbyte>(bytes.AsSpan());
        for (int r = 0; r < rows; r++)
        {
            float most = 0;
            var row = values.Slice(r * columns, columns);
            foreach (float value in row) most = Math.Max(most, Math.Abs(value));
            scales[r] = most / Most;
            if (scales[r] == 0) continue;
            for (int c = 0; c < columns; c++)
                integers[r * columns + c] = (sbyte)Math.Clamp(MathF.Round(row[c] / scales[r]), -Most, Most);
        }

        return new(type, rows, columns, bytes, scales);
    }

    /// <summary>The weights of a row as floats.</summary>
    public void CopyRow(int row, Span<float> target)
    {
        if (Type == ReducedType.Int8)
        {
            var integers = MemoryMarshal.Cast<byte, sbyte>(_bytes.Span).Slice(row * Columns, Columns);
            for (int c = 0; c < integers.Length; c++) target[c] = integers[c] * _scales[row];
            return;
        }

        var halves = MemoryMarshal.Cast<byte, ushort>(_bytes.Span).Slice(row * Columns, Columns);
        for (int c = 0; c < halves.Length; c++) target[c] = BitConverter.Int32BitsToSingle(halves[c] << 16);
    }

    /// <summary>The nearest bfloat16; of two the even one. A number near the greatest float stays finite.</summary>
    private static ushort UpperHalf(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value), rounded = (bits + 0x7fff + ((bits >> 16) & 1)) >> 16;
        return (ushort)((rounded & 0x7f80) == 0x7f80 ? bits >> 16 : rounded);
    }
}
