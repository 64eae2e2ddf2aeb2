namespace Sluice.Tasks.Sources;

/// <summary>Names of columns that say what the column is for.</summary>
internal static class ColumnNames
{
    private static readonly string[] s_actions = ["action", "command", "control", "force", "steer", "steering", "throttle", "torque"];

    private static readonly string[] s_marks = ["label", "anomaly", "is_anomaly", "anomalous", "outlier"];

    /// <summary>Whether a column tells episodes of a log apart.</summary>
    public static bool IsEpisode(string name) => name.Contains("episode", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a column is what a driver did.</summary>
    public static bool IsAction(string name) => s_actions.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a column marks anomalies.</summary>
    public static bool IsMark(string name) => s_marks.Contains(name, StringComparer.OrdinalIgnoreCase);
}
