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

    /// <summary>One JSON object a line, or an array of objects.</summary>
    JsonLines,

    /// <summary>Sentences with a word and its tag a line.</summary>
    Conll,

    /// <summary>Numbers between spaces, without a header.</summary>
    Spaced,

    /// <summary>A table in one of the formats that are known by their first bytes, such as Parquet.</summary>
    Format,
}

/// <summary>Data files of any kind: known by their first bytes, texts by their names and first lines.</summary>
public static class DataFile
{
    private const int Beginning = 1 << 16; // characters by which a content is known

    private static readonly Lock s_lock = new();

    /// <summary>The formats of tables that are known by their first bytes.</summary>
    internal static IReadOnlyList<ITableFormat> Formats { get; private set; } = [new NpyFile(), new NpzFile()];

    /// <summary>The ways of packing that are known by their first bytes.</summary>
    internal static IReadOnlyList<IUnpacking> Unpackings { get; private set; } = [new Gzip()];

    /// <summary>Adds formats and ways of packing, once for the whole program; those of a type that is there already are passed over.</summary>
    internal static void Register(IEnumerable<ITableFormat> formats, IEnumerable<IUnpacking> unpackings)
    {
        lock (s_lock)
        {
            Formats = [.. Formats.Concat(formats).DistinctBy(f => f.GetType())];
            Unpackings = [.. Unpackings.Concat(unpackings).DistinctBy(u => u.GetType())];
        }
    }

    /// <summary>
    /// The kind of a file: by its first bytes where these say it; else by its extension or by its first lines. Words with tags hide
    /// behind .tsv and .txt too. The extension of a packed file is the one before .gz.
    /// </summary>
    /// <exception cref="SluiceFormatException">It is of a kind that is not read, with what to do about it, or its content had to be looked at and
    /// cannot be read.</exception>
    public static DataKind Sniff(string path)
    {
        byte[] first = PackedFile.First(path);
        if (FormatOf(first) is not null) return DataKind.Format;
        if (ForeignFile.Says(first) is { } says) throw new SluiceFormatException(says, path);
        return Path.GetExtension(PackedFile.Unpacked(path)).ToLowerInvariant() switch
        {
            ".csv" or ".tsv" or ".tab" when IsJson(first) => DataKind.JsonLines,
            ".csv" => DataKind.Csv,
            ".conll" or ".conllu" or ".bio" or ".iob" or ".iob2" => DataKind.Conll,
            ".tsv" or ".tab" or ".txt" when ConllFile.Is(path) => DataKind.Conll,
            "" when first.Length > 0 && ConllFile.Is(path) => DataKind.Conll, // not a pipe, which can be read but once
            ".tsv" or ".tab" => DataKind.Tsv,
            ".jsonl" or ".ndjson" => DataKind.JsonLines,
            ".txt" when first.Length > 0 => TableIn(path),
            ".txt" or ".md" => DataKind.Text,
            _ => SniffContent(TextFile.Beginning(path, Beginning + 1)),
        };
    }

    // Tables are called .txt too: CSV or TSV where the first lines leave no doubt.
    private static DataKind TableIn(string path)
    {
        string text = TextFile.Beginning(path, Beginning + 1);
        return SniffContent(text) is (DataKind.Csv or DataKind.Tsv) and var kind && CsvDialect.Of(text).IsTable ? kind : DataKind.Text;
    }

    /// <summary>
    /// The ending of a file's name in small letters, such as <c>.mid</c>, without that of what packed it. Where the name has none, as that of
    /// standard input, it is the one of the kind that the first bytes tell: .mid, .ts, .json for music, .jsonl for drawings, or nothing.
    /// </summary>
    public static string Ending(string path)
    {
        string ending = Path.GetExtension(PackedFile.Unpacked(path)).ToLowerInvariant();
        if (ending.Length > 0) return ending;
        return PackedFile.First(path).AsSpan().TrimStart(" \t\r\n"u8) switch
        {
            [(byte)'M', (byte)'T', (byte)'h', (byte)'d', ..] => ".mid",
            [(byte)'@', ..] => ".ts",
            [(byte)'[', (byte)'[', ..] => ".jsonl",
            [(byte)'{', ..] and var text when text[1..].TrimStart(" \t\r\n"u8).StartsWith("\"train\""u8) => ".json",
            _ => "",
        };
    }

    /// <summary>What a file is, such as "a table (CSV)", by its content; null where that is not known, or it is a model file (safetensors).</summary>
    /// <exception cref="SluiceFormatException">It is packed and damaged.</exception>
    public static string? KindOf(string path)
    {
        byte[] first = PackedFile.First(path);
        if (FormatOf(first) is { } format) return format.Name;
        if (ForeignFile.Says(first) is { } says)
            return says.Contains("safetensors", StringComparison.Ordinal) ? null : says["this is ".Length..].Split(["; ", ". "], 2, 0)[0].TrimEnd('.');
        if (first.Length == 0 || first.Any(b => b < 9)) return null; // no text has such bytes
        return Sniff(path) switch
        {
            DataKind.Csv => "a table (CSV)",
            DataKind.Tsv => "a table (TSV)",
            DataKind.Spaced => "a table of numbers",
            DataKind.JsonLines => "a table (JSON)",
            DataKind.Conll => "a file of words with tags",
            _ => IsJson(first) ? "a JSON file" : "a text",
        };
    }

    /// <summary>Whether a file begins as an array of JSON objects does.</summary>
    public static bool IsJsonArray(string path) => JsonArray.Is(System.Text.Encoding.UTF8.GetString(PackedFile.First(path)));

