using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Tests.Layers;

/// <summary>A tape that has the weights for itself packs them for one direction at a time: the same bits, in half the memory.</summary>
public class AloneTests
{
    [Theory, InlineData("lstm"), InlineData("gru-before"), InlineData("lstm-projected"), InlineData("antisymmetric"), InlineData("indrnn")]
    public void Packs_for_one_direction_at_a_time(string cell)
    {
        // The layer runs twice before it runs backward, as that of a decoder does, and the weights change in between.
        var (shared, packedForBoth) = Train(cell, alone: false);
        var (own, packed) = Train(cell, alone: true);
        Assert.Equal(shared, own);
        Assert.True(2 * packed <= packedForBoth, $"{packed} and {packedForBoth}");
    }

    private static (float[][] Gradients, long Packed) Train(string cell, bool alone)
    {
        var stack = new RecurrentStack(cell, 32, 32);
        var output = new Linear("output", stack.Output, 48, 1);
        Parameter[] parameters = [.. stack.Parameters, .. output.Parameters];
        var tape = new Tape { Alone = alone };
        for (int step = 0; step < 3; step++)
        {
            tape.Reset();
            foreach (var parameter in parameters) parameter.Gradient.Clear();
            foreach (uint seed in new uint[] { 1, 2 })
            {
                var y = output.Run(tape, stack.Run(tape, LayerGradient.Random(seed, 5, 3, 32), out _));
                for (int r = 0; r < y.Rows; r++) y.Row(r).CopyTo(tape.GradientOf(y).Row(r));
            }

            tape.Backward();
            foreach (var parameter in parameters)
            {
                for (int r = 0; r < parameter.Value.Rows; r++)
                    for (int c = 0; c < parameter.Value.Columns; c++) parameter.Value[r, c] -= 0.01f * parameter.Gradient[r, c];
                parameter.Changed();
            }
        }

        return ([.. parameters.Select(p => p.Gradient.ToArray())], stack.Layers.Sum(l => l.PackedBytes));
    }
}
