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
}
