using Sluice.Data.Tables;
using Sluice.Layers;

namespace Sluice.Tasks.Live;

/// <summary>Nets that read sensors, live: one row of readings, one step.</summary>
internal static class SensorLive
{
    /// <summary>The readings that go into a step.</summary>
    public static LiveField Readings(SensorScaling sensors) => new("readings", false, sensors.Width) { Names = sensors.Names };

    /// <summary>The step that a row of readings takes.</summary>
    /// <exception cref="SluiceException">Another number of readings, or an infinite one.</exception>
    public static NetSteps Read(SensorScaling sensors, LiveRow row)
    {
        var scaled = new float[sensors.Width];
        sensors.Scale(row.Numbers(0), scaled);
        return new(1, (session, _) => scaled.CopyTo(session.Input.Row(0)));
    }
}
