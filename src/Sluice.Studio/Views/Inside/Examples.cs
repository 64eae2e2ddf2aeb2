using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Layers;
using Sluice.Tasks.Descriptor;
using Sluice.Training;

namespace Sluice.Studio.Views.Inside;

/// <summary>The data of a model's run, and texts from it to begin with.</summary>
internal sealed class Examples(Shelf shelf)
{
    private const int Few = 5;

    /// <summary>The file that a model's run learned from, where one of its name lies in the folder; or null.</summary>
    public string? DataOf(string name)
    {
        if (FileOf(name) is not { } file) return null;
        var all = ModelList.Data(shelf, "any");
        return all.FirstOrDefault(f => f == file) ?? all.FirstOrDefault(f => Path.GetFileName(f) == Path.GetFileName(file));
    }

    /// <summary>A few texts for a model to read: from what it learned where that is in the folder.</summary>
    public IReadOnlyList<string> For(string name, TaskDescriptor task, ILayer model)
    {
        try
        {
            string[] few = [.. task.Samples(model, Learned(name)).Where(t => t.Length is > 0 and < 400).Distinct().Take(Few)];
            if (few.Length > 0) return few;
        }
        catch (Exception e) when (e is SluiceException or IOException or UnauthorizedAccessException or DecoderFallbackException or InvalidOperationException)
        {
            // What cannot be read is no example.
        }

        return [.. task.StockSamples(model)];
    }

    private LearnedData Learned(string name) => new(
        Config(name),
        _ => DataOf(name) is { } file ? shelf.Find(file) : null,
        folder => ModelList.Folders(shelf).FirstOrDefault(f => f == folder || Path.GetFileName(f) == Path.GetFileName(folder)) is { } found ? shelf.Find(found) : null);

    private string? FileOf(string name) => Config(name)?["file"] is JsonValue value && value.TryGetValue(out string? file) && file.Length > 0 ? file.Replace('\\', '/') : null;

    /// <summary>What the configuration of a model's run says of its data; null where there is none that can be read.</summary>
    private JsonObject? Config(string name)
    {
        if (name.StartsWith(ModelCache.Book, StringComparison.Ordinal) || Path.GetDirectoryName(shelf.Find(name)) is not { } folder) return null;
        try
        {
            string config = shelf.Find(RunFolder.ConfigIn(folder));
            return File.Exists(config) ? JsonNode.Parse(File.ReadAllText(config), null, new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })?["data"] as JsonObject : null;
        }
        catch (Exception e) when (e is SluiceException or IOException or JsonException or InvalidOperationException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
