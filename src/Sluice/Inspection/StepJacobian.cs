using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Inspection;

/// <summary>J = ∂s/∂s⁻ of one step of a recurrent layer, where s has all its states one above the other, such as (h, c).</summary>
public static class StepJacobian
{
    /// <summary>J [S, S]: row j is the gradient of the j-th unit after the step with respect to all units before it.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="x">x of the step, [I].</param>
    /// <param name="before">s⁻; the sequence numbered <paramref name="row"/> of it is taken.</param>
    /// <param name="row">The sequence within <paramref name="before"/>.</param>
    /// <exception cref="SluiceException">Sizes that do not fit.</exception>
    public static double[,] Of(Recurrent layer, ReadOnlySpan<float> x, State before, int row = 0) => Of(layer, x, before, row, default);

    internal static double[,] Of(Recurrent layer, ReadOnlySpan<float> x, State before, int row, ReadOnlySpan<float> below)
    {
        // The same step side by side, once for each unit, each asking for the gradient of its own.
        int[] states = StatesOf(layer), starts = new int[states.Length + 1];
        for (int i = 0; i < states.Length; i++) starts[i + 1] = starts[i] + layer.UnitsOf(states[i]);
        int units = starts[^1];
        var tape = new Tape();
        var from = new State(layer.Shape.States, [.. before.Values.Select(v => Repeat(tape, v.Row(row), units))]);
        var memory = below.IsEmpty ? null : Repeat(tape, below, 1, units);
        layer.RunStates(tape, Repeat(tape, x, 1, units), out var to, from, null, 0, false, null, memory, -1);
        for (int i = 0; i < states.Length; i++)
            for (int j = starts[i]; j < starts[i + 1]; j++) tape.GradientOf(to.Values[states[i]])[j, j - starts[i]] = 1;
        tape.Backward();
        var jacobian = new double[units, units];
        for (int i = 0; i < states.Length; i++)
        {
            var gradient = tape.GradientOf(from.Values[states[i]]);
            for (int j = 0; j < units; j++)
                for (int k = starts[i]; k < starts[i + 1]; k++) jacobian[j, k] = gradient[j, k - starts[i]];
        }

        return jacobian;
    }

    /// <summary>The states of a layer; the counter of a clock is none.</summary>
    internal static int[] StatesOf(Recurrent layer)
        => [.. Enumerable.Range(0, layer.Shape.States.Length).Where(s => s != layer.Shape.Clock?.Counter)];

    private static Tensor Repeat(Tape tape, ReadOnlySpan<float> row, params int[] shape)
    {
        var tensor = tape.Lend(true, [.. shape, row.Length]);
        for (int r = 0; r < tensor.Rows; r++) row.CopyTo(tensor.Row(r));
        return tensor;
    }
}
