using Sluice.Cells;
using Sluice.Cells.Contract;
using Sluice.Cells.Graphs;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Tests.Cells.Graphs;

/// <summary>The derivative that is recorded from a cell's forward code against the hand-written one, in double precision.</summary>
public unsafe class RecordedTests
{
    public static TheoryData<string> Cells() => [.. CellCases.All];

    [Theory, MemberData(nameof(Cells))]
    public void The_recorded_derivative_equals_the_hand_written_one(string cell) => Catalog.Visit(cell, new Comparison());

    private sealed class Comparison : ICellVisitor<bool>
    {
        public bool Visit<TCell>() where TCell : struct, ICell
        {
            var (expected, got) = (Run<TCell>(), Run<Recorded<TCell>>());
            foreach (var (name, values) in expected)
                for (int i = 0; i < values.Length; i++)
                    Assert.True(
                        Math.Abs(values[i] - got[name][i]) < 1e-12 * Math.Max(1, Math.Abs(values[i])),
                        $"{name}[{i}]: hand-written {values[i]}, recorded {got[name][i]}");
            return true;
        }

        private static Dictionary<string, double[]> Run<TCell>() where TCell : struct, ICell
        {
            int hidden = CellCases.HiddenOf(TCell.Shape, 5);
            var run = new CellRun<TCell, Double1, double>(4, 4, CellCases.InputOf(TCell.Shape, 3, hidden), hidden, [3, 0, 4, 1]);
            run.Forward();
            run.Backward();
            var values = new Dictionary<string, double[]>();
            foreach (var (name, buffer, columns) in new (string, AlignedBuffer<double>, int)[] { ("dx",
                run.DX, run.I), ("dW", run.DW, run.I), ("dR", run.DR, hidden), ("db", run.DBias, hidden), ("dh0", run.Carry[0], hidden) })
                values[name] = [.. buffer.Span.ToArray().Where((_, i) => i % Padding.Lanes < columns)];
            return values;
        }
    }
}
