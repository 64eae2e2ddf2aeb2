using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Inspection;

namespace Sluice.Tasks.Compose;

public sealed partial class MusicModel
{
    /// <summary>How far the gates of the first layer are open as it hears a piece of a step or more.</summary>
    public IReadOnlyList<GateSaturation> Gates(IReadOnlyList<int[]> piece)
    {
        var x = new Tensor(piece.Count, 1, Music.Keys);
        for (int t = 0; t < piece.Count; t++)
            foreach (int key in piece[t]) x[t, key - Music.Lowest] = 1;
        return GateSaturation.Of(_stack, _input is null ? x : _input.Run(new Tape(recording: false), x));
    }
}
