using System.Diagnostics;
using Sluice.Learn.Studies.Forecasts;
using Sluice.Learn.Synthesis;
using Sluice.Zero;

namespace Sluice.Pretrain;

/// <summary>Prints how well forecasts without training do on real data, set by set.</summary>
internal static class Figures
{
    // So many forecasts of a series, a horizon apart, up to its end.
    private const int Origins = 10;

    public static int Print(string folder, string? weights, TextWriter output)
    {
        output.WriteLine("| set | series | forecasts | horizon | MASE over seasonal naive: geometric mean | median | CRPS over its MASE | coverage of 80 % | naive | drift | exponential smoothing | Holt-Winters |");
        output.WriteLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
        var net = weights is null ? null : ZeroFile.Load(weights);
        List<ForecastFigures> all = [];
        var clock = Stopwatch.StartNew();
        foreach (var (set, horizon, series) in RealSeries.In(folder))
        {
            var figures = ForecastFigures.Of(new ForecastStudy(horizon, Origins) { Net = net }.Run(series));
            output.WriteLine(Row(set, $"{horizon}", figures));
            all.AddRange(figures.Select(f => f with { Series = $"{set}/{f.Series}" }));
            foreach (var group in figures.Where(f => f.Series.Contains('/')).GroupBy(f => f.Series.Split('/')[0]).Where(_ => set == "NAB"))
                output.WriteLine(Row($"- {group.Key}", "", [.. group]));
        }

        var sets = all.GroupBy(f => f.Series.Split('/')[0]).Select(g => g.ToList()).ToList();
        if (sets.Count == 0) return 1;
        output.WriteLine(Row("all series", "", all));
        double OfSets(string way) => ForecastStudy.GeometricMean(sets.Select(s => ForecastStudy.GeometricMean(ForecastStudy.Ratios(s, way))));
        output.WriteLine();
        output.WriteLine($"Geometric mean over the sets, each counted once: {OfSets("zero"):0.000}; {string.Join(", ", all.Select(f => f.Way).Distinct().Where(w => w != "zero" && w != ForecastStudy.Reference).Select(w => $"{w} {OfSets(w):0.000}"))}.");
        output.WriteLine($"{clock.Elapsed.TotalSeconds:0} s.");
        return 0;
    }

    /// <summary>The time that the forecast of a thousand series of 500 steps takes, the second time.</summary>
    public static int Speed(TextWriter output)
    {
        double[][] series = [.. Enumerable.Range(0, 1000).Select(i => SeriesGenerator.Make(3, 0, (uint)i, 500).Values)];
        for (int round = 0; round < 2; round++)
        {
            var clock = Stopwatch.StartNew();
            var before = Environment.CpuUsage.TotalTime;
            Forecast.Zero(series, 48);
            output.WriteLine(
                $"1,000 series of 500 steps, 48 ahead: {clock.Elapsed.TotalSeconds:0.00} s, {(Environment.CpuUsage.TotalTime - before).TotalSeconds:0.00} s of processor");
        }

        return 0;
    }

    private static string Row(string name, string horizon, List<ForecastFigures> figures)
    {
        double[] own = ForecastStudy.Ratios(figures, "zero");
        if (own.Length == 0) return $"| {name} | 0 |";
        var zero = figures.Where(f => f.Way == "zero").ToList();
        double Over(string way) => ForecastStudy.GeometricMean(ForecastStudy.Ratios(figures, way));
        double crps = zero.Average(f => f.Crps) / figures.Where(f => f.Way == ForecastStudy.Reference).Average(f => f.Mase);
        double coverage = zero.Sum(f => f.Coverage * f.Origins) / zero.Sum(f => f.Origins);
        return $"| {name} | {own.Length} | {zero.Sum(f => f.Origins)} | {horizon} | {ForecastStudy.GeometricMean(own):0.000} | {ForecastStudy.Median(own):0.000} | {crps:0.000} | {coverage:0.0%} | {Over("naive"):0.000} | {Over("drift"):0.000} | {Over("exponential smoothing"):0.000} | {Over("Holt-Winters"):0.000} |";
    }
}
