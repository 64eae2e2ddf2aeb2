using Sluice.Data.Tables;
using Sluice.Tasks.Reasons;

namespace Sluice.Tasks.Forecast;

public sealed partial class Forecaster
{
    /// <summary>What a forecast rests on, up to the horizon. For one thread.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="row">The first row that is forecast; null for the one after the last that is known.</param>
    /// <exception cref="SluiceException">Categories are forecast, or nothing comes before the row.</exception>
    /// <exception cref="SluiceFormatException">As for <see cref="Predict"/>.</exception>
    internal Attribution Explain(Table table, int? row = null)
    {
        if (Target.Categories is not null)
            throw new SluiceException($"{ReasonReport.Option}: expected a forecast of numbers, got '{Target.Name}', which is one of {Target.Width} categories.");
        table = row is null ? Extended(table) : table;
        var series = Read(table);
        int origin = row ?? series.Seen;
        if (row < 1 || row >= series.Rows) throw new SluiceException($"Forecaster.Explain: expected a row from 1 to {series.Rows - 1}, got {row}.");
        if (origin == 0) throw new SluiceFormatException($"column '{Target.Name}' has no value that was known in training.", table.File);
        var window = new ForecastWindow(this, series, origin);
        var features = window.Features;
        double[][] Forecasts(IEnumerable<Veil> veils) => Effects.Forecasts(veils, Effects.Apart, window.Forecasts);
        double[] points = Forecasts([Veil.None])[0];
        var dates = Options.TimeOf(table);
        return new Attribution(
            Target.Name, origin, [.. points.Select((_, h) => dates?.Values[origin + h])], points, [.. window.Sources.Select(s => s.Name)], features,
            ForecastParts.Of(window.Past, Target.Season, points))
        {
            Logarithm = Target.Logarithm,
            Occluded = Effects.Less(points, Forecasts(features.Select(f => new Veil(0, f.Column, f.Step)))),
            WithoutColumn = Effects.Less(points, Forecasts(window.Sources.Select((_, c) => new Veil(0, c)))),
            Integrated = Integrated(window, points.Length),
            Baseline = Forecasts([Veil.Means])[0],
        };
    }

    private static double[][] Integrated(ForecastWindow window, int ahead)
    {
        float[][] slopes = [.. Enumerable.Range(0, ahead).Select(h => window.Slopes(Effects.Way, h))];
        double[][] effects = [.. slopes.Select(_ => new double[window.Features.Length])];
        int at = 0;
        foreach (var chunk in window.Features.Chunk(Effects.Apart))
        {
            Veil[] veils = [Veil.None, .. chunk.Select(f => new Veil(0, f.Column, f.Step))];
            float[][] read = window.Numbers(veils);
            for (int h = 0; h < ahead; h++)
                for (int f = 0; f < chunk.Length; f++)
                    effects[h][at + f] = Effects.Integrated([slopes[h]], [read[0]], [read[f + 1]])
                        + window.Base(Veil.None, h) - window.Base(veils[f + 1], h);
            at += chunk.Length;
        }

        return effects;
    }
}
