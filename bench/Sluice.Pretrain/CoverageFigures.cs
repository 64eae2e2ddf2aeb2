using Sluice.Data.Tables;
using Sluice.Learn.Studies.Forecasts;
using Sluice.Tasks.Series;

namespace Sluice.Pretrain;

/// <summary>
/// Prints what 80 % intervals of <c>train series</c> hold: trained with the options of the command line on the first four fifths, forecast from every
/// place of the last fifth.
/// </summary>
internal static class CoverageFigures
{
    private const double Test = 0.2, Validation = 0.1;

    public static int Print(string folder, string? only, string[] changes, TextWriter output)
    {
        output.WriteLine("| set | series | horizon | forecasts | coverage of 80 % | first row ahead | last row ahead | a tenth of the series hold less than | MASE | processor |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        List<double> medians = [];
        foreach (var set in RealSeries.ToTrainOn(folder).Where(t => only is null || t.Set == only).GroupBy(t => t.Set))
        {
            List<Held> held = [];
            double seconds = 0;
            foreach (var (_, horizon, rows, columns) in set)
            {
                try
                {
                    var table = new SeriesTable(rows, columns);
                    // Two horizons to check on, where a tenth is less.
                    var run = UsualTraining.Run(horizon, Math.Max(Validation, 2.0 * horizon / table.Length), Test, changes);
                    var (model, data, spent) = UsualTraining.Train(table, run);
                    seconds += spent;
                    held.AddRange(Of(model, table, data.Split.Test));
                }
                catch (SluiceFormatException e)
                {
                    output.WriteLine($"<!-- {set.Key}, {rows.Columns[^1].Name}: {e.Message} -->");
                }
            }

            if (held.Count == 0) continue;
            double all = held.Average(h => h.All);
            double[] sorted = [.. held.Select(h => h.All).Order()];
            medians.Add(all);
            output.WriteLine($"| {set.Key} | {held.Count} | {set.First().Horizon} | {held.Sum(h => h.Forecasts)} | {all:0.0%} | {held.Average(h => h.First):0.0%} | {held.Average(h => h.Last):0.0%} | {sorted[sorted.Length / 10]:0.0%} | {held.Where(h => double.IsFinite(h.Mase)).Select(h => h.Mase).DefaultIfEmpty(double.NaN).Average():0.000} | {seconds:0} s |");
        }

        if (medians.Count == 0) return 1;
        output.WriteLine();
        output.WriteLine($"The median over the sets: {ForecastStudy.Median(medians):0.0%}.");
        return 0;
    }

    private sealed record Held(int Forecasts, double All, double First, double Last, double Mase);

    /// <summary>What the intervals of each series hold, of all rows and of the first and the last ahead.</summary>
    private static IEnumerable<Held> Of(SeriesForecaster model, SeriesTable table, RowRange part)
    {
        var data = new SeriesData(table, model.Encoder, model.Options);
        var windows = data.Windows(part);
        foreach (var series in windows.Zip(model.Forecasts(data, windows)).GroupBy(w => w.First.Series))
        {
            int last = model.Options.Horizon - 1;
            var rows = series.SelectMany(w => w.Second.Index().Select(f => (f.Index, f.Item, w.First.Origin)))
                .Where(f => !double.IsNaN(f.Item.Truth)).ToList();
            if (rows.Count == 0) continue;
            double Share(Func<int, bool> ahead) => rows.Where(f => ahead(f.Index))
                .Select(f => f.Item.Truth >= f.Item.Quantiles[0] && f.Item.Truth <= f.Item.Quantiles[^1] ? 1.0 : 0)
                .DefaultIfEmpty(double.NaN).Average();
            yield return new Held(
                series.Count(), Share(_ => true), Share(h => h == 0), Share(h => h == last),
                rows.Average(f => Math.Abs(f.Item.Truth - f.Item.Point) / data.SeasonalError(series.Key, f.Origin)));
        }
    }
}
