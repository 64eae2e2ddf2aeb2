using Sluice.Kernels;

namespace Sluice.Autodiff;

/// <summary>
/// Numbers in rows: all dimensions but the last are folded into rows, and each row is padded to a multiple of 16 floats and
/// starts on a cache line. Sequences are sequence-major: [T, B, features].
/// </summary>
public sealed unsafe class Tensor
{
    private readonly int[] _shape;

    /// <summary>A tensor of zeroes.</summary>
    /// <param name="shape">Its dimensions; the last is the length of a row.</param>
    public Tensor(params int[] shape)
        : this(shape, new AlignedBuffer<float>(LengthOf(shape)), 0)
    {
    }

    internal Tensor(int[] shape, AlignedBuffer<float> buffer, nint offset)
    {
        _shape = shape;
        Columns = shape[^1];
        Rows = RowsOf(shape);
        Stride = Padding.Round(Columns);
        Buffer = buffer;
        Pointer = buffer.Pointer + offset;
    }

    /// <summary>The dimensions.</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>The product of all dimensions but the last.</summary>
    public int Rows { get; }

    /// <summary>The last dimension.</summary>
    public int Columns { get; }

    /// <summary>Floats from one row to the next.</summary>
    public int Stride { get; }

    /// <summary>Elements, without padding.</summary>
    public long Count => (long)Rows * Columns;

    /// <summary>Whether a tape that records should compute a gradient for it.</summary>
    public bool NeedsGradient { get; init; }

    /// <summary>The gradient of the loss, of the same shape, once something has contributed to it.</summary>
    public Tensor? Gradient { get; internal set; }

    internal AlignedBuffer<float> Buffer { get; }

    internal float* Pointer { get; }

    /// <summary>An element.</summary>
    public float this[int row, int column]
    {
        get => Row(row)[column];
        set => Row(row)[column] = value;
    }

    /// <summary>A row.</summary>
    public Span<float> Row(int row)
    {
        if ((uint)row >= (uint)Rows) throw new SluiceException($"Tensor.Row: expected a row below {Rows}, got {row}.");
        return new Span<float>(Pointer + (nint)row * Stride, Columns);
    }

    /// <summary>A tensor with the values of a matrix.</summary>
    public static Tensor From(float[,] values)
    {
        var tensor = new Tensor(values.GetLength(0), values.GetLength(1));
        for (int r = 0; r < tensor.Rows; r++)
            for (int c = 0; c < tensor.Columns; c++) tensor[r, c] = values[r, c];
        return tensor;
    }

    /// <summary>The elements row after row, without padding.</summary>
    public float[] ToArray()
    {
        var values = new float[Count];
        CopyTo(values);
        return values;
    }

    /// <summary>Copies the elements, row after row, without padding.</summary>
    /// <param name="values">At least <see cref="Count"/> of them.</param>
    public void CopyTo(Span<float> values)
    {
        for (int r = 0; r < Rows; r++) Row(r).CopyTo(values[(r * Columns)..]);
    }

    /// <summary>Sets the elements, row after row.</summary>
    /// <exception cref="SluiceException">Another number of values than elements.</exception>
    public void Set(ReadOnlySpan<float> values)
    {
        if (values.Length != Count) throw new SluiceException($"Tensor.Set: expected {Count} values for {Describe()}, got {values.Length}.");
        for (int r = 0; r < Rows; r++) values.Slice(r * Columns, Columns).CopyTo(Row(r));
    }

    /// <summary>Sets the elements to those of a tensor of the same shape.</summary>
    internal void CopyFrom(Tensor tensor)
    {
        for (int r = 0; r < Rows; r++) tensor.Row(r).CopyTo(Row(r));
    }

    /// <summary>The same memory with other dimensions, of which the last stays; one may be −1 for what is left.</summary>
    /// <exception cref="SluiceException">Another number of elements, or another length of rows.</exception>
    public Tensor Reshape(params int[] shape)
    {
        int known = 1;
        foreach (int n in shape.AsSpan(0, Math.Max(0, shape.Length - 1))) if (n != -1) known = checked(known * n);
        int[] whole = [.. shape.Select(n => n == -1 && known > 0 ? Rows / known : n)];
        if (whole.Length == 0 || whole[^1] != Columns || whole.Any(n => n < 0) || RowsOf(whole) != Rows)
            throw new SluiceException(
                $"Tensor.Reshape: expected a shape of the elements of {Describe()} whose last dimension is {Columns}, got {Describe(shape)}.");
        return View(0, whole);
    }

    /// <summary>Sets every element, padding included, to 0.</summary>
    public void Clear() => new Span<float>(Pointer, Rows * Stride).Clear();

    /// <summary>The same memory as numbers that come from outside, which need no gradient.</summary>
    internal Tensor AsInput() => new([.. Shape], Buffer, (nint)(Pointer - Buffer.Pointer));

    /// <summary>Sets what lies behind the elements of a row to 0.</summary>
    internal void ClearPadding(int row) => new Span<float>(Pointer + (nint)row * Stride + Columns, Stride - Columns).Clear();

    /// <summary>The same memory as rows from <paramref name="first"/> on, with another shape of equal row length.</summary>
    internal Tensor View(int first, params int[] shape)
        => new(shape, Buffer, (nint)(Pointer - Buffer.Pointer) + (nint)first * Stride) { NeedsGradient = NeedsGradient };

    /// <summary>Floats of a tensor, padding included.</summary>
    /// <exception cref="SluiceException">Rows of more numbers than can be counted with their padding.</exception>
    internal static nint LengthOf(int[] shape) => shape[^1] is >= 0 and <= int.MaxValue - Padding.Lanes
        ? checked((nint)RowsOf(shape) * Padding.Round(shape[^1]))
        : throw new SluiceException($"Memory: expected tensors with rows of 0 to {int.MaxValue - Padding.Lanes} numbers, got {Describe(shape)}.");

    internal string Describe() => Describe(_shape);

    /// <summary>A shape as messages write it: [3, 4].</summary>
    internal static string Describe(ReadOnlySpan<int> shape) => $"[{string.Join(", ", shape.ToArray())}]";

    private static int RowsOf(int[] shape)
    {
        int rows = 1;
        for (int i = 0; i < shape.Length - 1; i++) rows = checked(rows * shape[i]);
        return rows;
    }
}
