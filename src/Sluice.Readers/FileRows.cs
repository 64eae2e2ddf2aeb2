using System.Text;
using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>A file of CSV, TSV or JSON lines as rows that need not all be in memory. A first reading finds out what each column holds.</summary>
/// <param name="path">The file.</param>
/// <param name="options">What is known of it; the rest is found from all rows.</param>
public sealed class FileRows(string path, TableOptions? options = null) : IRowSource
{
    private const int Head = 1 << 16; // characters in which the header is looked for

    private readonly bool _json = DataFile.Sniff(path) is var kind && kind is DataKind.Csv or DataKind.Tsv or DataKind.JsonLines
        ? kind == DataKind.JsonLines
        : throw new SluiceFormatException("expected CSV, TSV or JSON lines, which alone are read in pieces.", path);

    private readonly TableBuilder _builder = new(path, options ?? TableOptions.None);
    private string[]? _names;
    private (ColumnForm[] Forms, IReadOnlyList<string> Notes)? _found;

    /// <inheritdoc/>
    public string Name => path;

    /// <inheritdoc/>
    public IEnumerable<Table> Read(int rows)
    {
        var (forms, notes) = _found ??= _builder.Forms(Rows());
        var source = Rows();
        var cells = source.Names.Select(_ => new List<string?>()).ToArray();
        var lines = new List<int>();
        foreach (var (line, row) in source.Rows)
        {
            lines.Add(line);
            for (int i = 0; i < cells.Length; i++) cells[i].Add(row[i]);
            if (lines.Count == rows) yield return Take();
        }

        if (lines.Count > 0) yield return Take();

        Table Take()
        {
            var table = _builder.Table(source, forms, cells, [.. lines], notes);
            lines.Clear();
            foreach (var column in cells) column.Clear();
            return table;
        }
    }

    private CellRows Rows()
    {
        if (!_json)
        {
            var source = CsvTable.Rows(TextFile.Open(path), Dialect(), path);
            return source.With(Guarded(source.Rows));
        }

        string[] names = _names ??= [.. Fields()];
        return new CellRows(names, Guarded(Objects(names))) { HasPlaces = false };
    }

    private List<string> Fields()
    {
        using var text = TextFile.Open(path);
        var (names, seen) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal));
        foreach (var (_, row) in Guarded(JsonLines.Objects(Lines(text), path)))
            names.AddRange(row.Keys.Where(seen.Add));
        return names;
    }

    private IEnumerable<(int Line, string?[] Cells)> Objects(string[] names)
    {
        using var text = TextFile.Open(path);
        foreach (var (line, row) in JsonLines.Objects(Lines(text), path))
            yield return (line, [.. names.Select(n => row.TryGetValue(n, out var value) ? JsonLines.Cell(value, n, path, line) : null)]);
    }

    private CsvDialect Dialect()
    {
        using var text = TextFile.Open(path);
        var head = new char[Head];
        return CsvDialect.Of(head.AsSpan(0, Guarded(() => text.ReadBlock(head), 0)));
    }

    private static IEnumerable<string> Lines(StreamReader text)
    {
        while (text.ReadLine() is { } line) yield return line;
    }

    private IEnumerable<(int Line, T Row)> Guarded<T>(IEnumerable<(int Line, T Row)> rows)
    {
        using var at = rows.GetEnumerator();
        int line = 0;
        while (Guarded(at.MoveNext, line))
        {
            line = at.Current.Line;
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
            throw new SluiceFormatException($"some bytes after this line are not valid text. Convert the file, for example with: iconv -f WINDOWS-1252 -t UTF-8 \"{path}\" > new.", path, line > 0 ? line : null, inner: e);
        }
        catch (IOException e)
        {
            throw new SluiceFormatException($"cannot be read on: {e.Message}", path, line > 0 ? line : null, inner: e);
        }
    }
}
