using Sluice.Zero;

namespace Sluice.Tasks.Series;

public sealed partial record SeriesOptions
{
    // Calibration and output have entries for each row ahead: far more of them than can be learned.
    private const int MostHorizon = 10_000, MostSamples = 10_000, MostNets = 100;

    /// <summary>Checks that the options go together, and that none is left to be found.</summary>
    /// <exception cref="SluiceException">They do not.</exception>
    public void Check()
    {
        CheckOpen();
        Require(Lookback >= 1, $"a lookback from 1 to {1 << 20}", Lookback);
        Require(Kind != "segment" || IsPretrained || Segment >= 1, "a segment of 1 row or more", Segment);
        Require(Base != "auto" && Scale != "auto" && Parts != "auto", "base, scale and parts that were found", "auto");
    }

    /// <summary>Checks that the options go together, some of which may be left to be found from the rows.</summary>
    internal void CheckOpen()
    {
        if (IsPretrained) CheckPretrained();
        Require(Nets is >= 1 and <= MostNets, $"1 to {MostNets} nets", Nets);
        Require(Horizon is >= 1 and <= MostHorizon, $"a horizon from 1 to {MostHorizon}", Horizon);
        Require(Lookback is >= 0 and <= 1 << 20, $"a lookback from 1 to {1 << 20}, or 0 to find out", Lookback);
        Require(Season <= 1 << 20, $"a season up to {1 << 20}", Season);
        Require(Kind != "segment" || IsPretrained || Segment == 0 || Lookback % Segment == 0, $"a lookback that is a multiple of the segment, {Segment}", Lookback);
        Require(
            Quantiles.Contains(0.5) && Quantiles.All(q => q is > 0 and < 1) && Quantiles.Zip(Quantiles.Skip(1)).All(p => p.First < p.Second),
            "quantiles that rise from above 0 to below 1, 0.5 among them", string.Join(",", Quantiles));
        Require(Samples is >= 2 and <= MostSamples, $"2 to {MostSamples} sample paths", Samples);
        Require(Dropout is >= 0 and < 1, "a dropout from 0 to below 1", Dropout);
        if (Kind == "likelihood" && Distribution == "negative-binomial")
            Require(
                (Base is "none" or "auto") && (Scale is "mean" or "auto") && !Logarithm, "base none, scale mean and no logarithm for negative-binomial, which counts",
                $"base {Base}, scale {Scale}, logarithm {Logarithm}");
    }

    // What begins from zero is one net, which says quantiles.
    private void CheckPretrained()
    {
        Require(Kind == "segment", "no kind beside --from zero", Kind);
        Require(Loss == "quantile", "the loss quantile with --from zero", Loss);
        Require(Nets == 1, "one net with --from zero, since all would begin alike", Nets);
        Require(Identity == 0, "no identity with --from zero", Identity);
        Require(Dropout == 0, "no dropout with --from zero", Dropout);
        Require(Horizon <= Zero.Forecast.LongestHorizon, $"a horizon up to {Zero.Forecast.LongestHorizon} with --from zero", Horizon);
        Require(Lookback <= ZeroOptions.Context, $"a lookback up to {ZeroOptions.Context} with --from zero", Lookback);
    }

    /// <summary>A sentence for each setting that is not the usual one and that this kind of net does not look at.</summary>
    /// <param name="columns">Which columns are what.</param>
    internal IEnumerable<string> WithoutEffect(SeriesColumns columns)
    {
        var usual = new SeriesOptions();
        List<string> names = [];
        if (IsPretrained && columns.Past.Count > 0) names.Add("past");
        if (IsPretrained && columns.Static.Count > 0) names.Add("static");
        if (IsPretrained && Cell != usual.Cell) names.Add("cell");
        if (IsPretrained && Hidden != usual.Hidden) names.Add("hidden");
        if (IsPretrained && Layers != usual.Layers) names.Add("layers");
        if (Kind == "likelihood" && Loss != usual.Loss) names.Add("loss");
        if (Kind != "likelihood" && Distribution != usual.Distribution) names.Add("distribution");
        if (Kind != "likelihood" && Samples != usual.Samples) names.Add("samples");
        if ((Kind != "segment" && Lookback > 0 || IsPretrained) && Segment > 0 && Segment != usual.Segment) names.Add("segment");
        return names.Select(name => $"--{name}: without effect with {(IsPretrained ? "--from zero" : $"--kind {Kind}")}.");
    }

    private static void Require(bool holds, string expected, object got)
    {
        if (!holds) throw new SluiceException(FormattableString.Invariant($"SeriesForecaster: expected {expected}, got {got}."));
    }
}
