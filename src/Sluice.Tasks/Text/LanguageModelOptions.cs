using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Text;

/// <summary>The sizes of a language model and how text is cut up for it.</summary>
public sealed record LanguageModelOptions
{
    /// <summary>How text becomes symbols: character or word.</summary>
    public string Tokenizer { get; init; } = "character";

    /// <summary>Words of a language without spaces, such as Chinese, that the word tokeniser keeps together.</summary>
    public IReadOnlyList<string> Words { get; init; } = [];

    /// <summary>The name of a cell of the catalog.</summary>
    public string Cell { get; init; } = "lstm";

    /// <summary>Units of a layer.</summary>
    public int Hidden { get; init; } = 256;

    /// <summary>Layers.</summary>
    public int Layers { get; init; } = 2;

    /// <summary>Columns of the symbol table.</summary>
    public int Embedding { get; init; } = 64;

    /// <summary>The share of values hidden in training between layers and before the output.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>The share of units hidden from the recurrent product in training.</summary>
    public double RecurrentDropout { get; init; }

    /// <summary>Whether recurrent dropout hides other units at each step, and not the same at all steps.</summary>
    public bool RecurrentDropoutEachStep { get; init; }

    /// <summary>Whether the states before the first symbol are learned.</summary>
    public bool LearnedInitial { get; init; }

    /// <summary>Whether the input of a layer is added to its output, where both have the same size: a path past the layer.</summary>
    public bool Residual { get; init; }

    /// <summary>Symbols seen fewer times become the unknown symbol.</summary>
    public int MinimumCount { get; init; } = 1;

    /// <summary>Sequences trained side by side.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>Time steps of back-propagation; the state goes on beyond them.</summary>
    public int Steps { get; init; } = 64;

    /// <summary>The share at the end of the text kept for validation.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>The seed of the initial weights.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The settings.</summary>
    public static SettingList<LanguageModelOptions> Settings { get; } = new(
    [
        Setting<LanguageModelOptions>.Choice(
            "data.tokenizer", "how text becomes symbols; space: what stands between spaces, and a mark at each line's end",
            ["character", "word", "space"], o => o.Tokenizer, (o, v) => o with { Tokenizer = v }),
        Setting<LanguageModelOptions>.List(
            "data.words", "words of a language without spaces that the word tokeniser keeps together, with commas", o => o.Words,
            (o, v) => o with { Words = v }),
        Setting<LanguageModelOptions>.Integer(
            "data.minimum_count", "symbols seen fewer times become the unknown symbol", 1, o => o.MinimumCount,
            (o, v) => o with { MinimumCount = (int)v }),
        Setting<LanguageModelOptions>.Number(
            "data.validation", "the share at the end of the text kept for validation", 0, 0.9, o => o.Validation,
            (o, v) => o with { Validation = v }),
        Setting<LanguageModelOptions>.Cell("model.cell", o => o.Cell, (o, v) => o with { Cell = v }),
        Setting<LanguageModelOptions>.Integer("model.hidden", "units of a layer", 1, o => o.Hidden, (o, v) => o with { Hidden = (int)v }),
        Setting<LanguageModelOptions>.Integer("model.layers", "layers", 1, o => o.Layers, (o, v) => o with { Layers = (int)v }),
        Setting<LanguageModelOptions>.Integer(
            "model.embedding", "columns of the symbol table", 1, o => o.Embedding, (o, v) => o with { Embedding = (int)v }),
        Setting<LanguageModelOptions>.Number(
            "model.dropout", "the share of values hidden in training between layers and before the output", 0, 0.999, o => o.Dropout,
            (o, v) => o with { Dropout = v }),
        Setting<LanguageModelOptions>.Number(
            "model.recurrent_dropout", "the share of units hidden from the recurrent product in training", 0, 0.999, o => o.RecurrentDropout,
            (o, v) => o with { RecurrentDropout = v }),
        Setting<LanguageModelOptions>.Flag(
            "model.recurrent_dropout_each_step", "whether recurrent dropout hides other units at each step, and not the same at all",
            o => o.RecurrentDropoutEachStep, (o, v) => o with { RecurrentDropoutEachStep = v }),
        Setting<LanguageModelOptions>.Flag(
            "model.learned_initial", "whether the states before the first symbol are learned", o => o.LearnedInitial,
            (o, v) => o with { LearnedInitial = v }),
        Setting<LanguageModelOptions>.Flag(
            "model.residual", "whether the input of a layer is added to its output, where both have the same size", o => o.Residual,
            (o, v) => o with { Residual = v }),
        Setting<LanguageModelOptions>.Integer(
            "training.batch", "sequences trained side by side", 1, o => o.Batch, (o, v) => o with { Batch = (int)v }),
        Setting<LanguageModelOptions>.Integer(
            "training.steps", "time steps of back-propagation; the state goes on beyond them", 1, o => o.Steps, (o, v) => o with { Steps = (int)v }),
        Setting<LanguageModelOptions>.Seed("training.seed", "the seed of every random number", o => o.Seed, (o, v) => o with { Seed = v }),
    ]);
}
