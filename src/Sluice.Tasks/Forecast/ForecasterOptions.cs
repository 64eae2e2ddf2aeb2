using System.Globalization;
using Sluice.Data.Tables;
using Sluice.Tasks.Calibration;
using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Forecast;

/// <summary>What to forecast, from what, and with how large a net.</summary>
public sealed record ForecasterOptions
{
    // The output layer has entries for each row ahead: far more of them than can be learned.
    private const int MostHorizon = 10_000;

    /// <summary>The column to forecast: numbers or categories.</summary>
    public required string Target { get; init; }

    /// <summary>The other columns that the net sees; null for all.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>
    /// Those of the other columns whose value is known ahead, such as a weekday; of the rest only the past is seen. Null for
    /// the dates alone: a weather report of tomorrow is not known today.
    /// </summary>
    public IReadOnlyList<string>? Known { get; init; }

    /// <summary>
    /// Public holidays as a number that is known ahead: countries such as DE, regions such as DE-BY, days such as 2024-12-24, or files of days.
    /// </summary>
    public IReadOnlyList<string> Holidays { get; init; } = [];

    /// <summary>The column of dates by which the rows follow each other; empty for the first one.</summary>
    public string Time { get; init; } = "";

    /// <summary>Whether rows that are missing between two dates are added without values when a file is read.</summary>
    public bool Fill { get; init; }

    /// <summary>Rows forecast from one origin.</summary>
    public int Horizon { get; init; } = 1;

    /// <summary>The levels of the quantiles of a numeric target, rising; 0.5, the point forecast, is one of them.</summary>
    public IReadOnlyList<double> Quantiles { get; init; } = [0.1, 0.5, 0.9];

    /// <summary>Rows after which a pattern comes again; 1 for none, null to find out from the training rows.</summary>
    public int? Season { get; init; }

    /// <summary>
    /// Whether the logarithm of the target is forecast, so that its changes are shares of its level; null to find out from the
    /// training rows.
    /// </summary>
    public bool? Logarithm { get; init; }

    /// <summary>Whether no forecast is below 0; null to find out whether the training rows end there.</summary>
    public bool? Floor { get; init; }

    /// <summary>The name of a cell of the catalog.</summary>
    public string Cell { get; init; } = "gru";

    /// <summary>Units of a layer.</summary>
    public int Hidden { get; init; } = 32;

    /// <summary>Layers.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>The share of values hidden in training before the output.</summary>
    public double Dropout { get; init; }

    /// <summary>Rows that the net is trained on in one go.</summary>
    public int Window { get; init; } = 48;

    /// <summary>Windows trained side by side.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>The least number of training steps an epoch has.</summary>
    public int Steps { get; init; } = 60;

    /// <summary>The share of training windows in which a gap is hidden, to be bridged by the net's own predictions.</summary>
    public double Gaps { get; init; } = 0.2;

    /// <summary>The share of rows for validation, after those for training.</summary>
    public double Validation { get; init; } = 0.1;

    /// <summary>The share of rows at the end that training never looks at.</summary>
    public double Test { get; init; }

    /// <summary>The seed of every random number.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The dates by which the rows of a table follow each other; null where there are none.</summary>
    /// <exception cref="SluiceFormatException">The column that is named is not there, or holds no dates.</exception>
    internal DateColumn? TimeOf(Table table) => RowOrder.TimeOf(table, Time);

    internal void Check()
    {
        if (Horizon is < 1 or > MostHorizon) throw new SluiceException($"Forecaster: expected a horizon of 1 to {MostHorizon} rows, got {Horizon}.");
        Positive(Hidden, "hidden units");
        Positive(Layers, "layers");
        Positive(Batch, "batch");
        Positive(Steps, "steps");
        if (Window < 2) throw new SluiceException($"Forecaster: expected a window of 2 rows or more, got {Window}.");
        if (Season is < 1 or > ForecastTarget.MostSeason)
            throw new SluiceException($"Forecaster: expected a season of 1 to {ForecastTarget.MostSeason} rows, got {Season}.");
        if (!(Dropout is >= 0 and < 1)) throw new SluiceException($"Forecaster: expected a dropout from 0 to below 1, got {Dropout}.");
        if (!(Gaps is >= 0 and <= 1)) throw new SluiceException($"Forecaster: expected a share of gaps from 0 to 1, got {Gaps}.");
        if (!Quantiles.Contains(0.5) || !Quantiles.SequenceEqual(Quantiles.Order().Distinct()) || !(Quantiles[0] > 0 && Quantiles[^1] < 1))
            throw new SluiceException(
                $"Forecaster: expected rising quantile levels between 0 and 1 with 0.5 among them, got {string.Join(", ", Quantiles)}.");

        static void Positive(int value, string what)
        {
            if (value < 1) throw new SluiceException($"Forecaster: expected 1 or more as {what}, got {value}.");
        }
    }

