using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Tasks.Text;

namespace Sluice.Studio.Views.Inside;

/// <summary>A language model that has read a text.</summary>
internal sealed partial class TextLook : Look
{
    private const int Variants = 8;

    // So far back the influence of a symbol is followed.
    private const int Back = 200;

    private readonly LanguageModel _model;
    private readonly UnitPlace[] _silent;
    private readonly List<(string Units, TextReading Reading)> _without = [];

    private TextLook(LanguageModel model, UnitPlace[] silent) => (_model, _silent) = (model, silent);

    /// <summary>The whole text.</summary>
    public required string Text { get; init; }

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
        string[] tokens = [.. model.Tokenizer.Tokenize(text)];
        if (tokens.Length == 0) throw new SluiceException("studio: expected a text of a symbol or more, got none.");
        int[] symbols = model.Vocabulary.Encode(tokens);
        var cells = model.Stack.Layers;
        long each = model.Inspect(symbols[..1]).Recordings
            .Select((r, i) => LookLayer.Like(r, cells[i].Cell, 1)).Sum(l => l.Values.Values.Sum(a => 4L * a.Units));
        int steps = (int)Math.Min(Math.Min(symbols.Length, most), Math.Max(1, bytes / each));
        return Run(id, model, text, symbols[..steps], tokens[..steps], tokens.Length - steps, []);
    }

    /// <summary>What the model expects while units, written as 0:5,1:7, are silent.</summary>
    public TextReading ReadWithout(string units)
    {
        var silent = Places(units);
        lock (_without)
        {
            int at = _without.FindIndex(w => w.Units == units);
            if (at >= 0) return _without[at].Reading;
            TextReading reading;
            reading = _model.ReadWithout(Reading.Symbols, silent);
            _without.Add((units, reading));
            if (_without.Count > Variants) _without.RemoveAt(0);
            return reading;
        }
    }

    /// <summary>The same with every gate and state recorded.</summary>
    public TextLook Without(string id, string units)
    {
        var silent = Places(units);
        return Run(id, _model, Text, Reading.Symbols, Tokens, LeftOut, silent);
    }

    private static TextLook Run(string id, LanguageModel model, string text, int[] symbols, string[] tokens, int leftOut, UnitPlace[] silent)
    {
        LookLayer[] layers = [];
        var reading = silent.Length == 0 ? model.Read(symbols, 10, Take) : model.ReadWithout(symbols, silent, 10, Take);
        return new TextLook(model, silent) { Id = id, Layers = layers, Text = text, Tokens = tokens, LeftOut = leftOut, Reading = reading };

        void Take(int start, IReadOnlyList<Recording> part)
        {
            if (start == 0) layers = [.. part.Select((r, i) => LookLayer.Like(r, model.Stack.Layers[i].Cell, symbols.Length))];
            for (int l = 0; l < layers.Length; l++) layers[l].Take(start, part[l]);
        }
    }

    /// <summary>
    /// What is expected when other symbols stand in the place of some, of these and of so many that follow; and the same text as it is.
    /// </summary>
    /// <param name="from">The first symbol that may be another.</param>
    /// <param name="to">The one after the last.</param>
    /// <param name="tokens">What stands there instead.</param>
    /// <param name="following">How many symbols behind it count.</param>
    public (string[] Before, float[] LossesBefore, string[] After, float[] LossesAfter, int Start) Changed(
        int from, int to, string[] tokens, int following)
    {
        if (from < 0 || to > Steps || from >= to) throw new SluiceException($"studio: expected steps within 0 to {Steps}, got {from} to {to}.");

        // One symbol earlier, so that the first that may be another is foreseen as well.
        int start = Math.Max(0, from - 1), end = Math.Min(Steps, to + following);
        string[] changed = [.. Tokens[start..from], .. tokens, .. Tokens[to..end]];
        if (changed.Length == 0) throw new SluiceException("studio: expected a text of a symbol or more, got none.");
        var before = StateBefore(start);
        int[] symbols = _model.Vocabulary.Encode(changed);
        var reading = _silent.Length == 0 ? _model.Read(symbols, 1, null, before) : _model.ReadWithout(symbols, _silent, 1, null, before);
        return (Tokens[start..end], Reading.Losses[start..end], changed, reading.Losses, start);
    }

    /// <summary>The symbols at which a unit is highest and lowest in the mean.</summary>
    public IReadOnlyList<SymbolMean> Symbols(int layer, string value, int unit)
        => UnitSymbols.Of(Value(layer, value), unit, Reading.Symbols, Steps >= 1000 ? 3 : Steps >= 100 ? 2 : 1);

    /// <summary>How strongly the symbols before a step, the last of them that of the step, bear on the most probable next one.</summary>
    public (int From, float[] Strength, string Next) Influence(int step)
    {
        CheckStep(step);
        if (_silent.Length > 0) throw new SluiceException("studio: what was looked back at is known of the whole net alone.");
        int from = Math.Max(0, step + 1 - Back), next = Reading.Expected(step)[0].Symbol;
        return (from, _model.Influence(Reading.Symbols[from..(step + 1)], next, StateBefore(from)), _model.Vocabulary[next]);
    }

    public override string Word(int step) => Tokens[step];

    public override (Recording Recording, int Row) Recorded(int layer, int step)
    {
        CheckStep(step);
        _ = Layer(layer);
        IReadOnlyList<Recording> recordings = [];
        _model.ReadWithout([Reading.Symbols[step]], _silent, 1, (_, part) => recordings = part, StateBefore(step));
        return (recordings[layer], 0);
    }

    private State[] StateBefore(int step)
    {
        var states = _model.Stack.NewState(1);
        if (step == 0) return states;
        for (int l = 0; l < states.Length; l++)
            for (int s = 0; s < states[l].Values.Length; s++) Layers[l].Values[states[l].Names[s]].Row(step - 1).CopyTo(states[l].Values[s].Row(0));
        return states;
    }

    /// <summary>Units written as 0:5,1:7.</summary>
    private static UnitPlace[] Places(string list)
        => [.. list.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(
            p => p.Split(':') is [var layer, var unit] && int.TryParse(layer, out int l) && int.TryParse(unit, out int u)
        ? new UnitPlace(l, u)
        : throw new SluiceException($"studio: expected units such as 0:5,1:7, got '{list}'."))];
}
