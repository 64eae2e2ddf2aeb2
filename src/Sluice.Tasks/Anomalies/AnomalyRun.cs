using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Anomalies;

/// <summary>Everything that repeats the calibration of an anomaly detector.</summary>
/// <param name="Data">The table: CSV, TSV or JSON lines.</param>
/// <param name="Detector">The column to watch, and how.</param>
public sealed record AnomalyRun(string Data, AnomalyOptions Detector)
{
    /// <summary>The query that gives the table, where it is in a database.</summary>
    public TableSettings Table { get; init; } = new();

    /// <summary>The settings.</summary>
    public static SettingList<AnomalyRun> Settings { get; } = new(
    [
        Setting<AnomalyRun>.Text("data.file", "the table whose first rows the net learns from", o => o.Data, (o, v) => o with { Data = v }),
        .. TableSettings.Settings.All.Select(s => s.Lift<AnomalyRun>(o => o.Table, (o, d) => o with { Table = d })),
        .. AnomalyOptions.Settings.All.Select(s => s.Lift<AnomalyRun>(o => o.Detector, (o, d) => o with { Detector = d })),
    ], "anomalies");
}