    /// <summary>
    /// The kind of a content: objects in braces, or lines of equally many numbers between spaces, or of tabs, semicolons or commas, or text.
    /// </summary>
    public static DataKind SniffContent(string text)
    {
        if (JsonArray.Is(text)) return DataKind.JsonLines;
        var lines = TextLines.Of(text[..Math.Min(text.Length, Beginning)]).Select(l => l.Trim(' ')).Where(l => l.Length > 0).Take(20).ToArray();
        if (text.Length > Beginning && lines.Length is > 1 and < 20) lines = lines[..^1]; // the last one may be cut
        if (lines.Length == 0) return DataKind.Text;
        if (lines.All(l => l[0] == '{' && l[^1] == '}')) return DataKind.JsonLines;
        if (SpacedTable.Is(lines)) return DataKind.Spaced;
        bool Even(char separator)
            => lines.Length > 1
                && lines[0].Contains(separator) && lines.All(l => l.Count(c => c == separator) == lines[0].Count(c => c == separator));
        if (Even('\t')) return DataKind.Tsv;
        if (Even(';') || Even(',')) return DataKind.Csv;
        // A table below the title of a report, or below comments.
        if (CsvDialect.Of(text.AsSpan(0, Math.Min(text.Length, Beginning))) is not { Skipped: > 0 } titled) return DataKind.Text;
        lines = [.. TextLines.Of(text).Skip(titled.Skipped).Where(l => l.Length > 0).Take(lines.Length)];
        return !Even(titled.Separator) ? DataKind.Text : titled.Separator == '\t' ? DataKind.Tsv : DataKind.Csv;
    }

    /// <summary>Reads a table of whichever kind the file is.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What is known of it; the rest is found.</param>
    /// <exception cref="SluiceFormatException">The file is no table, or one of its cells is wrong.</exception>
    public static Table ReadTable(string path, TableOptions? options = null)
    {
        var kind = Sniff(path);
        options = Noticed(path, kind, options ?? TableOptions.None);
        return kind switch
        {
            DataKind.Format => new TableBuilder(path, options).Read(Open(path, options.Sheet)),
            DataKind.Csv or DataKind.Tsv => CsvTable.Read(path, options),
            DataKind.JsonLines => JsonLines.ReadTable(path, options),
            DataKind.Conll => throw new SluiceFormatException("these are words with tags, expected a table: CSV, TSV or JSON lines.", path),
            // Numbers between spaces are often called .txt.
            _ when SniffContent(TextFile.Beginning(path, Beginning + 1)) == DataKind.Spaced => SpacedTable.Read(path),
            _ => throw new SluiceFormatException("this is running text, expected a table: CSV, TSV, JSON lines, or numbers between spaces.", path),
        };
    }

    /// <summary>The rows of a file of one of the formats.</summary>
    internal static CellRows Open(string path, string sheet)
    {
        var format =
            FormatOf(PackedFile.First(path)) ?? throw new SluiceFormatException("expected a file of tables such as Parquet, got another.", path);
        if (PackedFile.IsPacked(path) && format is not NpyFile)
            throw new SluiceFormatException(
                $"this is {format.Name} that was packed once more. Unpack it, for example with: gunzip --keep file.gz", path);
        return format.Open(path, sheet).Named(path);
    }

    /// <summary>Options with what is to be said of a file that is about to be read as a table, where its name says another kind.</summary>
    internal static TableOptions Noticed(string path, DataKind kind, TableOptions options)
    {
        string extension = Path.GetExtension(PackedFile.Unpacked(path)).ToLowerInvariant();
        if (kind == DataKind.Format)
        {
            return FormatOf(PackedFile.First(path)) is { } format
                && extension.Length > 0 && !format.Extensions.Contains(extension) && (ForeignFile.IsNamedSo(extension) || IsNamedAsText(extension))
                ? options with { Noticed = [$"this is {format.Name}, whatever its name says, and is read as one."] } : options;
        }

        if (options.Sheet.Length > 0) throw new SluiceFormatException($"it holds one table alone; expected no sheet, got '{options.Sheet}'.", path);
        return ForeignFile.IsNamedSo(extension)
            ? options with { Noticed = [$"this is a text ({Title(kind)}), whatever its name says, and is read as one."] }
            : kind == DataKind.JsonLines && extension is ".csv" or ".tsv" or ".tab"
                ? options with { Noticed = ["this is JSON, whatever its name says, and is read as such."] }
            : options;
    }

    private static ITableFormat? FormatOf(byte[] first) => Formats.FirstOrDefault(f => f.Is(first));

    private static bool IsJson(ReadOnlySpan<byte> first)
    {
        if (first is [0xEF, 0xBB, 0xBF, ..]) first = first[3..];
        first = first.TrimStart(" \t\r\n"u8);
        if (first is [(byte)'[', ..]) first = first[1..].TrimStart(" \t\r\n"u8);
        return first is [(byte)'{', ..] && first[1..].TrimStart(" \t\r\n"u8) is [(byte)'"', ..];
    }

    private static bool IsNamedAsText(string extension)
        => extension is ".csv" or ".tsv" or ".tab" or ".txt" or ".md" or ".json" or ".jsonl" or ".ndjson" or ".conll";

    private static string Title(DataKind kind)
        => kind switch
        {
            DataKind.Csv => "CSV",
            DataKind.Tsv => "TSV",
            DataKind.JsonLines => "JSON",
            DataKind.Spaced => "numbers between spaces",
            DataKind.Conll => "words with tags",
            _ => "running text"
        };
}
