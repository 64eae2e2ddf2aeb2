using Sluice.Autodiff;

namespace Sluice.Zero;

/// <summary>
/// Forecasts of the very next step from every step of a series, each by what lies before it alone. The net speaks at the end of a patch; sixteen
/// readings, each a step further, so speak of every step. Seasons are looked for anew after 32 steps, 64, 128 and so on, then every 1,024.
/// </summary>
internal static class NextSteps
{
    /// <summary>Steps that are read before the first forecast.</summary>
    public const int Least = 2 * ZeroOptions.Patch;

    // Steps that are forecast in one go, and steps that are read before them.
    private const int Stretch = 1024, Before = ZeroOptions.Context - Stretch, Patch = ZeroOptions.Patch;
    private static readonly Lazy<ZeroNet> s_net = new(ZeroFile.Own);

    /// <summary>The 0.1, 0.5 and 0.9 quantiles of each step; NaN before the first forecast.</summary>
    /// <param name="values">The series; NaN where a value is missing.</param>
    /// <param name="seasons">Steps after which it may repeat itself, beside those that are found.</param>
    /// <exception cref="SluiceException">A value is infinite.</exception>
    public static (double Low, double Middle, double High)[] Of(double[] values, params int[] seasons)
    {
        var steps = new (double, double, double)[values.Length];
        Array.Fill(steps, (double.NaN, double.NaN, double.NaN));
        int first = Math.Max(0, Array.FindIndex(values, v => !double.IsNaN(v)));
        var tape = new Tape(recording: false);
        for (int from = first + Least, end; from < values.Length; from = end)
        {
            int begin = Math.Max(first, from - Before);
            end = Math.Min(values.Length, from + Math.Min(Stretch, from - first));
            if (values.AsSpan(begin, from - begin).ContainsAnyExcept(double.NaN)) Forecast(tape, values, seasons, begin, from, end, steps);
        }

        return steps;
    }

    private static void Forecast(
        Tape tape, double[] values, int[] seasons, int begin, int from, int end, (double Low, double Middle, double High)[] steps)
    {
        double unit = Zero.Forecast.UnitOf(values.AsSpan(begin, end - begin), begin, "");
        double[] seen = [.. values.AsSpan(begin, end - begin)];
        for (int t = 0; t < seen.Length; t++) seen[t] /= unit;
        var found = Repetition.Find(seen.AsSpan(0, from - begin), seasons);

        // A window that ends before step t forecasts t, t − 16, t − 32 ...
        List<(int Last, ZeroWindow Window)> windows = [];
        for (int last = end - 1; last >= Math.Max(from, end - Patch); last--)
        {
            int patches = (last - begin + Patch - 1) / Patch, count = (last - from) / Patch + 1;
            windows.Add((last, new ZeroWindow(seen[..(last - begin)], found, [.. Enumerable.Range(patches - count, count)])));
        }

        var input = new ZeroInput(tape, [.. windows.Select(w => w.Window)]);
        var output = s_net.Value.Run(tape, input);
        int origin = 0;
        foreach (var (last, window) in windows)
        {
            foreach (int place in window.Origins)
            {
                double[] next = [.. ZeroNet.Quantiles(output, input, origin++)[0].Order()];
                double At(int level) => next[level] * unit;
                steps[begin + window.End(place)] = (At(ZeroCalibration.Low), At(ZeroCalibration.Median), At(ZeroCalibration.High));
            }
        }

        tape.Reset();
    }
}
