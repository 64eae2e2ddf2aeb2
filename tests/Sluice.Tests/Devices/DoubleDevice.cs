using Sluice.Cells;
using Sluice.Cells.Contract;
using Sluice.Cells.Loop;
using Sluice.Devices;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Tests.Devices;

/// <summary>
/// A device of one's own, in one class: products and recurrences in double precision, in memory of its own. It shows that another
/// device asks nothing of <c>Autodiff</c> or <c>Layers</c>, and what single precision costs.
/// </summary>
internal sealed unsafe class DoubleDevice() : Device(threads: 1, vectorBits: 32)
{
    /// <summary>Recurrences and products that ran here.</summary>
    public int Runs { get; private set; }

    public override void Run<K>(K kernel, int parts) => kernel.Run<Float1>(0, 1);

    internal override Recurrence Recurrence(CellShape shape, int input, int hidden)
        => Catalog.Visit(shape.Name, new Making(this, shape, input, hidden));

    internal override MatrixProduct MatrixProduct(int input, int output) => new Product(this, input, output);

    private sealed class Making(DoubleDevice device, CellShape shape, int input, int hidden) : ICellVisitor<Recurrence>
    {
        public Recurrence Visit<TCell>() where TCell : struct, ICell => new Loop<TCell>(device, shape, input, hidden);
    }

    private sealed class Product(DoubleDevice device, int input, int output) : MatrixProduct
    {
        private double[] _w = [];

        public override void Pack(float* w, nint stride)
        {
            _w = new double[input * output];
            for (int o = 0; o < output; o++)
                for (int i = 0; i < input; i++) _w[o * input + i] = w[o * stride + i];
        }

        public override void PackReduced(ReducedMatrix w) => throw new NotSupportedException();

        public override void PackBackward(float* w, nint stride) => Pack(w, stride);

        public override void Forward(int rows, float* x, nint xStride, float* bias, float* y, nint yStride)
        {
            device.Runs++;
            for (int r = 0; r < rows; r++)
                for (int o = 0; o < output; o++)
                {
                    double sum = bias == null ? 0 : bias[o];
                    for (int i = 0; i < input; i++) sum += _w[o * input + i] * x[r * xStride + i];
                    y[r * yStride + o] = (float)sum;
                }
        }

        public override void Backward(int rows, float* dy, nint dyStride, float* dx, nint dxStride, bool add)
        {
            for (int r = 0; r < rows; r++)
                for (int i = 0; i < input; i++)
                {
                    double sum = add ? dx[r * dxStride + i] : 0;
                    for (int o = 0; o < output; o++) sum += _w[o * input + i] * dy[r * dyStride + o];
                    dx[r * dxStride + i] = (float)sum;
                }
        }

        public override void AddGradients(int rows, float* dy, nint dyStride, float* x, nint xStride, float* dw, nint wStride, float* db)
        {
            for (int o = 0; o < output; o++)
            {
                double bias = 0;
                for (int r = 0; r < rows; r++) bias += dy[r * dyStride + o];
                if (db != null) db[o] += (float)bias;
                for (int i = 0; i < input; i++)
                {
                    double sum = 0;
                    for (int r = 0; r < rows; r++) sum += (double)dy[r * dyStride + o] * x[r * xStride + i];
                    dw[o * wStride + i] += (float)sum;
                }
            }
        }
    }

    private sealed class Loop<TCell>(DoubleDevice device, CellShape shape, int input, int hidden) : Recurrence where TCell : struct, ICell
    {
        private readonly CellWeights<double> _weights = new(shape, input, hidden, shape.OutputOf(hidden));
        private readonly Workers _workers = new(1);

        public override long Bytes => sizeof(double) * (long)_weights.Length;

        public override void Pack(float* w, nint wStride, Matrix<float>[] r, float* rows, nint rowStride)
        {
            using var copies = new Copies();
            _weights.Pack(Input(copies, w, wStride), input, Recurrent(copies, r), copies.In(rows, rowStride, shape.Blocks.Length, hidden), hidden);
        }

        public override void PackReduced(ReducedType type, ReducedMatrix? w, (ReducedMatrix Matrix, int Row)[] r, float* rows, nint rowStride)
            => throw new NotSupportedException();

        public override void PackBackward(float* w, nint wStride, Matrix<float>[] r)
        {
            using var copies = new Copies();
            _weights.PackBackward<Double1>(Input(copies, w, wStride), input, Recurrent(copies, r));
        }

        public override void Forward(Sequence<float> sequence)
        {
            device.Runs++;
            using var copies = new Copies();
            new TimeLoop<TCell, Double1, double>(_weights, _workers).Forward(Sequence(copies, sequence));
        }

