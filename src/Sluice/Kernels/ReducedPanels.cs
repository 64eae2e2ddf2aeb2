using System.Runtime.InteropServices;

namespace Sluice.Kernels;

/// <summary>
/// The transpose of reduced weights packed for <see cref="ReducedTile"/>: panels of 16 neighbouring columns, [depth/2][16][2] each, so
/// that two rows of a column lie side by side. Columns and the row beyond the matrix are 0.
/// </summary>
internal sealed unsafe class ReducedPanels
{
    private const int Width = Padding.Lanes;

    private readonly AlignedBuffer<byte> _buffer;
    private readonly AlignedBuffer<float> _scales;
    private readonly int _size;

    /// <summary>Room for a matrix of depth x columns.</summary>
    public ReducedPanels(ReducedType type, int depth, int columns)
    {
        (Type, Depth, Count, _size) = (type, depth, Padding.Round(columns) / Width, ReducedMatrix.Size(type));
        _buffer = new(Pairs * Count * Width * 2 * _size);
        _scales = new(type == ReducedType.Int8 ? Count * Width : 0);
    }

    public ReducedType Type { get; }

    /// <summary>Rows of B.</summary>
    public int Depth { get; }

    /// <summary>Panels of B.</summary>
    public int Count { get; }

    /// <summary>Bytes kept.</summary>
    public nint Bytes => _buffer.Length + 4 * _scales.Length;

    private nint Pairs => (Depth + 1) / 2;

    /// <summary>The panel of columns 16·index and on.</summary>
    public byte* this[int index] => _buffer.Pointer + index * Pairs * Width * 2 * _size;

    /// <summary>The scales of a panel's columns, of integers.</summary>
    public float* Scales(int index) => _scales.Pointer + (nint)index * Width;

    /// <summary>Packs B[k][n] = source[row + n][k] into the panels from <paramref name="first"/> on.</summary>
    public void PackTransposed(ReducedMatrix source, int row, int columns, int first = 0)
    {
        if (Type == ReducedType.Int8)
        {
            Pack(MemoryMarshal.Cast<byte, sbyte>(source.Bytes.Span), row, columns, first);
            for (int n = 0; n < columns; n++) Scales(first)[n] = source.Scales[row + n];
        }
        else
        {
            Pack(MemoryMarshal.Cast<byte, ushort>(source.Bytes.Span), row, columns, first);
        }
    }

    private void Pack<T>(ReadOnlySpan<T> source, int row, int columns, int first) where T : unmanaged
    {
        for (int n = 0; n < columns; n++)
        {
            var panel = (T*)this[first + n / Width] + n % Width * 2;
            var from = source.Slice((row + n) * Depth, Depth);
            for (int k = 0; k < from.Length; k++) panel[k / 2 * (nint)(2 * Width) + k % 2] = from[k];
        }
    }
}
