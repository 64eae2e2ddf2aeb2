using Sluice.Cells;
using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Anomalies;

/// <summary>How anomalies are found. What is here by default is what the Numenta Anomaly Benchmark was run with, for all of its series.</summary>
public sealed record AnomalyOptions
{
    /// <summary>The column of numbers to watch, where they come from a table.</summary>
    public string Target { get; init; } = "value";

    /// <summary>Further columns to watch: a row is an alarm where any of them is unusual.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];

    /// <summary>All columns to watch.</summary>
    public IReadOnlyList<string> Signals => [Target, .. Others];

    /// <summary>The column that says which rows are anomalies, where a table has one: for evaluation alone.</summary>
    public string Labels { get; init; } = "label";

    /// <summary>The name of a cell of the catalog.</summary>
    public string Cell { get; init; } = "gru";

    /// <summary>Units of a layer.</summary>
    public int Hidden { get; init; } = 16;

    /// <summary>Layers.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>
    /// The rows at the start before it says anything: the net learns from the first half of them, and all of them are the measure of surprise.
    /// </summary>
    public int Calibration { get; init; } = 750;

    /// <summary>Training steps on these rows.</summary>
    public int Steps { get; init; } = 40;

    /// <summary>Windows trained side by side.</summary>
    public int Batch { get; init; } = 8;

    /// <summary>Rows that the net is trained on in one go; as many later rows make one more training step.</summary>
    public int Window { get; init; } = 48;

    /// <summary>The learning rate on the first rows, at its start.</summary>
    public double Rate { get; init; } = 0.005;

    /// <summary>The learning rate on later rows; 0 for a net that stays as it is.</summary>
    public double OnlineRate { get; init; } = 0.002;

    /// <summary>Rows whose mean surprise is looked at, and rows of silence after an alarm.</summary>
    public int Mean { get; init; } = 8;

    /// <summary>An alarm is a mean surprise so many times as large as the largest before.</summary>
    public double Margin { get; init; } = 1.15;

    /// <summary>Rows in which the memory of the largest surprise fades to half.</summary>
    public double HalfLife { get; init; } = 1000;

    /// <summary>An alarm is a value beyond all before by more than this share of their range; 0 to not look at that.</summary>
    public double Beyond { get; init; } = 0.01;

    /// <summary>The column of dates by which the rows of a table follow each other; empty for the first one.</summary>
    public string Time { get; init; } = "";

    /// <summary>Whether a row may have the time of the row before, or an earlier one, as when clocks are put back.</summary>
    public bool AnyOrder { get; init; }

