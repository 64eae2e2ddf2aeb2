using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Sluice.Data;
using Sluice.Formats;
using Sluice.Inspection;
using Sluice.Layers;
using Sluice.Readers;
using Sluice.Tasks;
using Sluice.Tasks.Teaching;

namespace Sluice.Studio.Views;

/// <summary>How gradients flow back: in fresh nets side by side, or in a trained model beside the same one fresh.</summary>
internal static class FlowApi
{
    private const int MostCells = 6, MostLags = 300, MostUnits = 128, MostFiles = 500, Sequences = 8, Depth = 3, MostModels = 50;
    private const string Book = "book", ModelName = "model.safetensors";

    private static readonly string s_book = ChildrensBook.Text(BookLanguage.English, 2000, 1);
    private static readonly Vocabulary s_vocabulary = Vocabulary.Build(LanguageModel.TokenizerFor("character").Tokenize(s_book));

    private static int[]? s_symbols;

    public static void Map(RouteGroupBuilder api, StudioContext studio)
    {
        api.MapGet("/flow/fresh", (string cells, int? hidden, int? length, double? scale, double? bias, ulong? seed, bool? spectrum) =>
        {
            var (units, lags) = (Within("units", hidden ?? 32, 4, MostUnits), Within("steps back", length ?? 60, 3, MostLags));
            string[] names = cells.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (names.Length is < 1 or > MostCells) throw new SluiceException($"Gradients: expected 1 to {MostCells} cells, got {names.Length}.");
            var nets = names.Select(name => Figures(name, Fresh(name, units, (float)(scale ?? 1), (float)(bias ?? 1), seed ?? 1, lags, spectrum ?? false), lags));
            return new { Lags = lags, Units = units, Sequences, Nets = nets.ToArray() };
        });
        api.MapGet("/flow/models", () => new { Models = Models(studio.Shelf), Data = DataFiles(studio.Shelf) });
        api.MapGet("/flow/trained", (string model, string? data, int? length) =>
        {
            int lags = Within("steps back", length ?? 60, 3, MostLags);
            string path = studio.Shelf.Find(model);
            if (Directory.Exists(path)) path = Path.Combine(path, ModelName);
            string source = data is null or "" ? Book : data;
            var (trained, fresh, units) = ModelFile.Open(path).Metadata["sluice.task"] == "forecast" ? Forecast(path, source, studio, lags) : Text(path, source, studio, lags);
            return new { Lags = lags, Units = units, Sequences, Nets = new[] { Figures("trained", trained, lags), Figures("fresh", fresh, lags) } };
        });
    }

    private static GradientFlow Fresh(string cell, int units, float scale, float bias, ulong seed, int lags, bool spectrum)
    {
        // As many inputs as units: some cells need that.
        var model = new LanguageModel(s_vocabulary, new LanguageModelOptions { Cell = cell, Hidden = units, Embedding = units, Layers = 1, Seed = seed });
        RecurrentScale.Multiply(model.Stack, scale);
        ForgetBias.Set(model.Stack, bias);
        return model.MeasureGradients(s_symbols ??= model.Encode(s_book), lags, Sequences, spectrum);
    }

    private static (GradientFlow Trained, GradientFlow Fresh, int Units) Text(string path, string data, StudioContext studio, int lags)
    {
        var model = LanguageModel.Load(path);
        int[] symbols = model.Encode(data == Book ? s_book : TextFile.Read(studio.Shelf.Find(data)));
        return (model.MeasureGradients(symbols, lags, Sequences), model.Untrained().MeasureGradients(symbols, lags, Sequences), model.Options.Hidden);
    }

    private static (GradientFlow Trained, GradientFlow Fresh, int Units) Forecast(string path, string data, StudioContext studio, int lags)
    {
        var model = Forecaster.Load(path);
        if (data == Book) throw new SluiceException("Gradients: expected the table that the forecaster reads; choose one beside the model.");
        var table = DataFile.ReadTable(studio.Shelf.Find(data));
        return (model.MeasureGradients(table, lags, Sequences), model.Untrained().MeasureGradients(table, lags, Sequences), model.Options.Hidden);
    }

    /// <summary>What is drawn of a net: of its layers the lowest.</summary>
    private static object Figures(string name, GradientFlow flow, int lags)
    {
        var layer = flow.Layers[0];
        double[] spectrum = layer.Spectrum;
        var keep = layer.Gates.FirstOrDefault(g => g.Gate == "f") ?? layer.Gates.FirstOrDefault(g => g.Gate == "z");
        double factor = layer.FactorPerStep;
        return new
        {
            Name = name,
            layer.Whole,
            States = layer.States.Select(s => new { Name = s, Median = layer.Median(s) }),
            Factor = factor,
            HalfLife = factor is > 0 and < 1 ? Math.Log(0.5) / Math.Log(factor) : (double?)null,
            Predicted = Math.Pow(factor, lags),
            Largest = spectrum.Length > 0 ? spectrum[0] : (double?)null,
            Bound = spectrum.Length > 0 ? Math.Pow(spectrum[0], lags) : (double?)null,
            Keep = keep is null ? null : new { keep.Gate, keep.Mean, Path = Math.Pow(keep.Mean, lags) },
            layer.Gates,
        };
    }

    private static int Within(string what, int value, int least, int most)
        => value >= least && value <= most ? value : throw new SluiceException($"Gradients: expected {least} to {most} {what}, got {value}.");

    /// <summary>The models in the folder whose gradients can be measured.</summary>
    private static IEnumerable<object> Models(Shelf shelf) => Files(shelf, "*.safetensors")
        .Where(f => !f.Contains("/checkpoints/", StringComparison.Ordinal)).Take(MostModels)
        .Select(f => (Name: f.EndsWith("/" + ModelName, StringComparison.Ordinal) ? f[..^(ModelName.Length + 1)] : f, Task: TaskOf(shelf.Find(f))))
        .Where(m => m.Task is "text" or "forecast").Select(m => new { m.Name, m.Task });

    private static string? TaskOf(string path)
    {
        try
        {
            return ModelFile.Open(path).Metadata["sluice.task"];
        }
        catch (SluiceException)
        {
            return null;
        }
    }

    private static IEnumerable<string> DataFiles(Shelf shelf)
        => new[] { "*.txt", "*.csv", "*.tsv" }.SelectMany(p => Files(shelf, p)).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Files(Shelf shelf, string pattern)
    {
        var options = new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = Depth, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint };
        return Directory.EnumerateFiles(shelf.Folder, pattern, options).Take(MostFiles).Select(shelf.NameOf).Order(StringComparer.Ordinal);
    }
}
