using Sluice.Vectors;

namespace Sluice.Kernels;

/// <summary>
/// A matrix B packed for <see cref="Tile"/>: panels of 16 neighbouring columns, [depth][16] each, so that the micro-kernel
/// reads it as a stream. Columns beyond the matrix are zero.
/// </summary>
/// <typeparam name="E">The element.</typeparam>
internal sealed unsafe class Panels<E> where E : unmanaged
{
    /// <summary>Columns of a panel.</summary>
    public const int Width = Padding.Lanes;

    private AlignedBuffer<E>? _buffer;

    /// <summary>Rows of B.</summary>
    public int Depth { get; private set; }

    /// <summary>Panels of B.</summary>
    public int Count { get; private set; }

    /// <summary>Elements kept.</summary>
    public nint Length => _buffer?.Length ?? 0;

    /// <summary>The panel of columns 16·index and on.</summary>
    public E* this[int index] => _buffer!.Pointer + (nint)index * Depth * Width;

    /// <summary>Gives the memory of one matrix to another that is about to be packed, and the other way round; both must be packed again.</summary>
    public static void Exchange(Panels<E> one, Panels<E> other) => (one._buffer, other._buffer) = (other._buffer, one._buffer);

    /// <summary>Makes room for a matrix of depth x columns.</summary>
    public void Resize(int depth, int columns)
    {
        (Depth, Count) = (depth, Padding.Round(columns) / Width);
        _buffer = AlignedBuffer<E>.AtLeast(_buffer, (nint)depth * Count * Width);
    }

    /// <summary>Packs B[k][n] = source[k·stride + n] into the panels from <paramref name="first"/> on.</summary>
    public void Pack<V>(E* source, nint stride, int columns, int first = 0) where V : struct, IVector<V, E>
    {
        for (int n = 0; n < columns; n += Width)
        {
            var panel = this[first + n / Width];
            if (columns - n >= Width)
            {
                for (nint k = 0; k < Depth; k++)
                    for (int j = 0; j < Width; j += V.Count) V.Store(panel + k * Width + j, V.Load(source + k * stride + n + j));
            }
            else
            {
                for (nint k = 0; k < Depth; k++)
                    for (int j = 0; j < Width; j++) panel[k * Width + j] = n + j < columns ? source[k * stride + n + j] : default;
            }
        }
    }

    /// <summary>Packs the transpose, B[k][n] = source[n·stride + k], into the panels from <paramref name="first"/> on.</summary>
    public void PackTransposed(E* source, nint stride, int columns, int first = 0)
    {
        for (int n = 0; n < columns; n += Width)
        {
            var panel = this[first + n / Width];
            int width = Math.Min(Width, columns - n);
            for (nint k = 0; k < Depth; k++)
            {
                var from = source + n * stride + k;
                for (int j = 0; j < width; j++, from += stride) panel[k * Width + j] = *from;
                for (int j = width; j < Width; j++) panel[k * Width + j] = default;
            }
        }
    }
}
