using Sluice.Audio;
using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Tasks.Labels;
using Sluice.Tasks.Live;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Sources;
using Sluice.Tasks.Text;
using Recording = Sluice.Layers.Recording;

namespace Sluice.Tasks.Classify;

/// <summary>Gives a sequence a label: vectors of its steps, recurrent layers, one row for the whole, a linear layer, softmax.</summary>
public sealed partial class Classifier : ILayer, ITraceable, ITableModel, ISymbolReader
{
    private readonly RecurrentStack _stack;
    private readonly Linear _output;
    private readonly Parameter[] _parameters;
    private readonly OneHot _labels;

    /// <summary>An untrained classifier.</summary>
    /// <param name="input">How steps become vectors.</param>
    /// <param name="labels">The labels, the most frequent first.</param>
    /// <param name="options">The sizes.</param>
    /// <exception cref="SluiceException">Sizes that make no sense.</exception>
    public Classifier(StepInput input, IReadOnlyList<string> labels, ClassifierOptions options)
    {
        (Input, Options, _labels) = (input, options, new OneHot(labels));
        _stack = new RecurrentStack("rnn", StackFor(options, input.Width), options.Seed);
        _output = new Linear("output", _stack.Output, labels.Count, options.Seed);
        Temperature = new Parameter("temperature", 1) { Decays = false };
        Temperature.Value[0, 0] = 1;
        _parameters = [.. input.Parameters, .. _stack.Parameters, .. _output.Parameters, Temperature];
    }

    /// <summary>How steps become vectors.</summary>
    public StepInput Input { get; }

    /// <summary>The labels, the most frequent first.</summary>
    public IReadOnlyList<string> Labels => _labels.Categories;

    /// <summary>The sizes.</summary>
    public ClassifierOptions Options { get; }

    /// <summary>Which columns of a table are what; null where the texts are in no table.</summary>
    public RowColumns? Columns { get; private set; }

    /// <summary>How recordings became the rows that the classifier learned from; null where it learned from no recordings.</summary>
    public SpectralOptions? Sound { get; private set; }

    /// <summary>
    /// What the logits are divided by, so that probabilities are as often right as they say on the validation data (Guo et al. 2017).
    /// No gradient reaches it; it is a parameter so that it goes with the weights into checkpoints, the best model and the file.
    /// </summary>
    public Parameter Temperature { get; }

    /// <summary>The recurrent layers.</summary>
    public RecurrentStack Stack => _stack;

    /// <inheritdoc/>
    public Schema? Schema { get; internal set; }

    /// <inheritdoc/>
    public RowSketch? Learned { get; internal set; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => _parameters;

    /// <summary>The words of a text, as the classifier reads them.</summary>
    public Sample Read(string text, string? label = null, int line = 0) => Read(text, Options, label, line);

    /// <summary>The words of a text, as a classifier with these options reads them.</summary>
    public static Sample Read(string text, ClassifierOptions options, string? label = null, int line = 0)
        => Sample.Of([.. LanguageModel.TokenizerFor(options.Tokenizer).Tokenize(text)], null, label, line);

    /// <summary>Sequences of rows, as the classifier reads them.</summary>
    /// <exception cref="SluiceFormatException">A column is missing or of another kind, or the model learned from words.</exception>
    public IReadOnlyList<Sample> Read(LabelledRows rows) => Input is RowInput input
        ? [.. rows.Sequences.Select((s, i) => RowColumns.Vectors(rows.Table, input.Encoder, s) with { Label = rows.Labels[i] })]
        : throw new SluiceFormatException("expected texts, got a table: the model learned from words.", rows.Table.File);

    /// <inheritdoc/>
    public (int Symbols, int Unknown) Count(string text)
    {
        var words = Read(text).Words;
        return Input is WordInput input ? (words.Count, input.CountUnknown(words)) : default;
    }

    /// <summary>The logits [B, labels].</summary>
    internal Tensor Logits(Tape tape, IReadOnlyList<Sample> batch, List<Recording>? recordings = null)
    {
        int[] lengths = [.. batch.Select(s => s.Count)];
        var x = Input.Run(tape, batch);
        if (Input is WordInput) x = Dropout.Run(tape, x, Options.Dropout, Initial.Hash("input.dropout"));
        var y = _stack.Run(tape, x, out var final, null, lengths, recordings);
        var whole = Options.Pool switch
        {
            "mean" => Pool.Mean(tape, y, lengths),
            "max" => Pool.Max(tape, y, lengths),
            _ => Options.Bidirectional ? Concat.Run(tape, final[^2].Values[0], final[^1].Values[0]) : final[^1].Values[0],
        };
        return _output.Run(tape, Dropout.Run(tape, whole, Options.Dropout, Initial.Hash("output.dropout")));
    }

    private static StackOptions StackFor(ClassifierOptions options, int width)
        => new(options.Cell, width, options.Hidden, options.Layers, options.Bidirectional, options.Dropout, options.RecurrentDropout);

    internal int IndexOf(string? label) => _labels.IndexOf(label);
}
