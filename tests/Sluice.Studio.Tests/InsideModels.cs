using Sluice.Readers;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Text;
using Sluice.Tasks.Translate;
using Sluice.Training;

namespace Sluice.Studio.Tests;

/// <summary>Small models to look into: trained once, written wherever a test wants them.</summary>
internal static class InsideModels
{
    // From the newest to the oldest.
    private static readonly string[] s_models = ["words.safetensors", "series/model.safetensors", "spell.safetensors", "broken.safetensors"];

    private static readonly Lazy<Dictionary<string, byte[]>> s_files = new(Train);

    /// <summary>Writes a model of words and a text, a forecaster with its table, a translator and a broken file into a folder.</summary>
    public static void Write(string folder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "series"));
        foreach (var (name, content) in s_files.Value) File.WriteAllBytes(Path.Combine(folder, name), content);
        for (int k = 0; k < s_models.Length; k++) File.SetLastWriteTimeUtc(Path.Combine(folder, s_models[k]), DateTime.UtcNow.AddMinutes(-k));
    }

    private static Dictionary<string, byte[]> Train()
    {
        string folder = Directory.CreateTempSubdirectory("sluice-inside-").FullName;
        string In(string name) => Path.Combine(folder, name);
        try
        {
            var (words, reading) = LanguageModel.From(
                ChildrensBook.Text(
                    BookLanguage.English, 300,
                    3), new LanguageModelOptions { Tokenizer = "word", Hidden = 16, Layers = 1, Embedding = 8, Dropout = 0, Batch = 8, Steps = 16 });
            new Trainer(reading, new TrainingOptions { Epochs = 8, Rate = 0.03 }).Run();
            words.Save(In("words.safetensors"));
            File.WriteAllText(In("book.txt"), ChildrensBook.Text(BookLanguage.English, 100, 4));

            Directory.CreateDirectory(In("series"));
            File.WriteAllLines(In("sales.csv"), ["day,sales", .. Enumerable.Range(0, 200).Select(d =>
                FormattableString.Invariant($"{new DateTime(2024, 1, 1).AddDays(d):yyyy-MM-dd},{20 + 5 * Math.Sin(d * 2 * Math.PI / 7) + d % 3}"))]);
            var (series, walking) = Forecaster.From(
                DataFile.ReadTable(In("sales.csv")), new ForecasterOptions { Target = "sales", Horizon = 4, Hidden = 8, Season = 7, Steps = 10 });
            new Trainer(walking, new TrainingOptions { Epochs = 2 }).Run();
            series.Save(In("series/model.safetensors"));
            File.WriteAllText(In("series/config.json"), """{ "data": { "file": "elsewhere/sales.csv" } } // with a comment""");

            var symbols = TextSymbols.Learn("character", ["a", "b", "c"]);
            new Translator(symbols, symbols, new TranslatorOptions
            {
                Source = "character",
                Target = "character",
                Longest = 8,
                Net = new EncoderDecoderOptions { Hidden = 8, Embedding = 4 }
            }).Save(In("spell.safetensors"));
            File.WriteAllText(In("config.json"), """{ "data": { "file": "pairs.tsv", "swapped": true } }""");
            File.WriteAllText(In("pairs.tsv"), "ab\tba\nabc\tcba\nabc\tcba\n");
            File.WriteAllText(In("broken.safetensors"), "this is no model");
            return Directory.EnumerateFiles(
                folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(folder, f), File.ReadAllBytes);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
