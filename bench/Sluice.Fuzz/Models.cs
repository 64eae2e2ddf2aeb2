using System.Buffers.Binary;
using System.Text;
using System.Text.RegularExpressions;
using Sluice.Data.Sequences;
using Sluice.Data.Tables;
using Sluice.Tasks.Classify;
using Sluice.Tasks.Compose;
using Sluice.Tasks.Describe;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Labels;
using Sluice.Tasks.Series;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Tag;
using Sluice.Tasks.Text;
using Sluice.Tasks.Transcribe;
using Sluice.Tasks.Translate;

namespace Sluice.Fuzz;

/// <summary>Small model files, and a use of what was loaded: a file that is accepted must work too.</summary>
internal static partial class Models
{
    private static readonly Table s_table = new(
    [
        new DateColumn("d", [.. Enumerable.Range(0, 24).Select(i => (DateTime?)new DateTime(2024, 1, 1).AddDays(i))]),
        new CategoryColumn("c", [.. Enumerable.Range(0, 24).Select(i => i % 3 == 0 ? "a" : "b")]),
        new NumberColumn("y", [.. Enumerable.Range(0, 24).Select(i => i % 5 + 0.5)]),
    ]);

    public static byte[] LanguageModel(string tokenizer) => Saved(Tasks.Text.LanguageModel.From(
        "Doug saw Jane. Jane saw Spot. Spot saw Doug.", new LanguageModelOptions { Tokenizer = tokenizer, Hidden = 2, Layers = 1, Embedding = 2, Steps = 2, Batch = 1 }).Model.Save);

    public static byte[] Forecaster(string target) => Saved(Tasks.Forecast.Forecaster.From(
        s_table, new ForecasterOptions { Target = target, Hidden = 2, Window = 4, Horizon = 2, Season = 3, Known = ["d"] }).Model.Save);

    public static byte[] Tagger() => Saved(Tasks.Tag.Tagger.FromSentences(
        [Sample.Of(["play", "x"], ["O", "B-a"], "p"), Sample.Of(["x"], ["B-a"], "q")], null, new TaggerOptions { Hidden = 2, Word = 2, Character = 2, Spelling = 2, Validation = 0 }).Model.Save);

    public static byte[] RowTagger() => Saved(Tasks.Tag.Tagger.FromTable(s_table, null, new RowColumns { Target = "c", Inputs = ["y"] }, new TaggerOptions { Hidden = 2, Field = false, Validation = 0 }).Model.Save);

    public static byte[] Classifier() => Saved(Tasks.Classify.Classifier.FromTexts(
        [Sample.Of(["play", "x"], null, "p"), Sample.Of(["x"], null, "q")], [], new ClassifierOptions { Hidden = 2, Word = 2 }).Model.Save);

    public static byte[] SeriesForecaster(string kind) => Saved(Tasks.Series.SeriesForecaster.From(
        new SeriesTable(s_table, new SeriesColumns { Past = ["c"] }), new SeriesOptions { Kind = kind, Hidden = 2, Lookback = 4, Horizon = 2, Segment = 2, Samples = 2, Identity = 1 }).Model.Save);

    public static byte[] MusicModel(string cell) => Saved(new MusicModel(new MusicModelOptions { Cell = cell, Hidden = 2 }).Save);

    public static byte[] Translator(string source, string target) => Saved(Tasks.Translate.Translator.From(
        [new("Jane sees Doug", "Jane 看见 Doug"), new("Doug sees", "Doug 看见")], [], new TranslatorOptions { Source = source, Target = target, Merges = 4, Net = new EncoderDecoderOptions { Hidden = 2, Embedding = 2 } }).Model.Save);

    public static void Use(Translator model)
    {
        // A net that has learned nothing may never end.
        if (model.Options.Longest > 1000) return;
        model.Translate(["Jane sees é", "", "看"], 2);
    }

    public static byte[] Describer(string attention) => Saved(new Describer(
        new DescriberOptions { Attention = attention, Hidden = 2, Features = 2, Embedding = 2, Scenes = new SceneOptions { Rows = 1, Columns = 2, Most = 1 } }, 2).Save);

    public static void Use(Describer model)
    {
        try
        {
            model.Describe([new Scene([], new byte[24])], 2);
        }
        catch (SluiceException)
        {
            // Its grid is another.
        }
    }

    public static void Use(MusicModel model) => model.Continue([[60, 64]], 2);

    public static void Use(SeriesForecaster model)
    {
        try
        {
            model.Forecast(new SeriesTable(s_table, model.Encoder.Columns));
        }
        catch (SluiceFormatException)
        {
            // The table has no such columns, or too few rows.
        }
    }

    public static void Use(Tagger model)
    {
        if (model.Input is WordInput) model.Tag([Sample.Of(["play", "y", ""]), Sample.Of([])], 2);
        else if (model.Input.Width < 1000) model.Tag(new Sample(2) { Rows = new float[2 * model.Input.Width] });
    }

    public static byte[] Transcriber() => Saved(Tasks.Transcribe.Transcriber.From(
        [new Utterance([[1, 2], [2, 1], [0, 1]], "a b"), new Utterance([[1, 1], [0, 2]], "b")], null, new TranscriberOptions { Hidden = 2, Layers = 1, Bidirectional = false, Stack = 1, Validation = 0 }, new SpectralOptions { Rate = 8000, Bands = 2 }).Model.Save);

    public static void Use(Transcriber model)
    {
        if (model.Scaling.Width > 1000) return;
        var utterance = new Utterance([new float[model.Scaling.Width], new float[model.Scaling.Width]]);
        model.Transcribe([utterance, new Utterance([])], new DecodingOptions { Beam = 2 });
        if (model.Options.Bidirectional || model.Options.Level == "recording") return;
        var stream = new TranscriberStream(model);
        stream.Push(utterance.Rows);
        stream.Finish();
    }

    public static void Use(Classifier model)
    {
        if (model.Input is WordInput) model.Classify([Sample.Of(["play", "y", ""]), Sample.Of([])]);
    }

    public static void Use(LanguageModel model)
    {
        foreach (int _ in model.Write([0], new SamplingOptions()).Take(2)) { }
    }

    public static void Use(Forecaster model)
    {
        try
        {
            model.Predict(s_table);
        }
        catch (SluiceFormatException)
        {
            // The table has no such columns.
        }
    }

    /// <summary>The file without its checksums, which would refuse every change before anything else is looked at.</summary>
    private static byte[] Saved(Action<string> save)
    {
        string path = Path.GetTempFileName();
        try
        {
            save(path);
            byte[] bytes = File.ReadAllBytes(path);
            int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
            byte[] header = Encoding.UTF8.GetBytes(Checksum().Replace(Encoding.UTF8.GetString(bytes, 8, length), ""));
            byte[] start = new byte[8];
            BinaryPrimitives.WriteInt64LittleEndian(start, header.Length);
            return [.. start, .. header, .. bytes[(8 + length)..]];
        }
        finally
        {
            File.Delete(path);
        }
    }

    [GeneratedRegex("\"sluice\\.(data|metadata)_sha256\":\"[0-9a-f]*\",")]
    private static partial Regex Checksum();
}
