using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Learn.Teaching;

/// <summary>A step of the unrolled net.</summary>
/// <param name="Input">x, two numbers.</param>
/// <param name="Before">h⁻, the two numbers that the step before left.</param>
/// <param name="State">h = U x + W h⁻.</param>
/// <param name="Output">o = V h.</param>
public sealed record UnrolledStep(float[] Input, float[] Before, float[] State, float[] Output);

/// <summary>
/// A loop unrolled, small enough for a sheet of paper: two inputs, two units without a squashing function, two outputs, h = U x + W h⁻ and
/// o = V h. With all weights 1 the inputs (1, 1), (1, 1), (2, 2) give (4, 4), (12, 12), (32, 32), and in another order other numbers.
/// </summary>
public static class UnrolledNet
{
    /// <summary>Numbers of an input, units, and numbers of an output.</summary>
    public const int Size = 2;

    /// <summary>The inputs of the example.</summary>
    public static IReadOnlyList<float[]> Inputs { get; } = [[1, 1], [1, 1], [2, 2]];

    /// <summary>Runs inputs through the net.</summary>
    /// <param name="u">U, by rows: the weights of the inputs into each unit.</param>
    /// <param name="w">W, by rows: the weights of the units of the step before.</param>
    /// <param name="v">V, by rows: the weights of the units into each output.</param>
    /// <param name="inputs">Two numbers each.</param>
    /// <exception cref="SluiceException">A matrix without 4 numbers, or an input without 2.</exception>
    public static IReadOnlyList<UnrolledStep> Run(float[] u, float[] w, float[] v, IReadOnlyList<float[]> inputs)
    {
        if (inputs.FirstOrDefault(i => i.Length != Size) is { } wrong) throw new SluiceException($"unroll: expected inputs of {Size} numbers, got {wrong.Length}.");
        var (layer, output) = Layers(u, w, v);
        var x = new Tensor(inputs.Count, 1, Size);
        for (int t = 0; t < inputs.Count; t++) inputs[t].CopyTo(x.Row(t));
        var tape = new Tape(recording: false);
        Tensor h = layer.Run(tape, x, out _), o = output.Run(tape, h);
        return [.. inputs.Select((input, t) => new UnrolledStep(
            input, t == 0 ? new float[Size] : h.Row(t - 1).ToArray(), h.Row(t).ToArray(), o.Row(t).ToArray()))];
    }

    /// <summary>The net as layers.</summary>
    /// <param name="u">U, by rows.</param>
    /// <param name="w">W, by rows.</param>
    /// <param name="v">V, by rows.</param>
    /// <exception cref="SluiceException">A matrix without 4 numbers.</exception>
    public static (Recurrent Units, Linear Output) Layers(float[] u, float[] w, float[] v)
    {
        foreach (var (name, matrix) in new[] { ("U", u), ("W", w), ("V", v) })
            if (matrix.Length != Size * Size) throw new SluiceException($"unroll: expected {Size * Size} numbers as {name}, got {matrix.Length}.");
        var layer = new Recurrent("unrolled", "l0", "rnn-identity", Size, Size, 0);
        layer.InputWeight.Value.Set(u);
        layer.RecurrentWeight.Value.Set(w);
        layer.Bias.Value.Clear();
        var output = new Linear("output", Size, Size, 0);
        output.Weight.Value.Set(v);
        output.Bias.Value.Clear();
        foreach (var parameter in layer.Parameters.Concat(output.Parameters)) parameter.Changed();
        return (layer, output);
    }
}