    /// <summary>The settings.</summary>
    public static SettingList<ForecasterOptions> Settings { get; } = new(
    [
        Setting<ForecasterOptions>.Text(
            "data.target", "the column to forecast: numbers or categories", o => o.Target, (o, v) => o with { Target = v }),
        Setting<ForecasterOptions>.Text(
            "data.columns", "the other columns that the net sees, with commas; empty for all", o => NameList.Write(o.Columns),
            (o, v) => o with { Columns = NameList.Read("data.columns", v) }),
        Setting<ForecasterOptions>.Text(
            "data.known", "the columns known ahead beside the dates, with commas", o => NameList.Write(o.Known),
            (o, v) => o with { Known = NameList.Read("data.known", v) }),
        Setting<ForecasterOptions>.List(
            "data.holidays", Sources.Holidays.Setting, o => o.Holidays, (o, v) => o with { Holidays = v }),
        Setting<ForecasterOptions>.Text(
            "data.time", "the column of dates by which the rows follow each other; empty for the first one", o => o.Time,
            (o, v) => o with { Time = v }),
        Setting<ForecasterOptions>.Flag(
            "data.fill", "whether rows that are missing between two dates are added without values", o => o.Fill, (o, v) => o with { Fill = v }),
        Setting<ForecasterOptions>.Number(
            "data.validation", "the share of rows for validation, after those for training", 0, 0.9, o => o.Validation,
            (o, v) => o with { Validation = v }),
        Setting<ForecasterOptions>.Number(
            "data.test", "the share of rows at the end that training never looks at", 0, 0.9, o => o.Test, (o, v) => o with { Test = v }),
        Setting<ForecasterOptions>.Integer(
            "model.horizon", "rows forecast from one origin", 1, o => o.Horizon, (o, v) => o with { Horizon = (int)v }),
        Setting<ForecasterOptions>.Integer(
            "model.season", "rows after which a pattern comes again; 1 for none, 0 to find out from the rows", 0, o => o.Season ?? 0,
            (o, v) => o with { Season = v == 0 ? null : (int)v }),
        Setting<ForecasterOptions>.Text(
            "model.quantiles", "the levels of the quantiles, rising",
            o => string.Join(",", o.Quantiles.Select(q => q.ToString("R", CultureInfo.InvariantCulture))),
            (o, v) => o with { Quantiles = Levels(v) }),
        Setting<ForecasterOptions>.Choice(
            "model.logarithm", "whether changes are shares of the level, found out from the rows or said", ["auto", "yes", "no"],
            o => o.Logarithm switch { null => "auto", true => "yes", false => "no" },
            (o, v) => o with { Logarithm = v == "auto" ? null : v == "yes" }),
        Setting<ForecasterOptions>.Choice(
            "model.floor", "whether forecasts end at 0, as counts do, found out from the rows or said", ZeroFloor.Choices,
            o => ZeroFloor.Word(o.Floor), (o, v) => o with { Floor = ZeroFloor.Said(v) }),
        Setting<ForecasterOptions>.Cell("model.cell", o => o.Cell, (o, v) => o with { Cell = v }),
        Setting<ForecasterOptions>.Integer("model.hidden", "units of a layer", 1, o => o.Hidden, (o, v) => o with { Hidden = (int)v }),
        Setting<ForecasterOptions>.Integer("model.layers", "layers", 1, o => o.Layers, (o, v) => o with { Layers = (int)v }),
        Setting<ForecasterOptions>.Number(
            "model.dropout", "the share of values hidden in training before the output", 0, 0.999, o => o.Dropout, (o, v) => o with { Dropout = v }),
        Setting<ForecasterOptions>.Integer(
            "training.window", "rows that the net is trained on in one go", 2, o => o.Window, (o, v) => o with { Window = (int)v }),
        Setting<ForecasterOptions>.Integer("training.batch", "windows trained side by side", 1, o => o.Batch, (o, v) => o with { Batch = (int)v }),
        Setting<ForecasterOptions>.Integer(
            "training.steps", "the least number of training steps an epoch has", 1, o => o.Steps, (o, v) => o with { Steps = (int)v }),
        Setting<ForecasterOptions>.Number(
            "training.gaps", "the share of windows in which a gap is hidden, to be bridged", 0, 1, o => o.Gaps, (o, v) => o with { Gaps = v }),
        Setting<ForecasterOptions>.Seed("training.seed", "the seed of every random number", o => o.Seed, (o, v) => o with { Seed = v }),
    ]);

    private static double[] Levels(string list)
        => [.. list.Split(',').Select(q => double.TryParse(q, NumberStyles.Float, CultureInfo.InvariantCulture, out double level)
        ? level
        : throw new SluiceException($"model.quantiles: expected numbers such as 0.1,0.5,0.9, got '{list}'."))];
}
