using Sluice.Cells;
using Sluice.Cells.Contract;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Tests.Cells;

/// <summary>The same bits forward and backward, whatever the vector width and the number of threads.</summary>
public class SameBitsTests
{
    public static TheoryData<string, int, int> Cases()
    {
        var data = new TheoryData<string, int, int>();
        foreach (string cell in CellCases.All)
            foreach (var (batch, hidden) in new[] { (1, 17), (2, 50), (3, 33), (9, 40), (21, 64) }) data.Add(cell, batch, hidden);
        return data;
    }

    [Theory, MemberData(nameof(Cases))]
    public void Widths_and_threads_do_not_change_a_bit(string cell, int batch, int hidden) => Catalog.Visit(cell, new Comparison(batch, hidden));

    internal sealed class Comparison(int batch, int hidden, CellShape? named = null) : ICellVisitor<bool>
    {
        public bool Visit<TCell>() where TCell : struct, ICell
        {
            var expected = Run<TCell, Float16>(1);
            Equal(expected, Run<TCell, Float16>(2));
            Equal(expected, Run<TCell, Float16>(3));
            Equal(expected, Run<TCell, Float8>(1));
            Equal(expected, Run<TCell, Float4>(2));
            Equal(expected, Run<TCell, Float1>(1));
            return true;
        }

        private Dictionary<string, float[]> Run<TCell, V>(int threads) where TCell : struct, ICell where V : struct, IVector<V, float>
        {
            int[] lengths = [.. Enumerable.Range(0, batch).Select(b => (b * 5 + 6) % 7)];
            var shape = named ?? TCell.Shape;
            var run = new CellRun<TCell, V, float>(
                6, batch, CellCases.InputOf(shape, 19, hidden), CellCases.HiddenOf(shape, hidden), lengths, threads: threads, shape: shape);
            run.Forward();
            var bits = new Dictionary<string, float[]> { ["y"] = run.States[0].Span.ToArray() };
            run.Backward();
            foreach (var (name, buffer) in new (string, AlignedBuffer<float>)[] { ("dx",
                run.DX), ("dW", run.DW), ("dR", run.DR), ("db", run.DBias), ("dh0", run.Carry[0]) })
                bits[name] = buffer.Span.ToArray();
            return bits;
        }

        private static void Equal(Dictionary<string, float[]> expected, Dictionary<string, float[]> got)
        {
            foreach (var (name, values) in expected)
            {
                for (int i = 0; i < values.Length; i++)
                    Assert.True(
                        BitConverter.SingleToInt32Bits(values[i]) == BitConverter.SingleToInt32Bits(got[name][i]),
                        $"{name}[{i}]: {values[i]} and {got[name][i]}");
            }
        }
    }
}
