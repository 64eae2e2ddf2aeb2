using Sluice.Tasks.Reasons;

namespace Sluice.Tasks.Series;

public sealed partial class SeriesForecaster
{
    /// <summary>What the forecasts of the first series rest on; a series with too few rows has none. For one thread.</summary>
    /// <param name="table">The series.</param>
    /// <param name="most">Series that are explained at most.</param>
    /// <exception cref="SluiceFormatException">As for <see cref="Forecast"/>.</exception>
    internal IReadOnlyList<Attribution> Explain(SeriesTable table, int most)
    {
        var data = new SeriesData(table, Encoder, Options);
        return [.. Enumerable.Range(0, data.Values.Count)
            .Select(s => new Window(s, Array.FindLastIndex(data.Values[s], v => !double.IsNaN(v)) + 1))
            .Where(w => w.Origin >= Options.Least).Take(most).Select(w => Explain(data, w))];
    }

    private Attribution Explain(SeriesData data, Window window)
    {
        var sources = SeriesSources.All(Options, Encoder);
        Feature[] features = [.. sources.SelectMany((s, c) => s.Kind == SourceKind.Static ? [new Feature(c, null)]
            : Enumerable.Range(-Options.Lookback, Options.Lookback + (s.Kind == SourceKind.Known ? Options.Horizon : 0))
                .Select(t => new Feature(c, t)))];
        double[][] Forecasts(IEnumerable<Veil> veils) => Effects.Forecasts(veils, _net.Together, chunk =>
        {
            var batch = Batch(data, window, chunk);
            return [.. _net.Forecast(batch).Select((f, b) => f.Point.Select((p, h) => batch.Outward(b, h, p)).ToArray())];
        });
        double[] points = Forecasts([Veil.None])[0];
        DirectNet[] nets = _net switch
        {
            DirectNet one => [one],
            EnsembleNet all => [.. all.Nets.OfType<DirectNet>()],
            _ => [],
        };
        return new Attribution(
            data.Table.NameOf(data.Table.Series[window.Series]), window.Origin,
            [.. points.Select((_, h) => data.Date(window.Series, window.Origin + h))], points, [.. sources.Select(s => s.Name)], features,
            ForecastParts.Of(data.Values[window.Series].AsSpan(0, window.Origin), data.Season, points))
        {
            Logarithm = Options.Logarithm,
            Occluded = Effects.Less(points, Forecasts(features.Select(f => new Veil(0, f.Column, f.Step)))),
            WithoutColumn = Effects.Less(points, Forecasts(sources.Select((_, c) => new Veil(0, c)))),
            Integrated = nets.Length > 0 ? Integrated(nets, data, window, features) : null,
            Baseline = nets.Length > 0 ? Forecasts([Veil.Means])[0] : null,
        };
    }

    /// <summary>
    /// What the net reads, and the naive forecast, are linear in the features: the gradient by a feature, times its way from the mean, is that by
    /// what is read, times how far that moves where the feature goes to its mean.
    /// </summary>
    private double[][] Integrated(DirectNet[] nets, SeriesData data, Window window, Feature[] features)
    {
        var way = Batch(data, window, Effects.Way);
        var slopes = nets.Select(net => Enumerable.Range(0, Options.Horizon).Select(h => net.Slopes(way, h)).ToArray()).ToArray();
        double[][] effects = [.. slopes[0].Select(_ => new double[features.Length])];
        int at = 0;
        foreach (var chunk in features.Chunk(Effects.Apart))
        {
            var batch = Batch(data, window, [Veil.None, .. chunk.Select(f => new Veil(0, f.Column, f.Step))]);
            float[][][] read = nets[0].Numbers(batch);
            for (int h = 0; h < Options.Horizon; h++)
            {
                for (int f = 0; f < chunk.Length; f++)
                {
                    double mean = slopes.Average(own => Effects.Integrated(own[h], read[0], read[f + 1]));
                    effects[h][at + f] = mean * batch.Scale(0)
                        + batch.Outward(0, h, batch.Base(0, h)) - batch.Outward(f + 1, h, batch.Base(f + 1, h));
                }
            }

            at += chunk.Length;
        }

        return effects;
    }

    private SeriesBatch Batch(SeriesData data, Window window, IReadOnlyList<Veil> veils)
        => new(data, Options, [.. veils.Select(_ => window)], veils);
}
