using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Formats;
using Sluice.Layers;
using Sluice.Tasks.Descriptor;
using Sluice.Training;

namespace Sluice.Studio.Views.Inside;

/// <summary>The data of a model's run, and texts from it to begin with.</summary>
internal sealed class Examples(Shelf shelf)
{
    private const int Few = 5;

    /// <summary>The file that a model's run learned from, where one of its name lies in the folder; or null.</summary>
    public string? DataOf(string name) => Learned(name).Named is { } file ? InFolder(file, ModelList.Data(shelf, "any")) : null;

    /// <summary>A few texts for a model to read: from what it learned where that is in the folder.</summary>
    public IReadOnlyList<string> For(string name, TaskDescriptor task, ILayer model)
    {
        try
        {
            string[] few = [.. task.Samples(model, Learned(name)).Where(t => t.Length is > 0 and < 400).Distinct().Take(Few)];
            if (few.Length > 0) return few;
        }
        catch (Exception e) when (e is SluiceException
            or IOException or UnauthorizedAccessException or DecoderFallbackException or InvalidOperationException)
        {
            // What cannot be read is no example.
        }

        return [.. task.StockSamples(model)];
    }

    private LearnedData Learned(string name)
        => new(Config(name), file => Found(file, ModelList.Data(shelf, "any")), folder => Found(folder, ModelList.Folders(shelf)));

    private string? Found(string named, IReadOnlyList<string> all) => InFolder(named, all) is { } found ? shelf.Find(found) : null;

    /// <summary>The one of this path, or else of this name.</summary>
    private static string? InFolder(string named, IReadOnlyList<string> all)
        => all.FirstOrDefault(f => f == named) ?? all.FirstOrDefault(f => Path.GetFileName(f) == Path.GetFileName(named));

    /// <summary>What the configuration of a model's run says of its data; null where there is none that can be read.</summary>
    private JsonObject? Config(string name)
    {
        if (name.StartsWith(ModelCache.Book, StringComparison.Ordinal) || Path.GetDirectoryName(shelf.Find(name)) is not { } folder) return null;
        try
        {
            string config = shelf.Find(RunFolder.ConfigIn(folder));
            return File.Exists(config) ? JsonNode.Parse(
                File.ReadAllText(FileScope.Check(config)), null,
                new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true })?["data"] as JsonObject : null;
        }
        catch (Exception e) when (e is SluiceException or IOException or JsonException or InvalidOperationException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
