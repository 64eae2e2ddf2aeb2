using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Tasks.Labels;
using Sluice.Training;

namespace Sluice.Tasks.Tag;

public sealed partial class Tagger
{
    /// <summary>Learns the words and tags of sentences and builds an untrained tagger with the data to train it on.</summary>
    /// <param name="training">Sentences to learn from, each with tags.</param>
    /// <param name="validation">Sentences by which the best tagger is chosen; null for a share of the others at their end.</param>
    /// <param name="options">The sizes.</param>
    /// <exception cref="SluiceFormatException">There are too few sentences, or fewer than two tags.</exception>
    public static (Tagger Model, TagTraining Training) FromSentences(
        IReadOnlyList<Sample> training, IReadOnlyList<Sample>? validation, TaggerOptions options)
    {
        (training, validation) = Parts(training, validation, options.Validation);
        var input = WordInput.From(
            training, new WordSizes(options.Word, options.Character, options.Spelling, options.Lowercase), options.MinimumCount, options.Seed);
        return From(input, training, validation, options);
    }

    /// <summary>Learns the scales of a table's columns and its labels, and builds an untrained tagger of rows with the data to train it on.</summary>
    /// <param name="table">The table to learn from, each row with a label.</param>
    /// <param name="validation">A table by which the best tagger is chosen; null for a share of the other's sequences, or of their pieces, at its
    /// end.</param>
    /// <param name="columns">Which columns are what.</param>
    /// <param name="options">The sizes.</param>
    /// <exception cref="SluiceFormatException">A column is missing or of the wrong kind, a label is missing, or there are fewer than two.</exception>
    public static (Tagger Model, TagTraining Training) FromTable(Table table, Table? validation, RowColumns columns, TaggerOptions options)
    {
        table.Column(columns.Target);
        var pieces = columns.Pieces(columns.Sequences(table)).ToList();
        int learned = validation is null ? Split.ByShare(Math.Max(1, pieces.Count), options.Validation).Train.End : pieces.Count;
        if (learned == 0 || pieces.Count == 0) throw new SluiceFormatException("there is no sequence to learn from.", table.File);
        var encoder = TableEncoder.Fit(table, columns.InputsOf(table), new RowRange(0, pieces[learned - 1].End));
        var (training, held) = (columns.Tagged(table, encoder, pieces[..learned]), validation is null
            ? columns.Tagged(table, encoder, pieces[learned..])
            : columns.Tagged(validation, encoder, columns.Pieces(columns.Sequences(validation))));
        var (model, data) = From(new RowInput(encoder), training, held, options);
        model.Columns = columns;
        model.Schema = Schema.Of(table, columns.All(table));
        return (model, data);
    }

    private static (Tagger Model, TagTraining Training) From(
        StepInput input, IReadOnlyList<Sample> training, IReadOnlyList<Sample> validation, TaggerOptions options)
    {
        var kind = TagScheme.Detect(training.SelectMany(s => s.Tags ?? []));
        IReadOnlyList<string> Form(Sample s) => kind == TagKind.Bio && options.Ends ? TagScheme.ToBioes(s.Tags!) : s.Tags!;
        string[] tags = ByFrequency(training.SelectMany(Form)), labels = ByFrequency(training.Select(s => s.Label).OfType<string>());
        if (tags.Length < 2)
            throw new SluiceFormatException(
                $"expected two different tags or more to learn from, got {(tags.Length == 0 ? "none" : $"'{tags[0]}' alone")}.");
        if (labels.Length > 0 && training.FirstOrDefault(s => s.Label is null) is { } without)
            throw new SluiceFormatException("some sequences have a label and this one has none; give all one, or none.", null, without.Line);
        var model = new Tagger(
            input, tags, kind, labels, input is WordInput words ? MostSeen(words, training, Form, tags) : [],
            options)
        { Learned = RowSketch.Of(training.Select(SampleHash.Of)) };
        return (model, new TagTraining(model, training, validation));
    }

    internal static (IReadOnlyList<Sample> Training, IReadOnlyList<Sample> Validation) Parts(
        IReadOnlyList<Sample> training, IReadOnlyList<Sample>? validation, double share)
    {
        training = [.. training.Where(s => s.Count > 0)];
        if (validation is { Count: > 0 }) return (training, validation);
        var split = Split.ByShare(Math.Max(1, training.Count), share);
        return ([.. training.Take(split.Train.End)], [.. training.Skip(split.Train.End)]);
    }

    /// <summary>The most frequent first, equals in ordinal order.</summary>
    internal static string[] ByFrequency(IEnumerable<string> texts)
        => [.. texts.CountBy(t => t).OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).Select(c => c.Key)];

    private static int[] MostSeen(WordInput input, IReadOnlyList<Sample> training, Func<Sample, IReadOnlyList<string>> form, string[] tags)
    {
        var places = new OneHot(tags);
        var counts = new Dictionary<(int Word, int Tag), int>();
        foreach (var sentence in training)
            foreach (var (word, tag) in sentence.Words.Zip(form(sentence)))
            {
                var key = (input.IndexOf(word), places.IndexOf(tag));
                counts[key] = counts.GetValueOrDefault(key) + 1;
            }

        var most = new int[input.Words.Count];
        var best = new int[most.Length];
        foreach (var ((word, tag), count) in counts.OrderBy(c => c.Key.Tag))
            if (count > best[word]) (most[word], best[word]) = (tag, count);
        return most;
    }
}

/// <summary>Tagged sequences from which a tagger learns.</summary>
public sealed class TagTraining : SampleTraining
{
    private readonly Tagger _model;

    internal TagTraining(Tagger model, IReadOnlyList<Sample> training, IReadOnlyList<Sample> validation)
        : base(model.Parameters, training, validation, model.Options.Batch, model.Options.Seed) => _model = model;

    private protected override StepLoss Step(Tape tape, Sample[] batch)
    {
        var (tags, labels) = _model.Scores(tape, batch);
        return new StepLoss(_model.Loss(tape, batch, tags, labels), batch.Sum(s => s.Count)) { Weight = batch.Length };
    }

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, double> Validate()
    {
        var figures = _model.Evaluate(Validation.Count > 0 ? Validation : Samples);
        var all = new Dictionary<string, double> { ["loss"] = figures.Wrong, ["likelihood"] = figures.Loss, ["accuracy"] = figures.Accuracy };
        if (figures.Spans is { } spans) all["f1"] = spans[""].F1;
        if (figures.LabelAccuracy is { } label) all["label_accuracy"] = label;
        return all;
    }
}
