using Sluice.Autodiff;
using Sluice.Layers;

namespace Sluice.Inspection;

/// <summary>
/// How the gradient of a loss at the last step flows back through time: its size at every lag, the singular values of the
/// Jacobian of a step, and how many gates are nearly shut or open.
/// </summary>
/// <remarks>
/// The states of a step are taken apart: ∂L/∂c_t holds h_t fixed, and what flows through h_t is in ∂L/∂h_t. Both together are
/// the gradient with respect to the whole state s_t, and ∂L/∂s_{t−1} = Jᵀ ∂L/∂s_t.
/// </remarks>
public sealed class GradientFlow
{
    private const int JacobianSequences = 4;

    private GradientFlow(IReadOnlyList<LayerFlow> layers) => Layers = layers;

    /// <summary>Each layer, the lowest first.</summary>
    public IReadOnlyList<LayerFlow> Layers { get; }

    /// <summary>Measures a stack of one direction.</summary>
    /// <param name="stack">The layers; the gradients of their parameters are added to.</param>
    /// <param name="x">x [T, B, I].</param>
    /// <param name="lags">The largest lag k, below T: the gradient with respect to the states after step T − 1 − k.</param>
    /// <param name="loss">Writes the gradient of y [1, B, H] of the last step, or records what will.</param>
    /// <param name="spectrum">Which singular values are wanted.</param>
    /// <exception cref="SluiceException">A stack of both directions, or sizes that do not fit.</exception>
    public static GradientFlow Measure(
        RecurrentStack stack, Tensor x, int lags, Action<Tape, Tensor> loss, JacobianSpectrum spectrum = JacobianSpectrum.All)
    {
        if (stack.Options.Bidirectional)
            throw new SluiceException("GradientFlow: expected a stack of one direction, got both: a lag has no side there.");
        if (x.Shape.Length != 3 || x.Columns != stack.Options.Input)
            throw new SluiceException($"GradientFlow: expected x [T, B, {stack.Options.Input}], got {x.Describe()}.");
        int steps = x.Shape[0], batch = x.Shape[1];
        if (lags < 1 || lags >= steps)
            throw new SluiceException($"GradientFlow: expected from 1 lag to one less than the {steps} steps, got {lags}.");
        var recordings = new List<Recording>();
        stack.Run(new Tape(recording: false), x, out _, recordings: recordings);
        var tape = new Tape();
        var flows = stack.Layers.Select((l, i) => new LayerFlow(recordings[i], l, lags, batch)).ToArray();
        State[] states = stack.NewState(batch);
        Tensor[] inputs = [];
        Tensor?[] below = [];
        var before = states;
        Tensor y = x;
        for (int t = 0; t < steps; t++)
        {
            (before, states) = (states, new State[states.Length]);
            (inputs, below) = (new Tensor[states.Length], new Tensor?[states.Length]);
            y = x.View(t * batch, 1, batch, x.Columns);
            Tensor? memory = null;
            for (int l = 0; l < states.Length; l++)
            {
                var layer = stack.Layers[l];
                (inputs[l], below[l]) = (y, layer.Shape.ReadsBelow ? memory : null);
                var values = layer.RunStates(tape, y, out states[l], t == 0 ? null : before[l], null, 0, false, null, below[l], -1);
                (y, memory) = (values[0], values[^1]);
                var (flow, final, lag) = (flows[l], states[l], steps - 1 - t);
                if (lag <= lags) tape.Record(new Operation("Gradients", values, [y], () => flow.Take(lag, values, final)));
            }
        }

        loss(tape, y);
        tape.Backward();
        for (int l = 0; spectrum != JacobianSpectrum.None && l < flows.Length; l++)
            for (int b = 0; b < Math.Min(batch, JacobianSequences); b++)
            {
                double[,] jacobian = StepJacobian.Of(stack.Layers[l], inputs[l].Row(b), before[l], b, below[l] is { } m ? m.Row(b) : default);
                flows[l].Add(spectrum == JacobianSpectrum.All ? SingularValues.Of(jacobian) : [SingularValues.Largest(jacobian)]);
            }

        return new GradientFlow(flows);
    }
}
