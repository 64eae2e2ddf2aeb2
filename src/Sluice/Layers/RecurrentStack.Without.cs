using Sluice.Autodiff;

namespace Sluice.Layers;

public sealed partial class RecurrentStack
{
    /// <summary>Runs one sequence while the output of some units is held at 0, for the layers above and for the next step.</summary>
    /// <param name="tape">Lends the memory.</param>
    /// <param name="x">x [T, 1, I].</param>
    /// <param name="state">The states before the first step; those after the last on return.</param>
    /// <param name="silent">The units.</param>
    /// <param name="recordings">Receives a recording of each layer, or null.</param>
    /// <returns>y [T, 1, H].</returns>
    /// <exception cref="SluiceException">A stack in both directions, which cannot run step by step; or there is no such unit.</exception>
    public Tensor RunWithout(Tape tape, Tensor x, State[] state, IReadOnlyList<UnitPlace> silent, List<Recording>? recordings = null)
    {
        int steps = x.Rows;
        var y = tape.Lend(false, steps, 1, Output);
        var (before, after) = recordings is null ? ([], []) : (NewState(steps), NewState(steps));
        for (int t = 0; t < steps; t++)
        {
            Keep(before, state, t);
            Step(x.View(t, 1, x.Columns), state, silent).Row(0).CopyTo(y.Row(t));
            Keep(after, state, t);
        }

        if (recordings is null) return y;

        // With its states before and its input known, every step is a sequence of its own, and all are recorded at once.
        var input = x.View(0, 1, steps, x.Columns);
        for (int layer = 0; layer < _layers.Length; layer++)
        {
            var recording = new Recording { Name = $"layer {layer}" };
            var below = ReadsBelow(layer) ? Side(after[layer - 1].Values[1]) : null;
            _layers[layer].RunStates(tape, input, out _, before[layer], null, 0, false, recording, below, -1);
            Silence(layer, recording.Value(recording.States[0]), silent);
            recordings.Add(recording);
            var output = Side(after[layer].Values[0]);
            input = IsResidual(layer) ? Sum.Run(tape, input, output) : output;
        }

        return y;

        Tensor Side(Tensor values) => values.View(0, 1, steps, values.Columns);

        static void Keep(State[] all, State[] now, int t)
        {
            for (int l = 0; l < all.Length; l++)
                for (int s = 0; s < all[l].Values.Length; s++) now[l].Values[s].Row(0).CopyTo(all[l].Values[s].Row(t));
        }
    }
}
