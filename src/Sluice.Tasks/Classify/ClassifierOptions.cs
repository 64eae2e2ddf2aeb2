using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Classify;

/// <summary>The sizes of a classifier and how it learns.</summary>
public sealed record ClassifierOptions
{
    /// <summary>The name of a cell of the catalog.</summary>
    public string Cell { get; init; } = "lstm";

    /// <summary>Units of a layer, in each direction.</summary>
    public int Hidden { get; init; } = 128;

    /// <summary>Recurrent layers.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Whether each layer also reads from the end.</summary>
    public bool Bidirectional { get; init; } = true;

    /// <summary>What of the outputs tells the label: the last step of each direction, or the mean or the maximum of all.</summary>
    public string Pool { get; init; } = "last";

    /// <summary>How a text is cut up: word or character.</summary>
    public string Tokenizer { get; init; } = "word";

    /// <summary>Columns of the table of words or characters.</summary>
    public int Word { get; init; } = 64;

    /// <summary>Units that read the spelling of a word in each direction; 0 for none.</summary>
    public int Spelling { get; init; }

    /// <summary>Whether the table of words knows no capital letters.</summary>
    public bool Lowercase { get; init; }

    /// <summary>Words seen fewer times become the unknown word.</summary>
    public int MinimumCount { get; init; } = 1;

    /// <summary>The share of values hidden in training before and after the recurrent layers.</summary>
    public double Dropout { get; init; } = 0.3;

    /// <summary>The share of units hidden from the recurrent product in training.</summary>
    public double RecurrentDropout { get; init; }

    /// <summary>Whether rare labels count as much as frequent ones in training.</summary>
    public bool Balanced { get; init; }

    /// <summary>Sequences trained side by side.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>The share of sequences, drawn at random, kept for validation where no validation data is given.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>Each so-many-th sequence of a label is kept for the figures at the end; 0 for none.</summary>
    public int TestEvery { get; init; }

    /// <summary>The seed of the initial weights, of the order of the data and of what is kept for validation.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The settings of the model.</summary>
    public static SettingList<ClassifierOptions> Settings { get; } = new(
    [
        Setting<ClassifierOptions>.Cell("model.cell", o => o.Cell, (o, v) => o with { Cell = v }),
        Setting<ClassifierOptions>.Integer(
            "model.hidden", "units of a layer, in each direction", 1, o => o.Hidden, (o, v) => o with { Hidden = (int)v }),
        Setting<ClassifierOptions>.Integer("model.layers", "recurrent layers", 1, o => o.Layers, (o, v) => o with { Layers = (int)v }),
        Setting<ClassifierOptions>.Flag(
            "model.bidirectional", "whether each layer also reads from the end", o => o.Bidirectional, (o, v) => o with { Bidirectional = v }),
        Setting<ClassifierOptions>.Choice(
            "model.pool", "what of the outputs tells the label", ["last", "mean", "max"], o => o.Pool, (o, v) => o with { Pool = v }),
        Setting<ClassifierOptions>.Choice(
            "model.tokenizer", "how a text is cut up", ["word", "character"], o => o.Tokenizer, (o, v) => o with { Tokenizer = v }),
        Setting<ClassifierOptions>.Integer(
            "model.word", "columns of the table of words or characters", 1, o => o.Word, (o, v) => o with { Word = (int)v }),
        Setting<ClassifierOptions>.Integer(
            "model.spelling", "units that read the spelling of a word in each direction; 0 for none", 0, o => o.Spelling,
            (o, v) => o with { Spelling = (int)v }),
        Setting<ClassifierOptions>.Flag(
            "model.lowercase", "whether the table of words knows no capital letters", o => o.Lowercase, (o, v) => o with { Lowercase = v }),
        Setting<ClassifierOptions>.Integer(
            "model.minimum_count", "words seen fewer times become the unknown word", 1, o => o.MinimumCount,
            (o, v) => o with { MinimumCount = (int)v }),
        Setting<ClassifierOptions>.Number(
            "model.dropout", "the share of values hidden in training before and after the recurrent layers", 0, 0.999, o => o.Dropout,
            (o, v) => o with { Dropout = v }),
        Setting<ClassifierOptions>.Number(
            "model.recurrent_dropout", "the share of units hidden from the recurrent product in training", 0, 0.999, o => o.RecurrentDropout,
            (o, v) => o with { RecurrentDropout = v }),
        Setting<ClassifierOptions>.Flag(
            "training.balanced", "whether rare labels count as much as frequent ones", o => o.Balanced, (o, v) => o with { Balanced = v }),
        Setting<ClassifierOptions>.Integer("training.batch", "sequences trained side by side", 1, o => o.Batch, (o, v) => o with { Batch = (int)v }),
    ]);
}
