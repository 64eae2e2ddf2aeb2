using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Data.Tables;

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

    internal void Check()
    {
        if (Horizon is < 1 or > MostHorizon) throw new SluiceException($"Forecaster: expected a horizon of 1 to {MostHorizon} rows, got {Horizon}.");
        Positive(Hidden, "hidden units");
        Positive(Layers, "layers");
        Positive(Batch, "batch");
        Positive(Steps, "steps");
        if (Window < 2) throw new SluiceException($"Forecaster: expected a window of 2 rows or more, got {Window}.");
        if (Season is < 1 or > ForecastTarget.MostSeason) throw new SluiceException($"Forecaster: expected a season of 1 to {ForecastTarget.MostSeason} rows, got {Season}.");
        if (!(Dropout is >= 0 and < 1)) throw new SluiceException($"Forecaster: expected a dropout from 0 to below 1, got {Dropout}.");
        if (!(Gaps is >= 0 and <= 1)) throw new SluiceException($"Forecaster: expected a share of gaps from 0 to 1, got {Gaps}.");
        if (!Quantiles.Contains(0.5) || !Quantiles.SequenceEqual(Quantiles.Order().Distinct()) || !(Quantiles[0] > 0 && Quantiles[^1] < 1))
            throw new SluiceException($"Forecaster: expected rising quantile levels between 0 and 1 with 0.5 among them, got {string.Join(", ", Quantiles)}.");

        static void Positive(int value, string what)
        {
            if (value < 1) throw new SluiceException($"Forecaster: expected 1 or more as {what}, got {value}.");
        }
    }

    internal string ToJson() => DataJson.Write(new JsonObject
    {
        ["target"] = Target,
        ["columns"] = Names(Columns),
        ["known"] = Names(Known),
        ["season"] = Season,
        ["logarithm"] = Logarithm,
        ["horizon"] = Horizon,
        ["quantiles"] = new JsonArray([.. Quantiles.Select(q => JsonValue.Create(q))]),
        ["cell"] = Cell,
        ["hidden"] = Hidden,
        ["layers"] = Layers,
        ["dropout"] = Dropout,
        ["window"] = Window,
        ["batch"] = Batch,
        ["steps"] = Steps,
        ["gaps"] = Gaps,
        ["validation"] = Validation,
        ["test"] = Test,
        ["seed"] = Seed,
    });

    internal static ForecasterOptions FromJson(string json) => DataJson.Read("the forecaster's options", json, o => new ForecasterOptions
    {
        Target = DataJson.Text(o.GetProperty("target")),
        Columns = Names(o.GetProperty("columns")),
        Known = Names(o.GetProperty("known")),
        Season = o.GetProperty("season") is { ValueKind: JsonValueKind.Number } season ? season.GetInt32() : null,
        Logarithm = o.GetProperty("logarithm") is { ValueKind: not JsonValueKind.Null } logarithm ? logarithm.GetBoolean() : null,
        Horizon = o.GetProperty("horizon").GetInt32(),
        Quantiles = [.. o.GetProperty("quantiles").EnumerateArray().Select(q => q.GetDouble())],
        Cell = DataJson.Text(o.GetProperty("cell")),
        Hidden = o.GetProperty("hidden").GetInt32(),
        Layers = o.GetProperty("layers").GetInt32(),
        Dropout = o.GetProperty("dropout").GetDouble(),
        Window = o.GetProperty("window").GetInt32(),
        Batch = o.GetProperty("batch").GetInt32(),
        Steps = o.GetProperty("steps").GetInt32(),
        Gaps = o.GetProperty("gaps").GetDouble(),
        Validation = o.GetProperty("validation").GetDouble(),
        Test = o.GetProperty("test").GetDouble(),
        Seed = o.GetProperty("seed").GetUInt64(),
    });

    private static JsonArray? Names(IReadOnlyList<string>? names) => names is null ? null : new JsonArray([.. names.Select(n => JsonValue.Create(n))]);

    private static string[]? Names(JsonElement names) => names.ValueKind == JsonValueKind.Null ? null : [.. names.EnumerateArray().Select(DataJson.Text)];
}
