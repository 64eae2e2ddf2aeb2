using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Tag;

/// <summary>The sizes of a tagger and how it learns.</summary>
public sealed record TaggerOptions
{
    /// <summary>The name of a cell of the catalog.</summary>
    public string Cell { get; init; } = "lstm";

    /// <summary>Units of a layer, in each direction.</summary>
    public int Hidden { get; init; } = 128;

    /// <summary>Recurrent layers; 0 for none: each step is then seen alone.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Whether each layer also reads from the end.</summary>
    public bool Bidirectional { get; init; } = true;

    /// <summary>Columns of the table of words.</summary>
    public int Word { get; init; } = 100;

    /// <summary>Columns of the table of characters.</summary>
    public int Character { get; init; } = 25;

    /// <summary>Units that read the spelling of a word in each direction; 0 for none.</summary>
    public int Spelling { get; init; } = 25;

    /// <summary>Whether the table of words knows no capital letters; the spelling always does.</summary>
    public bool Lowercase { get; init; } = true;

    /// <summary>Words seen fewer times become the unknown word.</summary>
    public int MinimumCount { get; init; } = 1;

    /// <summary>Whether a conditional random field looks at neighbouring tags together; else each step has a softmax of its own.</summary>
    public bool Field { get; init; } = true;

    /// <summary>Whether spans are learned in BIOES, which knows their ends, whatever the data has.</summary>
    public bool Ends { get; init; } = true;

    /// <summary>The share of values hidden in training before and after the recurrent layers.</summary>
    public double Dropout { get; init; } = 0.5;

    /// <summary>The share of units hidden from the recurrent product in training.</summary>
    public double RecurrentDropout { get; init; }

    /// <summary>A factor on the loss of the label of the whole.</summary>
    public double LabelWeight { get; init; } = 1;

    /// <summary>Sequences trained side by side.</summary>
    public int Batch { get; init; } = 16;

    /// <summary>The share at the end of the data kept for validation, where no validation data is given.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>The seed of the initial weights and of the order of the data.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The settings.</summary>
    public static SettingList<TaggerOptions> Settings { get; } = new(
    [
        Setting<TaggerOptions>.Cell("model.cell", o => o.Cell, (o, v) => o with { Cell = v }),
        Setting<TaggerOptions>.Integer("model.hidden", "units of a layer, in each direction", 1, o => o.Hidden, (o, v) => o with { Hidden = (int)v }),
        Setting<TaggerOptions>.Integer(
            "model.layers", "recurrent layers; 0 for none: each step is then seen alone", 0, o => o.Layers, (o, v) => o with { Layers = (int)v }),
        Setting<TaggerOptions>.Flag(
            "model.bidirectional", "whether each layer also reads from the end", o => o.Bidirectional, (o, v) => o with { Bidirectional = v }),
        Setting<TaggerOptions>.Integer("model.word", "columns of the table of words", 1, o => o.Word, (o, v) => o with { Word = (int)v }),
        Setting<TaggerOptions>.Integer(
            "model.character", "columns of the table of characters", 1, o => o.Character, (o, v) => o with { Character = (int)v }),
        Setting<TaggerOptions>.Integer(
            "model.spelling", "units that read the spelling of a word in each direction; 0 for none", 0, o => o.Spelling,
            (o, v) => o with { Spelling = (int)v }),
        Setting<TaggerOptions>.Flag(
            "model.lowercase", "whether the table of words knows no capital letters; the spelling always does", o => o.Lowercase,
            (o, v) => o with { Lowercase = v }),
        Setting<TaggerOptions>.Integer(
            "model.minimum_count", "words seen fewer times become the unknown word", 1, o => o.MinimumCount,
            (o, v) => o with { MinimumCount = (int)v }),
        Setting<TaggerOptions>.Flag(
            "model.field", "whether a conditional random field looks at neighbouring tags together", o => o.Field, (o, v) => o with { Field = v }),
        Setting<TaggerOptions>.Flag(
            "model.ends", "whether spans are learned in BIOES, which knows their ends, whatever the data has", o => o.Ends,
            (o, v) => o with { Ends = v }),
        Setting<TaggerOptions>.Number(
            "model.dropout", "the share of values hidden in training before and after the recurrent layers", 0, 0.999, o => o.Dropout,
            (o, v) => o with { Dropout = v }),
        Setting<TaggerOptions>.Number(
            "model.recurrent_dropout", "the share of units hidden from the recurrent product in training", 0, 0.999, o => o.RecurrentDropout,
            (o, v) => o with { RecurrentDropout = v }),
        Setting<TaggerOptions>.Number(
            "model.label_weight", "a factor on the loss of the label of the whole", 0, 1000, o => o.LabelWeight,
            (o, v) => o with { LabelWeight = v }),
        Setting<TaggerOptions>.Integer("training.batch", "sequences trained side by side", 1, o => o.Batch, (o, v) => o with { Batch = (int)v }),
    ]);
}
