using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Inspection;

namespace Sluice.Tasks.Transcribe;

public sealed partial class Transcriber
{
    /// <summary>How far the gates of the first layer are open as it hears an utterance of a row or more.</summary>
    public IReadOnlyList<GateSaturation> Gates(Utterance utterance)
        => GateSaturation.Of(_stack, Batch(new Tape(recording: false), [Read(utterance)]));
}
