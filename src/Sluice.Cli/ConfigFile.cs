using System.Text.Json;
using Sluice.Readers;
using Sluice.Tasks.Anomalies;
using Sluice.Tasks.Classify;
using Sluice.Tasks.Compose;
using Sluice.Tasks.Control;
using Sluice.Tasks.Describe;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Life;
using Sluice.Tasks.Series;
using Sluice.Tasks.Tag;
using Sluice.Tasks.Text;
using Sluice.Tasks.Transcribe;
using Sluice.Tasks.Translate;
using Sluice.Training;

namespace Sluice.Cli;

/// <summary>The runs that the command line starts from, and configuration files of any task.</summary>
internal static class ConfigFile
{
    /// <summary>A run on a text before any setting.</summary>
    public static TextRun Text { get; } = new("", new LanguageModelOptions(), new TrainingOptions());

    /// <summary>A run on a table before any setting.</summary>
    public static ForecastRun Forecast { get; } = new("", new ForecasterOptions { Target = "" }, new TrainingOptions { Epochs = 30, Patience = 8 });

    /// <summary>A run on tagged sequences before any setting.</summary>
    public static TagRun Tag { get; } = new("", new TaggerOptions(), new TrainingOptions { Epochs = 30, Patience = 8, Rate = 0.003 });

    /// <summary>A run on labelled sequences before any setting.</summary>
    public static ClassifyRun Classify { get; } = new("", new ClassifierOptions(), new TrainingOptions { Epochs = 40, Patience = 10, Rate = 0.003 });

    /// <summary>A run on the log of a driver before any setting.</summary>
    public static ControlRun Control { get; } = new("", new PolicyOptions(), new TrainingOptions { Epochs = 60, Rate = 0.01 });

    /// <summary>A run on histories of units before any setting.</summary>
    public static LifeRun Life { get; } = new("", new LifeOptions(), new TrainingOptions { Epochs = 120 });

    /// <summary>A run on many series before any setting.</summary>
    public static SeriesRun Series { get; } = new("", new SeriesOptions(), new TrainingOptions { Epochs = 20, Patience = 5, Rate = 0.002 });

    /// <summary>A run on music before any setting: those of the best LSTM of 24 on the JSB chorales.</summary>
    public static ComposeRun Compose { get; } = new("", new MusicModelOptions { Hidden = 216, Dropout = 0.559, Batch = 4 }, new TrainingOptions { Epochs = 60, Patience = 10, Rate = 0.0184 });

    /// <summary>A run on a live series before any setting.</summary>
    public static AnomalyRun Anomalies { get; } = new("", new AnomalyOptions { Target = "" });

    /// <summary>A run on pairs of texts before any setting.</summary>
    public static TranslateRun Translate { get; } = new("", new TranslatorOptions(), new TrainingOptions { Epochs = 12, Patience = 4, Rate = 0.002 });

    /// <summary>A run on recordings before any setting.</summary>
    public static TranscribeRun Transcribe { get; } = new("", new TranscriberOptions(), new TrainingOptions { Epochs = 20, Patience = 6, Rate = 0.006 });

    /// <summary>A run on scenes before any setting.</summary>
    public static DescribeRun Describe { get; } = new(DescribeRun.Drawn, new DescriberOptions(), new TrainingOptions { Epochs = 16 });

    /// <summary>Whether a path names a configuration rather than data.</summary>
    public static bool Is(string path) => Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a configuration: the run of the task that it names; one that names none is of a forecast where it has a target, else of a text.</summary>
    public static object Read(string path)
    {
        string json = TextFile.Read(path);
        using var document = Parse(json);
        var root = document?.RootElement;
        string? task = root is { ValueKind: JsonValueKind.Object } o && o.TryGetProperty("task", out var named) && named.ValueKind == JsonValueKind.String ? named.GetString() : null;
        bool target = root is { ValueKind: JsonValueKind.Object } all && all.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object && data.TryGetProperty("target", out _);
        return task switch
        {
            "tag" => TagRun.Settings.FromJson(Tag, json, path),
            "classify" => ClassifyRun.Settings.FromJson(Classify, json, path),
            "control" => ControlRun.Settings.FromJson(Control, json, path),
            "life" => LifeRun.Settings.FromJson(Life, json, path),
            "compose" => ComposeRun.Settings.FromJson(Compose, json, path),
            "series" => SeriesRun.Settings.FromJson(Series, json, path),
            "translate" => TranslateRun.Settings.FromJson(Translate, json, path),
            "transcribe" => TranscribeRun.Settings.FromJson(Transcribe, json, path),
            "describe" => DescribeRun.Settings.FromJson(Describe, json, path),
            "anomalies" => AnomalyRun.Settings.FromJson(Anomalies, json, path),
            "forecast" => ForecastRun.Settings.FromJson(Forecast, json, path),
            null when target => ForecastRun.Settings.FromJson(Forecast, json, path),
            _ => TextRun.Settings.FromJson(Text, json, path),
        };
    }

    /// <summary>The document, or null: reading the settings says where it is wrong.</summary>
    private static JsonDocument? Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
