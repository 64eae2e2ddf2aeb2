using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Losses;
using Sluice.Tasks.Text;

namespace Sluice.Tasks.Transcribe;

/// <summary>What a language model thinks of a label after others: weight · ln p + bonus. What it has read is kept.</summary>
internal sealed class LanguageScore
{
    // So many texts are remembered; a stream goes on for ever.
    private const int Most = 4096;

    private readonly LanguageModel _model;
    private readonly int[] _symbols;
    private readonly double _weight, _bonus;
    private readonly Dictionary<string, (State[] State, double[] LogProbabilities)> _known = new(StringComparer.Ordinal);
    private readonly Tape _tape = new(recording: false);

    /// <summary>Scores of classes 1 and on, which are these symbols.</summary>
    /// <exception cref="SluiceFormatException">The language model does not know one of them.</exception>
    public LanguageScore(LanguageModel model, IReadOnlyList<string> symbols, double weight, double bonus)
    {
        (_model, _weight, _bonus) = (model, weight, bonus);
        if (symbols.FirstOrDefault(s => !model.Vocabulary.Contains(s)) is { } missing)
            throw new SluiceFormatException(
                $"expected a language model that knows every symbol of the transcriber, got one that does not know '{missing}'. Train it on texts of the same {(symbols.Any(s => s.Length > 1) ? "words (--tokenizer word)" : "symbols")}.");
        _symbols = [.. symbols.Select(model.Vocabulary.IndexOf)];
    }

    public double Of(IReadOnlyList<int> before, int label) => _weight * After(before).LogProbabilities[_symbols[label - 1]] + _bonus;

    private (State[] State, double[] LogProbabilities) After(IReadOnlyList<int> labels)
    {
        string all = string.Concat(labels.Select(l => (char)l));
        if (_known.TryGetValue(all, out var known)) return known;
        if (_known.Count >= Most) _known.Clear();

        // From the longest beginning that has been read.
        int count = labels.Count;
        while (count > 0 && !_known.ContainsKey(all[..count])) count--;
        var state = _model.Stack.NewState(1);
        if (count > 0 || _known.ContainsKey("")) Copy(known = _known[all[..count]], state);
        else known = Read("", state, _model.Beginning);
        for (; count < labels.Count; count++) known = Read(all[..(count + 1)], state, _symbols[labels[count] - 1]);
        return known;
    }

    private (State[], double[]) Read(string text, State[] state, int symbol)
    {
        _tape.Reset();
        var logits = _model.Logits(_tape, [symbol], 1, 1, state);
        var kept = _model.Stack.NewState(1);
        var entry = (kept, ConnectionistTemporal.LogProbabilities(logits, 0, 1)[0]);
        Copy((state, []), kept);
        return _known[text] = entry;
    }

    private static void Copy((State[] State, double[]) from, State[] to)
    {
        for (int i = 0; i < to.Length; i++) to[i].CopyFrom(from.State[i]);
    }
}
