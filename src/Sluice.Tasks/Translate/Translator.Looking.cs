using Sluice.Autodiff;
using Sluice.Inspection;

namespace Sluice.Tasks.Translate;

public sealed partial class Translator
{
    /// <summary>How far the gates of the encoder's first layer are open as it reads a text of a symbol or more from its beginning.</summary>
    public IReadOnlyList<GateSaturation> Gates(string source) => Net.Gates(EncodeSource(source));

    /// <inheritdoc/>
    public void Trace(Tape tape, int steps, int batch) => Net.Trace(tape, steps, batch);
}

public sealed partial class EncoderDecoder
{
    /// <summary>How far the gates of the encoder's first layer are open as it reads a source of a symbol or more from its beginning.</summary>
    public IReadOnlyList<GateSaturation> Gates(int[] source) => GateSaturation.Of(_encoder, _source.Run(new Tape(recording: false), source, source.Length, 1));

    /// <inheritdoc/>
    public void Trace(Tape tape, int steps, int batch)
    {
        var (memory, state) = Encode(tape, [.. Enumerable.Range(0, batch).Select(_ => new int[steps])]);
        Decode(tape, memory, new int[steps * batch], steps, batch, state, out _, out _);
    }
}
