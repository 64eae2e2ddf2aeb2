using System.Globalization;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Tasks.Baselines;
using Sluice.Zero;

namespace Sluice.Tasks.Series;

/// <summary>
/// What is found from the rows to learn from where a setting says <c>auto</c> or 0: what is corrected (base), the unit (scale), how the time is cut
/// into parts, and how many rows are seen; each with its reason.
/// </summary>
internal sealed class SeriesDefaults
{
    // Levels that lie so far apart, between series or from the first to the last third of one, make their mean the better unit.
    private const double FarApart = 10, Grown = 1.5;
    private const int UsualLookback = 96, MostSegment = 24;

    private readonly SeriesTable _table;
    private readonly List<string> _reasons = [];

    private SeriesDefaults(SeriesTable table) => _table = table;

    /// <summary>Fills in what is open.</summary>
    /// <param name="table">The series.</param>
    /// <param name="options">What was said.</param>
    /// <returns>The options with nothing open, and a sentence for each that was found.</returns>
    public static (SeriesOptions Options, IReadOnlyList<string> Reasons) Find(SeriesTable table, SeriesOptions options)
    {
        var defaults = new SeriesDefaults(table);
        options = defaults.Parts(options);
        table.PartsAtEnds = options.Parts == "ends";
        var train = Split.ByShare(table.Length, options.Validation, options.Test).Train;
        List<double[]> known = [.. table.Series.Select(s => s.Values[..table.Within(s.Span, train).End]).Where(v => v.Any(double.IsFinite))];
        int season = options.Season > 0 ? options.Season : table.Step?.Season ?? SeriesForecaster.Detected(table, train);
        options = defaults.Lookback(options, season, known);
        options = defaults.Base(options, season, known);
        return (defaults.Scale(options, known), defaults._reasons);
    }

    /// <summary>By date where the series end together, else the last rows of each, so that no part is without most of them.</summary>
    private SeriesOptions Parts(SeriesOptions options)
    {
        if (options.Parts != "auto") return options;
        int[] ends = [.. _table.Spans.Select(s => s.Start + s.Rows.Length)];
        if (_table.Step is null || ends.Max() - ends.Min() < options.Horizon) return options with { Parts = "dates" };
        _reasons.Add($"parts: the last rows of each series, since they end up to {ends.Max() - ends.Min()} steps apart (--parts dates cuts all at the same dates)");
        return options with { Parts = "ends" };
    }

    /// <summary>
    /// Two seasons, three horizons or 96 rows, whichever is most, in whole segments; at most half of what a horizon leaves of the rows to learn from
    /// in the shortest series.
    /// </summary>
    private SeriesOptions Lookback(SeriesOptions options, int season, List<double[]> known)
    {
        if (options.IsPretrained) return Pretrained(options, season);
        if (options.Lookback > 0 && options.Segment > 0) return options;
        int segment = options.Segment > 0 ? options.Segment
            : options.Lookback > 0 ? Divisor(options.Lookback, Math.Min(MostSegment, options.Horizon))
            : Math.Min(season is > 1 and <= MostSegment ? season : MostSegment, options.Horizon);
        if (options.Lookback > 0) return options with { Segment = segment };
        int wanted = Math.Max(UsualLookback, Math.Max(2 * season, 3 * options.Horizon));
        int shortest = known.Count == 0 ? 0 : known.Min(v => v.Length), room = (shortest - options.Horizon) / 2;
        int lookback = Math.Max(1, Math.Min(Rounded(wanted), room / segment)) * segment;
        string wish = 2 * season >= wanted ? $"two seasons of {season}"
            : 3 * options.Horizon >= wanted ? $"three horizons of {options.Horizon}" : $"the usual {UsualLookback}";
        _reasons.Add(lookback < Rounded(wanted) * segment
            ? $"lookback: {lookback} rows: the shortest series has {shortest} to learn from, and {(room < segment ? $"a segment of {segment} is the least that can be seen" : $"whole segments of {segment} are seen up to half of what a horizon of {options.Horizon} leaves of them")} (--lookback, --segment)"
            : $"lookback: {lookback} rows, {wish} {(lookback == wanted ? "in segments" : "rounded up to whole segments")} of {segment} (--lookback, --segment)");
        return options with { Lookback = lookback, Segment = segment };

        int Rounded(int rows) => (rows + segment - 1) / segment;
    }

