using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Compose;

/// <summary>The sizes of a music model.</summary>
public sealed record MusicModelOptions
{
    /// <summary>The name of a cell of the catalog.</summary>
    public string Cell { get; init; } = "lstm";

    /// <summary>Units of a layer.</summary>
    public int Hidden { get; init; } = 200;

    /// <summary>Layers.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>The share of values hidden in training, between layers and before the output.</summary>
    public double Dropout { get; init; } = 0.3;

    /// <summary>The share of units hidden from the recurrent product in training.</summary>
    public double RecurrentDropout { get; init; }

    /// <summary>Pieces trained side by side.</summary>
    public int Batch { get; init; } = 16;

    /// <summary>The seed of the initial weights and of the order of pieces.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The settings.</summary>
    public static SettingList<MusicModelOptions> Settings { get; } = new(
    [
        Setting<MusicModelOptions>.Cell("model.cell", o => o.Cell, (o, v) => o with { Cell = v }),
        Setting<MusicModelOptions>.Integer("model.hidden", "units of a layer", 1, o => o.Hidden, (o, v) => o with { Hidden = (int)v }),
        Setting<MusicModelOptions>.Integer("model.layers", "layers", 1, o => o.Layers, (o, v) => o with { Layers = (int)v }),
        Setting<MusicModelOptions>.Number(
            "model.dropout", "the share of values hidden in training between layers and before the output", 0, 0.999, o => o.Dropout,
            (o, v) => o with { Dropout = v }),
        Setting<MusicModelOptions>.Number(
            "model.recurrent_dropout", "the share of units hidden from the recurrent product in training", 0, 0.999, o => o.RecurrentDropout,
            (o, v) => o with { RecurrentDropout = v }),
        Setting<MusicModelOptions>.Integer("training.batch", "pieces trained side by side", 1, o => o.Batch, (o, v) => o with { Batch = (int)v }),
        Setting<MusicModelOptions>.Integer(
            "training.seed", "the seed of every random number", 0, o => (long)o.Seed, (o, v) => o with { Seed = (ulong)v }),
    ]);
}
