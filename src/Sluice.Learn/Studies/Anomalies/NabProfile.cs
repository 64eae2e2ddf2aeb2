namespace Sluice.Learn.Studies.Anomalies;

/// <summary>What hits, false alarms and misses weigh in the Numenta Anomaly Benchmark (Lavin and Ahmad 2015).</summary>
/// <param name="Name">The name, such as "standard".</param>
/// <param name="Hit">The weight of a window found at its start.</param>
/// <param name="FalseAlarm">The weight of a false alarm.</param>
/// <param name="Miss">The weight of a window missed.</param>
public sealed record NabProfile(string Name, double Hit, double FalseAlarm, double Miss)
{
    /// <summary>The profiles of the benchmark.</summary>
    public static IReadOnlyList<NabProfile> All { get; } =
    [
        new("standard", 1, 0.11, 1),
        new("reward_low_FP_rate", 1, 0.22, 1),
        new("reward_low_FN_rate", 1, 0.11, 2),
    ];
}