    /// <summary>512 rows, or two of the longest season that the net looks at; a series with fewer is seen from its first row.</summary>
    private SeriesOptions Pretrained(SeriesOptions options, int season)
    {
        if (options.Lookback > 0) return options;
        int longest = PretrainedNet.SeasonsOf(_table.Step).Append(season).Where(s => 2 * s <= ZeroOptions.Context).Max();
        int lookback = Math.Max(PretrainedNet.UsualLookback, 2 * longest);
        _reasons.Add(
            $"lookback: {lookback} rows{(lookback > PretrainedNet.UsualLookback ? $", two seasons of {longest}" : "")}, or as many as there are (--lookback)");
        return options with { Lookback = lookback };
    }

    /// <summary>Whichever naive forecast errs less over the horizon, in the middle one of the series.</summary>
    private SeriesOptions Base(SeriesOptions options, int season, List<double[]> known)
    {
        if (options.Base != "auto") return options;
        if (options is { Kind: "likelihood", Distribution: "negative-binomial" }) return options with { Base = "none" };
        if (season <= 1 || season > options.Lookback) return options with { Base = "last" };
        double ratio = Median([.. known.Select(v => Error(v, options.Horizon, season) / Error(v, options.Horizon, 0)).Where(double.IsFinite)]);
        if (!double.IsFinite(ratio)) return options with { Base = "last" };
        string found = ratio < 1 ? "season" : "last";
        _reasons.Add(string.Create(CultureInfo.InvariantCulture, $"base: {found}, since the value of {season} rows ago errs {ratio:0.00} of the last value over the horizon{(known.Count > 1 ? ", in the middle of the series" : "")} (--base)"));
        return options with { Base = found };
    }

    /// <summary>
    /// The mean of what is seen for what is never below 0 and has levels far apart, between series or in the time of one; else deviations.
    /// </summary>
    private SeriesOptions Scale(SeriesOptions options, List<double[]> known)
    {
        if (options.Scale != "auto") return options;
        if (options is { Kind: "likelihood", Distribution: "negative-binomial" }) return options with { Scale = "mean" };
        double[] levels = [.. known.Select(v => KnownValues.Mean(v)).Where(m => m > 0)];
        bool positive = !options.Logarithm && levels.Length > 0 && levels.Length == known.Count && known.All(v => !v.Any(x => x < 0));
        if (!positive) return options with { Scale = "standard" };
        double spread = levels.Max() / levels.Min();
        double growth = Median([.. known.Select(v => KnownValues.Mean(v.AsSpan(v.Length * 2 / 3)) / KnownValues.Mean(v.AsSpan(0, v.Length / 3)))
            .Where(double.IsFinite).Select(g => Math.Max(g, 1 / g))]);
        if (spread < FarApart && !(growth >= Grown)) return options with { Scale = "standard" };
        _reasons.Add(string.Create(CultureInfo.InvariantCulture, $"scale: mean, since {(spread >= FarApart ? $"the levels of the series lie {spread:0} times apart" : $"levels change by a factor of {growth:0.0} from the first third to the last")} (--scale)"));
        return options with { Scale = "mean" };
    }

    /// <summary>
    /// The mean absolute error over the steps of a horizon of the value of so many rows before, in whole seasons; of the last one for 0.
    /// </summary>
    private static double Error(double[] values, int horizon, int season)
    {
        double sum = 0;
        int count = 0;
        for (int ahead = 1; ahead <= horizon; ahead += Math.Max(1, horizon / 8))
        {
            int lag = season == 0 ? ahead : (ahead + season - 1) / season * season;
            for (int t = lag; t < values.Length; t++)
            {
                double error = Math.Abs(values[t] - values[t - lag]);
                if (double.IsNaN(error)) continue;
                sum += error;
                count++;
            }
        }

        return sum / count;
    }

    private static double Median(double[] values)
    {
        if (values.Length == 0) return double.NaN;
        Array.Sort(values);
        return (values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2;
    }

    private static int Divisor(int of, int most)
    {
        while (of % most > 0) most--;
        return most;
    }
}
