using Sluice.Autodiff;
using Sluice.Cells;
using Sluice.Cells.Contract;
using Sluice.Cells.Graphs;
using Sluice.Layers;
using Sluice.Vectors;

namespace Sluice.Tests.Cells.Graphs;

/// <summary>Cells that users write: forward only, with a derivative of their own, and with a wrong one.</summary>
public class DerivativeCheckTests
{
    public static TheoryData<string> Cells() => [.. CellCases.All];

    [Theory, MemberData(nameof(Cells))]
    public void The_catalog_passes(string cell) => Catalog.Visit(cell, new Check());

    [Fact]
    public void A_wrong_derivative_is_named()
        => Assert.Contains("Cell wrong: the gradient of weight α should be", Assert.Throws<SluiceException>(DerivativeCheck.Run<WrongCell>).Message);

    [Fact]
    public void A_cell_of_a_user_trains_with_and_without_a_derivative()
    {
        if (!Catalog.Names.Contains("leaky")) Catalog.AddForward<LeakyCell>();
        if (!Catalog.Names.Contains("leaky-fast")) Catalog.Add<FastLeakyCell>();
        DerivativeCheck.Run<FastLeakyCell>();
        var (derived, written) = (Gradients("leaky"), Gradients("leaky-fast"));
        for (int i = 0; i < derived.Length; i++) Assert.Equal(written[i], derived[i], 1e-5f);
        Assert.Contains("which is taken", Assert.Throws<SluiceException>(Catalog.AddForward<LeakyCell>).Message);
    }

    private static float[] Gradients(string cell)
    {
        var layer = new Recurrent("rnn", "l0", cell, 2, 7, 1);
        var x = new Tensor(9, 3, 2);
        for (int r = 0; r < x.Rows; r++) x[r, r % 2] = MathF.Cos(r);
        var tape = new Tape();
        var y = layer.Run(tape, x, out _);
        for (int r = 0; r < y.Rows; r++) tape.GradientOf(y).Row(r).Fill(1);
        tape.Backward();
        return [.. layer.Parameters.SelectMany(p => p.Gradient.ToArray())];
    }

    internal sealed class Check : ICellVisitor<bool>
    {
        public bool Visit<TCell>() where TCell : struct, ICell
        {
            DerivativeCheck.Run<TCell>();
            return true;
        }
    }

    private readonly struct WrongCell : ICell
    {
        public static CellShape Shape { get; } = FastLeakyCell.Shape with { Name = "wrong" };

        public static void Forward<V, L>(L at) where V : struct, IVector<V> where L : struct, IForwardLanes<V> => FastLeakyCell.Forward<V, L>(at);

        public static void Backward<V, L>(L at) where V : struct, IVector<V> where L : struct, IBackwardLanes<V>
        {
            FastLeakyCell.Backward<V, L>(at);
            at.AddDWeight(1, V.Constant(0.001));
        }
    }
}
