using Sluice.Learn.Studies.Forecasts;
using Sluice.Tasks.Series;

namespace Sluice.Pretrain;

/// <summary>
/// Prints what training adds: the net that needs none, the same one trained further on a table (<c>train series --from zero</c>), and <c>train
/// series</c> as it comes, both with the options of the command line. They learn from what lies before the first place that is forecast from.
/// </summary>
internal static class TunedFigures
{
    // The last ten places, a horizon apart, or as many as lie in the last quarter.
    private const int Origins = 10, Part = 4;
    private const string Tuned = "from zero", Trained = "trained";

    public static int Print(string folder, string? only, string[] changes, TextWriter output)
    {
        output.WriteLine($"| set | series | horizon | places | zero | {Tuned} | {Trained} | coverage: zero | {Tuned} | {Trained} | processor: {Tuned} | {Trained} |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        List<List<ForecastFigures>> all = [];
        foreach (var (set, horizon, seasons, read) in RealSeries.Tables(folder).Where(t => only is null || t.Set == only))
        {
            var table = new SeriesTable(read, new SeriesColumns { Fill = true });
            int origins = Math.Clamp(table.Length / Part / horizon, 1, Origins);
            var before = table.Until(table.Spans[0].Dates![table.Length - origins * horizon - 1]);
            var (tuned, slow) = Way(Tuned, "zero");
            var (trained, quick) = Way(Trained, "random");
            var study = new ForecastStudy(horizon, origins) { Models = [tuned, trained] };
            var figures = ForecastFigures.Of(study.Run([.. table.Series.Select(s => new PlainSeries(s.Column, s.Values, seasons[0], seasons) { Source = (table, s) })]));
            string[] ways = [ForecastStudy.Zero.Name, Tuned, Trained];
            output.WriteLine($"| {set} | {table.Series.Count} | {horizon} | {figures.Where(f => f.Way == Tuned).Sum(f => f.Origins)} | {string.Join(" | ", ways.Select(w => $"{Ratio(figures, w):0.000}"))} | {string.Join(" | ", ways.Select(w => $"{Coverage(figures, w):0.0%}"))} | {slow:0} s | {quick:0} s |");
            all.Add(figures);

            (IForecastWay Way, double Seconds) Way(string name, string from)
            {
                var run = UsualTraining.Run(horizon, Math.Max(0.1, 2.0 * horizon / before.Length), 0, changes.Prepend($"model.from={from}"));
                var (model, _, seconds) = UsualTraining.Train(before, run);
                return (new SeriesWay(name, model), seconds);
            }
        }

        if (all.Count == 0) return 1;
        output.WriteLine();
        output.WriteLine($"Geometric mean over the sets, each counted once: {string.Join(", ", all[0].Select(f => f.Way).Distinct().Select(w => $"{w} {ForecastStudy.GeometricMean(all.Select(f => Ratio(f, w))):0.000}"))}.");
        return 0;
    }

    private static double Ratio(List<ForecastFigures> figures, string way) => ForecastStudy.GeometricMean(ForecastStudy.Ratios(figures, way));

    private static double Coverage(List<ForecastFigures> figures, string way)
    {
        var own = figures.Where(f => f.Way == way).ToList();
        return own.Sum(f => f.Coverage * f.Origins) / own.Sum(f => f.Origins);
    }
}
