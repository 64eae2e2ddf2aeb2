using Sluice.Layers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Text;
using Sluice.Training;

namespace Sluice.Studio.Views.Inside;

/// <summary>The models that were opened last, and the small one that is trained on the spot.</summary>
internal sealed class ModelCache(Shelf shelf)
{
    /// <summary>What stands before the language of the built-in model of the children's book.</summary>
    public const string Book = "book:";

    private const int Kept = 4, OwnSymbols = 1500;

    private readonly List<(string Key, Lazy<(TaskDescriptor Task, ILayer Model)> Model)> _models = [];
    private readonly Examples _examples = new(shelf);

    /// <summary>What a model is known by: another file under the same name is another model.</summary>
    public string Key(string name)
    {
        if (name.StartsWith(Book, StringComparison.Ordinal)) return name;
        var file = new FileInfo(shelf.Find(name));
        if (!file.Exists || !ModelFiles.IsNamedSo(name))
            throw new SluiceFormatException("expected a model of the studio's folder, a .safetensors, .pt, .onnx, .keras or .h5 file; there is none of this name.", name);
        return $"{name}|{file.Length}|{file.LastWriteTimeUtc.Ticks}";
    }

    /// <summary>A model for a task that can be looked into.</summary>
    /// <exception cref="SluiceException">There is none of this name, it is broken, or it is for another task.</exception>
    public T Get<T>(string name) where T : class, ILayer
        => Open(name).Model as T ?? throw new SluiceException($"studio: '{name}' is a model for another task.");

    /// <summary>A model and its task.</summary>
    /// <exception cref="SluiceException">There is none of this name, or it is broken.</exception>
    public (TaskDescriptor Task, ILayer Model) Open(string name)
    {
        string key = Key(name);
        Lazy<(TaskDescriptor, ILayer)> model;
        lock (_models)
        {
            int at = _models.FindIndex(m => m.Key == key);
            model = at >= 0 ? _models[at].Model : new Lazy<(TaskDescriptor, ILayer)>(() => Load(name));
            if (at >= 0) _models.RemoveAt(at);
            _models.Add((key, model));
            if (_models.Count > Kept) _models.RemoveAt(0);
        }

        try
        {
            return model.Value;
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
    public IReadOnlyList<string> Samples(string name)
    {
        var (task, model) = Open(name);
        return _examples.For(name, task, model);
    }

    /// <summary>What a model reads.</summary>
    public InputKind Reads(string name)
    {
        var (task, model) = Open(name);
        return task.Reads(model);
    }

    /// <summary>A text for a language model to begin with: the book's own words, or what the model writes.</summary>
    public string OwnText(string name)
    {
        if (name.StartsWith(Book, StringComparison.Ordinal)) return ChildrensBook.Text(Language(name[Book.Length..]), 100, 7);
        var model = Get<LanguageModel>(name);
        return model.Write("", OwnSymbols, new SamplingOptions { Temperature = 0.8 });
    }

    /// <summary>The language of the built-in book.</summary>
    public static BookLanguage Language(string language)
        => Enum.TryParse<BookLanguage>(language, ignoreCase: true, out var known) && Enum.IsDefined(known)
        ? known
        : throw new SluiceException($"studio: expected the book in english, simplified or traditional, got '{language}'.");

    private (TaskDescriptor, ILayer) Load(string name)
    {
        if (name.StartsWith(Book, StringComparison.Ordinal)) return (TaskRegistry.Get(LanguageModel.TaskName), Train(name[Book.Length..]));
        return TaskRegistry.Load(shelf.Find(name));
    }

    private static LanguageModel Train(string language)
    {
        var book = Language(language);
        var (model, data) = LanguageModel.From(
            ChildrensBook.Text(book, 400, 1),
            new LanguageModelOptions
            {
                Tokenizer = "word",
                Words = ChildrensBook.Words(book),
                Hidden = 16,
                Layers = 1,
                Embedding = 8,
                Dropout = 0,
                Batch = 8,
                Steps = 16
            });
        new Trainer(data, new TrainingOptions { Epochs = 40, Rate = 0.03 }).Run();
        return model;
    }
}
