using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Data.Text;
using Sluice.Losses;

namespace Sluice.Tasks.Transcribe;

/// <summary>How well a transcriber does.</summary>
/// <param name="Utterances">How many were heard.</param>
/// <param name="Words">Words that were said.</param>
/// <param name="WordErrors">Words to be changed, left out or put in, as a share of those that were said: the word error rate.</param>
/// <param name="SymbolErrors">The same of symbols: the word or the character error rate.</param>
/// <param name="Exact">The share of utterances that are right as a whole.</param>
/// <param name="NaiveWordErrors">The word errors of the most frequent word, said as often as words usually come.</param>
public sealed record TranscriptionFigures(int Utterances, int Words, double WordErrors, double SymbolErrors, double Exact, double NaiveWordErrors);

public sealed partial class Transcriber
{
    // Utterances are heard so many at a time.
    private const int AtOnce = 64;

    /// <summary>The most probable text of each utterance; one without rows is silent.</summary>
    /// <param name="utterances">The utterances.</param>
    /// <param name="decoding">How texts are found; null for the best class of each step.</param>
    /// <exception cref="SluiceFormatException">Rows that are not like those learned from, or a language model that does not know a
    /// symbol.</exception>
    public IReadOnlyList<Transcript> Transcribe(IReadOnlyList<Utterance> utterances, DecodingOptions? decoding = null)
    {
        decoding ??= new DecodingOptions();
        var language = LanguageOf(decoding);
        var all = new Transcript[utterances.Count];
        Array.Fill(all, new Transcript("", [], 0));
        Hear([.. utterances.Select(Read)], (place, logits, b, steps) =>
        {
            var (labels, p) = decoding.IsGreedy
                ? ConnectionistTemporal.Greedy(logits, b, steps, Blank)
                : ConnectionistTemporal.Beam(logits, b, steps, Blank, decoding.Beam, language)[0];
            all[place] = Told(labels, p);
        });
        return all;
    }

    /// <summary>How well the transcriber does on utterances whose texts are known.</summary>
    /// <exception cref="SluiceFormatException">There is none, or the text of one is not known.</exception>
    public TranscriptionFigures Evaluate(IReadOnlyList<Utterance> utterances, DecodingOptions? decoding = null)
    {
        if (utterances.Count == 0) throw new SluiceFormatException("expected an utterance or more, got none.");
        if (utterances.FirstOrDefault(u => u.Text is null) is { } unknown)
            throw new SluiceFormatException("expected what was said, got no text.", unknown.Name);
        var words = new SpaceTokenizer();
        var told = Transcribe(utterances, decoding);
        string[] right = [.. utterances.Select(u => Plain(u.Text!))];
        (long wrong, long symbols) = (0, 0);
        for (int i = 0; i < right.Length; i++)
        {
            string[] said = [.. Tokens(right[i])];
            (wrong, symbols) = (wrong + EditDistance.Of(told[i].Symbols, said), symbols + said.Length);
        }

        ErrorRate Words(IEnumerable<string> texts) => ErrorRate.Of([.. texts], [.. right.Select(r => new[] { r })]);
        var rate = Words(told.Select(t => t.Text));
        return new TranscriptionFigures(
            right.Length, right.Sum(r => words.Tokenize(r).Count()), rate.OfSymbols, symbols == 0 ? 0 : (double)wrong / symbols,
            (double)right.Where(
                (r, i) => r == told[i].Text).Count() / right.Length, Words(utterances.Select(u => Naive.For(u.Rows.Count))).OfSymbols);
    }

    /// <summary>What a language model adds; null for nothing.</summary>
    internal Func<IReadOnlyList<int>, int, double>? LanguageOf(DecodingOptions decoding)
        => decoding.Language is { } model ? new LanguageScore(model, Symbols.Symbols, decoding.Weight, decoding.Bonus).Of
            : decoding.Bonus != 0 ? (_, _) => decoding.Bonus
            : null;

    /// <summary>
    /// The rows of an utterance as the net reads them: scaled, and so many side by side; the last is repeated where some are missing.
    /// </summary>
    internal float[][] Read(Utterance utterance)
    {
        float[][] rows = Scaling.Scale(utterance, Options.Level);
        var steps = new float[StepsOf(rows.Length)][];
        for (int t = 0; t < steps.Length; t++)
            steps[t] = [.. Enumerable.Range(t * Options.Stack, Options.Stack).SelectMany(r => rows[Math.Min(r, rows.Length - 1)])];
        return steps;
    }

    /// <summary>x [T, B, features · stack].</summary>
    internal static Tensor Batch(Tape tape, IReadOnlyList<float[][]> sequences)
    {
        var x = tape.Lend(true, sequences.Max(s => s.Length), sequences.Count, sequences[0][0].Length);
        for (int b = 0; b < sequences.Count; b++)
            for (int t = 0; t < sequences[b].Length; t++) sequences[b][t].CopyTo(x.Row(t * sequences.Count + b));
        return x;
    }

    /// <summary>
    /// Runs the net over sequences, some at a time, and shows the logits of each: its place, the tensor, its column there, its steps.
    /// </summary>
    internal void Hear(IReadOnlyList<float[][]> sequences, Action<int, Tensor, int, int> show)
    {
        var tape = new Tape(recording: false);
        foreach (int[] places in Enumerable.Range(0, sequences.Count)
            .Where(i => sequences[i].Length > 0).OrderBy(i => sequences[i].Length).Chunk(AtOnce))
        {
            tape.Reset();
            int[] lengths = [.. places.Select(i => sequences[i].Length)];
            var logits = Logits(tape, Batch(tape, [.. places.Select(i => sequences[i])]), lengths);
            for (int b = 0; b < places.Length; b++) show(places[b], logits, b, lengths[b]);
        }
    }
}
