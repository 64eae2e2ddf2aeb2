using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Transcribe;

/// <summary>The sizes of a transcriber and how it learns.</summary>
public sealed record TranscriberOptions
{
    /// <summary>What texts are made of: word or character.</summary>
    public string Symbols { get; init; } = "word";

    /// <summary>The name of a cell of the catalog.</summary>
    public string Cell { get; init; } = "lstm";

    /// <summary>Units of a layer, in each direction.</summary>
    public int Hidden { get; init; } = 96;

    /// <summary>Recurrent layers.</summary>
    public int Layers { get; init; } = 2;

    /// <summary>Whether each layer also runs from the end; a stream needs one that does not.</summary>
    public bool Bidirectional { get; init; } = true;

    /// <summary>Rows of features that make up one step of the net.</summary>
    public int Stack { get; init; } = 4;

    /// <summary>What of a recording's own level is taken out: fixed for nothing, recording for its mean, running for its mean so far.</summary>
    public string Level { get; init; } = "fixed";

    /// <summary>The share of values hidden in training between layers and before the output.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>Neighbouring features hidden in training, at most; 0 for none (Park et al. 2019).</summary>
    public int MaskFeatures { get; init; }

    /// <summary>Rows hidden in training, at most, once in every hundred; 0 for none.</summary>
    public int MaskRows { get; init; }

    /// <summary>Utterances trained side by side.</summary>
    public int Batch { get; init; } = 16;

    /// <summary>The share of utterances, drawn at random, kept for validation, where no validation data is given.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>The seed of all that is random.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The settings.</summary>
    public static SettingList<TranscriberOptions> Settings { get; } = new(
    [
        Setting<TranscriberOptions>.Choice(
            "model.symbols", "what texts are made of", ["word", "character"], o => o.Symbols, (o, v) => o with { Symbols = v }),
        Setting<TranscriberOptions>.Cell("model.cell", o => o.Cell, (o, v) => o with { Cell = v }),
        Setting<TranscriberOptions>.Integer(
            "model.hidden", "units of a layer, in each direction", 1, o => o.Hidden, (o, v) => o with { Hidden = (int)v }),
        Setting<TranscriberOptions>.Integer("model.layers", "layers", 1, o => o.Layers, (o, v) => o with { Layers = (int)v }),
        Setting<TranscriberOptions>.Flag(
            "model.bidirectional", "whether each layer also runs from the end; a stream needs one that does not", o => o.Bidirectional,
            (o, v) => o with { Bidirectional = v }),
        Setting<TranscriberOptions>.Integer(
            "model.stack", "rows of features that make up one step of the net", 1, o => o.Stack, (o, v) => o with { Stack = (int)v }),
        Setting<TranscriberOptions>.Choice(
            "model.level", "what of a recording's own level is taken out: nothing, its mean, or its mean so far", ["fixed", "recording", "running"],
            o => o.Level, (o, v) => o with { Level = v }),
        Setting<TranscriberOptions>.Number(
            "model.dropout", "the share of values hidden in training between layers and before the output", 0, 0.999, o => o.Dropout,
            (o, v) => o with { Dropout = v }),
        Setting<TranscriberOptions>.Integer(
            "training.mask_features", "neighbouring features hidden in training, at most; 0 for none", 0, o => o.MaskFeatures,
            (o, v) => o with { MaskFeatures = (int)v }),
        Setting<TranscriberOptions>.Integer(
            "training.mask_rows", "rows hidden in training, at most, once in every hundred; 0 for none", 0, o => o.MaskRows,
            (o, v) => o with { MaskRows = (int)v }),
        Setting<TranscriberOptions>.Integer(
            "training.batch", "utterances trained side by side", 1, o => o.Batch, (o, v) => o with { Batch = (int)v }),
    ]);
}
