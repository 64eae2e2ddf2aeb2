using Sluice.Autodiff;

namespace Sluice.Tasks.Text;

public sealed partial class LanguageModel
{
    /// <summary>Writes symbols one by one, each drawn from what the model expects after all before.</summary>
    /// <param name="prompt">Symbols to begin with; they are not repeated. Without any, a model starts from the symbol
    /// <paramref name="first"/>.</param>
    /// <param name="options">How to draw.</param>
    /// <param name="first">What stands before an empty prompt: the end of a sentence or a line by habit.</param>
    /// <exception cref="SluiceException">A symbol is not of the vocabulary.</exception>
    public IEnumerable<int> Write(int[] prompt, SamplingOptions options, int? first = null)
    {
        int[] before = prompt.Length > 0 ? prompt : [first ?? Beginning];
        var state = _stack.NewState(1);
        var tape = new Tape(recording: false);
        var logits = Logits(tape, before, before.Length, 1, state);
        int symbol = Sampling.Draw(logits.Row(before.Length - 1), options, 0);
        for (int step = 1; ; step++)
        {
            yield return symbol;
            tape.Reset();
            logits = Logits(tape, [symbol], 1, 1, state);
            symbol = Sampling.Draw(logits.Row(0), options, step);
        }
    }

    /// <summary>Writes a text of so many symbols.</summary>
    public string Write(string prompt, int symbols, SamplingOptions options) => Decode(Write(Encode(prompt), options).Take(symbols));

    /// <summary>The symbol after which a text begins: a line end, a full stop, or the first of the vocabulary.</summary>
    public int Beginning => new[] { "\n", ".", "。" }.Where(Vocabulary.Contains).Select(Vocabulary.IndexOf).FirstOrDefault();
}
