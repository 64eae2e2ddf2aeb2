using Sluice.Data.Sequences;
using Sluice.Tasks.Compose;
using Sluice.Tasks.Generate;
using Sluice.Training;

namespace Sluice.Studio.Tests;

/// <summary>Small nets of <c>train generate</c>, one for each kind of step, with the files that they learned from.</summary>
internal static class GenerateModels
{
    private const int Side = 8;

    private static readonly Lazy<Dictionary<string, byte[]>> s_files = new(Train);

    /// <summary>Writes draw, pen, music, numbers and classes, each a folder, and a model of another task into a folder.</summary>
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
        string folder = Directory.CreateTempSubdirectory("sluice-generate-").FullName;
        try
        {
            var small = new GeneratorOptions { Hidden = 8, Latents = 3, Features = 6, Components = 2, Batch = 4 };
            float[][][] bars = [.. Enumerable.Range(0, 8).Select(Bar)];
            byte[] pixels = [.. bars.SelectMany(b => b[0]).Select(v => (byte)v)];
            Learn("draw", "bars", [0, 0, 8, 3, 0, 0, 0, 8, 0, 0, 0, Side, 0, 0, 0, Side, .. pixels],
                Form("images", Side * Side) with { Height = Side }, bars,
                small with { Kind = "draw", Attention = true, Glimpses = 4, Read = 3, Write = 3 });

            float[][][] letters = [.. Enumerable.Range(0, 6).Select(i => Letter(1 + i % 3))];
            Learn("pen", "letters.jsonl", Text(letters.Select(l => $"[{string.Join(", ", l.Select(m => $"[{string.Join(", ", m)}]"))}]")),
                Form("strokes", 3, "dx", "dy", "pen") with { Scales = [5, 5, 1], Length = 6 }, letters, small);

            var music = StepData.Of(new Music([[[60, 64], [62], [64, 67], [65]]], [[[60], [62], [64]]], []));
            Learn("music", "songs.json", Text(
                ["""{ "train": [], "valid": [], "test": [[[60, 64], [62], [64, 67]], [[48], [50], [52], [53], [55]]] }"""]),
                music.Form with { Length = 6 }, [.. music.Train, .. music.Validation], small with { Kind = "storn" });

            float[][][] waves = [.. Enumerable.Range(0, 6).Select(w => Enumerable.Range(0, 10).Select(t => (float[])[w + t, t % 2]).ToArray())];
            Learn("numbers", "waves.csv", Text(["height,side", .. waves.SelectMany(w => w).Select(s => $"{s[0]},{s[1]}")]),
                Form("numbers", 2, "height", "side") with { Piece = 10, Length = 10, Means = [7, 0.5], Scales = [3, 0.5] }, waves, small);

            float[][][] words = [.. Enumerable.Range(0, 6).Select(w => Enumerable.Range(0, 8).Select(t => (float[])[t % 2, 1 - t % 2]).ToArray())];
            Learn("classes", "weather.csv", Text(["sky", .. words.SelectMany(w => w).Select(s => s[0] > 0 ? "rain" : "sun")]),
                Form("classes", 2, "sky") with { Classes = ["rain", "sun"], Piece = 8, Length = 8 }, words, small with { Kind = "plain" });
            new MusicModel(new MusicModelOptions { Hidden = 4 }).Save(Path.Combine(folder, "other.safetensors"));
            return Directory.EnumerateFiles(
                folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(folder, f), File.ReadAllBytes);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        void Learn(string name, string file, byte[] content, StepForm form, float[][][] sequences, GeneratorOptions options)
        {
            Directory.CreateDirectory(Path.Combine(folder, name));
            var (model, training) = Generator.From(new StepData(form, sequences[..^1], sequences[^1..], []), options);
            new Trainer(training, new TrainingOptions { Epochs = 3, Rate = 0.02 }).Run();
            model.Save(Path.Combine(folder, name, "model.safetensors"));
            File.WriteAllText(Path.Combine(folder, name, "config.json"), $$"""{ "data": { "file": "elsewhere/{{file}}" } }""");
            File.WriteAllBytes(Path.Combine(folder, name, file), content);
        }
    }

    private static byte[] Text(IEnumerable<string> lines) => System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines) + "\n");

    private static StepForm Form(string kind, int width, params string[] columns)
        => new(kind, columns, [], new double[width], [.. Enumerable.Repeat(1.0, width)]);

    /// <summary>A bar in a row or column.</summary>
    private static float[][] Bar(int at)
        => [[.. Enumerable.Range(0, Side * Side).Select(i => (at % 2 == 0 ? i / Side : i % Side) == at ? 1f : 0)]];

    /// <summary>A letter of so many upright strokes.</summary>
    private static float[][] Letter(int strokes)
        => [.. Enumerable.Range(0, strokes).SelectMany(s => (float[][])[[4, s > 0 ? -10 : 0, 0], [0, 5, 0], [0, 5, 1]])];
}
