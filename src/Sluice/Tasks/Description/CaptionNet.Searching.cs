using Sluice.Autodiff;
using Sluice.Losses;

namespace Sluice.Tasks.Description;

public sealed partial class CaptionNet
{
    /// <summary>The most probable captions of each picture, the best first.</summary>
    /// <param name="pictures">x [places, B, inputs].</param>
    /// <param name="width">Captions that are followed side by side; 1 takes the best word at each step.</param>
    /// <param name="longest">Words after which a caption is given up.</param>
    /// <exception cref="SluiceException">A width below 1.</exception>
    public IReadOnlyList<IReadOnlyList<FoundTarget>> Search(Tensor pictures, int width, int longest)
    {
        if (width < 1 || longest < 1) throw new SluiceException($"CaptionNet.Search: expected a width and a length of 1 or more, got {width} and {longest}.");
        var tape = new Tape(recording: false);
        int places = pictures.Shape[0], count = pictures.Shape[1], rows = count * width, step = 0;
        int[] each = [.. from place in Enumerable.Range(0, places) from row in Enumerable.Range(0, rows) select place * count + row / width];
        var (memory, state) = Remember(tape, Gather.Run(tape, pictures, each, places, rows, pictures.Columns));
        return BeamSearch.Run(count, width, longest, 0, End, _ => places, (shown, from) =>
        {
            for (int v = 0; v < state[0].Values.Length; v++) state[0].Values[v] = Gather.Run(tape, state[0].Values[v], from, rows, state[0].Values[v].Columns);
            var seen = Step(tape, memory, shown, step++, ref state, out var look, null);
            return (Softmax.Of(Say(tape, seen)), look.Alpha);
        });
    }
}
