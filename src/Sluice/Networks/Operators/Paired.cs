using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Vectors;

namespace Sluice.Networks.Operators;

/// <summary>y = f(a, b) element by element, the smaller array repeated along dimensions of 1 and along those that it has not.</summary>
internal static unsafe class Paired
{
    /// <summary>The shape to which arrays are repeated.</summary>
    /// <exception cref="SluiceException">Dimensions that differ, none of them 1.</exception>
    public static int[] ShapeOf(params ReadOnlySpan<Value> values)
    {
        int dimensions = 0;
        foreach (var value in values) dimensions = Math.Max(dimensions, value.Shape.Length);
        int[] shape = new int[dimensions];
        Array.Fill(shape, 1);
        foreach (var value in values)
        {
            for (int d = 0; d < value.Shape.Length; d++)
            {
                ref int size = ref shape[dimensions - value.Shape.Length + d];
                if (size == 1) size = value.Shape[d];
                else if (value.Shape[d] != 1 && value.Shape[d] != size)
                    throw new SluiceException($"expected shapes that repeat to each other's, got {string.Join(" and ", values.ToArray())}");
            }
        }

        return shape;
    }

    /// <summary>The result of two arrays of floating-point numbers.</summary>
    public static Value Run<F>(Tape tape, Value a, Value b) where F : struct, IPairing
    {
        int[] shape = ShapeOf(a, b);
        var y = Arrays.Lend(tape, shape);
        var job = new Job<F>(new(a, shape, y.Rows), new(b, shape, y.Rows), y);
        tape.Run(job, (long)y.Rows * y.Stride);
        Arrays.Record(tape, typeof(F).Name, [a, b], y, () =>
        {
            if (y.Gradient is not { } dy) return;
            if (a.NeedsGradient(tape)) tape.Device.Run(new Gradient<F>(job, dy, a.Gradient(tape), first: true), 1);
            if (b.NeedsGradient(tape)) tape.Device.Run(new Gradient<F>(job, dy, b.Gradient(tape), first: false), 1);
        });
        return new Value(y, shape, a.Type);
    }

    /// <summary>Where the row of an operand is that belongs to each row of the result.</summary>
    private sealed class Operand
    {
        private readonly int[]? _rows;
        private readonly int _step;

        public Operand(Value value, int[] shape, int rows)
        {
            Numbers = value.Numbers;
            IsSingle = Numbers.Columns == 1 && shape.Length > 0 && shape[^1] != 1;
            _step = Numbers.Rows == 1 ? 0 : 1;
            if (Numbers.Rows == rows || Numbers.Rows == 1) return;
            var steps = Strided.Broadcast(value, shape);
            _rows = new int[rows];
            int[] index = new int[shape.Length];
            nint at = 0;
            for (int r = 0; r < rows; r++)
            {
                _rows[r] = (int)(at / Numbers.Stride);
                for (int d = shape.Length - 2; d >= 0; d--)
                {
                    at += steps.Steps[d];
                    if (++index[d] < shape[d]) break;
                    at -= steps.Steps[d] * shape[d];
                    index[d] = 0;
                }
            }
        }

        public Tensor Numbers { get; }

        /// <summary>Whether one number stands for a whole row.</summary>
        public bool IsSingle { get; }

        public float* this[Tensor tensor, int row] => tensor.Pointer + (nint)(_rows is null ? row * _step : _rows[row]) * tensor.Stride;
    }

    private sealed class Job<F>(Operand a, Operand b, Tensor y) : IKernel where F : struct, IPairing
    {
        public Operand A => a;

        public Operand B => b;

        public Tensor Y => y;

        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            int from = (int)((long)y.Rows * part / parts), to = (int)((long)y.Rows * (part + 1) / parts);
            for (int r = from; r < to; r++)
            {
                float* first = a[a.Numbers, r], second = b[b.Numbers, r], result = y.Pointer + (nint)r * y.Stride;
                V one = V.Broadcast(*first), two = V.Broadcast(*second);
                for (int i = 0; i < y.Stride; i += V.Count)
                    V.Store(result + i, F.Of(a.IsSingle ? one : V.Load(first + i), b.IsSingle ? two : V.Load(second + i)));
            }
        }
    }

    /// <summary>Adds to the gradient of one operand, row after row, so that repeated rows are summed in one order.</summary>
    private sealed class Gradient<F>(Job<F> job, Tensor dy, Tensor gradient, bool first) : IKernel where F : struct, IPairing
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            var (own, y) = (first ? job.A : job.B, job.Y);
            for (int r = 0; r < y.Rows; r++)
            {
                float* a = job.A[job.A.Numbers, r], b = job.B[job.B.Numbers, r], value = y.Pointer + (nint)r * y.Stride;
                float* passed = dy.Pointer + (nint)r * dy.Stride, sum = own[gradient, r];
                if (own.IsSingle)
                {
                    for (int i = 0; i < y.Columns; i++)
                    {
                        var slope = Slope(
                            Float1.Broadcast(job.A.IsSingle ? *a : a[i]), Float1.Broadcast(job.B.IsSingle ? *b : b[i]), Float1.Load(value + i));
                        Float1.Store(sum, Float1.Load(sum) + slope * Float1.Load(passed + i));
                    }

                    continue;
                }

                V one = V.Broadcast(*a), two = V.Broadcast(*b);
                for (int i = 0; i < y.Stride; i += V.Count)
                {
                    var slope = Slope(job.A.IsSingle ? one : V.Load(a + i), job.B.IsSingle ? two : V.Load(b + i), V.Load(value + i));
                    V.Store(sum + i, V.Load(sum + i) + slope * V.Load(passed + i));
                }
            }
        }

        private V Slope<V>(V a, V b, V y) where V : struct, IVector<V> => first ? F.First(a, b, y) : F.Second(a, b, y);
    }
}
