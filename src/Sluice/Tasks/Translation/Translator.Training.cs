using Sluice.Autodiff;
using Sluice.Data;
using Sluice.Training;

namespace Sluice.Tasks.Translation;

/// <summary>How well a translator does.</summary>
/// <param name="Loss">The mean of −ln p of a symbol of the right target, its end included, in nats.</param>
/// <param name="Sources">Different sources.</param>
/// <param name="Exact">The share of sources whose translation is one of the right ones.</param>
/// <param name="ChrF">chrF2, from 0 to 100.</param>
/// <param name="SymbolErrors">Symbols to be changed, left out or put in, as a share of those of the nearest right target: the word, letter or phoneme error rate.</param>
public sealed record TranslationFigures(double Loss, int Sources, double Exact, double ChrF, double SymbolErrors);

public sealed partial class Translator
{
    /// <summary>Learns the symbols of pairs and builds an untrained translator with the data to train it on.</summary>
    /// <param name="training">Pairs to learn from.</param>
    /// <param name="validation">Pairs by which the best translator is chosen; null for a share of the others at their end.</param>
    /// <param name="options">The sizes.</param>
    /// <exception cref="SluiceFormatException">There is nothing to learn from, or one side of a pair has no symbol.</exception>
    public static (Translator Model, TranslationTraining Training) From(IReadOnlyList<(string Source, string Target)> training, IReadOnlyList<(string Source, string Target)>? validation, TranslatorOptions options)
    {
        if (validation is null)
        {
            var split = Split.ByShare(Math.Max(1, training.Count), options.Validation);
            (training, validation) = ([.. training.Take(split.Train.End)], [.. training.Skip(split.Train.End)]);
        }

        if (training.Count == 0) throw new SluiceFormatException("there is no pair to learn from.");
        var (reader, writer) = (TokenizerFor(options.Source), TokenizerFor(options.Target));
        var sources = Vocabulary.Build(training.SelectMany(p => reader.Tokenize(p.Source)), options.MinimumCount, unknown: Unknown);
        var targets = Vocabulary.Build(training.SelectMany(p => writer.Tokenize(p.Target)), options.MinimumCount, unknown: Unknown);
        var model = new Translator(sources, targets, options);
        return (model, new TranslationTraining(model, training, validation));
    }

    /// <summary>How well the translator does on pairs; those of one source are one question with several right answers.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="beam">Translations that are followed side by side.</param>
    /// <exception cref="SluiceException">There is no pair.</exception>
    public TranslationFigures Evaluate(IReadOnlyList<(string Source, string Target)> pairs, int beam = 1)
    {
        if (pairs.Count == 0) throw new SluiceException("Translator.Evaluate: expected a pair or more, got none.");
        var questions = pairs.GroupBy(p => p.Source).ToArray();
        string[][] right = [.. questions.Select(q => q.Select(p => _writer.Join(_writer.Tokenize(p.Target))).ToArray())];
        var told = Translate([.. questions.Select(q => q.Key)], beam);
        int exact = 0, errors = 0, symbols = 0;
        for (int i = 0; i < right.Length; i++)
        {
            if (right[i].Contains(told[i][0].Text)) exact++;
            var (distance, length) = right[i].Select(r => _writer.Tokenize(r).ToArray()).Select(r => (Edits: EditDistance.Of(told[i][0].Symbols, r), r.Length)).MinBy(d => d.Edits);
            (errors, symbols) = (errors + distance, symbols + length);
        }

        return new TranslationFigures(
            Loss(pairs), right.Length, (double)exact / right.Length, CharacterF.Of([.. told.Select(t => t[0].Text)], right), (double)errors / Math.Max(1, symbols));
    }

    /// <summary>The mean loss of a symbol.</summary>
    internal double Loss(IReadOnlyList<(string Source, string Target)> pairs)
    {
        double sum = 0;
        long count = 0;
        var tape = new Tape(recording: false);
        foreach (var chunk in pairs.Select(p => Encode(p)).Where(p => p.Source.Length > 0).OrderBy(p => p.Source.Length).Chunk(AtOnce))
        {
            tape.Reset();
            sum += Net.Loss(tape, [.. chunk.Select(p => p.Source)], [.. chunk.Select(p => p.Target)], out int predicted) * predicted;
            count += predicted;
        }

        return count == 0 ? 0 : sum / count;
    }

    internal (int[] Source, int[] Target) Encode((string Source, string Target) pair) => (SourceSymbols.Encode(_reader.Tokenize(pair.Source)), TargetSymbols.Encode(_writer.Tokenize(pair.Target)));
}

/// <summary>Pairs from which a translator learns.</summary>
public sealed class TranslationTraining : RaggedTraining
{
    // Translating takes longer than reading, and a few hundred say enough.
    private const int MostTranslated = 300;

    private readonly Translator _model;
    private readonly (int[] Source, int[] Target)[] _pairs;

    internal TranslationTraining(Translator model, IReadOnlyList<(string Source, string Target)> training, IReadOnlyList<(string Source, string Target)> validation)
        : base(model.Parameters, model.Options.Batch, model.Options.Net.Seed)
    {
        (_model, Validation) = (model, validation.Count > 0 ? validation : training);
        _pairs = [.. training.Select(model.Encode)];
        int empty = Array.FindIndex(_pairs, p => p.Source.Length == 0 || p.Target.Length == 0);
        if (empty >= 0) throw new SluiceFormatException($"expected text on both sides of every pair, got '{training[empty].Source}' and '{training[empty].Target}' as pair {empty + 1}.");
        Lengths = [.. _pairs.Select(p => p.Source.Length)];
    }

    /// <summary>The pairs by which the best model is chosen.</summary>
    public IReadOnlyList<(string Source, string Target)> Validation { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<int> Lengths { get; }

    /// <inheritdoc/>
    protected override StepLoss Step(Tape tape, int[] places)
    {
        double loss = _model.Net.Loss(tape, [.. places.Select(i => _pairs[i].Source)], [.. places.Select(i => _pairs[i].Target)], out int predicted);
        return new StepLoss(loss, predicted);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Validate()
    {
        var figures = _model.Evaluate([.. Validation.Take(MostTranslated)]);
        return new Dictionary<string, double> { ["loss"] = _model.Loss(Validation), ["exact"] = figures.Exact, ["chrf"] = figures.ChrF, ["symbol_errors"] = figures.SymbolErrors };
    }
}
