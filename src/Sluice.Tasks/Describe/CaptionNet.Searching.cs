using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Losses;
using Sluice.Tasks.Search;

namespace Sluice.Tasks.Describe;

public sealed partial class CaptionNet
{
    /// <summary>The most probable captions of each picture, the best first.</summary>
    /// <param name="pictures">x [places, B, inputs].</param>
    /// <param name="width">Captions that are followed side by side; 1 takes the best word at each step.</param>
    /// <param name="longest">Words after which a caption is given up.</param>
    /// <exception cref="SluiceException">A width below 1.</exception>
    public IReadOnlyList<IReadOnlyList<FoundTarget>> Search(Tensor pictures, int width, int longest)
    {
        if (width < 1 || longest < 1)
            throw new SluiceException($"CaptionNet.Search: expected a width and a length of 1 or more, got {width} and {longest}.");
        var (memory, state) = Remember(new Tape(recording: false), pictures);

        // A step reads the states that the one before left on the other tape.
        Tape[] tapes = [new(recording: false), new(recording: false)];
        int step = 0;
        return BeamSearch.Run(pictures.Shape[1], width, longest, 0, End, _ => pictures.Shape[0], (shown, from, of) =>
        {
            var tape = tapes[step % 2];
            tape.Reset();
            if (from is not null)
                state = [new State([.. state[0].Names], [.. state[0].Values.Select(v => Gather.Run(tape, v, from, from.Length, v.Columns))])];
            var seen = Step(tape, memory, shown, step++, ref state, out var look, null, of);
            return (Softmax.Of(tape, Say(tape, seen)), look.Alpha);
        });
    }
}
