using Sluice.Autodiff;
using Sluice.Data.Tables;

namespace Sluice.Zero;

/// <summary>
/// Forecasts without training, by a net that lies in this library: it learned from made-up series of every kind, and puts right what simple
/// forecasts say of the series at hand.
/// </summary>
/// <remarks>
/// The last 2,048 values are looked at. A block of 64 steps is forecast at once; beyond it the steps before count as missing, so the intervals
/// widen; the net learned to look up to 576 steps ahead. Intervals are wider or narrower than the net says, by how they would have held in the
/// past of the series (<see cref="ZeroCalibration"/>). Any number of threads may call at once; the bits are the same for any number and any device.
/// </remarks>
public static class Forecast
{
    /// <summary>Steps that can be asked for.</summary>
    public const int LongestHorizon = 16384;

    // Windows are run side by side as long as their patches together are no more.
    private const int MostPatches = 6144;

    // Places of the past by which intervals are calibrated, a patch apart, at most; before the first of them the net has read two patches or more.
    private const int MostBefore = 64, LeastRead = 2;
    private const int Block = ZeroOptions.Block, Patch = ZeroOptions.Patch;
    private static readonly Lazy<ZeroNet> s_net = new(ZeroFile.Own);

    /// <summary>Forecasts a series.</summary>
    /// <param name="values">The series, step after step; NaN where a value is missing.</param>
    /// <param name="horizon">Steps to forecast.</param>
    /// <param name="seasons">Steps after which it may repeat itself, such as 24 and 168 for hours; beside those that are found in the values.</param>
    /// <exception cref="SluiceException">No value is known, one is infinite, or the horizon is not 1 to 16,384.</exception>
    public static ZeroForecast Zero(IReadOnlyList<double> values, int horizon, params ReadOnlySpan<int> seasons)
        => Zero([[.. values]], horizon, seasons)[0];

    /// <summary>Forecasts several series, each by its own past alone.</summary>
    /// <param name="series">The series, of any lengths; NaN where a value is missing.</param>
    /// <param name="horizon">Steps to forecast of each.</param>
    /// <param name="seasons">Steps after which they may repeat themselves, beside those that are found.</param>
    /// <exception cref="SluiceException">A series has no known value, one is infinite, or the horizon is not 1 to 16,384.</exception>
    public static ZeroForecast[] Zero(IReadOnlyList<double[]> series, int horizon, params ReadOnlySpan<int> seasons)
        => With(null, series, horizon, seasons);

    /// <summary>Steps after which an hour, a day, a week or a year comes again, the shortest first: 24 and 168 for hours, 12 for months.</summary>
    /// <param name="step">The distance of two rows; null where there are no dates.</param>
    public static int[] SeasonsOf(TimeStep? step)
    {
        if (step is not { } s) return [];
        if (s.Working) return [5, 261];
        if (s.Months > 0) return 12 / s.Months > 1 ? [12 / s.Months] : [];
        TimeSpan[] turns = s.Span.TotalDays < 1 ? [TimeSpan.FromMinutes(1), TimeSpan.FromHours(1), TimeSpan.FromDays(1), TimeSpan.FromDays(7)]
            : s.Span.TotalDays < 7 ? [TimeSpan.FromDays(7), TimeSpan.FromDays(365)] : [TimeSpan.FromDays(364)];
        return [.. turns.Select(t => t / s.Span).Where(k => k is >= 2 and <= ZeroOptions.Context && k == Math.Round(k)).Select(k => (int)k)];
    }

    /// <summary>Forecasts by another net than that of this library.</summary>
    /// <param name="net">The net; null for that of this library.</param>
    /// <param name="series">The series.</param>
    /// <param name="horizon">Steps to forecast of each.</param>
    /// <param name="seasons">Steps after which they may repeat themselves.</param>
    /// <param name="floor">Whether what never was negative is not forecast to be.</param>
    internal static ZeroForecast[] With(
        ZeroNet? net, IReadOnlyList<double[]> series, int horizon, ReadOnlySpan<int> seasons, bool floor = true)
    {
        if (horizon is < 1 or > LongestHorizon)
            throw new SluiceException($"Forecast.Zero: expected a horizon of 1 to {LongestHorizon}, got {horizon}.");
        net ??= s_net.Value;
        int blocks = (horizon + Block - 1) / Block;
        var pasts = new Past[series.Count];
        for (int i = 0; i < pasts.Length; i++)
            pasts[i] = Past.Of(series[i], series.Count == 1 ? "" : $" {i + 1} of {series.Count}", blocks, seasons, floor);
        var forecasts = new ZeroForecast[pasts.Length];
        var tape = new Tape(recording: false);

        // Those of equal length side by side.
        int[] order = [.. Enumerable.Range(0, pasts.Length).OrderBy(i => pasts[i].Window.Patches).ThenBy(i => i)];
        for (int at = 0; at < order.Length;)
        {
            int count = 1;
            while (at + count < order.Length && (count + 1) * pasts[order[at + count]].Window.Patches <= MostPatches) count++;
            int[] group = order[at..(at + count)];
            var input = new ZeroInput(tape, [.. group.Select(i => pasts[i].Window)]);
            var output = net.Run(tape, input);
            int origin = 0;
            foreach (int place in group)
            {
                var past = pasts[place];
                var calibration = past.Calibration(output, input, origin, horizon);
                origin += past.Before;
                var quantiles = Enumerable.Range(origin, blocks).SelectMany(o => ZeroNet.Quantiles(output, input, o)).Take(horizon);
                forecasts[place] = new ZeroForecast(
                    ZeroOptions.Levels, [.. quantiles.Select((q, h) => past.Back(q, h, calibration))], past.Window.Seasons.Short);
                origin += blocks;
            }

            tape.Reset();
            at += count;
        }

        return forecasts;
    }

