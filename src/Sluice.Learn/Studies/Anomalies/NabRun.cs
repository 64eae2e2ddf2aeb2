using Sluice.Tasks.Anomalies;
using Sluice.Tasks.Settings;

namespace Sluice.Learn.Studies.Anomalies;

/// <summary>Everything that repeats a run of the Numenta Anomaly Benchmark.</summary>
/// <param name="Data">The folder of the benchmark.</param>
/// <param name="Detector">The one setting for all series; the rows of calibration are those that the benchmark does not score.</param>
/// <param name="Seeds">Runs with seeds that follow each other.</param>
/// <param name="Threads">Series at the same time; 0 for one a core. Results do not depend on it.</param>
public sealed record NabRun(string Data, AnomalyOptions Detector, int Seeds = 3, int Threads = 0)
{
    /// <summary>The settings.</summary>
    public static SettingList<NabRun> Settings { get; } = new(
    [
        Setting<NabRun>.Text("data.file", "the folder of the benchmark, with data/ and labels/ in it", o => o.Data, (o, v) => o with { Data = v }),
        .. AnomalyOptions.Settings.All.Where(s =>
            !s.Key.StartsWith("data.", StringComparison.Ordinal)).Select(s => s.Lift<NabRun>(o => o.Detector, (o, d) => o with { Detector = d })),
        Setting<NabRun>.Integer("training.seeds", "runs with seeds that follow each other", 1, o => o.Seeds, (o, v) => o with { Seeds = (int)v }),
        Setting<NabRun>.Integer(
            "training.threads", "series at the same time; 0 for one a core (results do not depend on it)", 0, o => o.Threads,
            (o, v) => o with { Threads = (int)v }),
    ]);
}
