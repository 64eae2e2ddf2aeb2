using Sluice.Data.Tables;
using Sluice.Data.Text;

namespace Sluice.Readers;

/// <summary>The kinds of data files.</summary>
public enum DataKind
{
    /// <summary>Running text.</summary>
    Text,

    /// <summary>A table separated by commas or semicolons.</summary>
    Csv,

    /// <summary>A table separated by tabs.</summary>
    Tsv,

    /// <summary>One JSON object a line.</summary>
    JsonLines,

    /// <summary>Sentences with a word and its tag a line.</summary>
    Conll,

    /// <summary>Numbers between spaces, without a header.</summary>
    Spaced,
}

/// <summary>Data files of any kind.</summary>
public static class DataFile
{
    /// <summary>The kind of a file, by its extension or else by its first lines; words with tags hide behind .tsv and .txt too.</summary>
    /// <exception cref="SluiceFormatException">The content had to be looked at and cannot be read.</exception>
    public static DataKind Sniff(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".csv" => DataKind.Csv,
        ".conll" or ".conllu" or ".bio" or ".iob" or ".iob2" => DataKind.Conll,
        ".tsv" or ".tab" or ".txt" when ConllFile.Is(path) => DataKind.Conll,
        ".tsv" or ".tab" => DataKind.Tsv,
        ".jsonl" or ".ndjson" => DataKind.JsonLines,
        ".txt" or ".md" => DataKind.Text,
        _ => SniffContent(TextFile.Read(path)),
    };

    /// <summary>The kind of a content: objects in braces, or lines of equally many numbers between spaces, or of tabs, semicolons or commas, or text.</summary>
    public static DataKind SniffContent(string text)
    {
        var lines = TextLines.Of(text[..Math.Min(text.Length, 1 << 16)]).Select(l => l.Trim(' ')).Where(l => l.Length > 0).Take(20).ToArray();
        if (text.Length > 1 << 16 && lines.Length is > 1 and < 20) lines = lines[..^1]; // the last one may be cut
        if (lines.Length == 0) return DataKind.Text;
        if (lines.All(l => l[0] == '{' && l[^1] == '}')) return DataKind.JsonLines;
        if (SpacedTable.Is(lines)) return DataKind.Spaced;
        bool Even(char separator) => lines.Length > 1 && lines[0].Contains(separator) && lines.All(l => l.Count(c => c == separator) == lines[0].Count(c => c == separator));
        return Even('\t') ? DataKind.Tsv : Even(';') || Even(',') ? DataKind.Csv : DataKind.Text;
    }

    /// <summary>Reads a table of whichever kind the file is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What is known of it; the rest is found.</param>
    /// <exception cref="SluiceFormatException">The file is no table, or one of its cells is wrong.</exception>
    public static Table ReadTable(string path, TableOptions? options = null) => Sniff(path) switch
    {
        DataKind.Csv or DataKind.Tsv => CsvTable.Read(path, options),
        DataKind.JsonLines => JsonLines.ReadTable(path, options),
        DataKind.Conll => throw new SluiceFormatException("these are words with tags, expected a table: CSV, TSV or JSON lines.", path),
        // Numbers between spaces are often called .txt.
        _ when SniffContent(TextFile.Read(path)) == DataKind.Spaced => SpacedTable.Read(path),
        _ => throw new SluiceFormatException("this is running text, expected a table: CSV, TSV, JSON lines, or numbers between spaces.", path),
    };
}
