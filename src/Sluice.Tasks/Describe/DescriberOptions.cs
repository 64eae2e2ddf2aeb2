using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Describe;

/// <summary>What a describer is asked to describe, its sizes, and how it learns.</summary>
public sealed record DescriberOptions
{
    /// <summary>The scenes.</summary>
    public SceneOptions Scenes { get; init; } = new();

    /// <summary>How it looks: soft (a mean of all places) or hard (one place).</summary>
    public string Attention { get; init; } = "soft";

    /// <summary>The name of a cell of the catalog.</summary>
    public string Cell { get; init; } = "lstm";

    /// <summary>Units of the layer that writes.</summary>
    public int Hidden { get; init; } = 128;

    /// <summary>Numbers of an annotation.</summary>
    public int Features { get; init; } = 64;

    /// <summary>Columns of the table of words.</summary>
    public int Embedding { get; init; } = 32;

    /// <summary>The share of values hidden in training where a caption begins and before the output.</summary>
    public double Dropout { get; init; } = 0.2;

    /// <summary>λ of soft attention: how much each place is to be looked at as much as any other.</summary>
    public double Penalty { get; init; }

    /// <summary>λ_r: the weight of what hard attention learns from how well a look went.</summary>
    public double Reward { get; init; } = 0.1;

    /// <summary>λ_e: the weight of the entropy of hard attention.</summary>
    public double Entropy { get; init; } = 0.002;

    /// <summary>The share of captions that hard attention learns from softly.</summary>
    public double SoftShare { get; init; } = 0.5;

    /// <summary>Captions trained side by side.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>The seed of the initial weights.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Whether attention is hard.</summary>
    internal bool IsHard => Attention == "hard";

    /// <summary>The settings.</summary>
    public static SettingList<DescriberOptions> Settings { get; } = new(
    [
        .. SceneOptions.Settings.All.Select(s => s.Lift<DescriberOptions>(o => o.Scenes, (o, v) => o with { Scenes = v })),
        Setting<DescriberOptions>.Choice(
            "model.attention", "how it looks: at a mean of all places, or at one", ["soft", "hard"], o => o.Attention,
            (o, v) => o with { Attention = v }),
        Setting<DescriberOptions>.Cell("model.cell", o => o.Cell, (o, v) => o with { Cell = v }),
        Setting<DescriberOptions>.Integer("model.hidden", "units of the layer that writes", 1, o => o.Hidden, (o, v) => o with { Hidden = (int)v }),
        Setting<DescriberOptions>.Integer(
            "model.features", "numbers of the annotation of a place", 1, o => o.Features, (o, v) => o with { Features = (int)v }),
        Setting<DescriberOptions>.Integer(
            "model.embedding", "columns of the table of words", 1, o => o.Embedding, (o, v) => o with { Embedding = (int)v }),
        Setting<DescriberOptions>.Number(
            "model.dropout", "the share of values hidden in training where a caption begins and before the output", 0, 0.999, o => o.Dropout,
            (o, v) => o with { Dropout = v }),
        Setting<DescriberOptions>.Number(
            "model.penalty", "soft attention: the weight of the penalty by which each place is to be looked at as much as any other", 0, 1000,
            o => o.Penalty, (o, v) => o with { Penalty = v }),
        Setting<DescriberOptions>.Number(
            "model.reward", "hard attention: the weight of what is learned from how well a look went", 0, 1000, o => o.Reward,
            (o, v) => o with { Reward = v }),
        Setting<DescriberOptions>.Number(
            "model.entropy", "hard attention: the weight of the entropy, so that other places are tried", 0, 1000, o => o.Entropy,
            (o, v) => o with { Entropy = v }),
        Setting<DescriberOptions>.Number(
            "model.soft_share", "hard attention: the share of captions that it learns from softly", 0, 1, o => o.SoftShare,
            (o, v) => o with { SoftShare = v }),
        Setting<DescriberOptions>.Integer("training.batch", "captions trained side by side", 1, o => o.Batch, (o, v) => o with { Batch = (int)v }),
    ]);
}
