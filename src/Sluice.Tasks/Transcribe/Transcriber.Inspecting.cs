using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Losses;

namespace Sluice.Tasks.Transcribe;

/// <summary>What a transcriber computed over an utterance.</summary>
/// <param name="Recordings">Every gate, state and pre-activation of each layer and direction, [steps, 1, units].</param>
/// <param name="Probabilities">For each step the probability of the blank, and then of each symbol.</param>
/// <param name="Path">The most probable class of each step: 0 for the blank, s + 1 for symbol s.</param>
/// <param name="Transcript">The text: the path without repeats and blanks.</param>
public sealed record InspectedSpeech(
    IReadOnlyList<Recording> Recordings, IReadOnlyList<float[]> Probabilities, IReadOnlyList<int> Path, Transcript Transcript);

public sealed partial class Transcriber
{
    /// <summary>Hears an utterance and keeps what was computed on the way.</summary>
    /// <exception cref="SluiceFormatException">Rows that are not like those learned from.</exception>
    /// <exception cref="SluiceException">An utterance without rows.</exception>
    public InspectedSpeech Inspect(Utterance utterance)
    {
        float[][] steps = Read(utterance);
        if (steps.Length == 0) throw new SluiceException("Transcriber.Inspect: expected an utterance of a row or more, got none.");
        var tape = new Tape(recording: false);
        var recordings = new List<Recording>();
        var logits = Logits(tape, Batch(tape, [steps]), [steps.Length], recordings);
        var (labels, p) = ConnectionistTemporal.Greedy(logits, 0, steps.Length, Blank);
        var probabilities = Softmax.Of(logits);
        float[][] rows = [.. Enumerable.Range(0, steps.Length).Select(t => probabilities.Row(t).ToArray())];
        return new InspectedSpeech(recordings, rows, [.. rows.Select(r => Array.IndexOf(r, r.Max()))], Told(labels, p));
    }

    /// <inheritdoc/>
    public void Trace(Tape tape, int steps, int batch)
        => Logits(tape, new Tensor(steps, batch, Scaling.Width * Options.Stack), [.. Enumerable.Repeat(steps, batch)]);
}
