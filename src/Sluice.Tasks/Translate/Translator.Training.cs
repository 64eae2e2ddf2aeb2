using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Training;

namespace Sluice.Tasks.Translate;

public sealed partial class Translator
{
    /// <summary>Learns the symbols of pairs and builds an untrained translator with the data to train it on.</summary>
    /// <param name="training">Pairs to learn from.</param>
    /// <param name="validation">Pairs by which the best translator is chosen; null for those of a share of the sources.</param>
    /// <param name="options">The sizes.</param>
    /// <exception cref="SluiceFormatException">There is nothing to learn from, or one side of a pair has no symbol.</exception>
    public static (Translator Model, TranslationTraining Training) From(
        IReadOnlyList<SequencePair> training, IReadOnlyList<SequencePair>? validation, TranslatorOptions options)
    {
        int every = options.Validation > 0 ? Math.Max(2, (int)Math.Round(1 / options.Validation)) : int.MaxValue;
        if (validation is null)
            (training, validation) = training.DistinctBy(p => p.Source).Count() >= every ? SequencePair.KeepApart(training, every) : (training, []);
        if (training.Count == 0) throw new SluiceFormatException("there is no pair to learn from.");
        var sources = TextSymbols.Learn(options.Source, training.Select(p => Seen(p.Source, options)), options.MinimumCount, options.Merges);
        var targets = TextSymbols.Learn(options.Target, training.Select(p => p.Target), options.MinimumCount, options.Merges);
        var model = new Translator(sources, targets, options);
        return (model, new TranslationTraining(model, training, validation));
    }

    /// <summary>How well the translator does on pairs; those of one source are one question with several right answers.</summary>
    /// <param name="pairs">The pairs.</param>
    /// <param name="beam">Translations that are followed side by side.</param>
    /// <exception cref="SluiceException">There is no pair.</exception>
    public TranslationFigures Evaluate(IReadOnlyList<SequencePair> pairs, int beam = 1)
    {
        if (pairs.Count == 0) throw new SluiceException("Translator.Evaluate: expected a pair or more, got none.");
        var (sources, right) = SequencePair.BySource(pairs);
        string[] answers = [.. Translate(sources, beam).Select(t => t[0].Text)];
        return TranslationFigures.Of(answers, right, TargetSymbols, Options.Tokens) with { Loss = Loss(pairs) };
    }

    /// <summary>The mean loss of a symbol.</summary>
    internal double Loss(IReadOnlyList<SequencePair> pairs)
    {
        double sum = 0;
        long count = 0;
        var tape = new Tape(recording: false);
        foreach (var chunk in pairs.Select(Encode).Where(p => p.Source.Length > 0).OrderBy(p => p.Source.Length).Chunk(AtOnce))
        {
            tape.Reset();
            sum += Net.Loss(tape, [.. chunk.Select(p => p.Source)], [.. chunk.Select(p => p.Target)], out int predicted) * predicted;
            count += predicted;
        }

        return count == 0 ? 0 : sum / count;
    }

    internal (int[] Source, int[] Target) Encode(SequencePair pair) => (EncodeSource(pair.Source), TargetSymbols.Encode(pair.Target));
}

/// <summary>Pairs from which a translator learns.</summary>
public sealed class TranslationTraining : RaggedTraining
{
    // Translating takes longer than reading, and a few hundred say enough.
    private const int MostTranslated = 300;

    private readonly Translator _model;
    private readonly (int[] Source, int[] Target)[] _pairs;

    internal TranslationTraining(Translator model, IReadOnlyList<SequencePair> training, IReadOnlyList<SequencePair> validation)
        : base(model.Parameters, model.Options.Batch, model.Options.Net.Seed)
    {
        (_model, Training, Validation) = (model, training, validation.Count > 0 ? validation : training);
        _pairs = [.. training.Select(model.Encode)];
        int empty = Array.FindIndex(_pairs, p => p.Source.Length == 0 || p.Target.Length == 0);
        if (empty >= 0)
            throw new SluiceFormatException(
                $"expected text on both sides of every pair, got '{training[empty].Source}' and '{training[empty].Target}' as pair {empty + 1}.");
        Lengths = [.. _pairs.Select(p => p.Source.Length)];
    }

    /// <summary>The pairs to learn from.</summary>
    public IReadOnlyList<SequencePair> Training { get; }

    /// <summary>The pairs by which the best model is chosen.</summary>
    public IReadOnlyList<SequencePair> Validation { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<int> Lengths { get; }

    /// <inheritdoc/>
    protected override StepLoss Step(Tape tape, int[] places)
    {
        double loss = _model.Net.Loss(
            tape, [.. places.Select(i => _pairs[i].Source)], [.. places.Select(i => _pairs[i].Target)], out int predicted,
            _model.Options.Own.At(tape.Epoch));
        return new StepLoss(loss, predicted);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Validate()
    {
        var figures = _model.Evaluate([.. Validation.Take(MostTranslated)]);
        return new Dictionary<string, double>
        {
            ["loss"] = _model.Loss(Validation),
            ["exact"] = figures.Exact,
            ["bleu"] = figures.Bleu,
            ["chrf"] = figures.ChrF,
            ["symbol_errors"] = figures.SymbolErrors
        };
    }
}
