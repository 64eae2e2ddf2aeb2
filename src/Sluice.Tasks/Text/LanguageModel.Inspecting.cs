using Sluice.Autodiff;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Losses;

namespace Sluice.Tasks.Text;

public sealed partial class LanguageModel
{
    /// <summary>Runs a text and records every gate, state and pre-activation, with the probability of each symbol that came.</summary>
    /// <param name="symbols">The text, a symbol or more.</param>
    /// <param name="last">How many of the last steps are recorded; the text is run window by window, and no more is held.</param>
    public (List<Recording> Recordings, float[] Probabilities) Inspect(int[] symbols, int last = int.MaxValue)
    {
        int first = Math.Max(0, symbols.Length - last);
        var came = new float[symbols.Length - first];
        var windows = new StackWindows(
            _stack, symbols.Length, (tape, from, to) => _embedding.Run(tape, symbols[from..to], to - from, 1), initial: _stack.NewState(1));
        var recordings = windows.Record(last, (tape, from, y, _) =>
        {
            int to = from + y.Rows;
            if (to < first) return;
            var probabilities = Softmax.Of(tape, _output.Run(tape, y));
            for (int t = Math.Max(Math.Max(1, first), from + 1); t < Math.Min(symbols.Length, to + 1); t++)
                came[t - first] = probabilities[t - 1 - from, symbols[t]];
        });
        return (recordings, came);
    }

    /// <summary>
    /// Measures how the gradient of the loss on a symbol flows back to those before it, in sequences of 2·lags symbols spread
    /// over a text.
    /// </summary>
    /// <param name="symbols">The text, more than 2·lags symbols.</param>
    /// <param name="lags">The largest lag, 1 or more.</param>
    /// <param name="sequences">The number of sequences.</param>
    /// <param name="spectrum">Which singular values are wanted.</param>
    /// <exception cref="SluiceException">The text is too short.</exception>
    public GradientFlow MeasureGradients(int[] symbols, int lags, int sequences = 16, JacobianSpectrum spectrum = JacobianSpectrum.All)
    {
        if (lags < 1 || sequences < 1 || symbols.Length <= 2L * lags)
            throw new SluiceException(
                $"MeasureGradients: expected 1 sequence or more and more than {2L * lags} symbols for {lags} lags, got {sequences} and {symbols.Length}.");
        int steps = 2 * lags, last = symbols.Length - 1 - steps;
        int Start(int b) => sequences == 1 ? 0 : (int)((long)last * b / (sequences - 1));
        int[] read = [.. from t in Enumerable.Range(0, steps) from b in Enumerable.Range(0, sequences) select symbols[Start(b) + t]];
        int[] targets = [.. Enumerable.Range(0, sequences).Select(b => symbols[Start(b) + steps])];
        var x = _embedding.Run(new Tape(recording: false), read, steps, sequences);
        return GradientFlow.Measure(_stack, x, lags, (tape, y) => CrossEntropy.Mean(tape, _output.Run(tape, y), targets, sequences), spectrum);
    }

    /// <summary>The model as it was before training.</summary>
    public LanguageModel Untrained() => new(Vocabulary, Options);

    /// <inheritdoc/>
    public void Trace(Tape tape, int steps, int batch) => Logits(tape, new int[steps * batch], steps, batch, _stack.NewState(batch));
}
