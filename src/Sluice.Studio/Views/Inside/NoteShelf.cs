using System.Text.Json;
using Sluice.Formats;

namespace Sluice.Studio.Views.Inside;

/// <summary>What somebody saw in a model: at which steps of which text, and a sentence on it.</summary>
/// <param name="Source">What was read: a file of the folder, "own" for what the model writes itself, or "typed".</param>
/// <param name="From">The first step.</param>
/// <param name="To">The step before which it ends.</param>
/// <param name="Value">The layer and the gate or state that was looked at, such as "0 c".</param>
/// <param name="Unit">The unit.</param>
/// <param name="Text">The sentence.</param>
internal sealed record Note(string Source, int From, int To, string Value, int Unit, string Text);

/// <summary>Keeps notes beside their models: <c>notes.json</c> in a run's folder, <c>NAME.notes.json</c> beside a model elsewhere.</summary>
internal sealed class NoteShelf(Shelf shelf, ModelCache models)
{
    private const int Most = 500, Longest = 2000;

    private static readonly JsonSerializerOptions s_form = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Lock _lock = new();

    /// <summary>The notes of a model, the first step first.</summary>
    /// <exception cref="SluiceFormatException">The file of notes is no list of notes.</exception>
    public IReadOnlyList<Note> Of(string model)
    {
        string file = PathOf(model);
        if (!File.Exists(file)) return [];
        try
        {
            return JsonSerializer.Deserialize<Note[]>(File.ReadAllText(FileScope.Check(file)), s_form) ?? [];
        }
        catch (JsonException e)
        {
            throw new SluiceFormatException($"is not JSON: {e.Message}", shelf.NameOf(file), inner: e);
        }
    }

    /// <summary>Replaces the notes of a model.</summary>
    /// <exception cref="SluiceException">There are too many, or one is too long or says nothing of where it belongs.</exception>
    public void Keep(string model, IReadOnlyList<Note> notes)
    {
        if (notes.Count > Most) throw new SluiceException($"studio: expected at most {Most} notes, got {notes.Count}.");
        foreach (var note in notes)
        {
            if (note.Text.Length is 0 or > Longest)
                throw new SluiceException($"studio: expected a note of 1 to {Longest} characters, got {note.Text.Length}.");
            if (note.From < 0 || note.To <= note.From)
                throw new SluiceException($"studio: expected a note on steps that follow each other, got {note.From} to {note.To}.");
        }

        lock (_lock) AtomicFile.Write(PathOf(model), JsonSerializer.Serialize(notes.OrderBy(n => n.From).ThenBy(n => n.To), s_form));
    }

    private string PathOf(string model)
    {
        if (model.StartsWith(ModelCache.Book, StringComparison.Ordinal))
            throw new SluiceException("studio: the model that is trained here has no folder for notes; train one of your own to keep them.");
        models.Key(model);
        string path = shelf.Find(model);
        bool run = Path.GetFileName(path) == "model.safetensors";
        return FileScope.Check(run ? Path.Combine(Path.GetDirectoryName(path)!, "notes.json") : Path.ChangeExtension(path, ".notes.json"));
    }
}
