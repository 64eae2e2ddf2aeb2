using Sluice.Data.Tables;
using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Control;

/// <summary>Which columns of a log a policy learns from, and how large its nets are.</summary>
public sealed record PolicyOptions
{
    /// <summary>The column that tells the episodes apart; each starts without any memory of those before.</summary>
    public string Episode { get; init; } = "episode";

    /// <summary>The column of what was done: texts are chosen among, numbers are imitated.</summary>
    public string Action { get; init; } = "action";

    /// <summary>A column that rises from row to row of an episode and is no sensor; empty where there is none.</summary>
    public string Step { get; init; } = "";

    /// <summary>The columns of the sensors; empty for all other columns of numbers.</summary>
    public IReadOnlyList<string> Sensors { get; init; } = [];

    /// <summary>The share of episodes for validation.</summary>
    public double Validation { get; init; } = 0.15;

    /// <summary>The name of a cell of the catalog.</summary>
    public string Cell { get; init; } = "gru";

    /// <summary>Units of a layer.</summary>
    public int Hidden { get; init; } = 32;

    /// <summary>Layers.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>The share of values hidden in training between layers and before the output.</summary>
    public double Dropout { get; init; }

    /// <summary>Episodes trained side by side.</summary>
    public int Batch { get; init; } = 8;

    /// <summary>The seed of every random number.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>What columns hold by what they are for: an episode has a name.</summary>
    internal IReadOnlyDictionary<string, ColumnKind> Roles => new Dictionary<string, ColumnKind> { [Episode] = ColumnKind.Id };

    /// <summary>The settings.</summary>
    public static SettingList<PolicyOptions> Settings { get; } = new(
    [
        Setting<PolicyOptions>.Text("data.episode", "the column that tells the episodes apart", o => o.Episode, (o, v) => o with { Episode = v }),
        Setting<PolicyOptions>.Text(
            "data.action", "the column of what was done: texts are chosen among, numbers are imitated", o => o.Action,
            (o, v) => o with { Action = v }),
        Setting<PolicyOptions>.Text(
            "data.step", "a column that must rise within each episode and is no sensor; empty for none", o => o.Step, (o, v) => o with { Step = v }),
        Setting<PolicyOptions>.List(
            "data.sensors", "the columns of the sensors, with commas; empty for all other numbers", o => o.Sensors, (o, v) => o with { Sensors = v }),
        Setting<PolicyOptions>.Number(
            "data.validation", "the share of episodes for validation", 0, 0.9, o => o.Validation, (o, v) => o with { Validation = v }),
        Setting<PolicyOptions>.Cell("model.cell", o => o.Cell, (o, v) => o with { Cell = v }),
        Setting<PolicyOptions>.Integer("model.hidden", "units of a layer", 1, o => o.Hidden, (o, v) => o with { Hidden = (int)v }),
        Setting<PolicyOptions>.Integer("model.layers", "layers", 1, o => o.Layers, (o, v) => o with { Layers = (int)v }),
        Setting<PolicyOptions>.Number(
            "model.dropout", "the share of values hidden in training between layers and before the output", 0, 0.999, o => o.Dropout,
            (o, v) => o with { Dropout = v }),
        Setting<PolicyOptions>.Integer("training.batch", "episodes trained side by side", 1, o => o.Batch, (o, v) => o with { Batch = (int)v }),
        Setting<PolicyOptions>.Integer(
            "training.seed", "the seed of every random number", 0, o => (long)o.Seed, (o, v) => o with { Seed = (ulong)v }),
    ]);
}
