using Sluice.Autodiff;
using Sluice.Devices;
using Sluice.Vectors;

namespace Sluice.Networks.Operators;

/// <summary>Shares that sum to 1 along a dimension, and their logarithms.</summary>
internal static unsafe class Softmaxes
{
    // Until opset 12 the array was flattened to two dimensions at the axis, which was 1 unless said.
    private const int ByAxisSince = 13;

    public static IEnumerable<(string Name, Func<Node, Kernel> Prepare)> All =>
    [
        ("Softmax", n => Along(n, (tape, x) => Rows(tape, x, logarithm: false))),
        ("LogSoftmax", n => Along(n, (tape, x) => Rows(tape, x, logarithm: true))),
        ("Hardmax", n => Along(n, Hardmax)),
    ];

    private static Kernel Along(Node node, Func<Tape, Value, Value> rows)
    {
        bool byAxis = node.Opset >= ByAxisSince;
        long asked = node.Integer("axis", byAxis ? -1 : 1);
        return (tape, inputs) =>
        {
            var x = Arrays.Required(inputs, 0);
            int n = x.Shape.Length, axis = !byAxis && asked == n ? n : Arrays.Axis(asked, n);
            if (!byAxis)
            {
                var flat = Arrays.Reshaped(tape, x, Arrays.Count(x.Shape[..axis]), Arrays.Count(x.Shape[axis..]));
                return [Arrays.Reshaped(tape, rows(tape, flat), x.Shape)];
            }

            if (axis == n - 1) return [rows(tape, x)];
            int[] order = [.. Enumerable.Range(0, n).Where(d => d != axis), axis];
            var y = rows(tape, Moves.Transposed(tape, x, order));
            return [Moves.Transposed(tape, y, [.. Enumerable.Range(0, n).Select(d => Array.IndexOf(order, d))])];
        };
    }

    /// <summary>y = exp(x − max) / Σ exp(x − max) of each row, or its logarithm.</summary>
    public static Value Rows(Tape tape, Value x, bool logarithm)
    {
        var (numbers, y) = (x.Numbers, Arrays.Lend(tape, x.Shape));
        tape.Run(new Job(numbers, y, logarithm), (long)y.Rows * y.Stride);
        Arrays.Record(tape, logarithm ? "LogSoftmax" : "Softmax", [x], y, () =>
        {
            if (y.Gradient is { } dy && x.NeedsGradient(tape)) AddGradient(y, dy, x.Gradient(tape), logarithm);
        });
        return new Value(y, x.Shape, x.Type);
    }

    private static void AddGradient(Tensor y, Tensor dy, Tensor dx, bool logarithm)
    {
        for (int r = 0; r < y.Rows; r++)
        {
            double sum = 0;
            for (int c = 0; c < y.Columns; c++) sum += logarithm ? dy[r, c] : dy[r, c] * y[r, c];
            for (int c = 0; c < y.Columns; c++)
                dx[r, c] += logarithm ? dy[r, c] - MathF.Exp(y[r, c]) * (float)sum : y[r, c] * (dy[r, c] - (float)sum);
        }
    }

    private static Value Hardmax(Tape tape, Value x)
    {
        var y = Arrays.Lend(tape, x.Shape, clear: true);
        for (int r = 0; r < y.Rows; r++)
        {
            var row = x.Numbers.Row(r);
            int best = 0;
            for (int c = 1; c < row.Length; c++) if (row[c] > row[best]) best = c;
            y[r, best] = 1;
        }

        return new Value(y, x.Shape, x.Type);
    }

    private sealed class Job(Tensor x, Tensor y, bool logarithm) : IKernel
    {
        public void Run<V>(int part, int parts) where V : struct, IVector<V, float>
        {
            int from = (int)((long)y.Rows * part / parts), to = (int)((long)y.Rows * (part + 1) / parts);
            for (int r = from; r < to; r++)
            {
                float* source = x.Pointer + (nint)r * x.Stride, target = y.Pointer + (nint)r * y.Stride;
                float most = RowReduction.Max<V>(source, y.Columns);
                var largest = V.Broadcast(most);
                for (int i = 0; i < y.Stride; i += V.Count) V.Store(target + i, V.Exp(V.Load(source + i) - largest));
                float sum = RowReduction.Sum<V>(target, y.Columns);
                if (logarithm)
                {
                    // The largest is taken off first: beside a large number the logarithm would be lost.
                    var shift = V.Broadcast(MathF.Log(sum));
                    for (int i = 0; i < y.Stride; i += V.Count) V.Store(target + i, V.Load(source + i) - largest - shift);
                }
                else
                {
                    var share = V.Broadcast(1 / sum);
                    for (int i = 0; i < y.Stride; i += V.Count) V.Store(target + i, V.Load(target + i) * share);
                }
            }
        }
    }
}
