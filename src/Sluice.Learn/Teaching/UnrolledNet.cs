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
        foreach (var (name, matrix) in new[] { ("U", u), ("W", w), ("V", v) })
            if (matrix.Length != Size * Size) throw new SluiceException($"unroll: expected {Size * Size} numbers as {name}, got {matrix.Length}.");
        if (inputs.FirstOrDefault(i => i.Length != Size) is { } wrong) throw new SluiceException($"unroll: expected inputs of {Size} numbers, got {wrong.Length}.");
        var layer = new Recurrent("unrolled", "l0", "rnn-identity", Size, Size, 0);
        layer.InputWeight.Value.Set(u);
        layer.RecurrentWeight.Value.Set(w);
        layer.Bias.Value.Clear();
        var output = new Linear("output", Size, Size, 0);
        output.Weight.Value.Set(v);
        output.Bias.Value.Clear();
        foreach (var parameter in layer.Parameters.Concat(output.Parameters)) parameter.Changed();

        var x = new Tensor(inputs.Count, 1, Size);
        for (int t = 0; t < inputs.Count; t++) inputs[t].CopyTo(x.Row(t));
        var tape = new Tape(recording: false);
        Tensor h = layer.Run(tape, x, out _), o = output.Run(tape, h);
        return [.. inputs.Select((input, t) => new UnrolledStep(
            input, t == 0 ? new float[Size] : h.Row(t - 1).ToArray(), h.Row(t).ToArray(), o.Row(t).ToArray()))];
    }

    /// <summary>Prints the example, and the same inputs with the last one first.</summary>
    public static void Write(TextWriter output)
    {
        float[] ones = [1, 1, 1, 1];
        output.WriteLine("A loop, unrolled: h = U x + W h⁻, o = V h, two numbers each. All weights are 1; nothing is remembered at first.");
        foreach (var inputs in new[] { Inputs, [Inputs[2], Inputs[0], Inputs[1]] })
        {
            output.WriteLine();
            output.WriteLine($"  {"x",-10}{"h⁻",-10}{"h",-10}o");
            foreach (var step in Run(ones, ones, ones, inputs))
                output.WriteLine($"  {Pair(step.Input),-10}{Pair(step.Before),-10}{Pair(step.State),-10}{Pair(step.Output)}");
        }

        output.WriteLine();
        output.WriteLine("The same inputs in another order give other outputs: the loop carries on what came before.");
        output.WriteLine();
        output.WriteLine("A loop that knows the last word and its last prediction alone reads the children's book, beside an LSTM:");
        output.WriteLine();
        output.WriteLine($"  {"word",-8}{"the plain net expects",-26}the LSTM expects");
        foreach (var step in PlainWalk.Play("Doug", "saw"))
            output.WriteLine($"  {step.Word,-8}{string.Join(", ", step.Plain),-26}{string.Join(", ", step.Lstm)}");
        output.WriteLine();
        output.WriteLine("After \"Doug saw\" the plain net has forgotten who saw: \"Doug saw Doug\" is as good to it as any.");
    }

    private static string Pair(float[] values) => $"({values[0]:0.##}, {values[1]:0.##})";
}
