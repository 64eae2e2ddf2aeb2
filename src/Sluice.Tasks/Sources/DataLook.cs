using System.Text.Json;
using System.Text.RegularExpressions;
using Sluice.Audio;
using Sluice.Data.Tables;
using Sluice.Data.Text;
using Sluice.Formats;
using Sluice.Readers;

namespace Sluice.Tasks.Sources;

/// <summary>The forms in which data comes.</summary>
public enum DataForm
{
    /// <summary>Running text.</summary>
    Text,

    /// <summary>A table: a file of rows, or a query.</summary>
    Table,

    /// <summary>Sentences with a tag for each word.</summary>
    Sentences,

    /// <summary>A folder with a file of texts for each label.</summary>
    Texts,

    /// <summary>A WAV file, or a folder of them.</summary>
    Recordings,

    /// <summary>Labelled series in a <c>.ts</c> file.</summary>
    Series,

    /// <summary>Images in IDX.</summary>
    Images,

    /// <summary>Pieces of music as JSON.</summary>
    Music,

    /// <summary>Pairs of texts, or a dictionary of pronunciations.</summary>
    Pairs,

    /// <summary>Strokes of a pen: a JSON list of moves on each line.</summary>
    Strokes,
}

/// <summary>A look at data before a task is chosen for it: its form and, of a table, its columns. For one thread; each look is taken once.</summary>
/// <param name="source">The data.</param>
/// <param name="given">Settings that were chosen already, by key.</param>
public sealed partial class DataLook(TableSource source, IReadOnlyDictionary<string, string>? given = null)
{
    // So many lines of a file tell whether they are pairs, and stand in so many characters.
    private const int Lines = 1000, Beginning = 1 << 20;

    private readonly Lazy<DataForm> _form = new(() => Find(source));
    private readonly Lazy<TableLook> _table = new(() => new TableLook(source.Read()));

    /// <summary>The data.</summary>
    public TableSource Source => source;

    /// <summary>The file or folder; empty for a query.</summary>
    public string Path => source.File;

    /// <summary>Its form.</summary>
    /// <exception cref="SluiceFormatException">There is no such file, or it cannot be said what it is.</exception>
    public DataForm Form => _form.Value;

    /// <summary>The columns, where the form is a table.</summary>
    /// <exception cref="SluiceFormatException">The table cannot be read.</exception>
    public TableLook Table => _table.Value;

    /// <summary>The table, or null where the data is none.</summary>
    public TableLook? IfTable => Form == DataForm.Table ? Table : null;

    /// <summary>The value that was chosen for a setting; null where none was.</summary>
    public string? Given(string key) => given?.GetValueOrDefault(key) is { Length: > 0 } value ? value : null;

    /// <summary>The column that was chosen for a setting, as the table has it; null where none was.</summary>
    /// <exception cref="SluiceFormatException">There is no such column.</exception>
    public string? GivenColumn(string key) => Given(key) is { } name ? Table.Table.Column(name).Name : null;

    private static DataForm Find(TableSource source)
    {
        if (source.Settings.IsQuery) return DataForm.Table;
        string path = source.File, extension = DataFile.Ending(path);
        if (Directory.Exists(path)) return OfFolder(path);
        if (!File.Exists(FileScope.Check(path))) throw new SluiceFormatException("there is no such file or folder.", path);
        if (Recording.Is(path)) return DataForm.Recordings;
        if (extension == ".ts") return DataForm.Series;
        if (IdxFile.Is(path)) return DataForm.Images;
        if (extension == ".dict") return DataForm.Pairs;
        if (extension is ".mid" or ".midi")
            throw new SluiceFormatException(
                "a MIDI file is what a music model goes on with; it learns from JSON with the parts train, valid and test.", path);
        if (extension == ".json" && IsMusic(path)) return DataForm.Music;
        if (extension == ".jsonl" && TextFile.Beginning(path, 100).TrimStart().StartsWith("[[", StringComparison.Ordinal)) return DataForm.Strokes;
        var kind = DataFile.Sniff(path);
        if (kind is not (DataKind.Text or DataKind.Tsv)) return kind == DataKind.Conll ? DataForm.Sentences : DataForm.Table;
        string text = TextFile.Beginning(path, Beginning);
        string[] lines = [.. TextLines.Of(text).Where(l => !string.IsNullOrWhiteSpace(l))];
        if (text.Length == Beginning && lines.Length > 1) lines = lines[..^1]; // the last one may be cut
        if (ArePairs([.. lines.Take(Lines)])) return DataForm.Pairs;
        return kind == DataKind.Tsv || DataFile.SniffContent(text) == DataKind.Spaced ? DataForm.Table : DataForm.Text;
    }

    private static DataForm OfFolder(string path)
    {
        if (Recording.Is(path)) return DataForm.Recordings;
        if (TaggedData.IsFolder(path)) return DataForm.Sentences;
        return Directory.EnumerateFiles(path, "*.txt").Any()
            ? DataForm.Texts
            : throw new SluiceFormatException(
                "expected a folder with a file LABEL.txt for each label, with tagged sentences (seq.in, seq.out) or with recordings (.wav), got none of these.",
                path);
    }

    /// <summary>Lines with two texts and a tab between, hardly any of which come again; or words with phonemes.</summary>
    private static bool ArePairs(string[] lines)
    {
        if (lines.Length == 0) return false;
        if (lines.All(l => l.Contains('\t')))
            return new[] { 0, 1 }.All(side => lines.Select(l => l.Split('\t')[side]).ToArray() is var cells
                && 2 * cells.Distinct().Count() > cells.Length && 10 * cells.Count(IsNumber) < cells.Length);
        string[] words = [.. lines.Where(l => !l.StartsWith(";;;", StringComparison.Ordinal))];
        return words.Length > 0 && words.All(l => Pronounced().IsMatch(l));
    }

    private static bool IsNumber(string cell) => cell.Trim() is { Length: > 0 } text && text.All(c => char.IsAsciiDigit(c) || "+-.,:/ ".Contains(c));

    private static bool IsMusic(string path)
    {
        try
        {
            using var document = JsonDocument.Parse(
                TextFile.Read(path), new JsonDocumentOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) return false;
            if (root.TryGetProperty("train", out _)) return true;
            return root.TryGetProperty("data", out var data) && data.ValueKind == JsonValueKind.Object
                ? throw new SluiceFormatException(
                    $"this is a configuration rather than data. To train by it: sluice train --config {Reports.Quoted.Path(path)}", path)
                : false;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException) // the latter: half of a surrogate pair
        {
            return false;
        }
    }

    // A word, perhaps with the number of a variant, and phonemes in capitals; a comment may follow.
    [GeneratedRegex(@"^\S+ +[A-Z]{1,3}[0-2]?( [A-Z]{1,3}[0-2]?)+( #.*)?$")]
    private static partial Regex Pronounced();
}
