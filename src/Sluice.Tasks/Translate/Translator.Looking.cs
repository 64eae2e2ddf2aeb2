using Sluice.Autodiff;
using Sluice.Inspection;
using Sluice.Layers;

namespace Sluice.Tasks.Translate;

public sealed partial class Translator
{
    /// <summary>How far the gates of the encoder's first layer are open as it reads a text of a symbol or more from its beginning.</summary>
    public IReadOnlyList<GateSaturation> Gates(string source) => Net.Gates(EncodeSource(source));

    /// <summary>
    /// Reads a text and records every gate, state and pre-activation of the encoder, each layer and direction, [symbols, 1, units].
    /// </summary>
    /// <exception cref="SluiceException">A text without a symbol.</exception>
    public IReadOnlyList<Recording> Inspect(string source)
    {
        int[] symbols = EncodeSource(source);
        return symbols.Length > 0
            ? Net.Record(symbols)
            : throw new SluiceException("Translator.Inspect: expected a text of a symbol or more, got none.");
    }

    /// <inheritdoc/>
    public void Trace(Tape tape, int steps, int batch) => Net.Trace(tape, steps, batch);
}

public sealed partial class EncoderDecoder
{
    /// <summary>How far the gates of the encoder's first layer are open as it reads a source of a symbol or more from its beginning.</summary>
    public IReadOnlyList<GateSaturation> Gates(int[] source)
        => GateSaturation.Of(_encoder, _source.Run(new Tape(recording: false), source, source.Length, 1));

    /// <summary>Everything that the encoder computes as it reads a source of a symbol or more.</summary>
    internal List<Recording> Record(int[] source)
    {
        var recordings = new List<Recording>();
        _encoder.Run(new Tape(recording: false), _source.Run(new Tape(recording: false), source, source.Length, 1), out _, recordings: recordings);
        return recordings;
    }

    /// <inheritdoc/>
    public void Trace(Tape tape, int steps, int batch)
    {
        var (memory, state) = Encode(tape, [.. Enumerable.Range(0, batch).Select(_ => new int[steps])]);
        Decode(tape, memory, new int[steps * batch], steps, batch, state, out _, out _);
    }
}
