using Sluice.Audio;
using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Data.Text;
using Sluice.Kernels;
using Sluice.Losses;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Tasks.Transcribe;

public sealed partial class Transcriber
{
    /// <summary>
    /// Learns the symbols of utterances and the scales of their features, and builds an untrained transcriber with the data to train it on.
    /// </summary>
    /// <param name="training">Utterances with their texts.</param>
    /// <param name="validation">Those by which the best transcriber is chosen; null for a share of the others, drawn at random.</param>
    /// <param name="options">The sizes.</param>
    /// <param name="sound">How sound became features; null where they come from elsewhere.</param>
    /// <exception cref="SluiceFormatException">There is nothing to learn from, a text is missing, or longer than its sound allows.</exception>
    public static (Transcriber Model, TranscriberTraining Training) From(
        IReadOnlyList<Utterance> training, IReadOnlyList<Utterance>? validation, TranscriberOptions options, SpectralOptions? sound = null)
    {
        if (training.Concat(validation ?? []).FirstOrDefault(u => u.Text is null) is { } unknown)
            throw new SluiceFormatException("expected what was said, got no text.", unknown.Name);
        if (validation is null)
        {
            Utterance[] order = [.. training];
            int[] places = [.. Enumerable.Range(0, order.Length)];
            new RandomStream(options.Seed, Purpose.Data).Shuffle(places);
            int held = (int)(order.Length * options.Validation);
            (training, validation) = ([.. places[held..].Order().Select(i => order[i])], [.. places[..held].Order().Select(i => order[i])]);
        }

        var tokenizer = TokenizerFor(options);
        var symbols = Vocabulary.Build(training.SelectMany(u => tokenizer.Tokenize(u.Text!)));
        if (symbols.Count == 0) throw new SluiceFormatException("expected texts with a symbol or more to learn from, got none.");
        var model = new Transcriber(options, FeatureScaling.Fit(training), symbols, NaiveTranscript.Of(training), sound);
        return (model, new TranscriberTraining(model, training, validation));
    }
}

/// <summary>Utterances from which a transcriber learns.</summary>
public sealed class TranscriberTraining : RaggedTraining
{
    // Each mask of rows hides some of so many.
    private const int RowsPerMask = 100;

    private readonly Transcriber _model;
    private readonly (float[][] Steps, int[] Labels)[] _training, _validation;

    internal TranscriberTraining(Transcriber model, IReadOnlyList<Utterance> training, IReadOnlyList<Utterance> validation)
        : base(model.Parameters, model.Options.Batch, model.Options.Seed)
    {
        (_model, Utterances, Validation) = (model, training, validation.Count > 0 ? validation : training);
        _training = [.. training.Select(Encode)];
        _validation = validation.Count > 0 ? [.. validation.Select(Encode)] : _training;
        Lengths = [.. _training.Select(u => u.Steps.Length)];
    }

    /// <summary>The utterances to learn from.</summary>
    public IReadOnlyList<Utterance> Utterances { get; }

    /// <summary>The utterances by which the best model is chosen.</summary>
    public IReadOnlyList<Utterance> Validation { get; }

    /// <inheritdoc/>
    protected override IReadOnlyList<int> Lengths { get; }

    // Where one symbol stands in few steps is soon found, and long utterances are no riddle after that.
    /// <inheritdoc/>
    protected override bool ShortFirst => true;

    /// <inheritdoc/>
    protected override StepLoss Step(Tape tape, int[] places)
    {
        var x = Transcriber.Batch(tape, [.. places.Select(i => _training[i].Steps)]);
        Mask(x, places, new RandomStream(tape.Shard.SeedOf(_model.Options.Seed), Purpose.Noise, tape.Epoch, tape.Step));
        int[] lengths = [.. places.Select(i => _training[i].Steps.Length)];
        int labels = Math.Max(1, places.Sum(i => _training[i].Labels.Length));
        double loss = ConnectionistTemporal.Mean(
            tape, _model.Logits(tape, x, lengths), [.. places.Select(i => _training[i].Labels)], lengths, Transcriber.Blank,
            (double)places.Length / labels);
        return new StepLoss(loss * places.Length / labels, labels);
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Validate()
    {
        double loss = 0;
        var tape = new Tape(recording: false);
        foreach (var chunk in _validation.OrderBy(u => u.Steps.Length).Chunk(_model.Options.Batch))
        {
            tape.Reset();
            int[] lengths = [.. chunk.Select(u => u.Steps.Length)];
            loss += chunk.Length * ConnectionistTemporal.Mean(
                tape, _model.Logits(tape, Transcriber.Batch(tape, [.. chunk.Select(u => u.Steps)]), lengths), [.. chunk.Select(u => u.Labels)],
                lengths, Transcriber.Blank);
        }

        var figures = _model.Evaluate(Validation);
        return new Dictionary<string, double>
        {
            ["loss"] = loss / Math.Max(1, _validation.Sum(u => u.Labels.Length)),
            ["word_errors"] = figures.WordErrors,
            ["symbol_errors"] = figures.SymbolErrors,
            ["exact"] = figures.Exact,
            ["naive_word_errors"] = figures.NaiveWordErrors,
        };
    }

    /// <summary>Hides bands and moments (SpecAugment, Park et al. 2019); 0 is the mean.</summary>
    private void Mask(Tensor x, int[] places, RandomStream random)
    {
        int width = _model.Scaling.Width, most = Math.Min(_model.Options.MaskFeatures, width);
        uint drawn = 0;
        for (int b = 0; b < places.Length; b++)
        {
            int steps = _training[places[b]].Steps.Length,
                count = most == 0 ? 0 : random.Below(most + 1, drawn++), first = random.Below(width - count + 1, drawn++);
            for (int t = 0; t < steps && count > 0; t++)
                for (int s = 0; s < _model.Options.Stack; s++) x.Row(t * places.Length + b).Slice(s * width + first, count).Clear();
            int longest = Math.Min(_model.Options.MaskRows / _model.Options.Stack, steps);
            for (int m = 0; m < steps * _model.Options.Stack / RowsPerMask && longest > 0; m++)
            {
                int length = random.Below(longest + 1, drawn++), from = random.Below(steps - length + 1, drawn++);
                for (int t = from; t < from + length; t++) x.Row(t * places.Length + b).Clear();
            }
        }
    }

    private (float[][] Steps, int[] Labels) Encode(Utterance utterance)
    {
        string? name = utterance.Name.Length > 0 ? utterance.Name : null;
        int[] labels;
        try
        {
            labels = [.. _model.Symbols.Encode(_model.Tokens(utterance.Text!)).Select(s => s + 1)];
        }
        catch (SluiceFormatException e)
        {
            throw new SluiceFormatException($"the text '{utterance.Text}' has a symbol that was not learned from: {e.Message}", name, inner: e);
        }

        float[][] steps = _model.Read(utterance);
        int least = Math.Max(1, ConnectionistTemporal.LeastSteps(labels));
        return steps.Length >= least ? (steps, labels)
            : throw new SluiceFormatException(
                $"expected {least} steps or more for the text '{utterance.Text}', one for each symbol and one between two that are the same, got {steps.Length} ({utterance.Rows.Count} frames, {_model.Options.Stack} a step). Correct the text, leave the recording out, or ask for fewer frames a step (--stack) or closer ones (--frame-step).", name);
    }
}
