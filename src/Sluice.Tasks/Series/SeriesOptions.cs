using System.Globalization;
using Sluice.Tasks.Calibration;
using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Series;

/// <summary>What a forecaster of many series forecasts, and with how large a net.</summary>
public sealed partial record SeriesOptions
{
    /// <summary>The kinds of nets.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["segment", "decoder", "likelihood"];

    /// <summary>
    /// Whether segments are read and written, or steps read and written, or the distribution of the next step is learned and followed.
    /// </summary>
    public string Kind { get; init; } = "segment";

    /// <summary>
    /// What the net begins from: <c>random</c> weights, or those of the net that forecasts without training, <c>zero</c>; that has sizes of its own,
    /// and sees values and what columns known ahead add.
    /// </summary>
    public string From { get; init; } = "random";

    /// <summary>Rows that are seen before a forecast; 0 to find out.</summary>
    public int Lookback { get; init; } = 96;

    /// <summary>Rows that are forecast.</summary>
    public int Horizon { get; init; } = 24;

    /// <summary>Rows of a segment; the lookback is a multiple of it. 0 to find out.</summary>
    public int Segment { get; init; } = 24;

    /// <summary>What a segment or decoder net learns by: absolute, squared or quantile.</summary>
    public string Loss { get; init; } = "quantile";

    /// <summary>The distribution of a likelihood net: gaussian, student or negative-binomial.</summary>
    public string Distribution { get; init; } = "student";

    /// <summary>The levels of the quantiles, rising; 0.5, the point forecast, is one of them.</summary>
    public IReadOnlyList<double> Quantiles { get; init; } = [0.1, 0.5, 0.9];

    /// <summary>The naive forecast that the net corrects: the last value, that of a season ago, or none; <c>auto</c> to find out.</summary>
    public string Base { get; init; } = "last";

    /// <summary>
    /// The unit of the net: the standard deviation of a series, or the mean of what is seen of it, which suits counts and growth; <c>auto</c> to
    /// find out.
    /// </summary>
    public string Scale { get; init; } = "standard";

    /// <summary>Whether logarithms are forecast, so that changes are shares of the level.</summary>
    public bool Logarithm { get; init; }

    /// <summary>Rows after which a pattern comes again; 0 for a day, a week or a year, as the dates are.</summary>
    public int Season { get; init; }

    /// <summary>Whether the net sees hour, weekday, day of the month and month.</summary>
    public bool Calendar { get; init; } = true;

    /// <summary>Numbers that are learned for each series; 0 for none, so that all are treated alike.</summary>
    public int Identity { get; init; }

    /// <summary>The name of a cell of the catalog.</summary>
    public string Cell { get; init; } = "gru";

    /// <summary>Units of a layer.</summary>
    public int Hidden { get; init; } = 64;

    /// <summary>Layers.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>Nets that begin differently and are trained side by side; a forecast is the mean of theirs.</summary>
    public int Nets { get; init; } = 1;

    /// <summary>The share of values hidden in training before the output.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether no forecast is below 0; null to find out whether the rows to learn from end there.</summary>
    public bool? Floor { get; init; }

    /// <summary>Sample paths of a likelihood net.</summary>
    public int Samples { get; init; } = 200;

    /// <summary>Windows trained side by side.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>Training steps of an epoch; 0 for as many as see each window once.</summary>
    public int Steps { get; init; }

    /// <summary>The share of the time for validation, after that for training.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>The share of the time at the end that training never looks at.</summary>
    public double Test { get; init; }

    /// <summary>
    /// Whether the parts for validation and test are the same dates for all series, <c>dates</c>, or the last rows of each, <c>ends</c>;
    /// <c>auto</c> to find out.
    /// </summary>
    public string Parts { get; init; } = "dates";

