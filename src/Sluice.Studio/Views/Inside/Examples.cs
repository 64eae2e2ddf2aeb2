using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Layers;
using Sluice.Readers;
using Sluice.Tasks.Classify;
using Sluice.Tasks.Labels;
using Sluice.Tasks.Tag;
using Sluice.Tasks.Translate;
using Sluice.Training;

namespace Sluice.Studio.Views.Inside;

/// <summary>The data of a model's run, and texts from it to begin with.</summary>
internal sealed class Examples(Shelf shelf)
{
    private const int Few = 5, Beginning = 1 << 14;

    // Where the data is not in the folder, something that such a model can read.
    private static readonly string[]
        s_sources = ["hello", "Good morning.", "good morning", "HELLO", "你好。", "abc"],
        s_names = ["Nakamura", "Schneider", "Rossi", "MacDonald", "Kowalski"],
        s_sentences = ["Anna flew from Paris to New York on Monday .", "My friend works for a small company in Berlin ."];

    /// <summary>The file that a model's run learned from, where one of its name lies in the folder; or null.</summary>
    public string? DataOf(string name)
    {
        if (FileOf(name) is not { } file) return null;
        var all = ModelList.Data(shelf, "any");
        return all.FirstOrDefault(f => f == file) ?? all.FirstOrDefault(f => Path.GetFileName(f) == Path.GetFileName(file));
    }

    /// <summary>A few texts for a model to read: from what it learned where that is in the folder.</summary>
    public IReadOnlyList<string> For(string name, ILayer model)
    {
        try
        {
            var found = model switch
            {
                Translator => Pairs(name),
                Classifier { Input: WordInput } c => Texts(name, c),
                Tagger { Input: WordInput } => DataOf(name) is { } file ? TaggedData.Sentences(shelf.Find(file)).Where(s => s.Count is > 4 and < 40).Select(s => string.Join(' ', s.Words)) : [],
                _ => [],
            };
            string[] few = [.. found.Where(t => t.Length is > 0 and < 400).Distinct().Take(Few)];
            if (few.Length > 0) return few;
        }
        catch (Exception e) when (e is SluiceException or IOException or UnauthorizedAccessException or DecoderFallbackException or InvalidOperationException)
        {
            // What cannot be read is no example.
        }

        return model switch
        {
            Translator t => [.. s_sources.Where(s => !t.Unknown(s).Any()).Take(3)],
            Classifier { Input: WordInput words } c => [.. (c.Options.Tokenizer == "character" ? s_names : s_sentences).Where(s => c.Read(s).Words.Any(words.Words.Contains))],
            Tagger { Input: WordInput } => s_sentences,
            _ => [],
        };
    }

    private IEnumerable<string> Pairs(string name)
    {
        if (FileOf(name) is { } made && made.StartsWith("practice:", StringComparison.Ordinal))
            return (made == "practice:dates" ? Practice.Dates(0, Few, 1) : Practice.Reversed(0, Few, 1)).Unseen.Select(p => p.Source);
        if (DataOf(name) is not { } file) return [];
        char[] text = new char[Beginning];
        using var reader = TextFile.Open(shelf.Find(file));
        string whole = new string(text, 0, reader.ReadBlock(text));
        string lines = whole[..(whole.LastIndexOf('\n') + 1)];
        var pairs = lines.Contains('\t') ? PairFile.ParseColumns(lines, file) : PairFile.ParseDictionary(lines, file);
        bool swapped = Config(name)?["swapped"]?.GetValue<bool>() ?? false;
        return pairs.Select(p => swapped ? p.Target : p.Source);
    }

    /// <summary>Texts with different labels.</summary>
    private IEnumerable<string> Texts(string name, Classifier model)
    {
        if (FileOf(name) is not { } file) return [];
        if (ModelList.Folders(shelf).FirstOrDefault(f => f == file || Path.GetFileName(f) == Path.GetFileName(file)) is { } folder)
            return LabelledTexts.Folder(shelf.Find(folder)).GroupBy(t => t.Label).Select(g => g.First().Text);
        if (model.Columns is not { Inputs: [var column] } columns || DataOf(name) is not { } table) return [];
        return LabelledTexts.Columns(DataFile.ReadTable(shelf.Find(table)), column, columns.Target).DistinctBy(t => t.Label).Select(t => t.Text);
    }

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
