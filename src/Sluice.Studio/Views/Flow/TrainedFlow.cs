using Sluice.Formats;
using Sluice.Inspection;
using Sluice.Readers;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Text;
using Sluice.Training;

namespace Sluice.Studio.Views.Flow;

/// <summary>How gradients flow back in a trained model, beside the same one before training, on the data it learned from.</summary>
internal static class TrainedFlow
{
    private const string Text = LanguageModel.TaskName, Forecast = "forecast", Built = "book:";

    /// <summary>Whether models of a task can be measured: those that read in one direction and end in one loss.</summary>
    public static bool Can(string? task) => task is Text or Forecast;

    /// <summary>Measures a model of the folder, as far back as its data reaches.</summary>
    /// <param name="studio">The studio.</param>
    /// <param name="name">The model file, or the folder of a run.</param>
    /// <param name="data">A file of the folder; null for that of the run.</param>
    /// <param name="lags">The largest lag.</param>
    /// <param name="spectrum">Which singular values are wanted.</param>
    public static FlowAnswer Measure(StudioContext studio, string name, string? data, int lags, JacobianSpectrum spectrum)
    {
        string path = studio.Shelf.Find(name);
        if (Directory.Exists(path)) (name, path) = ($"{name.TrimEnd('/')}/model.safetensors", Path.Combine(path, "model.safetensors"));
        if (!File.Exists(path)) throw new SluiceException($"Gradients: expected a model of the studio's folder, got '{name}', which is not there.");
        string task = ModelFile.Open(path).Metadata.GetValueOrDefault("sluice.task", "");
        string? file = string.IsNullOrEmpty(data) ? studio.Models.DataOf(name) : data;
        return task switch
        {
            Text => OfText(studio, name, file, lags, spectrum),
            Forecast => OfTable(
                studio, name, file ?? throw new SluiceException($"Gradients: the data of '{name}' is not in the studio's folder; choose a file."),
                lags, spectrum),
            _ => throw new SluiceException($"Gradients: expected a model of '{Text}' or '{Forecast}', got one of '{task}'."),
        };
    }

    private static FlowAnswer OfText(StudioContext studio, string name, string? file, int lags, JacobianSpectrum spectrum)
    {
        var model = studio.Models.Get<LanguageModel>(name);
        int[] symbols = model.Encode(file is null ? ChildrensBook.Text(Language(studio, name), 2000, 1) : TextFile.Read(studio.Shelf.Find(file)));
        lags = Math.Min(lags, (symbols.Length - 1) / 2);
        GradientFlow Of(LanguageModel net) => net.MeasureGradients(symbols, lags, FlowApi.Sequences, spectrum);
        return Answer(Of(model), Of(model.Untrained()), lags, model.Options.Hidden, file);
    }

    private static FlowAnswer OfTable(StudioContext studio, string name, string file, int lags, JacobianSpectrum spectrum)
    {
        var model = studio.Models.Get<Forecaster>(name);
        var table = DataFile.ReadTable(studio.Shelf.Find(file), new TableOptions { Schema = model.Schema });
        lags = Math.Max(1, Math.Min(lags, table.RowCount / 2 - 2));
        GradientFlow Of(Forecaster net) => net.MeasureGradients(table, lags, FlowApi.Sequences, spectrum);
        return Answer(Of(model), Of(model.Untrained()), lags, model.Options.Hidden, file);
    }

    private static FlowAnswer Answer(GradientFlow trained, GradientFlow fresh, int lags, int units, string? file)
        => new(lags, units, FlowApi.Sequences, 2 * lags, file, [FlowFigures.Of("trained", trained, lags), FlowFigures.Of("fresh", fresh, lags)]);

    /// <summary>The language of the built-in book that a run learned from.</summary>
    private static BookLanguage Language(StudioContext studio, string name)
    {
        string? folder = Path.GetDirectoryName(studio.Shelf.Find(name));
        string data = folder is not null && File.Exists(RunFolder.ConfigIn(folder))
            ? studio.Runs.Settings(studio.Shelf.NameOf(folder)).GetValueOrDefault("data.file", "")
            : "";
        return data.StartsWith(Built, StringComparison.Ordinal)
            && Enum.TryParse<BookLanguage>(data.AsSpan(Built.Length), ignoreCase: true, out var language) ? language : BookLanguage.English;
    }
}
