using System.Text;
using System.Text.Json;
using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>
/// A file of CSV, TSV or JSON, or of another kind of tables such as Parquet, as rows that need not all be in memory. A first reading finds out what
/// each column holds.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="options">What is known of it; the rest is found from all rows.</param>
public sealed class FileRows(string path, TableOptions? options = null) : IRowSource
{
    private readonly DataKind _kind =
        DataFile.Sniff(path) is var kind && kind is DataKind.Csv or DataKind.Tsv or DataKind.JsonLines or DataKind.Format
        ? kind
        : throw new SluiceFormatException(
            "expected CSV, TSV or JSON lines, or a file of tables such as Parquet, which alone are read in pieces.", path);

    private readonly TableBuilder _builder = new(path, DataFile.Noticed(path, DataFile.Sniff(path), options ?? TableOptions.None));
    private string[]? _names;

    /// <inheritdoc/>
    public string Name => path;

    /// <inheritdoc/>
    public IEnumerable<Table> Read(int rows) => _builder.Chunks(Rows, rows);

    private CellRows Rows()
    {
        if (_kind == DataKind.Format) return DataFile.Open(path, options?.Sheet ?? "");
        if (_kind != DataKind.JsonLines)
        {
            return Guarded(() => CsvTable.Rows(TextFile.OpenUtf8(path), path), 0).Within(rows => Guarded(rows, line => line));
        }

        string[] names = _names ??= [.. Fields()];
        return new CellRows(names, Guarded(Objects(names), row => row.Line)) { HasPlaces = false };
    }

    private List<string> Fields()
    {
        using var text = TextFile.Open(path);
        var (names, seen) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (_, row) in Guarded(Objects(text), row => row.Line))
            names.AddRange(row.Keys.Where(seen.Add));
        return names;
    }

    private IEnumerable<(int Line, string?[] Cells)> Objects(string[] names)
    {
        using var text = TextFile.Open(path);
        foreach (var (line, row) in Objects(text))
            yield return (line, [.. names.Select(n => row.TryGetValue(n, out var value) ? JsonLines.Cell(value, n, path, line) : null)]);
    }

    private IEnumerable<(int Line, Dictionary<string, JsonElement> Row)> Objects(StreamReader text)
    {
        int first;
        while (Guarded(text.Peek, 0) is var c && (first = c) >= 0 && char.IsWhiteSpace((char)c)) text.Read();
        return first == '[' ? JsonArray.Objects(text, path) : JsonLines.Objects(Lines(text), path);
    }

    private static IEnumerable<string> Lines(StreamReader text)
    {
        while (text.ReadLine() is { } line) yield return line;
    }

    private IEnumerable<T> Guarded<T>(IEnumerable<T> rows, Func<T, int> lineOf)
    {
        using var at = rows.GetEnumerator();
        int line = 0;
        while (Guarded(at.MoveNext, line))
        {
            line = lineOf(at.Current);
            yield return at.Current;
        }
    }

    private T Guarded<T>(Func<T> read, int line)
    {
        try
        {
            return read();
        }
        catch (DecoderFallbackException e)
        {
            throw new SluiceFormatException(
                $"some bytes after this line are not valid text. Convert the file, for example with: iconv -f WINDOWS-1252 -t UTF-8 \"{path}\" > new.",
                path, line > 0 ? line : null, inner: e);
        }
        catch (IOException e)
        {
            throw new SluiceFormatException($"cannot be read on: {e.Message}", path, line > 0 ? line : null, inner: e);
        }
    }
}
