using Sluice.Autodiff;
using Sluice.Layers;
using Sluice.Training;

namespace Sluice.Tasks.Series;

/// <summary>
/// Several nets of one kind that begin differently and see the same windows: a forecast is the mean of theirs, quantile by quantile, or all their
/// sample paths. The gradients of their losses reach each its own.
/// </summary>
internal sealed class EnsembleNet : SeriesNet
{
    private readonly SeriesNet[] _nets;

    /// <summary>The nets.</summary>
    public IReadOnlyList<SeriesNet> Nets => _nets;

    /// <summary>Untrained nets.</summary>
    /// <param name="options">Their sizes, and how many.</param>
    /// <param name="create">Makes one with a seed of its own.</param>
    public EnsembleNet(SeriesOptions options, Func<SeriesOptions, SeriesNet> create) : base(options)
    {
        _nets = [.. Enumerable.Range(0, options.Nets).Select(i => create(options with { Nets = 1, Seed = options.Seed + (ulong)i }))];
        for (int i = 0; i < _nets.Length; i++)
            foreach (var parameter in _nets[i].Parameters) parameter.Prefix($"net{i + 1}.");
        Parameters = [.. _nets.SelectMany(n => n.Parameters)];
    }

    public override IEnumerable<Parameter> Parameters { get; }

    public override int Together => _nets[0].Together;

    public override StepLoss Loss(Tape tape, SeriesBatch batch)
    {
        var losses = _nets.Select(net => net.Loss(tape, batch)).ToList();
        return losses[0] with { Loss = losses.Average(l => l.Loss) };
    }

    public override NetForecast[] Forecast(SeriesBatch batch)
    {
        var all = _nets.Select(net => net.Forecast(batch)).ToList();
        return [.. Enumerable.Range(0, batch.Count).Select(b => all[0][b].Paths.Length > 0
            ? NetForecast.Of([.. all.SelectMany(net => net[b].Paths)], Options)
            : Mean([.. all.Select(net => net[b].Quantiles)]))];
    }

    private NetForecast Mean(double[][][] all)
    {
        double[][] quantiles = [.. Enumerable.Range(0, Options.Horizon)
            .Select(h => Enumerable.Range(0, Options.Quantiles.Count).Select(q => all.Average(own => own[h][q])).ToArray())];
        return new NetForecast([.. quantiles.Select(q => q[Options.Median])], quantiles, []);
    }

    public override List<Recording> Record(SeriesBatch batch) => _nets[0].Record(batch);
}
