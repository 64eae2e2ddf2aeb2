using System.Runtime.InteropServices;
using Sluice.Autodiff;
using Sluice.Formats;

namespace Sluice.Networks;

/// <summary>
/// Floating-point numbers that stand in a file, row after row, and are read when they are asked for: those of a layer straight into its weights, so
/// that none are in memory twice. For any number of threads.
/// </summary>
/// <param name="shape">The dimensions.</param>
/// <param name="read">Reads bytes of the array, from a place within it on.</param>
internal sealed class LateNumbers(int[] shape, ByteReading read)
{
    private const int Piece = 1 << 14;

    private readonly Lock _reading = new();
    private volatile Tensor? _numbers;

    /// <summary>Whether they are in memory.</summary>
    public bool IsRead => _numbers is not null;

    /// <summary>All of them, which are in memory from then on.</summary>
    public Tensor Numbers
    {
        get
        {
            if (_numbers is { } known) return known;
            lock (_reading)
            {
                if (_numbers is { } made) return made;
                var numbers = new Tensor(shape.Length == 0 ? [1] : shape);
                CopyTo(numbers, 0, numbers.Rows, 0);
                return _numbers = numbers;
            }
        }
    }

    /// <summary>Copies some of them into rows of a tensor.</summary>
    /// <param name="into">The tensor.</param>
    /// <param name="row">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="from">The number that is the first of the first row.</param>
    public void CopyTo(Tensor into, int row, int rows, long from)
    {
        int columns = into.Columns, most = Math.Max(1, Piece / Math.Max(1, columns));
        if (columns == 0 || rows == 0) return;
        float[] piece = new float[Math.Min(most, rows) * columns];
        for (int done = 0; done < rows; done += most)
        {
            int count = Math.Min(most, rows - done);
            var numbers = piece.AsSpan(0, count * columns);
            read(MemoryMarshal.AsBytes(numbers), sizeof(float) * (from + (long)done * columns));
            for (int r = 0; r < count; r++) numbers.Slice(r * columns, columns).CopyTo(into.Row(row + done + r));
        }
    }
}
