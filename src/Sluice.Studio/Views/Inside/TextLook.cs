using Sluice.Autodiff;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Tasks;

namespace Sluice.Studio.Views.Inside;

/// <summary>A language model that has read a text.</summary>
internal sealed class TextLook : Look
{
    private const int Variants = 8;

    // So far back the influence of a symbol is followed.
    private const int Back = 200;

    private readonly LanguageModel _model;
    private readonly List<(string Key, TextReading Reading)> _without = [];

    private TextLook(LanguageModel model) => _model = model;

    /// <summary>The text, symbol by symbol, as it was written.</summary>
    public required string[] Tokens { get; init; }

    /// <summary>Symbols that were left out at the end, since the values of all would take too much memory.</summary>
    public required int LeftOut { get; init; }

    /// <summary>What the model expected.</summary>
    public required TextReading Reading { get; init; }

    /// <summary>The loss by frequencies alone.</summary>
    public double FrequencyLoss => _model.FrequencyLoss(Reading.Symbols);

    /// <summary>The model.</summary>
    public LanguageModel Model => _model;

    /// <summary>Lets a model read a text.</summary>
    /// <param name="id">The look's name.</param>
    /// <param name="model">The model.</param>
    /// <param name="text">The text.</param>
    /// <param name="most">Symbols after which the text is cut.</param>
    /// <param name="bytes">Bytes that the values may take.</param>
    public static TextLook Read(string id, LanguageModel model, string text, int most, long bytes)
    {
        lock (model)
        {
            string[] tokens = [.. model.Tokenizer.Tokenize(text)];
            if (tokens.Length == 0) throw new SluiceException("studio: expected a text of a symbol or more, got none.");
            int[] symbols = model.Vocabulary.Encode(tokens);
            var cells = model.Stack.Layers;
            var first = model.Inspect(symbols[..1]).Recordings;
            long each = first.Select((r, i) => LookLayer.Like(r, cells[i].Cell, 1)).Sum(l => l.Values.Values.Sum(a => 4L * a.Units));
            int steps = (int)Math.Min(Math.Min(symbols.Length, most), Math.Max(1, bytes / each));
            LookLayer[] layers = [.. first.Select((r, i) => LookLayer.Like(r, cells[i].Cell, steps))];
            var reading = model.Read(symbols[..steps], 10, (start, part) =>
            {
                for (int l = 0; l < layers.Length; l++) layers[l].Take(start, part[l]);
            });
            return new TextLook(model) { Id = id, Layers = layers, Tokens = tokens[..steps], LeftOut = tokens.Length - steps, Reading = reading };
        }
    }

    /// <summary>What the model expects while units are silent.</summary>
    public TextReading Without(string list)
    {
        var silent = Places(list);
        lock (_without)
        {
            int at = _without.FindIndex(w => w.Key == list);
            if (at >= 0) return _without[at].Reading;
            TextReading reading;
            lock (_model) reading = _model.ReadWithout(Reading.Symbols, silent);
            _without.Add((list, reading));
            if (_without.Count > Variants) _without.RemoveAt(0);
            return reading;
        }
    }

    /// <summary>How strongly the symbols before a step, the last of them that of the step, bear on the most probable next one.</summary>
    public (int From, float[] Strength, string Next) Influence(int step)
    {
        CheckStep(step);
        int from = Math.Max(0, step + 1 - Back), next = Reading.Expected(step)[0].Symbol;
        lock (_model) return (from, _model.Influence(Reading.Symbols[from..(step + 1)], next, StateBefore(from)), _model.Vocabulary[next]);
    }

    public override IReadOnlyList<string> Formulas(int layer, int step, int unit)
    {
        CheckStep(step);
        var recordings = new List<Recording>();
        lock (_model) _model.Logits(new Tape(recording: false), [Reading.Symbols[step]], 1, 1, StateBefore(step), recordings);
        return StepNumbers.Of(Layer(layer).Cell, recordings[layer], 0, unit, state => Before(layer, step, unit, state));
    }

    private float? Before(int layer, int step, int unit, string state)
        => Layer(layer).Values.TryGetValue(state, out var values) && unit < values.Units ? step == 0 ? 0 : values.Row(step - 1)[unit] : null;

    private State[] StateBefore(int step)
    {
        var states = _model.Stack.NewState(1);
        if (step == 0) return states;
        for (int l = 0; l < states.Length; l++)
            for (int s = 0; s < states[l].Values.Length; s++) Layers[l].Values[states[l].Names[s]].Row(step - 1).CopyTo(states[l].Values[s].Row(0));
        return states;
    }

    /// <summary>Units written as 0:5,1:7.</summary>
    private static UnitPlace[] Places(string list) => [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(p => p.Split(':') is [var layer, var unit] && int.TryParse(layer, out int l) && int.TryParse(unit, out int u)
        ? new UnitPlace(l, u)
        : throw new SluiceException($"studio: expected units such as 0:5,1:7, got '{list}'."))];
}
