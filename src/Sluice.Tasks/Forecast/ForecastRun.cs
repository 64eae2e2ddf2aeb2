using System.Globalization;
using Sluice.Tasks.Settings;
using Sluice.Training;

namespace Sluice.Tasks.Forecast;

/// <summary>Everything that repeats the training of a forecaster.</summary>
/// <param name="Data">The table: CSV, TSV or JSON lines.</param>
/// <param name="Model">What to forecast, and the sizes of the model.</param>
/// <param name="Training">How to train.</param>
/// <param name="Threads">Threads; 0 for all cores. Results do not depend on it.</param>
public sealed record ForecastRun(string Data, ForecasterOptions Model, TrainingOptions Training, int Threads = 0)
{
    /// <summary>The query that gives the table, where it is in a database.</summary>
    public DatabaseQuery Database { get; init; } = new();

    /// <summary>The most rows that are in memory at a time, for tables larger than it; 0 for the whole table.</summary>
    public int RowsInMemory { get; init; }

    /// <summary>The settings.</summary>
    public static SettingList<ForecastRun> Settings { get; } = new(
    [
        Setting<ForecastRun>.Text("data.file", "the table to learn from", o => o.Data, (o, v) => o with { Data = v }),
        .. DatabaseQuery.Settings.All.Select(s => s.Lift<ForecastRun>(o => o.Database, (o, d) => o with { Database = d })),
        Setting<ForecastRun>.Integer("data.rows_in_memory", "the most rows in memory at a time, for tables larger than it; 0 for all", 0, o => o.RowsInMemory, (o, v) => o with { RowsInMemory = (int)v }),
        Setting<ForecastRun>.Text("data.target", "the column to forecast: numbers or categories", o => o.Model.Target, (o, v) => o with { Model = o.Model with { Target = v } }),
        Setting<ForecastRun>.Text("data.columns", "the other columns that the net sees, with commas; empty for all", o => List(o.Model.Columns), (o, v) => o with { Model = o.Model with { Columns = Names(v) } }),
        Setting<ForecastRun>.Text("data.known", "the columns known ahead, with commas; empty for dates alone", o => List(o.Model.Known), (o, v) => o with { Model = o.Model with { Known = Names(v) } }),
        Setting<ForecastRun>.Number("data.validation", "the share of rows for validation, after those for training", 0, 0.9, o => o.Model.Validation, (o, v) => o with { Model = o.Model with { Validation = v } }),
        Setting<ForecastRun>.Number("data.test", "the share of rows at the end that training never looks at", 0, 0.9, o => o.Model.Test, (o, v) => o with { Model = o.Model with { Test = v } }),
        Setting<ForecastRun>.Integer("model.horizon", "rows forecast from one origin", 1, o => o.Model.Horizon, (o, v) => o with { Model = o.Model with { Horizon = (int)v } }),
        Setting<ForecastRun>.Integer("model.season", "rows after which a pattern comes again; 1 for none, 0 to find out from the rows", 0, o => o.Model.Season ?? 0, (o, v) => o with { Model = o.Model with { Season = v == 0 ? null : (int)v } }),
        Setting<ForecastRun>.Text("model.quantiles", "the levels of the quantiles, rising", o => string.Join(",", o.Model.Quantiles.Select(q => q.ToString("R", CultureInfo.InvariantCulture))), (o, v) => o with { Model = o.Model with { Quantiles = Levels(v) } }),
        Setting<ForecastRun>.Choice("model.logarithm", "whether changes are shares of the level, found out from the rows or said", ["auto", "yes", "no"], o => o.Model.Logarithm switch { null => "auto", true => "yes", false => "no" }, (o, v) => o with { Model = o.Model with { Logarithm = v == "auto" ? null : v == "yes" } }),
        Setting<ForecastRun>.Cell("model.cell", o => o.Model.Cell, (o, v) => o with { Model = o.Model with { Cell = v } }),
        Setting<ForecastRun>.Integer("model.hidden", "units of a layer", 1, o => o.Model.Hidden, (o, v) => o with { Model = o.Model with { Hidden = (int)v } }),
        Setting<ForecastRun>.Integer("model.layers", "layers", 1, o => o.Model.Layers, (o, v) => o with { Model = o.Model with { Layers = (int)v } }),
        Setting<ForecastRun>.Number("model.dropout", "the share of values hidden in training before the output", 0, 0.95, o => o.Model.Dropout, (o, v) => o with { Model = o.Model with { Dropout = v } }),
        Setting<ForecastRun>.Integer("training.window", "rows that the net is trained on in one go", 2, o => o.Model.Window, (o, v) => o with { Model = o.Model with { Window = (int)v } }),
        Setting<ForecastRun>.Integer("training.batch", "windows trained side by side", 1, o => o.Model.Batch, (o, v) => o with { Model = o.Model with { Batch = (int)v } }),
        Setting<ForecastRun>.Integer("training.steps", "the least number of training steps an epoch has", 1, o => o.Model.Steps, (o, v) => o with { Model = o.Model with { Steps = (int)v } }),
        Setting<ForecastRun>.Number("training.gaps", "the share of windows in which a gap is hidden, to be bridged", 0, 1, o => o.Model.Gaps, (o, v) => o with { Model = o.Model with { Gaps = v } }),
        Setting<ForecastRun>.Integer("training.epochs", "rounds of steps, each with a validation", 1, o => o.Training.Epochs, (o, v) => o with { Training = o.Training with { Epochs = (int)v } }),
        .. TrainingSettings.Of<ForecastRun>(o => o.Training, (o, t) => o with { Training = t }),
        Setting<ForecastRun>.Integer("training.seed", "the seed of every random number", 0, o => (long)o.Training.Seed, (o, v) => o with { Training = o.Training with { Seed = (ulong)v }, Model = o.Model with { Seed = (ulong)v } }),
        Setting<ForecastRun>.Integer("training.threads", "threads; 0 for all cores (results do not depend on it)", 0, o => o.Threads, (o, v) => o with { Threads = (int)v }),
    ], "forecast");

    private static string List(IReadOnlyList<string>? names) => names is null ? "" : string.Join(",", names);

    private static string[]? Names(string list) => list.Length == 0 ? null : list.Split(',', StringSplitOptions.TrimEntries);

    private static double[] Levels(string list) => [.. list.Split(',').Select(q => double.TryParse(q, NumberStyles.Float, CultureInfo.InvariantCulture, out double level)
        ? level
        : throw new SluiceException($"model.quantiles: expected numbers such as 0.1,0.5,0.9, got '{list}'."))];
}
