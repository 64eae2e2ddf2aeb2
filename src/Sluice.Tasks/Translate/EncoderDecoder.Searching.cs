using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Losses;
using Sluice.Tasks.Search;

namespace Sluice.Tasks.Translate;

public sealed partial class EncoderDecoder
{
    /// <summary>The most probable targets of each source, the best first, by beam search; a width of 1 takes the best symbol at each step.</summary>
    /// <param name="sources">The symbols of each source.</param>
    /// <param name="width">Targets that are followed side by side.</param>
    /// <param name="longest">Symbols after which a target that has not ended is given up.</param>
    /// <param name="normalisation">α of Wu et al. 2016: ln p is divided by ((5 + length) / 6)^α, so that longer ones are not at a loss; 0 for not at
    /// all.</param>
    /// <returns>For each source at most <paramref name="width"/> targets; those cut off come after those that ended.</returns>
    /// <exception cref="SluiceException">A width below 1, or an empty source.</exception>
    public IReadOnlyList<IReadOnlyList<FoundTarget>> Search(
        IReadOnlyList<int[]> sources, int width = 1, int longest = 100, double normalisation = 0.6)
    {
        if (width < 1 || longest < 1)
            throw new SluiceException($"EncoderDecoder.Search: expected a width and a length of 1 or more, got {width} and {longest}.");
        if (sources.Count == 0) return [];
        var (memory, state) = Encode(new Tape(recording: false), sources);

        // A step reads the states that the one before left on the other tape.
        Tape[] tapes = [new(recording: false), new(recording: false)];
        int step = 0;
        return BeamSearch.Run(sources.Count, width, longest, normalisation, End, i => sources[i].Length, (shown, from, of) =>
        {
            var tape = tapes[step++ % 2];
            tape.Reset();
            if (from is not null)
                state = [.. state.Select(s => new State([.. s.Names], [.. s.Values.Select(v => Gather.Run(tape, v, from, from.Length, v.Columns))]))];
            return (Softmax.Of(tape, Decode(tape, memory, shown, 1, shown.Length, state, out state, out var weights, of)), weights);
        });
    }
}
