using Sluice.Cells.Contract;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Cells.Graphs;

/// <summary>
/// Compares the hand-written backward stages of a cell with the derivative of its forward stages, in double precision, for
/// some units with random pre-activations, states and gradients.
/// </summary>
public static unsafe class DerivativeCheck
{
    private const int Units = 16;
    private const double Tolerance = 1e-10;

    /// <summary>Throws where a gradient differs; says which one, of which block, weight or state.</summary>
    /// <exception cref="SluiceException">A gradient differs by more than 1e-10 of its size.</exception>
    public static void Run<TCell>() where TCell : struct, ICell
    {
        var shape = TCell.Shape;
        var (written, derived) = (Gradients<TCell>(shape), Gradients<Recorded<TCell>>(shape));
        for (int i = 0; i < written.Length; i++)
        {
            var (name, expected) = derived[i];
            double[] got = written[i].Values;
            for (int u = 0; u < Units; u++)
            {
                if (Math.Abs(expected[u] - got[u]) <= Tolerance * Math.Max(1, Math.Abs(expected[u]))) continue;
                throw new SluiceException(
                    $"Cell {shape.Name}: the gradient of {name} should be {expected[u]:G9} and the backward stage gives {got[u]:G9}, where all inputs are random.");
            }
        }
    }

    private static (string Name, double[] Values)[] Gradients<TCell>(CellShape shape) where TCell : struct, ICell
    {
        int blocks = shape.Blocks.Length, states = shape.States.Length;
        using var memory = new Memory(blocks, states);
        for (int stage = 0; stage < shape.Stages; stage++)
        {
            for (int u = 0; u < Units; u++)
            {
                var at = new ForwardLanes<Double1, double>(memory.Blocks, Units, memory.Weights, memory.Before, memory.After, memory.Operands, u);
                if (stage == shape.Stages - 1) TCell.Forward<Double1, ForwardLanes<Double1, double>>(at);
                else TCell.Prepare<Double1, ForwardLanes<Double1, double>>(at, stage);
            }
        }

        for (int stage = shape.Stages - 1; stage >= 0; stage--)
        {
            for (int u = 0; u < Units; u++)
            {
                var at = new BackwardLanes<Double1, double>(
                    memory.Blocks, Units, memory.Weights, memory.DWeights, memory.Before, memory.After, memory.Carry, memory.DStates,
                    memory.DOperands, u);
                if (stage == shape.Stages - 1) TCell.Backward<Double1, BackwardLanes<Double1, double>>(at);
                else TCell.PrepareBackward<Double1, BackwardLanes<Double1, double>>(at, stage);
            }
        }

        var sums = Enumerable.Range(0, blocks)
            .Where(k => shape.Blocks[k].IsSum).Select(k => ($"block {shape.Blocks[k].Name}", Values(memory.Blocks + k * Units)));
        var weights = Enumerable.Range(0, blocks)
            .Where(k => shape.Blocks[k].Has(Feeds.Vector | Feeds.Scalar))
            .Select(k => ($"weight {shape.Blocks[k].Name}", Values(memory.DWeights + k * Units)));
        var before = Enumerable.Range(0, states).Select(s => ($"state {shape.States[s]} before the step", Values(memory.Carry[s])));
        return [.. sums, .. weights, .. before];
    }

    private static double[] Values(double* source) => new ReadOnlySpan<double>(source, Units).ToArray();

    /// <summary>Random numbers, the same at each call.</summary>
    private sealed class Memory : IDisposable
    {
        private readonly AlignedBuffer<double> _values;
        private readonly AlignedBuffer<nint> _tables;

        public Memory(int blocks, int states)
        {
            _values = new((3 * blocks + 4 * states + 4) * Units);
            _tables = new(4 * states + 4);
            var random = new RandomStream(1, Purpose.Data);
            for (int i = 0; i < _values.Length; i++) _values.Pointer[i] = 2 * random.Uniform((uint)i) - 1;
            double* next = _values.Pointer;
            double** tables = (double**)_tables.Pointer;
            double* Take(int rows)
            {
                double* rowsAt = next;
                next += rows * Units;
                return rowsAt;
            }

            double** Table(int rows, bool present = true)
            {
                double** table = tables;
                tables += rows;
                for (int i = 0; i < rows; i++) table[i] = present ? Take(1) : null;
                return table;
            }

            Blocks = Take(blocks);
            Weights = Take(blocks);
            DWeights = Take(blocks);
            Before = Table(states);
            After = Table(states);
            Carry = Table(states);
            DStates = Table(states, present: false);
            Operands = Table(2);
            DOperands = Table(2);
        }

        public double* Blocks { get; }

        public double* Weights { get; }

        public double* DWeights { get; }

        public double** Before { get; }

        public double** After { get; }

        public double** Carry { get; }

        public double** DStates { get; }

        public double** Operands { get; }

        public double** DOperands { get; }

        public void Dispose() => GC.KeepAlive((_values, _tables));
    }
}
