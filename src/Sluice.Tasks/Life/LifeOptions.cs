using Sluice.Data.Tables;
using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Life;

/// <summary>Which columns of the histories of units a model of their remaining life learns from, and how large it is.</summary>
public sealed record LifeOptions
{
    /// <summary>The column that tells the units apart.</summary>
    public string Id { get; init; } = "id";

    /// <summary>A column that rises from row to row of a unit and is no sensor; empty where the rows are in order.</summary>
    public string Time { get; init; } = "";

    /// <summary>The columns of the sensors; empty for all other columns of numbers.</summary>
    public IReadOnlyList<string> Sensors { get; init; } = [];

    /// <summary>Rows beyond which a longer life cannot be told from the sensors, and is not learned: nothing has begun to wear.</summary>
    public int Cap { get; init; } = 125;

    /// <summary>The share of units for validation.</summary>
    public double Validation { get; init; } = 0.2;

    /// <summary>The name of a cell of the catalog.</summary>
    public string Cell { get; init; } = "lstm";

    /// <summary>Units of a layer.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>Layers.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>The share of values hidden in training between layers and before the output.</summary>
    public double Dropout { get; init; }

    /// <summary>Units trained side by side.</summary>
    public int Batch { get; init; } = 8;

    /// <summary>The seed of every random number.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What columns hold by what they are for: a unit has a name.</summary>
    internal IReadOnlyDictionary<string, ColumnKind> Roles => new Dictionary<string, ColumnKind> { [Id] = ColumnKind.Id };

    /// <summary>The settings.</summary>
    public static SettingList<LifeOptions> Settings { get; } = new(
    [
        Setting<LifeOptions>.Text("data.id", "the column that tells the units apart", o => o.Id, (o, v) => o with { Id = v }),
        Setting<LifeOptions>.Text(
            "data.time", "a column that must rise within each unit and is no sensor; empty where rows are in order", o => o.Time,
            (o, v) => o with { Time = v }),
        Setting<LifeOptions>.List(
            "data.sensors", "the columns of the sensors, with commas; empty for all other numbers", o => o.Sensors, (o, v) => o with { Sensors = v }),
        Setting<LifeOptions>.Number(
            "data.validation", "the share of units for validation", 0, 0.9, o => o.Validation, (o, v) => o with { Validation = v }),
        Setting<LifeOptions>.Integer("model.cap", "rows beyond which a longer life is not learned", 1, o => o.Cap, (o, v) => o with { Cap = (int)v }),
        Setting<LifeOptions>.Cell("model.cell", o => o.Cell, (o, v) => o with { Cell = v }),
        Setting<LifeOptions>.Integer("model.hidden", "units of a layer", 1, o => o.Hidden, (o, v) => o with { Hidden = (int)v }),
        Setting<LifeOptions>.Integer("model.layers", "layers", 1, o => o.Layers, (o, v) => o with { Layers = (int)v }),
        Setting<LifeOptions>.Number(
            "model.dropout", "the share of values hidden in training between layers and before the output", 0, 0.999, o => o.Dropout,
            (o, v) => o with { Dropout = v }),
        Setting<LifeOptions>.Integer("training.batch", "units trained side by side", 1, o => o.Batch, (o, v) => o with { Batch = (int)v }),
        Setting<LifeOptions>.Integer("training.seed", "the seed of every random number", 0, o => (long)o.Seed, (o, v) => o with { Seed = (ulong)v }),
    ]);
}
