using Sluice.Audio;
using Sluice.Data.Sequences;
using Sluice.Readers;
using Sluice.Tasks.Classify;
using Sluice.Tasks.Compose;
using Sluice.Tasks.Describe;
using Sluice.Tasks.Labels;
using Sluice.Tasks.Settings;
using Sluice.Tasks.Tag;
using Sluice.Tasks.Transcribe;
using Sluice.Tasks.Translate;
using Sluice.Training;

namespace Sluice.Studio.Tests;

/// <summary>A small model of every other kind that can be looked into, most of them as they are before training.</summary>
internal static class InsideKinds
{
    private const int Rate = 2000;

    private static readonly Lazy<Dictionary<string, byte[]>> s_files = new(Train);

    /// <summary>Writes them with their data into a folder.</summary>
    public static void Write(string folder)
    {
        foreach (var (name, content) in s_files.Value)
        {
            string path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllBytes(path, content);
        }
    }

    private static Dictionary<string, byte[]> Train()
    {
        string folder = Directory.CreateTempSubdirectory("sluice-kinds-").FullName;
        try
        {
            string In(string name)
            {
                string path = Path.Combine(folder, name);
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                return path;
            }

            Labels(In);
            var options = new DescriberOptions { Scenes = new SceneOptions { Rows = 2, Columns = 3 }, Hidden = 6, Features = 5, Embedding = 4 };
            new Describer(options, new DrawnShapes().Size).Save(In("scenes/model.safetensors"));
            new MusicModel(new MusicModelOptions { Hidden = 6 }).Save(In("music/model.safetensors"));
            File.WriteAllText(
                In("songs.json"), """{ "train": [], "valid": [], "test": [[[60, 64], [62], [64, 67]], [[48], [50], [52], [53], [55]]] }""");
            var symbols = TextSymbols.Learn("character", ["0123456789 abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ,.-/"]);
            new Translator(symbols, symbols, new TranslatorOptions
            {
                Source = "character",
                Target = "character",
                Longest = 4,
                Net = new EncoderDecoderOptions { Hidden = 6, Embedding = 4 }
            }).Save(In("dates/model.safetensors"));
            File.WriteAllText(In("dates/config.json"), """{ "data": { "file": "practice:dates" } }""");
            Speech(In);
            return Directory.EnumerateFiles(
                folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(folder, f), File.ReadAllBytes);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Labels(Func<string, string> file)
    {
        Sample[] names = [.. Enumerable.Range(
            0, 40).Select(i => Sample.Of([.. (i % 2 == 0 ? "kamo" : "smith").Select(c => $"{c}")], null, i % 2 == 0 ? "Japanese" : "English"))];
        var (classifier, learning) = Classifier.FromTexts(
            names, null, new ClassifierOptions { Tokenizer = "character", Hidden = 8, Word = 6, Bidirectional = true });
        new Trainer(learning, new TrainingOptions { Epochs = 6, Rate = 0.03 }).Run();
        classifier.Save(file("names/model.safetensors"));
        File.WriteAllText(file("names/config.json"), """{ "data": { "file": "/elsewhere/surnames" } }""");
        File.WriteAllText(file("surnames/Japanese.txt"), "kamo\nmoka\n");
        File.WriteAllText(file("surnames/English.txt"), "smith\n");

        Sample[] sentences = [.. Enumerable.Range(
            0, 40).Select(i => Sample.Of(["I", "live", "in", i % 2 == 0 ? "Paris" : "Rome", "now"], ["O", "O", "O", "B-place", "O"]))];
        var (tagger, tagging) = Tagger.FromSentences(sentences, null, new TaggerOptions { Hidden = 8, Word = 6, Character = 4, Spelling = 4 });
        new Trainer(tagging, new TrainingOptions { Epochs = 8, Rate = 0.03 }).Run();
        tagger.Save(file("places/model.safetensors"));

        File.WriteAllLines(file("waves.csv"), ["wave,height,kind", .. Enumerable.Range(0, 120).Select(
            i => FormattableString.Invariant($"{i / 10},{Math.Sin(i * (i / 10 % 2 == 0 ? 0.5 : 2)):F3},{(i / 10 % 2 == 0 ? "slow" : "quick")}"))]);
        var columns = new RowColumns { Sequence = "wave", Target = "kind" };
        Classifier.FromRows(
            columns.Labelled(DataFile.ReadTable(file("waves.csv"))), null, columns,
            new ClassifierOptions { Hidden = 6 }).Model.Save(file("waves/model.safetensors"));
        File.WriteAllText(file("waves/config.json"), """{ "data": { "file": "waves.csv" } }""");
    }

    private static void Speech(Func<string, string> file)
    {
        float[] tone = [.. Enumerable.Range(0, Rate / 2).Select(n => 0.3f * MathF.Sin(n * (n < Rate / 4 ? 0.4f : 1.5f)))];
        WavFile.Write(file("low high_somebody_1.wav"), new Sound(Rate, tone));
        var sound = new SpectralOptions { Rate = Rate, Bands = 6 };
        var said = new JoinedRecordings(new SpectralFeatures(sound), new JoinOptions(), 1).Alone(Recording.In(file("low high_somebody_1.wav")));
        Transcriber.From(
            [.. said, .. said], null, new TranscriberOptions { Hidden = 6, Layers = 1, Stack = 2 },
            sound).Model.Save(file("speech/model.safetensors"));
    }
}
