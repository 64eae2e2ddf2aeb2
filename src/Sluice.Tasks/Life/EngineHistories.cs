using System.Globalization;
using System.Text;
using Sluice.Kernels;

namespace Sluice.Tasks.Life;

/// <summary>Made-up histories of engines: wear grows by a share of itself each cycle, and at wear 1 the engine fails.</summary>
internal static class EngineHistories
{
    private const int Failed = 20, Running = 5;

    /// <summary>Engines that failed, engines that still run, and how many cycles these have left, a line each.</summary>
    public static IReadOnlyList<(string Path, string Content)> Files()
    {
        var random = new RandomStream(1, Purpose.Data);
        uint draw = 0;
        double Noise() => random.Uniform(draw++) + random.Uniform(draw++) + random.Uniform(draw++) - 1.5; // of deviation 1/2
        const string header = "engine,cycle,load,temperature,pressure,vibration\n";
        StringBuilder failed = new(header), running = new(header), left = new();
        for (int engine = 1; engine <= Failed + Running; engine++)
        {
            // w(t) = w(0) exp(r t) reaches 1 after -ln w(0) / r cycles.
            double start = 0.03 + 0.03 * random.Uniform(draw++), rate = 0.016 + 0.012 * random.Uniform(draw++);
            double hot = 3 * Noise(), tight = 0.4 * Noise();
            int life = (int)Math.Ceiling(-Math.Log(start) / rate);
            int seen = engine <= Failed ? life : (int)(life * (0.4 + 0.5 * random.Uniform(draw++)));
            for (int cycle = 1; cycle <= seen; cycle++)
            {
                double wear = start * Math.Exp(rate * cycle), load = 0.7 + 0.3 * random.Uniform(draw++);
                (engine <= Failed ? failed : running).Append(
                    CultureInfo.InvariantCulture,
                    $"{(engine <= Failed ? engine : engine - Failed)},{cycle},{load:F2},{610 + hot + 40 * load + 25 * wear + 3 * Noise():F1},{47 + tight - 3 * wear + 0.5 * Noise():F2},{1 + 0.5 * load + 1.5 * wear * wear + 0.2 * Noise():F2}\n");
            }

            if (engine > Failed) left.Append(CultureInfo.InvariantCulture, $"{life - seen}\n");
        }

        return [("engines.csv", $"{failed}"), ("running.csv", $"{running}"), ("left.txt", $"{left}")];
    }
}
