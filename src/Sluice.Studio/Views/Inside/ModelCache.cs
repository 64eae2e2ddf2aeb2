using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Formats;
using Sluice.Layers;
using Sluice.Readers;
using Sluice.Tasks;
using Sluice.Tasks.Teaching;
using Sluice.Tasks.Translation;
using Sluice.Training;

namespace Sluice.Studio.Views.Inside;

/// <summary>The models that were opened last, and the small one that is trained on the spot.</summary>
internal sealed class ModelCache(Shelf shelf)
{
    /// <summary>What stands before the language of the built-in model of the children's book.</summary>
    public const string Book = "book:";

    private const int Kept = 4;

    private readonly List<(string Key, Lazy<ILayer> Model)> _models = [];

    /// <summary>What a model is known by: another file under the same name is another model.</summary>
    public string Key(string name)
    {
        if (name.StartsWith(Book, StringComparison.Ordinal)) return name;
        var file = new FileInfo(shelf.Find(name));
        if (!file.Exists || file.Extension != ".safetensors") throw new SluiceFormatException("expected a model of the studio's folder, a .safetensors file; there is none of this name.", name);
        return $"{name}|{file.Length}|{file.LastWriteTimeUtc.Ticks}";
    }

    /// <summary>A model for a task that can be looked into.</summary>
    /// <exception cref="SluiceException">There is none of this name, it is broken, or it is for another task.</exception>
    public T Get<T>(string name) where T : class, ILayer
    {
        string key = Key(name);
        Lazy<ILayer> model;
        lock (_models)
        {
            int at = _models.FindIndex(m => m.Key == key);
            model = at >= 0 ? _models[at].Model : new Lazy<ILayer>(() => name.StartsWith(Book, StringComparison.Ordinal) ? Train(name[Book.Length..]) : Load(shelf.Find(name)));
            if (at >= 0) _models.RemoveAt(at);
            _models.Add((key, model));
            if (_models.Count > Kept) _models.RemoveAt(0);
        }

        try
        {
            return model.Value as T ?? throw new SluiceException($"studio: '{name}' is a model for another task.");
        }
        catch
        {
            lock (_models) _models.RemoveAll(m => m.Model == model);
            throw;
        }
    }

    /// <summary>The file that a model's run learned from, where one of its name lies in the folder; or null.</summary>
    public string? DataOf(string name)
    {
        if (Config(name)?["file"] is not JsonValue value || !value.TryGetValue(out string? file) || file.Length == 0) return null;
        var all = ModelList.Data(shelf, "any");
        return all.FirstOrDefault(f => f == file.Replace('\\', '/')) ?? all.FirstOrDefault(f => Path.GetFileName(f) == Path.GetFileName(file));
    }

    /// <summary>A few sources that a translator learned from, where they are in the folder.</summary>
    public IReadOnlyList<string> Samples(string name)
    {
        const int Few = 5, Beginning = 1 << 14;
        if (DataOf(name) is not { } file) return [];
        try
        {
            char[] text = new char[Beginning];
            using var reader = TextFile.Open(shelf.Find(file));
            string whole = new string(text, 0, reader.ReadBlock(text));
            string lines = whole[..(whole.LastIndexOf('\n') + 1)];
            var pairs = lines.Contains('\t') ? PairFile.ParseColumns(lines, file) : PairFile.ParseDictionary(lines, file);
            bool swapped = Config(name)?["swapped"]?.GetValue<bool>() ?? false;
            return [.. pairs.Select(p => swapped ? p.Target : p.Source).Distinct().Take(Few)];
        }
        catch (Exception e) when (e is SluiceException or IOException or DecoderFallbackException or InvalidOperationException)
        {
            return [];
        }
    }

    /// <summary>What the configuration of a model's run says of its data; null where there is none that can be read.</summary>
    private JsonObject? Config(string name)
    {
        if (name.StartsWith(Book, StringComparison.Ordinal) || Path.GetDirectoryName(shelf.Find(name)) is not { } folder) return null;
        try
        {
            string config = RunFolder.ConfigIn(folder);
            return File.Exists(config) ? JsonNode.Parse(File.ReadAllText(config), null, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })?["data"] as JsonObject : null;
        }
        catch (Exception e) when (e is IOException or JsonException or InvalidOperationException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The language of the built-in book.</summary>
    public static BookLanguage Language(string language) => Enum.TryParse<BookLanguage>(language, ignoreCase: true, out var known) && Enum.IsDefined(known)
        ? known
        : throw new SluiceException($"studio: expected the book in english, simplified or traditional, got '{language}'.");

    private static ILayer Load(string path)
    {
        var file = ModelFile.Open(path);
        return file.Metadata["sluice.task"] switch
        {
            LanguageModel.TaskName => LanguageModel.Load(path),
            "forecast" => Forecaster.Load(path),
            Translator.TaskName => Translator.Load(path),
            var task => throw new SluiceException($"studio: models for the task '{task}' cannot be looked into yet; 'sluice info' and 'sluice evaluate' say what there is to say of them."),
        };
    }

    private static LanguageModel Train(string language)
    {
        var book = Language(language);
        var (model, data) = LanguageModel.From(
            ChildrensBook.Text(book, 400, 1),
            new LanguageModelOptions { Tokenizer = "word", Words = ChildrensBook.Words(book), Hidden = 16, Layers = 1, Embedding = 8, Dropout = 0, Batch = 8, Steps = 16 });
        new Trainer(data, new TrainingOptions { Epochs = 40, Rate = 0.03 }).Run();
        return model;
    }
}
