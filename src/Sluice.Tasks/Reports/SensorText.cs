using Sluice.Data.Tables;

namespace Sluice.Tasks.Reports;

/// <summary>What is said of sensors.</summary>
internal static class SensorText
{
    /// <summary>Those that never changed.</summary>
    public static string LeftOut(SensorScaling sensors)
        => sensors.Constant.Count == 0 ? "" : $"; left out, since they never change: {string.Join(", ", sensors.Constant)}";
}
