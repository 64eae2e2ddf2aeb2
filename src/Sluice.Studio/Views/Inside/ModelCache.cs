using Sluice.Formats;
using Sluice.Layers;
using Sluice.Learn.Teaching;
using Sluice.Tasks.Classify;
using Sluice.Tasks.Compose;
using Sluice.Tasks.Describe;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Tag;
using Sluice.Tasks.Text;
using Sluice.Tasks.Transcribe;
using Sluice.Tasks.Translate;
using Sluice.Training;

namespace Sluice.Studio.Views.Inside;

/// <summary>The models that were opened last, and the small one that is trained on the spot.</summary>
internal sealed class ModelCache(Shelf shelf)
{
    /// <summary>What stands before the language of the built-in model of the children's book.</summary>
    public const string Book = "book:";

    private const int Kept = 4;

    private readonly List<(string Key, Lazy<ILayer> Model)> _models = [];
    private readonly Examples _examples = new(shelf);

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
    public string? DataOf(string name) => _examples.DataOf(name);

    /// <summary>A few texts for a model to begin with.</summary>
    public IReadOnlyList<string> Samples(string name) => _examples.For(name, Get<ILayer>(name));

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
            Classifier.TaskName => Classifier.Load(path),
            Tagger.TaskName => Tagger.Load(path),
            Describer.TaskName => Describer.Load(path),
            MusicModel.TaskName => MusicModel.Load(path),
            Transcriber.TaskName => Transcriber.Load(path),
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
