using System.Diagnostics;

namespace Sluice.Bench;

/// <summary>Timing of work that can be done again and again.</summary>
internal static class Repeated
{
    /// <summary>Warms up (3 runs and 0.2 s at least; 1 run where that was done before), then repeats for so many seconds, 3 times at least.</summary>
    /// <param name="run">The work.</param>
    /// <param name="seconds">How long.</param>
    /// <param name="together">Runs that are timed together, where one is too short for the clock.</param>
    /// <param name="isWarm">Whether it was measured before; others have had the caches meanwhile.</param>
    public static PeerTiming Measure(Action run, double seconds, int together = 1, bool isWarm = false)
    {
        var clock = Stopwatch.StartNew();
        run();
        for (int i = 1; !isWarm && (i < 3 || clock.Elapsed.TotalSeconds < 0.2); i++) run();
        var times = new List<double>();
        clock.Restart();
        while (clock.Elapsed.TotalSeconds < seconds || times.Count < 3)
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < together; i++) run();
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds / together);
        }

        times.Sort();
        return new PeerTiming(times[times.Count / 2], times[0], times.Count);
    }
}
