using System.Text;
using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>A file of CSV, TSV or JSON lines as rows that need not all be in memory. A first reading finds out what each column holds.</summary>
/// <param name="path">The file.</param>
/// <param name="kinds">What some columns must hold; the others are inferred from all rows.</param>
public sealed class FileRows(string path, IReadOnlyDictionary<string, ColumnKind>? kinds = null) : IRowSource
{
    private const int Head = 1 << 16; // characters in which the header is looked for

    private readonly bool _json = DataFile.Sniff(path) is var kind && kind is DataKind.Csv or DataKind.Tsv or DataKind.JsonLines
        ? kind == DataKind.JsonLines
        : throw new SluiceFormatException("expected CSV, TSV or JSON lines, which alone are read in pieces.", path);

    private (string Name, ColumnForm Form)[]? _columns;

    /// <inheritdoc/>
    public string Name => path;

    /// <inheritdoc/>
    public IEnumerable<Table> Read(int rows)
    {
        _columns ??= Columns();
        var cells = _columns.Select(_ => new List<string?>()).ToArray();
        var lines = new List<int>();
        foreach (var (line, row) in Rows([.. _columns.Select(c => c.Name)]))
        {
            lines.Add(line);
            for (int i = 0; i < cells.Length; i++) cells[i].Add(row[i]);
            if (lines.Count == rows) yield return Take();
        }

        if (lines.Count > 0) yield return Take();

        Table Take()
        {
            int[] taken = [.. lines];
            var inference = new ColumnInference(path, taken, null);
            var table = new Table([.. _columns.Select((c, i) => inference.Column(c.Name, _json ? null : i + 1, [.. cells[i]], c.Form))], path, taken);
            lines.Clear();
            foreach (var column in cells) column.Clear();
            return table;
        }
    }

    private (string, ColumnForm)[] Columns()
    {
        string[] names = Names();
        foreach (string name in kinds?.Keys ?? [])
            if (!names.Contains(name)) throw new SluiceFormatException($"there is no column '{name}'.{Nearest.Hint(name, names)}", path);
        var guesses = names.Select(_ => new ColumnGuess()).ToArray();
        bool any = false;
        foreach (var (_, row) in Rows(names))
        {
            any = true;
            for (int i = 0; i < guesses.Length; i++) guesses[i].Add(row[i]);
        }

        if (!any) throw CsvTable.NoRow(path);
        return [.. names.Select((name, i) => (name, guesses[i].Form(kinds is not null && kinds.TryGetValue(name, out var kind) ? kind : null)))];
    }

    private string[] Names()
    {
        using var text = TextFile.Open(path);
        if (!_json) return CsvTable.Rows(text, Separator(), path).Names;
        var names = new List<string>();
        foreach (var (_, row) in Guarded(JsonLines.Objects(Lines(text), path)))
            names.AddRange(row.Keys.Where(k => !names.Contains(k)));
        return [.. names];
    }

    private IEnumerable<(int Line, string?[] Cells)> Rows(string[] names)
    {
        using var text = TextFile.Open(path);
        var rows = _json
            ? JsonLines.Objects(Lines(text), path).Select(r => (r.Line, (string?[])[.. names.Select(n => r.Row.TryGetValue(n, out var value) ? JsonLines.Cell(value, n, path, r.Line) : null)]))
            : CsvTable.Rows(text, Separator(), path).Rows;
        foreach (var row in Guarded(rows)) yield return row;
    }

    private char Separator()
    {
        using var text = TextFile.Open(path);
        var head = new char[Head];
        return CsvTable.Separator(head.AsSpan(0, Guarded(() => text.ReadBlock(head), 0)));
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
