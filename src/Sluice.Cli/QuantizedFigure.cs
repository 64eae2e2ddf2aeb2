using System.Text.Json.Serialization;

namespace Sluice.Cli;

/// <summary>A figure of a model and of the same one with weights of fewer bits.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Float32">With weights of 32 bits.</param>
/// <param name="Quantized">With fewer.</param>
internal sealed record QuantizedFigure(string Name, double Float32, double Quantized)
{
    // The keys of JSON, and what 'evaluate' calls them.
    private static readonly Dictionary<string, string> s_names = new()
    {
        ["mean_absolute_error"] = "MAE",
        ["absolute_error"] = "MAE",
        ["squared_error"] = "MSE",
        ["root_mean_squared_error"] = "RMSE",
        ["scaled"] = "MASE",
        ["mase"] = "MASE",
        ["smape"] = "sMAPE",
        ["crps"] = "CRPS",
        ["f1"] = "F1",
        ["macro_f1"] = "macro F1",
        ["wholes"] = "all right",
        ["label_accuracy"] = "labels",
        ["chr_f"] = "chrF",
        ["bleu"] = "BLEU",
    };

    /// <summary>The change in percent.</summary>
    public double? ChangePercent => Float32 == 0 ? null : 100 * (Quantized - Float32) / Math.Abs(Float32);

    /// <summary>Whether it is a time, of which the ratio is told.</summary>
    [JsonIgnore]
    public bool IsTime { get; init; }

    /// <summary>Whether the two differ as they are printed.</summary>
    [JsonIgnore]
    public bool Differs => Text(Float32) != Text(Quantized);

    /// <summary>The figures of both that differ, by their names.</summary>
    public static IEnumerable<QuantizedFigure> Compare(IReadOnlyDictionary<string, double> before, IReadOnlyDictionary<string, double> after)
        => before.Where(b => after.ContainsKey(b.Key)).Select(b => new QuantizedFigure(b.Key, b.Value, after[b.Key]))
            .Where(f => f.Float32 != f.Quantized);

    /// <summary>The row of a table.</summary>
    public string[] Cells() => [Called(Name), Text(Float32), Text(Quantized), Change()];

    /// <summary>As 'evaluate' calls the figure of a key such as "model.root_mean_squared_error".</summary>
    internal static string Called(string key)
    {
        string[] parts = key.Split('.');
        return string.Join(
            ", ", (parts is ["model", ..] ? parts[1..] : parts).Select(p => s_names.GetValueOrDefault(p) ?? p.Replace('_', ' ')));
    }

    private static string Text(double value) => Math.Abs(value) >= 1 ? $"{value:#,0.####}" : $"{value:G4}";

    private string Change()
        => IsTime ? $"{Float32 / Quantized:F2} times as fast" : ChangePercent is not { } change ? "-"
            : Math.Abs(change) < 0.005 ? $"{change:+0.#####;-0.#####;0} %" : $"{change:+0.00;-0.00} %";
}
