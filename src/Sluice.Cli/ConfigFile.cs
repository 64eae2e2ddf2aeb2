using System.Runtime.ExceptionServices;
using System.Text.Json;
using Sluice.Readers;
using Sluice.Tasks;
using Sluice.Tasks.Control;
using Sluice.Tasks.Labels;
using Sluice.Tasks.Life;
using Sluice.Tasks.Series;
using Sluice.Tasks.Settings;
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

    /// <summary>Whether a path names a configuration rather than data.</summary>
    public static bool Is(string path) => Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a configuration: a <see cref="SeriesRun"/> where it names values; else of the first task that has all of its keys, a <see cref="ForecastRun"/> rather where it names a target, else a <see cref="TextRun"/>.</summary>
    public static object Read(string path)
    {
        string json = TextFile.Read(path);
        SluiceException? first = null;
        if (Names(json, "values")) return SeriesRun.Settings.FromJson(Series, json, path);
        foreach (var read in new Func<object>[]
        {
            Names(json, "target") ? () => ForecastRun.Settings.FromJson(Forecast, json, path) : () => TextRun.Settings.FromJson(Text, json, path),
            () => TagRun.Settings.FromJson(Tag, json, path),
            () => ClassifyRun.Settings.FromJson(Classify, json, path),
            () => ControlRun.Settings.FromJson(Control, json, path),
            () => LifeRun.Settings.FromJson(Life, json, path),
        })
        {
            try
            {
                return read();
            }
            catch (SluiceException e)
            {
                first ??= e;
            }
        }

        ExceptionDispatchInfo.Throw(first!);
        throw first;
    }

    /// <summary>Whether the data of a configuration has a key.</summary>
    private static bool Names(string json, string key)
    {
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            return document.RootElement.ValueKind == JsonValueKind.Object
                && document.RootElement.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
                && data.TryGetProperty(key, out _);
        }
        catch (JsonException)
        {
            return false; // Reading the settings says where it is wrong.
        }
    }
}