    /// <summary>The seed of every random number.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The settings.</summary>
    public static SettingList<SeriesOptions> Settings { get; } = new(
    [
        Setting<SeriesOptions>.Number(
            "data.validation", "the share of the time for validation, after that for training", 0, 0.9, o => o.Validation,
            (o, v) => o with { Validation = v }),
        Setting<SeriesOptions>.Number(
            "data.test", "the share of the time at the end that training never looks at", 0, 0.9, o => o.Test, (o, v) => o with { Test = v }),
        Setting<SeriesOptions>.Choice(
            "data.parts", "whether validation and test are the same dates for all series, or the last rows of each", ["auto", "dates", "ends"],
            o => o.Parts, (o, v) => o with { Parts = v }),
        Setting<SeriesOptions>.Choice(
            "model.kind", "the net: by segments, by steps, or by the likelihood of each step", [.. Kinds], o => o.Kind,
            (o, v) => o with { Kind = v }),
        Setting<SeriesOptions>.Choice(
            "model.from", "what the net begins from: random weights, or those of the net that forecasts without training", ["random", "zero"], o => o.From,
            (o, v) => o with { From = v }),
        Setting<SeriesOptions>.Integer("model.lookback", "rows seen before a forecast; 0 to find out", 0, o => o.Lookback, (o, v) => o with { Lookback = (int)v }),
        Setting<SeriesOptions>.Integer("model.horizon", "rows forecast", 1, o => o.Horizon, (o, v) => o with { Horizon = (int)v }),
        Setting<SeriesOptions>.Integer(
            "model.segment", "rows of a segment; the lookback is a multiple of it; 0 to find out", 0, o => o.Segment, (o, v) => o with { Segment = (int)v }),
        Setting<SeriesOptions>.Choice(
            "model.loss", "what a segment or decoder net learns by", ["absolute", "squared", "quantile"], o => o.Loss, (o, v) => o with { Loss = v }),
        Setting<SeriesOptions>.Choice(
            "model.distribution", "the distribution of a likelihood net", ["gaussian", "student", "negative-binomial"], o => o.Distribution,
            (o, v) => o with { Distribution = v }),
        Setting<SeriesOptions>.List(
            "model.quantiles", "the levels of the quantiles, rising",
            o => [.. o.Quantiles.Select(q => q.ToString("R", CultureInfo.InvariantCulture))], (o, v) => o with { Quantiles = Levels(v) }),
        Setting<SeriesOptions>.Choice(
            "model.base", "the naive forecast that the net corrects", ["auto", "last", "season", "none"], o => o.Base, (o, v) => o with { Base = v }),
        Setting<SeriesOptions>.Choice(
            "model.scale", "the unit of the net: the deviation of a series, or the mean of what is seen of it", ["auto", "standard", "mean"], o => o.Scale,
            (o, v) => o with { Scale = v }),
        Setting<SeriesOptions>.Flag(
            "model.logarithm", "whether logarithms are forecast, so that changes are shares of the level", o => o.Logarithm,
            (o, v) => o with { Logarithm = v }),
        Setting<SeriesOptions>.Integer(
            "model.season", "rows after which a pattern comes again; 0 for a day, a week or a year, as the dates are", 0, o => o.Season,
            (o, v) => o with { Season = (int)v }),
        Setting<SeriesOptions>.Flag(
            "model.calendar", "whether the net sees hour, weekday, day of the month and month", o => o.Calendar, (o, v) => o with { Calendar = v }),
        Setting<SeriesOptions>.Integer(
            "model.identity", "numbers that are learned for each series; 0 for none", 0, o => o.Identity, (o, v) => o with { Identity = (int)v }),
        Setting<SeriesOptions>.Choice(
            "model.floor", "whether forecasts end at 0, as counts do, found out from the rows or said", ZeroFloor.Choices,
            o => ZeroFloor.Word(o.Floor), (o, v) => o with { Floor = ZeroFloor.Said(v) }),
        Setting<SeriesOptions>.Cell("model.cell", o => o.Cell, (o, v) => o with { Cell = v }),
        Setting<SeriesOptions>.Integer("model.hidden", "units of a layer", 1, o => o.Hidden, (o, v) => o with { Hidden = (int)v }),
        Setting<SeriesOptions>.Integer("model.layers", "layers", 1, o => o.Layers, (o, v) => o with { Layers = (int)v }),
        Setting<SeriesOptions>.Integer(
            "model.nets", "nets that begin differently, of whose forecasts the mean is taken", 1, o => o.Nets, (o, v) => o with { Nets = (int)v }),
        Setting<SeriesOptions>.Number(
            "model.dropout", "the share of values hidden in training before the output", 0, 0.999, o => o.Dropout, (o, v) => o with { Dropout = v }),
        Setting<SeriesOptions>.Integer("model.samples", "sample paths of a likelihood net", 2, o => o.Samples, (o, v) => o with { Samples = (int)v }),
        Setting<SeriesOptions>.Integer("training.batch", "windows trained side by side", 1, o => o.Batch, (o, v) => o with { Batch = (int)v }),
        Setting<SeriesOptions>.Integer(
            "training.steps", "training steps of an epoch; 0 for as many as see each window once", 0, o => o.Steps,
            (o, v) => o with { Steps = (int)v }),
    ]);

    /// <summary>Whether the net is the one that forecasts without training, trained further.</summary>
    internal bool IsPretrained => From == "zero";

    /// <summary>Rows that a forecast takes before it at least.</summary>
    internal int Least => IsPretrained ? Math.Min(Lookback, PretrainedNet.LeastSeen) : Lookback;

    /// <summary>Whether the net makes no quantiles of its own: they then come from its errors on the validation part.</summary>
    internal bool IsPoint => Loss != "quantile";

    /// <summary>The place of the median among the quantiles.</summary>
    internal int Median => Quantiles.TakeWhile(q => q != 0.5).Count();

    private static double[] Levels(string[] list)
        => [.. list.Select(q => double.TryParse(q, NumberStyles.Float, CultureInfo.InvariantCulture, out double level)
        ? level
        : throw new SluiceException($"model.quantiles: expected numbers such as 0.1,0.5,0.9, got '{string.Join(",", list)}'."))];
}
