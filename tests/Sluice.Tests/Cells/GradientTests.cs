using Sluice.Cells;
using Sluice.Cells.Contract;
using Sluice.Kernels;
using Sluice.Vectors;

namespace Sluice.Tests.Cells;

/// <summary>Hand-written derivatives against central differences, in double precision.</summary>
public unsafe class GradientTests
{
    // Central differences with step 1e-5 are right to about 1e-10 of the largest derivative here; 1e-7 leaves room for rounding.
    private const double Tolerance = 1e-7, Step = 1e-5;

    public static TheoryData<string, bool, bool, bool> Cases()
    {
        var data = new TheoryData<string, bool, bool, bool>();
        foreach (string cell in CellCases.All)
            foreach (bool ragged in new[] { false, true })
                foreach (bool reverse in new[] { false, true })
                    data.Add(cell, ragged, reverse, false);
        foreach (string cell in CellCases.All)
        {
            data.Add(cell, true, false, true);
            data.Add(cell, false, true, true);
        }

        return data;
    }

    [Theory, MemberData(nameof(Cases))]
    public void Backward_matches_finite_differences(string cell, bool ragged, bool reverse, bool mask)
        => Catalog.Visit(cell, new Check(ragged ? [3, 0, 4, 1] : null, reverse, mask));

    /// <summary>Compares every gradient of a cell; with the numbers of a shape, where one is given.</summary>
    internal sealed class Check(
        int[]? lengths, bool reverse, bool mask, CellShape? named = null, int steps = 4, int batch = 4, int input = 3,
        int hidden = 5) : ICellVisitor<bool>
    {
        public bool Visit<TCell>() where TCell : struct, ICell
        {
            var shape = named ?? TCell.Shape;
            var run = new CellRun<TCell, Double1, double>(
                steps, batch, CellCases.InputOf(shape, input, hidden), CellCases.HiddenOf(shape, hidden), lengths, reverse, mask, shape: shape);
            run.Forward();
            run.Backward();
            Compare(run, "W", run.W, run.DW, run.Ip, run.I, run.Weights.InputBlocks.Length * run.H);
            Compare(run, "R", run.R, run.DR, run.Hp, run.H, run.Weights.RecurrentFeeds.Length * run.H);
            for (int k = 0; k < run.K; k++)
            {
                var block = shape.Blocks[k];
                if (!block.HasBias && !block.Has(Feeds.Vector | Feeds.Scalar)) continue;
                Compare(run, block.Name, run.Bias, run.DBias, run.Hp, run.H, 1, k);
            }

            Compare(run, "x", run.X, run.DX, run.Ip, run.I, run.T * run.B);
            for (int s = 0; s < run.S; s++)
                Compare(run, shape.States[s], run.Initial[s], run.Carry[s], run.Hp, s == 0 ? run.Weights.Output : run.H, run.B);
            if (run.Below is not null) Compare(run, "below", run.Below, run.DBelow!, run.Hp, run.H, run.T * run.B);
            return true;
        }

        private static void Compare<TCell>(
            CellRun<TCell, Double1, double> run, string name, AlignedBuffer<double> value, AlignedBuffer<double> gradient, int stride, int columns,
            int rows, int first = 0)
            where TCell : struct, ICell
        {
            for (int r = first; r < first + rows; r++)
            {
                for (int c = 0; c < columns; c++)
                {
                    if (name == "R" && run.Weights.Clock is { } clock && c < clock.FirstSource(r)) continue;
                    double* p = value.Pointer + r * stride + c;
                    double before = *p;
                    *p = before + Step;
                    double up = run.Forward();
                    *p = before - Step;
                    double down = run.Forward();
                    *p = before;
                    double expected = (up - down) / (2 * Step), got = gradient.Pointer[r * stride + c];
                    Assert.True(
                        Math.Abs(expected - got) <= Tolerance * Math.Max(1, Math.Abs(expected)),
                        $"{run.Shape.Name} d{name}[{r},{c}]: finite difference {expected}, backward {got}");
                }
            }
        }
    }
}