    /// <summary>A power of two, which changes no digit, in which no sum of values overflows.</summary>
    /// <param name="values">The values; NaN where one is missing.</param>
    /// <param name="first">The step of the first of them.</param>
    /// <param name="which">Of several series which one.</param>
    /// <exception cref="SluiceException">A value is infinite.</exception>
    internal static double UnitOf(ReadOnlySpan<double> values, int first, string which)
    {
        double largest = 0;
        for (int t = 0; t < values.Length; t++)
        {
            if (double.IsInfinity(values[t])) throw new SluiceException($"Forecast.Zero: expected numbers in series{which}, got {values[t]} at step {first + t + 1}.");
            if (!double.IsNaN(values[t])) largest = Math.Max(largest, Math.Abs(values[t]));
        }

        return largest > 0 ? Math.ScaleB(1, Math.Clamp(Math.ILogB(largest), -1000, 1000)) : 1;
    }

    /// <summary>What is looked at of a series, in a unit in which no sum overflows.</summary>
    /// <param name="Window">The steps, and the places to forecast from: those of the past, then that of now and those beyond it.</param>
    /// <param name="Unit">What 1 is in the unit of the series.</param>
    /// <param name="Negative">Whether forecasts below 0 make sense, since a value is, or since the caller says so.</param>
    /// <param name="Known">Steps that have passed.</param>
    /// <param name="Before">Places of the past.</param>
    private sealed record Past(ZeroWindow Window, double Unit, bool Negative, int Known, int Before)
    {
        /// <summary>What the net would have said of the past, beside what came.</summary>
        /// <param name="output">What it said.</param>
        /// <param name="input">What it read.</param>
        /// <param name="origin">The first origin of this series among all.</param>
        /// <param name="horizon">Steps that are to be forecast.</param>
        public ZeroCalibration Calibration(Tensor output, ZeroInput input, int origin, int horizon)
        {
            var calibration = new ZeroCalibration(horizon, Before);
            for (int k = 0; k < Before; k++)
            {
                int at = Window.End(Window.Origins[k]), steps = Math.Min(Math.Min(horizon, Block), Known - at);
                double[][] quantiles = ZeroNet.Quantiles(output, input, origin + k);
                for (int h = 0; h < steps; h++)
                {
                    Array.Sort(quantiles[h]);
                    calibration.Add(quantiles[h], h, Window.Values[at + h], Before - 1 - k);
                }
            }

            return calibration;
        }

        public static Past Of(double[] values, string which, int blocks, ReadOnlySpan<int> seasons, bool floor)
        {
            int first = Math.Max(0, values.Length - ZeroOptions.Context);
            while (first < values.Length && double.IsNaN(values[first])) first++;
            if (first == values.Length)
                throw new SluiceException($"Forecast.Zero: expected a known value among the last {ZeroOptions.Context} of series{which}, and all are missing.");
            double unit = UnitOf(values.AsSpan(first), first, which);
            bool negative = !floor || values.AsSpan(first).ContainsAnyInRange(double.MinValue, -double.Epsilon);
            int length = values.Length - first;
            double[] seen = new double[length + (blocks - 1) * Block];
            Array.Fill(seen, double.NaN);
            for (int t = 0; t < length; t++) seen[t] = values[first + t] / unit;
            int patches = (seen.Length + Patch - 1) / Patch, each = Block / Patch;
            int last = patches - 1 - (blocks - 1) * each, before = Math.Clamp(last - LeastRead, 0, MostBefore);
            int[] origins = [.. Enumerable.Range(last - before, before), .. Enumerable.Range(0, blocks).Select(k => last + k * each)];
            return new Past(new ZeroWindow(seen, Repetition.Find(seen.AsSpan(0, length), seasons), origins), unit, negative, length, before);
        }

        /// <summary>Rising quantiles in the unit of the series; what never was negative is not forecast to be.</summary>
        public double[] Back(double[] quantiles, int step, ZeroCalibration calibration)
        {
            double[] sorted = [.. quantiles.Order()];
            calibration.Apply(sorted, step);
            double most = double.MaxValue / Math.Max(1, Unit), least = Negative ? -most : 0;
            for (int q = 0; q < sorted.Length; q++) sorted[q] = Math.Clamp(sorted[q], least, most) * Unit;
            return sorted;
        }
    }
}
