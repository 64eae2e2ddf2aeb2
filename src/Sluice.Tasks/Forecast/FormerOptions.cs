using System.Text.Json;
using Sluice.Data.Tables;

namespace Sluice.Tasks.Forecast;

/// <summary>The options of a forecaster as files had them before they were a list of settings.</summary>
internal static class FormerOptions
{
    /// <summary>Whether this is how they were written.</summary>
    public static bool Is(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("target", out _);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: half of a surrogate pair
        {
            return false;
        }
    }

    /// <summary>Reads them.</summary>
    public static ForecasterOptions Read(string json) => DataJson.Read("the forecaster's options", json, o => new ForecasterOptions
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

    private static string[]? Names(JsonElement names)
        => names.ValueKind == JsonValueKind.Null ? null : [.. names.EnumerateArray().Select(DataJson.Text)];
}
