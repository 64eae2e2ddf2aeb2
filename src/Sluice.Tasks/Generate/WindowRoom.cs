using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Tasks.Generate;

/// <summary>
/// Room for the products of one image with the filters of its window: the image and its slopes [h, stride], and n rows of each. What is padding
/// is 0, so that whole vectors are computed. For one thread, which keeps it alive as long as it uses the pointers.
/// </summary>
internal sealed unsafe class WindowRoom(AttentionWindow window)
{
    private readonly AlignedBuffer<float> _memory
        = new((nint)window.Stride * (2 * window.Height + 2 * window.Size) + window.Length);

    /// <summary>The image [h, stride].</summary>
    public float* Image => _memory.Pointer;

    /// <summary>The slopes of the image [h, stride].</summary>
    public float* Slopes => Image + window.Height * window.Stride;

    /// <summary>Rows [n, stride].</summary>
    public float* Rows => Slopes + window.Height * window.Stride;

    /// <summary>Further rows [n, stride].</summary>
    public float* MoreRows => Rows + window.Size * window.Stride;

    /// <summary>The slopes of all filters.</summary>
    public Span<float> FilterSlopes => new(MoreRows + window.Size * window.Stride, window.Length);

    /// <summary>Copies an image, or its slopes, into room whose rows are padded.</summary>
    public void Load(ReadOnlySpan<float> pixels, float* to)
    {
        for (int y = 0; y < window.Height; y++)
            pixels.Slice(y * window.Width, window.Width).CopyTo(new Span<float>(to + y * window.Stride, window.Width));
    }

    /// <summary>Adds what is in the room to an image, or its slopes.</summary>
    public void Add(float* from, Span<float> pixels)
    {
        for (int y = 0; y < window.Height; y++)
        {
            float* row = from + y * window.Stride;
            var to = pixels.Slice(y * window.Width, window.Width);
            for (int x = 0; x < to.Length; x++) to[x] += row[x];
        }
    }

    /// <summary>rows = F image: each row i is Σ over y of F[i, y] image[y].</summary>
    public void Gather<V>(float* filters, float* image, float* rows) where V : struct, IVector<V, float>
    {
        int step = Padding.Round(window.Height);
        for (int i = 0; i < window.Size; i++)
        {
            for (int c = 0; c < window.Stride; c += V.Count)
            {
                var sum = V.Constant(0);
                for (int y = 0; y < window.Height; y++)
                    sum = V.Fma(V.Broadcast(filters[i * step + y]), V.Load(image + y * window.Stride + c), sum);
                V.Store(rows + i * window.Stride + c, sum);
            }
        }
    }

    /// <summary>image = Fᵀ rows: each of its rows y is Σ over i of F[i, y] rows[i].</summary>
    public void Scatter<V>(float* filters, float* rows, float* image) where V : struct, IVector<V, float>
    {
        int step = Padding.Round(window.Height);
        for (int y = 0; y < window.Height; y++)
        {
            for (int c = 0; c < window.Stride; c += V.Count)
            {
                var sum = V.Constant(0);
                for (int i = 0; i < window.Size; i++)
                    sum = V.Fma(V.Broadcast(filters[i * step + y]), V.Load(rows + i * window.Stride + c), sum);
                V.Store(image + y * window.Stride + c, sum);
            }
        }
    }

    /// <summary>rows[i] = Σ over j of weights[i, j] times the filter j over x, or weights[j, i] where they are turned.</summary>
    public void Mix<V>(ReadOnlySpan<float> weights, bool turned, float* from, float* rows) where V : struct, IVector<V, float>
    {
        int n = window.Size;
        for (int i = 0; i < n; i++)
        {
            for (int c = 0; c < window.Stride; c += V.Count)
            {
                var sum = V.Constant(0);
                for (int j = 0; j < n; j++)
                    sum = V.Fma(V.Broadcast(weights[turned ? j * n + i : i * n + j]), V.Load(from + j * window.Stride + c), sum);
                V.Store(rows + i * window.Stride + c, sum);
            }
        }
    }

    /// <summary>weights[i, j] = rows[i] · from[j].</summary>
    public void Dot<V>(float* rows, float* from, Span<float> weights) where V : struct, IVector<V, float>
    {
        int n = window.Size;
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
                weights[i * n + j] = RowReduction.SumOfProducts<V>(rows + i * window.Stride, from + j * window.Stride, window.Stride);
    }

    /// <summary>Adds rows[i] · image[y] to the slope of each filter over y.</summary>
    public void AddDown<V>(float* rows, float* image) where V : struct, IVector<V, float>
    {
        int step = Padding.Round(window.Height);
        for (int i = 0; i < window.Size; i++)
            for (int y = 0; y < window.Height; y++)
                FilterSlopes[i * step + y]
                    += RowReduction.SumOfProducts<V>(rows + i * window.Stride, image + y * window.Stride, window.Stride);
    }

    /// <summary>Adds rows to the slopes of the filters over x.</summary>
    public void AddAcross(float* rows)
    {
        var to = FilterSlopes.Slice(window.Across, window.Size * window.Stride);
        for (int c = 0; c < to.Length; c++) to[c] += rows[c];
    }
}
