using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Vectors;

namespace Sluice.Tests.Examples;

/// <summary>What a student can follow with pencil and paper.</summary>
public unsafe class ByHandTests
{
    [Fact]
    public void A_linear_net_with_all_weights_1_maps_11_11_22_to_44_1212_3232_with_two_units_feeding_two()
    {
        // The recurrent layer adds what came and both of its own units; the output layer adds both units.
        var layer = new Recurrent("rnn", "l0", "rnn-identity", 2, 2, 1);
        var output = new Linear("output", 2, 2, 1);
        foreach (var weight in new[] { layer.InputWeight, layer.OutputWeight, output.Weight })
        {
            for (int r = 0; r < 2; r++) weight.Value.Row(r).Fill(1);
            weight.Changed();
        }

        var x = new Tensor(3, 1, 2);
        x.Set([1, 1, 1, 1, 2, 2]);
        var tape = new Tape(recording: false);
        var y = output.Run(tape, layer.Run(tape, x, out _));
        Assert.Equal([4f, 4, 12, 12, 32, 32], y.ToArray());
    }

    [Fact]
    public void Vectors_add_gates_pass_a_share_and_squashing_functions_have_their_landmarks()
    {
        Assert.Equal([9f, 11, 13], Each([3, 4, 5], [6, 7, 8], (a, b) => a + b));
        float[] gated = Each([0.8f, 0.8f, 0.8f], [1, 0.5f, 0], (a, b) => a * b);
        Assert.Equal([0.8f, 0.4f, 0], gated);
        Assert.Equal([0f, 0.5f, 1], Each([-100, 0, 100], [0, 0, 0], (a, _) => Float4.Sigmoid(a)).Select(v => MathF.Round(v, 6)));
        Assert.Equal([-1f, 0, 1], Each([-100, 0, 100], [0, 0, 0], (a, _) => Float4.Tanh(a)));
    }

    private static float[] Each(float[] a, float[] b, Func<Float4, Float4, Float4> operation)
    {
        float* left = stackalloc float[4], right = stackalloc float[4];
        for (int i = 0; i < 4; i++) (left[i], right[i]) = i < a.Length ? (a[i], b[i]) : (0, 0);
        Float4.Store(left, operation(Float4.Load(left), Float4.Load(right)));
        return [.. Enumerable.Range(0, a.Length).Select(i => left[i])];
    }
}
