using Sluice.Vectors;

namespace Sluice.Kernels;

/// <summary>
/// dW += dyᵀ x, by depths of rows: x is packed into panels, dy into tiles of 16 columns, both once a depth. Each element
/// of dW is summed in the order of the rows.
/// </summary>
internal sealed unsafe class GradientProduct<V, E>
    where V : struct, IVector<V, E>
    where E : unmanaged
{
    /// <summary>Rows of dy and x taken together.</summary>
    public const int Depth = Product<V, E>.DepthBlock;

    /// <summary>
    /// Rows of dW made together: their packed gradients, 128 x 256 floats, take 128 KiB of the second-level cache while the
    /// panels of x pass by, and each pair of panels stays in the first level for all of them.
    /// </summary>
    public const int Rows = 128;

    private readonly AlignedBuffer<E> _packed = new(Rows * Depth);
    private readonly Panels<E> _panels = new();
    private AlignedBuffer<nint>? _tables;
    private E** _a, _c, _b;
    private nint* _column;
    private int _depth, _most;

    /// <summary>The rows of dy, to be set after <see cref="Begin"/>.</summary>
    public E** DY { get; private set; }

    /// <summary>The rows of x, to be set before each <see cref="PackX"/>.</summary>
    public E** X { get; private set; }

    /// <summary>Makes room for <paramref name="panels"/> panels of x.</summary>
    public void Reserve(int panels)
    {
        _most = panels;
        _tables = AlignedBuffer<nint>.AtLeast(_tables, 2 * Depth + 2 * Rows + 2 * panels);
        DY = (E**)_tables.Pointer;
        X = DY + Depth;
        _a = X + Depth;
        _c = _a + Rows;
        _b = _c + Rows;
        _column = (nint*)(_b + panels);
    }

    /// <summary>Begins a depth of so many rows.</summary>
    public void Begin(int depth)
    {
        _depth = depth;
        _panels.Resize(depth, _most * Panels<E>.Width);
    }

    /// <summary>Packs the rows of <see cref="X"/> into panels from <paramref name="first"/> on; columns beyond the last are zero.</summary>
    public void PackX(int first, int panels, int columns)
    {
        for (int p = 0; p < panels; p++)
        {
            var panel = _panels[first + p];
            int at = p * Panels<E>.Width, valid = Math.Min(Panels<E>.Width, columns - at);
            for (int k = 0; k < _depth; k++, panel += Panels<E>.Width)
            {
                for (int j = 0; j < Panels<E>.Width; j += V.Count) V.Store(panel + j, V.Load(X[k] + at + j));
                for (int j = valid; j < Panels<E>.Width; j++) panel[j] = default;
            }
        }
    }

    /// <summary>Packs columns of <see cref="DY"/> and adds their sums to db, where it is not null.</summary>
    public void PackDY(nint column, int columns, E* bias)
    {
        var target = _packed.Pointer;
        for (int c = 0; c < columns; c += Panels<E>.Width, target += (nint)_depth * Panels<E>.Width)
        {
            for (int j = 0; j < Panels<E>.Width; j += V.Count)
            {
                var sum = bias == null ? V.Constant(0) : V.Load(bias + c + j);
                for (int d = 0; d < _depth; d++)
                {
                    var value = V.Load(DY[d] + column + c + j);
                    V.Store(target + (nint)d * Panels<E>.Width + j, value);
                    sum += value;
                }

                if (bias != null) V.Store(bias + c + j, sum);
            }
        }
    }

    /// <summary>Adds the product of the packed columns with panels of x to rows of dW.</summary>
    public void Add(int rows, int first, int panels, E* target, nint stride)
    {
        for (int r = 0; r < rows; r++)
        {
            _c[r] = target + r * stride;
            _a[r] = _packed.Pointer + (nint)(r / Panels<E>.Width) * _depth * Panels<E>.Width + r % Panels<E>.Width;
        }

        for (int p = 0; p < panels; p++)
        {
            _b[p] = _panels[first + p];
            _column[p] = p * (nint)Panels<E>.Width;
        }

        Product<V, E>.Multiply(rows, _a, 0, Panels<E>.Width, _depth, panels, _b, _c, _c, _column);
    }
}