    /// <summary>The seed of every random number.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The settings.</summary>
    public static SettingList<AnomalyOptions> Settings { get; } = new(
    [
        Setting<AnomalyOptions>.List(
            "data.target", "the column of numbers to watch, or several with commas: then a row is an alarm where any of them is unusual",
            o => o.Target.Length == 0 ? [] : o.Signals, (o, v) => o with { Target = v.FirstOrDefault() ?? "", Others = [.. v.Skip(1)] }),
        Setting<AnomalyOptions>.Text(
            "data.labels", "the column that says which rows are anomalies, where there is one: for evaluation alone", o => o.Labels,
            (o, v) => o with { Labels = v }),
        Setting<AnomalyOptions>.Integer(
            "data.calibration", "rows at the start before it says anything: the net learns from half of them, and all are the measure of surprise",
            LeastCalibration, o => o.Calibration, (o, v) => o with { Calibration = (int)v }),
        Setting<AnomalyOptions>.Text(
            "data.time", "the column of dates by which the rows follow each other; empty for the first one", o => o.Time,
            (o, v) => o with { Time = v }),
        Setting<AnomalyOptions>.Flag(
            "data.any_order", "whether a row may have the time of the row before or an earlier one, as when clocks are put back", o => o.AnyOrder,
            (o, v) => o with { AnyOrder = v }),
        Setting<AnomalyOptions>.Cell("model.cell", o => o.Cell, (o, v) => o with { Cell = v }),
        Setting<AnomalyOptions>.Integer("model.hidden", "units of a layer", 1, o => o.Hidden, (o, v) => o with { Hidden = (int)v }),
        Setting<AnomalyOptions>.Integer("model.layers", "layers", 1, o => o.Layers, (o, v) => o with { Layers = (int)v }),
        Setting<AnomalyOptions>.Integer(
            "alarm.mean", "rows whose mean surprise is looked at, and rows of silence after an alarm", 1, o => o.Mean,
            (o, v) => o with { Mean = (int)v }),
        Setting<AnomalyOptions>.Number(
            "alarm.margin", "an alarm is a mean surprise so many times as large as the largest before", 1, 1e6, o => o.Margin,
            (o, v) => o with { Margin = v }),
        Setting<AnomalyOptions>.Number(
            "alarm.half_life", "rows in which the memory of the largest surprise fades to half", 1, 1e9, o => o.HalfLife,
            (o, v) => o with { HalfLife = v }),
        Setting<AnomalyOptions>.Number(
            "alarm.beyond", "an alarm is a value beyond all before by more than this share of their range; 0 to not look at that", 0, 1e6,
            o => o.Beyond, (o, v) => o with { Beyond = v }),
        Setting<AnomalyOptions>.Integer("training.steps", "training steps on the first rows", 1, o => o.Steps, (o, v) => o with { Steps = (int)v }),
        Setting<AnomalyOptions>.Integer("training.batch", "windows trained side by side", 1, o => o.Batch, (o, v) => o with { Batch = (int)v }),
        Setting<AnomalyOptions>.Integer(
            "training.window", "rows that the net is trained on in one go", 2, o => o.Window, (o, v) => o with { Window = (int)v }),
        Setting<AnomalyOptions>.Number(
            "training.rate", "the learning rate on the first rows, at its start", 1e-9, 10, o => o.Rate, (o, v) => o with { Rate = v }),
        Setting<AnomalyOptions>.Number(
            "training.online_rate", "the learning rate on later rows; 0 for a net that stays as it is", 0, 10, o => o.OnlineRate,
            (o, v) => o with { OnlineRate = v }),
        Setting<AnomalyOptions>.Integer(
            "training.seed", "the seed of every random number", 0, o => (long)o.Seed, (o, v) => o with { Seed = (ulong)v }),
    ]);

    // Fewer rows have no spread to speak of.
    internal const int LeastCalibration = 20;

    // A window longer than a million rows is a slip, and would take the memory of it.
    private const int MostRows = 1 << 20;

    private const int MostSignals = 1000;

    internal void Check()
    {
        Catalog.Shape(Cell);
        foreach (var (value, least, what) in new[] { (Hidden, 1, "hidden units"), (Layers, 1, "layers"), (Calibration,
            LeastCalibration,
            "rows of calibration"), (Steps, 1, "steps"), (Batch, 1, "batch"), (Window, 2, "rows of a window"), (Mean, 1, "rows of the mean") })
        {
            if (value < least || value > MostRows)
                throw new SluiceException($"AnomalyDetector: expected {least} to {MostRows} as {what}, got {value}.");
        }

        if (Signals.Count > MostSignals || Signals.Distinct().Count() < Signals.Count)
            throw new SluiceException(
                $"AnomalyDetector: expected up to {MostSignals} different columns to watch, got {string.Join(", ", Signals.Take(20))}{(Signals.Count > 20 ? ", ..." : "")}.");
        if ((long)Window * Batch > MostRows)
            throw new SluiceException($"AnomalyDetector: expected a window and a batch of {MostRows} rows together, got {Window} and {Batch}.");
        if (!(Rate > 0) || !(OnlineRate >= 0))
            throw new SluiceException(
                $"AnomalyDetector: expected a positive learning rate and one of 0 or more online, got {Rate} and {OnlineRate}.");
        if (!(Margin >= 1) || !(HalfLife >= 1) || !(Beyond >= 0))
            throw new SluiceException(
                $"AnomalyDetector: expected a margin and a half-life of 1 or more and a share of 0 or more, got {Margin}, {HalfLife} and {Beyond}.");
    }
}