        public override void Backward(Sequence<float> sequence, Gradients<float> gradients)
        {
            using var copies = new Copies();
            var doubles = new Gradients<double>
            {
                W = gradients.W == null ? null : Input(copies, gradients.W, gradients.WStride),
                WStride = input,
                R = Recurrent(copies, gradients.R),
                Rows = gradients.Rows == null ? null : copies.In(gradients.Rows, Padded, shape.Blocks.Length, Padded),
            };
            new TimeLoop<TCell, Double1, double>(_weights, _workers).Backward(Sequence(copies, sequence), doubles);
        }

        private int Padded => _weights.HiddenPadded;

        private double* Input(Copies copies, float* w, nint stride) => copies.In(w, stride, _weights.InputBlocks.Length * hidden, input);

        private Matrix<double>[] Recurrent(Copies copies, Matrix<float>[] r) => [.. r.Select((m, j) =>
        {
            int units = _weights.UnitsOfBlock(_weights.RecurrentFeeds[j].Block), source = _weights.UnitsOfSource(_weights.RecurrentFeeds[j].Source);
            return new Matrix<double>(copies.In(m.Pointer, m.Stride, units, source), source);
        })];

        private Sequence<double> Sequence(Copies copies, Sequence<float> s)
        {
            Rows<double> Of(Rows<float> rows, int columns) => copies.In(rows, s, columns);
            int operands = Math.Max(1, shape.Operands) * Padded;
            return new Sequence<double>
            {
                Steps = s.Steps,
                Batch = s.Batch,
                Lengths = s.Lengths,
                Reverse = s.Reverse,
                Keep = s.Keep,
                AddToBelow = s.AddToBelow,
                AddToInput = s.AddToInput,
                Input = Of(s.Input, input),
                Initial = [.. s.Initial.Select(r => Of(r, Padded))],
                States = [.. s.States.Select(r => Of(r, Padded))],
                Blocks = Of(s.Blocks, (int)_weights.BlockRow),
                Operands = Of(s.Operands, operands),
                Noise = [.. s.Noise.Select(r => Of(r, Padded))],
                Recording = Of(s.Recording, (int)_weights.BlockRow),
                Mask = Of(s.Mask, Padded),
                Masked = Of(s.Masked, Padded),
                Below = Of(s.Below, Padded),
                DBelow = Of(s.DBelow, Padded),
                DStates = [.. s.DStates.Select(r => Of(r, Padded))],
                Carry = [.. s.Carry.Select(r => Of(r, Padded))],
                Scratch = Of(s.Scratch, operands),
                DWeights = Of(s.DWeights, (shape.Blocks.Length - shape.Kept) * Padded),
                DInput = Of(s.DInput, Padding.Round(input)),
            };
        }
    }

    /// <summary>Memory of the host as doubles; what was changed there goes back at the end.</summary>
    private sealed class Copies : IDisposable
    {
        private readonly List<Action> _back = [];

        public double* In(float* from, nint stride, int rows, int columns)
        {
            var copy = new AlignedBuffer<double>((nint)rows * columns);
            var before = new float[rows * columns];
            for (int r = 0; r < rows; r++)
                for (int c = 0; c < columns; c++) copy.Pointer[r * columns + c] = before[r * columns + c] = from[r * stride + c];
            _back.Add(() =>
            {
                for (int r = 0; r < rows; r++)
                    for (int c = 0; c < columns; c++)
                        if ((float)copy.Pointer[r * columns + c] is var y && y != before[r * columns + c]) from[r * stride + c] = y;
            });
            return copy.Pointer;
        }

        public Rows<double> In(Rows<float> rows, Sequence<float> s, int columns)
        {
            if (!rows.Exists || columns == 0) return default;
            int steps = rows.Time == 0 ? 1 : s.Steps;
            var copy = new AlignedBuffer<double>((nint)steps * s.Batch * columns);
            for (int t = 0; t < steps; t++) In(t);
            return new(copy.Pointer, rows.Time == 0 ? 0 : s.Batch * columns, columns);

            void In(int t)
            {
                double* own = copy.Pointer + (nint)t * s.Batch * columns;
                for (int b = 0; b < s.Batch; b++)
                    for (int c = 0; c < columns; c++) own[b * columns + c] = rows[t, b][c];
                _back.Add(() =>
                {
                    for (int b = 0; b < s.Batch; b++)
                        for (int c = 0; c < columns; c++) rows[t, b][c] = (float)own[b * columns + c];
                    GC.KeepAlive(copy);
                });
            }
        }

        public void Dispose() => _back.ForEach(back => back());
    }
}
