using Sluice.Autodiff;
using Sluice.Layers;
using static Sluice.Tests.Layers.LayerGradient;

namespace Sluice.Tests.Layers;

/// <summary>A tape lends the same memory again and again: what was there must not matter.</summary>
public class ReusedMemoryTests
{
    [Fact]
    public void Grid()
        => Check(new GridLstm("layer", new GridOptions(3, 5, 2), 1), 2, (layer, tape, x, lengths) => layer.Run(tape, x, out _, lengths: lengths));

    [Theory, InlineData(5), InlineData(16)]
    public void Matrix(int hidden)
        => Check(new MatrixLstm("layer", 3, hidden, 1), 2, (layer, tape, x, lengths) => layer.Run(tape, x, lengths: lengths));

    [Fact]
    public void Convolution()
        => Check(new ConvLstm("layer", new ConvOptions(3, 5, 4), 1), 8, (layer, tape, x, lengths) => layer.Run(tape, x, out _, lengths: lengths));

    private static void Check<TLayer>(TLayer layer, int rows, Func<TLayer, Tape, Tensor, int[], Tensor> run) where TLayer : ILayer
    {
        float[][] Train(Tape tape, Tensor x)
        {
            tape.Reset();
            foreach (var parameter in layer.Parameters) parameter.Gradient.Clear();
            var copy = new Tensor(x.Shape.ToArray()) { NeedsGradient = true };
            copy.Set(x.ToArray());
            var y = run(layer, tape, copy, [4, 2]);
            for (int r = 0; r < y.Rows; r++) tape.GradientOf(y).Row(r).Fill(1);
            tape.Backward();
            return [y.ToArray(), copy.Gradient!.ToArray(), .. layer.Parameters.Select(p => p.Gradient.ToArray())];
        }

        Tensor good = Random(1, 4, rows, 3), bad = new(4, rows, 3);
        for (int r = 0; r < bad.Rows; r++) bad.Row(r).Fill(float.NaN);
        var expected = Train(new Tape(), good);
        var used = new Tape();
        Assert.Contains(float.NaN, Train(used, bad)[0]);
        Assert.Equal(expected, Train(used, good));
    }
}
