using Sluice.Audio;
using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Kernels;
using Sluice.Losses;
using Sluice.Tasks.Labels;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Tag;
using Sluice.Training;

namespace Sluice.Tasks.Classify;

public sealed partial class Classifier
{
    /// <summary>Learns the words and labels of texts and builds an untrained classifier with the data to train it on.</summary>
    /// <param name="texts">Texts with labels, as <see cref="Read(string, string?, int)"/> makes them.</param>
    /// <param name="validation">Texts by which the best classifier is chosen; null for a share of the others.</param>
    /// <param name="options">The sizes.</param>
    /// <param name="columns">Where the texts are a column of a table: the only input column is that of the texts.</param>
    /// <exception cref="SluiceFormatException">There are fewer than two labels, or nothing to learn from.</exception>
    public static (Classifier Model, ClassTraining Training) FromTexts(
        IReadOnlyList<Sample> texts, IReadOnlyList<Sample>? validation, ClassifierOptions options, RowColumns? columns = null)
    {
        int[] Places(IEnumerable<int> places) => [.. places.Where(i => texts[i].Count > 0)];
        var parts = Parts(texts, validation is null, options);
        Sample[] training = [.. Places(parts.Training).Select(i => texts[i])];
        var input =
            WordInput.From(training, new WordSizes(options.Word, 16, options.Spelling, options.Lowercase), options.MinimumCount, options.Seed);
        var (model, data) = From(
            input, training, validation ?? [.. Places(parts.Validation).Select(i => texts[i])], [.. parts.Test.Select(i => texts[i])], options);
        model.Columns = columns;
        return (model, data);
    }

    /// <summary>Learns the scales of a table's columns and its labels, and builds an untrained classifier with the data to train it on.</summary>
    /// <param name="rows">Sequences of rows with labels.</param>
    /// <param name="validation">Sequences by which the best classifier is chosen; null for a share of the others.</param>
    /// <param name="columns">Which columns are what.</param>
    /// <param name="options">The sizes.</param>
    /// <param name="test">Sequences for the figures at the end, besides those that the options keep for it; null for none.</param>
    /// <param name="sound">How recordings became the rows; null where they come from elsewhere.</param>
    /// <exception cref="SluiceFormatException">There are fewer than two labels, or nothing to learn from.</exception>
    public static (Classifier Model, ClassTraining Training) FromRows(
        LabelledRows rows, LabelledRows? validation, RowColumns columns, ClassifierOptions options, LabelledRows? test =
            null, SpectralOptions? sound = null)
    {
        Sample[] labels = [.. rows.Labels.Select((l, i) => new Sample(rows.Sequences[i].Count) { Label = l })];
        var parts = Parts(labels, validation is null, options);
        if (parts.Training.Length == 0) throw new SluiceFormatException("there is no sequence to learn from.", rows.Table.File);
        var learned = rows.Table.Take([.. parts.Training.Select(i => rows.Sequences[i])]);
        var encoder = TableEncoder.Fit(learned, columns.InputsOf(rows.Table), new RowRange(0, learned.RowCount));
        Sample[] Some(LabelledRows all, IEnumerable<int> places)
            => [.. places.Select(i => RowColumns.Vectors(all.Table, encoder, all.Sequences[i]) with { Label = all.Labels[i] })];
        Sample[] All(LabelledRows all) => Some(all, Enumerable.Range(0, all.Sequences.Count));
        var (model, data) = From(
            new RowInput(encoder), Some(rows, parts.Training), validation is null
                ? Some(rows, parts.Validation)
                : All(validation), [.. Some(rows, parts.Test), .. test is null ? [] : All(test)], options);
        (model.Columns, model.Sound) = (columns, sound);
        if (columns.Target.Length > 0) model.Schema = Schema.Of(rows.Table, columns.All(rows.Table));
        return (model, data);
    }

    private static (Classifier Model, ClassTraining Training) From(
        StepInput input, Sample[] training, IReadOnlyList<Sample> validation, Sample[] test, ClassifierOptions options)
    {
        string[] labels = Tagger.ByFrequency(training.Select(s => s.Label).OfType<string>());
        if (labels.Length < 2)
            throw new SluiceFormatException(
                $"expected two different labels or more to learn from, got {(labels.Length == 0 ? "none" : $"'{labels[0]}' alone")}.");
        var model = new Classifier(input, labels, options) { Learned = RowSketch.Of(training.Select(SampleHash.Of)) };
        return (model, new ClassTraining(model, training, validation, test));
    }

    /// <summary>What is learned from, chosen by and measured on; sequences of one label often stand together, so they are shuffled.</summary>
    private static (int[] Training, int[] Validation, int[] Test) Parts(IReadOnlyList<Sample> all, bool validate, ClassifierOptions options)
    {
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        List<int> rest = [], test = [];
        for (int i = 0; i < all.Count; i++)
        {
            if (all[i].Label is not { } label) continue;
            int number = seen[label] = seen.GetValueOrDefault(label) + 1;
            (options.TestEvery > 0 && number % options.TestEvery == 0 ? test : rest).Add(i);
        }

        if (!validate || rest.Count == 0) return ([.. rest], [], [.. test]);
        int[] order = [.. rest];
        new RandomStream(options.Seed, Purpose.Data).Shuffle(order);
        var split = Split.ByShare(order.Length, options.Validation);
        return ([.. order[..split.Train.End].Order()], [.. order[split.Train.End..].Order()], [.. test]);
    }
}

/// <summary>Labelled sequences from which a classifier learns.</summary>
public sealed class ClassTraining : SampleTraining
{
    private readonly Classifier _model;
    private readonly float[]? _weights;

    internal ClassTraining(Classifier model, IReadOnlyList<Sample> training, IReadOnlyList<Sample> validation, IReadOnlyList<Sample> test)
        : base(model.Parameters, training, validation, model.Options.Batch, model.Options.Seed)
    {
        (_model, Test) = (model, test);
        if (model.Options.Balanced)
            _weights = [.. model.Labels.Select(l => (float)training.Count / (model.Labels.Count * training.Count(s => s.Label == l)))];
    }

    /// <summary>The sequences that training never looks at.</summary>
    public IReadOnlyList<Sample> Test { get; }

    private protected override StepLoss Step(Tape tape, Sample[] batch)
    {
        int[] labels = [.. batch.Select(s => _model.IndexOf(s.Label))];
        double loss = CrossEntropy.Mean(tape, _model.Logits(tape, batch), labels, 1, _weights);
        return new StepLoss(loss, batch.Length) { Weight = labels.Where(l => l >= 0).Sum(l => (double)(_weights?[l] ?? 1)) };
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Validate()
    {
        var samples = Validation.Count > 0 ? Validation : Samples;
        double[][] logits = _model.Logits(samples);
        if (Validation.Count > 0) _model.Calibrate(samples, logits);
        var figures = _model.Figures(samples, logits);
        return new Dictionary<string, double>
        {
            ["loss"] = figures.Loss,
            ["accuracy"] = figures.Accuracy,
            ["macro_f1"] = figures.MacroF1,
            ["majority_accuracy"] = figures.Majority
        };
    }
}
