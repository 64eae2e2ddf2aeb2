using Sluice.Layers;
using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Translate;

/// <summary>The sizes of a translator and how it learns.</summary>
public sealed record TranslatorOptions
{
    /// <summary>How a source is cut up: one of <see cref="TextSymbols.Kinds"/>.</summary>
    public string Source { get; init; } = "word";

    /// <summary>How a target is cut up.</summary>
    public string Target { get; init; } = "word";

    /// <summary>Whether sources are read in small letters.</summary>
    public bool SmallLetters { get; init; }

    /// <summary>Symbols seen fewer times become the unknown symbol.</summary>
    public int MinimumCount { get; init; } = 1;

    /// <summary>The most pairs to join on a side that is cut into pairs.</summary>
    public int Merges { get; init; } = 4000;

    /// <summary>How BLEU cuts up targets: 13a, zh, or auto for what suits them.</summary>
    public string Tokens { get; init; } = "auto";

    /// <summary>The sizes of the net.</summary>
    public EncoderDecoderOptions Net { get; init; } = new();

    /// <summary>How often the net learns from its own guesses.</summary>
    public ScheduledSampling Own { get; init; } = new();

    /// <summary>Pairs trained side by side.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>The share of the sources kept for validation, where no validation data is given.</summary>
    public double Validation { get; init; } = 0.05;

    /// <summary>Symbols after which a translation is given up.</summary>
    public int Longest { get; init; } = 100;

    /// <summary>The settings.</summary>
    public static SettingList<TranslatorOptions> Settings { get; } = new(
    [
        Setting<TranslatorOptions>.Choice(
            "model.source", "how a source is cut up", [.. TextSymbols.Kinds], o => o.Source, (o, v) => o with { Source = v }),
        Setting<TranslatorOptions>.Choice(
            "model.target", "how a target is cut up", [.. TextSymbols.Kinds], o => o.Target, (o, v) => o with { Target = v }),
        Setting<TranslatorOptions>.Flag(
            "model.small_letters", "whether sources are read in small letters", o => o.SmallLetters, (o, v) => o with { SmallLetters = v }),
        Setting<TranslatorOptions>.Integer(
            "model.minimum_count", "symbols seen fewer times become the unknown symbol", 1, o => o.MinimumCount,
            (o, v) => o with { MinimumCount = (int)v }),
        Setting<TranslatorOptions>.Integer(
            "model.merges", "the most pairs of symbols to join on a side that is cut into pairs", 0, o => o.Merges,
            (o, v) => o with { Merges = (int)v }),
        Setting<TranslatorOptions>.Choice(
            "model.bleu", "how BLEU cuts up targets", ["auto", "13a", "zh"], o => o.Tokens, (o, v) => o with { Tokens = v }),
        Setting<TranslatorOptions>.Cell("model.cell", o => o.Net.Cell, (o, v) => o with { Net = o.Net with { Cell = v } }),
        Setting<TranslatorOptions>.Integer(
            "model.hidden", "units of a layer; the encoder has as many in each direction", 1, o => o.Net.Hidden,
            (o, v) => o with { Net = o.Net with { Hidden = (int)v } }),
        Setting<TranslatorOptions>.Integer(
            "model.layers", "layers of the encoder, and of the decoder", 1, o => o.Net.Layers,
            (o, v) => o with { Net = o.Net with { Layers = (int)v } }),
        Setting<TranslatorOptions>.Integer(
            "model.embedding", "columns of the tables of symbols", 1, o => o.Net.Embedding,
            (o, v) => o with { Net = o.Net with { Embedding = (int)v } }),
        Setting<TranslatorOptions>.Choice(
            "model.attention", "how the decoder compares itself with what the encoder said", ["additive", "multiplicative"],
            o => o.Net.Attention == AttentionScore.Additive ? "additive" : "multiplicative",
            (o, v) => o with { Net = o.Net with { Attention = v == "additive" ? AttentionScore.Additive : AttentionScore.Multiplicative } }),
        Setting<TranslatorOptions>.Number(
            "model.dropout", "the share of values hidden in training before the recurrent layers and the output", 0, 0.999, o => o.Net.Dropout,
            (o, v) => o with { Net = o.Net with { Dropout = v } }),
        Setting<TranslatorOptions>.Number(
            "model.symbol_dropout", "the share of symbols hidden whole in training", 0, 0.999, o => o.Net.SymbolDropout,
            (o, v) => o with { Net = o.Net with { SymbolDropout = v } }),
        Setting<TranslatorOptions>.Number(
            "model.smoothing", "how much of each right symbol is spread over all in training", 0, 0.999, o => o.Net.Smoothing,
            (o, v) => o with { Net = o.Net with { Smoothing = v } }),
        Setting<TranslatorOptions>.Integer(
            "model.longest", "symbols after which a translation is given up", 1, o => o.Longest, (o, v) => o with { Longest = (int)v }),
        Setting<TranslatorOptions>.Number(
            "training.own", "the share of symbols that the decoder learns to follow as it guesses them itself, at last; 0 for teacher forcing", 0, 1,
            o => o.Own.Share, (o, v) => o with { Own = o.Own with { Share = v } }),
        Setting<TranslatorOptions>.Choice(
            "training.own_schedule", "how that share grows", [.. ScheduledSampling.Schedules], o => o.Own.Schedule,
            (o, v) => o with { Own = o.Own with { Schedule = v } }),
        Setting<TranslatorOptions>.Integer(
            "training.own_epochs", "after how many epochs it is reached", 1, o => o.Own.Epochs,
            (o, v) => o with { Own = o.Own with { Epochs = (int)v } }),
        Setting<TranslatorOptions>.Integer("training.batch", "pairs trained side by side", 1, o => o.Batch, (o, v) => o with { Batch = (int)v }),
    ]);
}
