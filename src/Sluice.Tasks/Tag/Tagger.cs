using Sluice.Autodiff;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Tasks.Labels;
using Sluice.Tasks.Live;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Tag;

/// <summary>One reading of a sequence.</summary>
/// <param name="Tags">A label for each step.</param>
/// <param name="Label">The label of the whole, where the model knows labels.</param>
/// <param name="Probability">How probable all tags together are.</param>
/// <param name="LabelProbability">How probable the label is; 1 where there is none.</param>
public sealed record Tagging(IReadOnlyList<string> Tags, string? Label, double Probability, double LabelProbability);

/// <summary>
/// Gives each step of a sequence a label: its vector, recurrent layers in both directions, a linear layer, and a conditional
/// random field (Huang, Xu and Yu 2015; Lample et al. 2016). From the last states of both directions, and the largest output of each unit, it may
/// tell a
/// label of the whole besides, such as what a speaker wants.
/// </summary>
public sealed partial class Tagger : ILayer, ITraceable, ITableModel, ISymbolReader
{
    private readonly RecurrentStack? _stack;
    private readonly Linear _output;
    private readonly Linear? _label;
    private readonly Parameter[] _parameters;
    private readonly OneHot _tags, _labels;

    /// <summary>An untrained tagger.</summary>
    /// <param name="input">How steps become vectors.</param>
    /// <param name="tags">The tags, as they are learned: in BIOES where spans are learned with their ends.</param>
    /// <param name="kind">What the tags say.</param>
    /// <param name="labels">The labels of wholes; none where there are none.</param>
    /// <param name="majority">The tag of each word of the input most often seen with it, by which a naive tagger goes; empty where steps are
    /// numbers.</param>
    /// <param name="options">The sizes.</param>
    /// <exception cref="SluiceException">Sizes that make no sense.</exception>
    public Tagger(
        StepInput input, IReadOnlyList<string> tags, TagKind kind, IReadOnlyList<string> labels, IReadOnlyList<int> majority, TaggerOptions options)
    {
        if (labels.Count > 0 && options.Layers == 0)
            throw new SluiceException("Tagger: expected 1 layer or more to tell a label of the whole, got 0.");
        (Input, Kind, Majority, Options, _tags, _labels) = (input, kind, majority, options, new OneHot(tags), new OneHot(labels));
        if (options.Layers > 0) _stack = new RecurrentStack("rnn", StackFor(options, input.Width), options.Seed);
        int width = _stack?.Output ?? input.Width;
        _output = new Linear("output", width, tags.Count, options.Seed);
        if (labels.Count > 0) _label = new Linear("label", 2 * width, labels.Count, options.Seed);
        if (options.Field)
        {
            Field = new ConditionalRandomField("field", tags.Count);
            if (kind != TagKind.Plain) Forbid(Field, tags, kind == TagKind.Bioes || options.Ends);
        }

        _parameters =
        [
            .. input.Parameters,
            .. _stack?.Parameters ?? [],
            .. _output.Parameters,
            .. _label?.Parameters ?? [],
            .. Field?.Parameters ?? []
        ];
    }

    /// <summary>How steps become vectors.</summary>
    public StepInput Input { get; }

    /// <summary>The tags as they are learned.</summary>
    public IReadOnlyList<string> Tags => _tags.Categories;

    /// <summary>The tags that a file may have which the tagger knows, whichever of its schemes it is in.</summary>
    internal IReadOnlyCollection<string> Known
        => Kind == TagKind.Plain
            ? [.. Tags]
            : [TagScheme.Outside, .. Tags.Where(t => t.Length > 2).SelectMany(t => "BIES".Select(mark => $"{mark}-{t[2..]}"))];

    /// <summary>What the tags of the data say.</summary>
    public TagKind Kind { get; }

    /// <summary>The labels of wholes.</summary>
    public IReadOnlyList<string> Labels => _labels.Categories;

    /// <summary>For each word of the input the tag most often seen with it, by which a naive tagger goes.</summary>
    public IReadOnlyList<int> Majority { get; }

    /// <summary>The sizes.</summary>
    public TaggerOptions Options { get; }

    /// <summary>Which columns of a table are what; null where the steps are words.</summary>
    public RowColumns? Columns { get; private set; }

