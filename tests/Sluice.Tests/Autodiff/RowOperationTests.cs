using Sluice.Autodiff;
using static Sluice.Tests.Layers.LayerGradient;

namespace Sluice.Tests.Autodiff;

/// <summary>Operations that move rows: what they move, and that gradients find the way back.</summary>
public class RowOperationTests
{
    [Fact]
    public void A_view_has_the_rows_asked_for_and_adds_to_their_gradient_alone()
    {
        var x = Random(1, 2, 3, 4);
        Check([], [x], tape =>
        {
            Tensor part = RowView.Run(tape, x, 1, 2, 4), whole = RowView.Run(tape, x, 0, 6, 4);
            return RowJoin.Run(tape, [part, whole, part], 10, 4);
        });
        Assert.Equal(x.Row(1).ToArray(), RowView.Run(new Tape(false), x, 1, 2, 4).Row(0).ToArray());
        Assert.Contains("rows 5 and on of [2, 3, 4]", Assert.Throws<SluiceException>(() => RowView.Run(new Tape(false), x, 5, 2, 4)).Message);
    }

    [Fact]
    public void Rows_that_do_not_make_up_a_shape_are_named()
        => Assert.Contains(
            "expected parts that make up [3, 4], got [1, 4], [1, 4]",
            Assert.Throws<SluiceException>(() => RowJoin.Run(new Tape(false), [new(1, 4), new(1, 4)], 3, 4)).Message);

    [Fact]
    public void What_lies_beyond_a_length_is_cleared_and_gets_no_gradient()
    {
        var x = Random(2, 3, 2, 2);
        x.Row(5).Fill(float.NaN);
        Check([], [x], tape => WithinLengths.Run(tape, x, [3, 2]));
        Assert.Equal([0, 0], WithinLengths.Run(new Tape(false), x, [3, 2]).Row(5).ToArray());
        Assert.Contains("lengths from 0 to 3, got 4, 0", Assert.Throws<SluiceException>(() => WithinLengths.Run(new Tape(false), x, [4, 0])).Message);
    }

    [Fact]
    public void Neighbours_are_taken_row_by_row_with_zeroes_beyond_the_edge()
    {
        var x = new Tensor(1, 6, 1) { NeedsGradient = true };
        x.Set([1, 2, 3, 4, 5, 6]);
        Check([], [x], tape => Neighbours.Run(tape, x, 2, 3, 1, centre: true));
        var y = Neighbours.Run(new Tape(false), x, 2, 3, 1, centre: true);
        Assert.Equal([0, 0, 0, 1, 2, 3, 4, 5, 6], y.Row(1).ToArray());
        Assert.Equal([2, 3, 0, 5, 6, 0, 0, 0, 0], y.Row(5).ToArray());
        Assert.Equal([4, 6], Neighbours.Run(new Tape(false), x, 1, 6, 1, centre: false).Row(4).ToArray());
    }
}
