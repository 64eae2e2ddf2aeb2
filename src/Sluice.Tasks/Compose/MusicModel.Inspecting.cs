using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Losses;

namespace Sluice.Tasks.Compose;

/// <summary>What a music model computed over a piece.</summary>
/// <param name="Recordings">Every gate, state and pre-activation, [steps, 1, units].</param>
/// <param name="Expected">After each step the probability of each key of the piano in the next.</param>
/// <param name="Losses">−ln p of each step after all before it, in nats; NaN for the first, which nothing foresees.</param>
public sealed record InspectedMusic(IReadOnlyList<Recording> Recordings, IReadOnlyList<float[]> Expected, double[] Losses);

public sealed partial class MusicModel
{
    /// <summary>Hears a piece and keeps what was computed on the way.</summary>
    /// <param name="piece">The MIDI numbers of the notes of each step.</param>
    /// <exception cref="SluiceException">A piece without steps, or a key that is not on a piano.</exception>
    public InspectedMusic Inspect(IReadOnlyList<int[]> piece)
    {
        if (piece.Count == 0) throw new SluiceException("MusicModel.Inspect: expected a piece of 1 step or more, got none.");
        if (piece.SelectMany(s => s).Any(k => k is < Music.Lowest or >= Music.Lowest + Music.Keys))
            throw new SluiceException($"MusicModel.Inspect: expected keys from {Music.Lowest} to {Music.Lowest + Music.Keys - 1}.");
        Tensor x = new(piece.Count, 1, Music.Keys), next = new(piece.Count, 1, Music.Keys);
        for (int t = 0; t < piece.Count; t++)
        {
            foreach (int key in piece[t]) x[t, key - Music.Lowest] = 1;
            foreach (int key in t + 1 < piece.Count ? piece[t + 1] : []) next[t, key - Music.Lowest] = 1;
        }

        next[piece.Count - 1, 0] = float.NaN;
        var tape = new Tape(recording: false);
        var recordings = new List<Recording>();
        var logits = Logits(tape, x, [piece.Count], recordings);
        double[] losses = BinaryCrossEntropy.OfRows(tape, logits, next, out _);
        return new InspectedMusic(
            recordings, [.. Enumerable.Range(0, piece.Count).Select(t => Array.ConvertAll(logits.Row(t).ToArray(), l => 1 / (1 + MathF.Exp(-l))))],
            [double.NaN, .. losses.Take(piece.Count - 1)]);
    }

    /// <inheritdoc/>
    public void Trace(Tape tape, int steps, int batch) => Logits(tape, new Tensor(steps, batch, Music.Keys), [.. Enumerable.Repeat(steps, batch)]);
}
