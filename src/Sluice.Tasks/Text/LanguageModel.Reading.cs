using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Losses;

namespace Sluice.Tasks.Text;

public sealed partial class LanguageModel
{
    // So many steps are recorded at once, whatever the length of the text.
    private const int StepsAtOnce = 256;

    /// <summary>The memory of one live text: what was read so far. Any number of them go through one model at once.</summary>
    public Session NewSession() => new(_stack, Options.Embedding, Vocabulary.Count);

    /// <summary>Reads the next symbol of a live text, without allocating memory.</summary>
    /// <param name="symbol">The symbol, from 0 to below the size of the vocabulary.</param>
    /// <param name="session">What was read before, changed in place.</param>
    /// <returns>The logits of the symbol that follows, one for each of the vocabulary; they stand until the next step of the session.</returns>
    /// <exception cref="SluiceException">There is no such symbol.</exception>
    public ReadOnlySpan<float> Step(int symbol, Session session)
    {
        if ((uint)symbol >= (uint)Vocabulary.Count)
            throw new SluiceException($"LanguageModel.Step: expected a symbol from 0 to below {Vocabulary.Count}, got {symbol}.");
        _embedding.Weight.Value.Row(symbol).CopyTo(session.Input.Row(0));
        _output.Step(_stack.Step(session.Input, session.States), session.Output);
        return session.Output.Row(0);
    }

    /// <summary>Reads a text and keeps what the model expected at each step.</summary>
    /// <param name="symbols">The text.</param>
    /// <param name="best">How many of the most probable symbols are kept of each step; at most those of the vocabulary.</param>
    /// <param name="record">Takes the recordings of some steps at a time, the first of which is given; or null.</param>
    /// <param name="before">The states before the text; null for those at the start of every text.</param>
    /// <exception cref="SluiceException">An empty text.</exception>
    public TextReading Read(int[] symbols, int best = 10, Action<int, IReadOnlyList<Recording>>? record = null, State[]? before = null)
        => Read(symbols, best, before, (tape, part, start, state) =>
        {
            var recordings = record is null ? null : new List<Recording>();
            var logits = Logits(tape, part, part.Length, 1, state, recordings);
            record?.Invoke(start, recordings!);
            return logits;
        });

    /// <summary>Reads a text while the output of some units is held at 0, for the layers above and for the next step.</summary>
    /// <param name="symbols">The text.</param>
    /// <param name="silent">The units.</param>
    /// <param name="best">How many of the most probable symbols are kept of each step.</param>
    /// <param name="record">Takes the recordings of some steps at a time, or null.</param>
    /// <param name="before">The states before the text, or null.</param>
    /// <exception cref="SluiceException">An empty text, or there is no such unit.</exception>
    public TextReading ReadWithout(
        int[] symbols, IReadOnlyList<UnitPlace> silent, int best = 10, Action<int, IReadOnlyList<Recording>>? record = null, State[]? before = null)
        => Read(symbols, best, before, (tape, part, start, state) =>
        {
            var recordings = record is null ? null : new List<Recording>();
            var y = _stack.RunWithout(tape, _embedding.Run(tape, part, part.Length, 1), state, silent, recordings);
            record?.Invoke(start, recordings!);
            return _output.Run(tape, y);
        });

    /// <summary>
    /// How strongly each symbol of a text bears on the expectation of the next: ‖∂ ln p(next) / ∂ x(t)‖, where x(t) is the row of the
    /// symbol table that was read at step t (Madsen, Distill 2019).
    /// </summary>
    /// <param name="symbols">The text up to where the symbol is expected.</param>
    /// <param name="next">The symbol.</param>
    /// <param name="before">The states before the text; null for those at the start of every text.</param>
    public float[] Influence(int[] symbols, int next, State[]? before = null)
    {
        if (symbols.Length == 0 || (uint)next >= (uint)Vocabulary.Count)
            throw new SluiceException(
                $"Influence: expected a symbol or more and a next one below {Vocabulary.Count}, got {symbols.Length} and {next}.");
        var tape = new Tape();
        var x = _embedding.Run(tape, symbols, symbols.Length, 1);
        var y = _stack.Run(tape, x, out _, before ?? _stack.NewState(1));
        int[] targets = [.. Enumerable.Repeat(-1, symbols.Length - 1), next];
        CrossEntropy.Mean(tape, _output.Run(tape, y), targets);
        tape.Backward();
        return [.. Enumerable.Range(0, symbols.Length).Select(t => Norm(x.Gradient!.Row(t)))];

        static float Norm(ReadOnlySpan<float> row)
        {
            double sum = 0;
            foreach (float d in row) sum += (double)d * d;
            return (float)Math.Sqrt(sum);
        }
    }

    /// <summary>
    /// The mean loss of a text by the frequencies of symbols in training alone, in nats: the naive figure beside <see cref="TextReading.Loss"/>.
    /// </summary>
    public double FrequencyLoss(int[] symbols)
    {
        double all = Vocabulary.Counts.Sum(c => (double)c) + Vocabulary.Count;
        return symbols.Skip(1).Select(s => -Math.Log((Vocabulary.Counts[s] + 1) / all)).DefaultIfEmpty(double.NaN).Average();
    }

    private TextReading Read(int[] symbols, int best, State[]? before, Func<Tape, int[], int, State[], Tensor> run)
    {
        if (symbols.Length == 0 || best < 1)
            throw new SluiceException($"LanguageModel.Read: expected a symbol or more and 1 of the best or more, got {symbols.Length} and {best}.");
        var reading = new TextReading(symbols, Math.Min(best, Vocabulary.Count));
        var tape = new Tape(recording: false);
        var state = _stack.NewState(1);
        for (int l = 0; l < (before?.Length ?? 0); l++) state[l].CopyFrom(before![l]);
        for (int start = 0; start < symbols.Length; start += StepsAtOnce)
        {
            tape.Reset();
            int[] part = symbols[start..Math.Min(symbols.Length, start + StepsAtOnce)];
            reading.Take(start, part.Length, Softmax.Of(tape, run(tape, part, start, state)));
        }

        return reading;
    }
}
