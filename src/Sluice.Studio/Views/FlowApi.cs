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
    private const int MostCells = 6, MostLags = 300, MostUnits = 128, Sequences = 8;
    private const string Book = "book:", Text = LanguageModel.TaskName, Forecast = "forecast";

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
        api.MapGet("/flow/models", () => studio.Runs.All().Where(r => r.Task is Text or Forecast && File.Exists(ModelOf(studio, r.Name))).Select(r => r.Name));
        api.MapGet("/flow/trained", (string model, int? length, bool? spectrum) =>
        {
            int lags = Within("steps back", length ?? 60, 3, MostLags);
            string path = ModelOf(studio, model), data = studio.Runs.Settings(model).GetValueOrDefault("data.file", "");
            string task = ModelFile.Open(path).Metadata["sluice.task"];
            var (trained, fresh, units) = task switch
            {
                Text => OfText(LanguageModel.Load(path), data, studio, lags, spectrum ?? false),
                Forecast => OfTable(Forecaster.Load(path), DataFile.ReadTable(studio.Shelf.Find(data)), lags, spectrum ?? false),
                _ => throw new SluiceException($"Gradients: expected a run of '{Text}' or '{Forecast}', got one of '{task}'."),
            };
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

    private static (GradientFlow Trained, GradientFlow Fresh, int Units) OfText(LanguageModel model, string data, StudioContext studio, int lags, bool spectrum)
    {
        bool book = data.Length == 0 || data.StartsWith(Book, StringComparison.Ordinal);
        string text = !book ? TextFile.Read(studio.Shelf.Find(data)) : Enum.TryParse<BookLanguage>(data.AsSpan(Math.Min(data.Length, Book.Length)), ignoreCase: true, out var language) ? ChildrensBook.Text(language, 2000, 1) : s_book;
        int[] symbols = model.Encode(text);
        return (model.MeasureGradients(symbols, lags, Sequences, spectrum), model.Untrained().MeasureGradients(symbols, lags, Sequences, spectrum), model.Options.Hidden);
    }

    private static (GradientFlow Trained, GradientFlow Fresh, int Units) OfTable(Forecaster model, Table table, int lags, bool spectrum)
        => (model.MeasureGradients(table, lags, Sequences, spectrum), model.Untrained().MeasureGradients(table, lags, Sequences, spectrum), model.Options.Hidden);

    private static string ModelOf(StudioContext studio, string run) => Path.Combine(studio.Shelf.Find(run), "model.safetensors");

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
}