    /// <summary>The field over the tags, or null.</summary>
    public ConditionalRandomField? Field { get; }

    /// <summary>The recurrent layers, or null where each step is seen alone.</summary>
    public RecurrentStack? Stack => _stack;

    /// <inheritdoc/>
    public Schema? Schema { get; internal set; }

    /// <inheritdoc/>
    public RowSketch? Learned { get; internal set; }

    /// <inheritdoc/>
    public IEnumerable<Parameter> Parameters => _parameters;

    /// <summary>The sequences of a table that has the columns which the tagger learned from, with labels where the table has them.</summary>
    /// <exception cref="SluiceFormatException">A column is missing or of another kind.</exception>
    public IReadOnlyList<Sample> Read(Table table)
    {
        if (Columns is null || Input is not RowInput rows)
            throw new SluiceFormatException("expected tagged sentences, got a table: the model learned from words.", table.File);
        var pieces = Columns.Pieces(Columns.Sequences(table)).ToList();
        return table.Has(Columns.Target)
            ? Columns.Tagged(table, rows.Encoder, pieces)
            : [.. pieces.Select(p => RowColumns.Vectors(table, rows.Encoder, p))];
    }

    /// <inheritdoc/>
    public (int Symbols, int Unknown) Count(string text)
    {
        string[] words = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return Input is WordInput input ? (words.Length, input.CountUnknown(words)) : default;
    }

    /// <summary>The scores of the tags [T, B, tags], and of the labels [B, labels] where there are labels.</summary>
    internal (Tensor Tags, Tensor? Labels) Scores(Tape tape, IReadOnlyList<Sample> batch, List<Recording>? recordings = null)
    {
        var x = Dropout.Run(tape, Input.Run(tape, batch), Options.Dropout, Initial.Hash("input.dropout"));
        State[] final = [];
        var y = _stack?.Run(tape, x, out final, null, [.. batch.Select(s => s.Count)], recordings) ?? x;
        var scores = _output.Run(tape, Dropout.Run(tape, y, Options.Dropout, Initial.Hash("output.dropout")));
        if (_label is null) return (scores, null);
        return (scores, LabelScores(tape, final[^1].Values[0], Options.Bidirectional ? final[^2].Values[0] : null,
            Pool.Max(tape, y, [.. batch.Select(s => s.Count)])));
    }

    /// <summary>
    /// The scores of the labels [B, labels] by the last output of the top layer, before it that of its forward direction where it has two, and the
    /// most that each unit was.
    /// </summary>
    private Tensor LabelScores(Tape tape, Tensor last, Tensor? forward, Tensor most)
    {
        if (forward is not null) last = Concat.Run(tape, forward, last);
        return _label!.Run(tape, Dropout.Run(tape, Concat.Run(tape, last, most), Options.Dropout, Initial.Hash("label.dropout")));
    }

    private static StackOptions StackFor(TaggerOptions options, int width)
        => new(options.Cell, width, options.Hidden, options.Layers, options.Bidirectional, options.Dropout, options.RecurrentDropout);

    /// <summary>What the scheme does not allow gets no probability.</summary>
    private static void Forbid(ConditionalRandomField field, IReadOnlyList<string> tags, bool bioes)
    {
        for (int to = 0; to < tags.Count; to++)
        {
            if (!TagScheme.MayFollow(null, tags[to], bioes)) field.Forbid(-1, to);
            if (!TagScheme.MayFollow(tags[to], null, bioes)) field.ForbidEnd(to);
            for (int from = 0; from < tags.Count; from++)
                if (!TagScheme.MayFollow(tags[from], tags[to], bioes)) field.Forbid(from, to);
        }
    }

    /// <summary>Tags of the data as they are learned.</summary>
    private IReadOnlyList<string> Inward(IReadOnlyList<string> tags) => Kind == TagKind.Bio && Options.Ends ? TagScheme.ToBioes(tags) : tags;

    /// <summary>Tags as they were learned in the scheme of the data.</summary>
    internal IReadOnlyList<string> Outward(IReadOnlyList<string> tags) => Kind switch
    {
        TagKind.Bio => TagScheme.ToBio(tags),
        TagKind.Bioes => TagScheme.ToBioes(tags),
        _ => tags,
    };
}
