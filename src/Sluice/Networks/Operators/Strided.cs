using Sluice.Autodiff;

namespace Sluice.Networks.Operators;

/// <summary>
/// Walks two arrays side by side, each with a step of its own for every dimension: 0 repeats an element, a negative one goes backward. Moving,
/// repeating, cutting and joining arrays, and their gradients, are all this.
/// </summary>
internal readonly struct Strided(nint offset, nint[] steps)
{
    /// <summary>Where the first element is.</summary>
    public nint Offset { get; } = offset;

    /// <summary>From one element to the next along each dimension.</summary>
    public nint[] Steps { get; } = steps;

    /// <summary>The places of a value's elements in its memory: a tensor's rows are padded.</summary>
    public static Strided Of(Value value) => value.IsFloat ? OfRows(value.Shape, Kernels.Padding.Round(Last(value.Shape)))
        : OfRows(value.Shape, Last(value.Shape));

    /// <summary>The places of elements whose rows lie so far apart.</summary>
    public static Strided OfRows(ReadOnlySpan<int> shape, nint row)
    {
        var steps = new nint[shape.Length];
        nint step = row;
        for (int d = shape.Length - 1; d >= 0; d--)
        {
            steps[d] = d == shape.Length - 1 ? 1 : step;
            if (d < shape.Length - 1) step = checked(step * shape[d]);
        }

        return new(0, steps);
    }

    /// <summary>The steps through a value as if it had a shape to which it is broadcast: 0 where it repeats.</summary>
    /// <exception cref="SluiceException">It can not be broadcast so.</exception>
    public static Strided Broadcast(Value value, ReadOnlySpan<int> shape)
    {
        var own = Of(value);
        int missing = shape.Length - value.Shape.Length;
        var steps = new nint[shape.Length];
        for (int d = 0; d < shape.Length; d++)
        {
            if (d < missing) continue;
            int size = value.Shape[d - missing];
            if (size != shape[d] && size != 1) throw new SluiceException($"expected a shape that repeats to {Tensor.Describe(shape)}, got {value}");
            steps[d] = size == 1 ? 0 : own.Steps[d - missing];
        }

        return new(0, steps);
    }

    /// <summary>The dimensions in another order.</summary>
    public Strided Permuted(int[] order)
    {
        var steps = Steps;
        return new(Offset, [.. order.Select(d => steps[d])]);
    }

    /// <summary>Beginning elsewhere.</summary>
    public Strided From(nint offset) => new(Offset + offset, Steps);

    /// <summary>Copies, or adds, the elements of one array to the other's places.</summary>
    public static unsafe void Copy(float* target, Strided to, float* source, Strided from, ReadOnlySpan<int> shape, bool add)
    {
        if (Has0(shape)) return;
        Span<int> index = stackalloc int[shape.Length + 1];
        index.Clear();
        int last = shape.Length - 1;
        nint count = last < 0 ? 1 : shape[last], toStep = last < 0 ? 0 : to.Steps[last], fromStep = last < 0 ? 0 : from.Steps[last];
        nint targetAt = to.Offset, sourceAt = from.Offset;
        do
        {
            float* t = target + targetAt, s = source + sourceAt;
            if (add) for (nint i = 0; i < count; i++) t[i * toStep] += s[i * fromStep];
            else if (toStep == 1 && fromStep == 1) new ReadOnlySpan<float>(s, (int)count).CopyTo(new Span<float>(t, (int)count));
            else for (nint i = 0; i < count; i++) t[i * toStep] = s[i * fromStep];
        }
        while (Next(index, shape, last, to, from, ref targetAt, ref sourceAt));
    }

    /// <summary>Copies elements that are not floating-point numbers.</summary>
    public static void Copy<T>(T[] target, Strided to, T[] source, Strided from, ReadOnlySpan<int> shape)
    {
        if (Has0(shape)) return;
        int[] index = new int[shape.Length];
        nint t = to.Offset, s = from.Offset;
        do target[t] = source[s];
        while (Next(index, shape, shape.Length, to, from, ref t, ref s));
    }

    /// <summary>Goes on to the next element of both arrays over the first dimensions; false behind the last one.</summary>
    private static bool Next(
        Span<int> index, ReadOnlySpan<int> shape, int dimensions, Strided to, Strided from, ref nint target, ref nint source)
    {
        for (int d = dimensions - 1; d >= 0; d--)
        {
            target += to.Steps[d];
            source += from.Steps[d];
            if (++index[d] < shape[d]) return true;
            target -= to.Steps[d] * shape[d];
            source -= from.Steps[d] * shape[d];
            index[d] = 0;
        }

        return false;
    }

    private static int Last(ReadOnlySpan<int> shape) => shape.Length == 0 ? 1 : shape[^1];

    private static bool Has0(ReadOnlySpan<int> shape)
    {
        foreach (int n in shape) if (n == 0) return true;
        return false;
    }
}
