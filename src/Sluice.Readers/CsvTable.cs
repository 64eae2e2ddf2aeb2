using CsvHelper;
using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>
/// Tables as text: a header line, then rows separated by commas, semicolons or tabs, fields quoted as in RFC 4180.
/// Empty cells and NA, N/A, NaN, null and ? are missing. Numbers have a decimal point, dates are 2024-12-31 or common other forms.
/// </summary>
public static class CsvTable
{
    private const int MostColumns = 16_384; // as many as spreadsheets have; more is another kind of file

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kinds">What some columns must hold; the others are inferred.</param>
    /// <exception cref="SluiceFormatException">A row has too many or too few fields, a cell is of the wrong kind, the header is wrong, or there are no rows: with file, line and column.</exception>
    public static Table Read(string path, IReadOnlyDictionary<string, ColumnKind>? kinds = null) => Parse(TextFile.Read(path), path, kinds);

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="SluiceFormatException">As for <see cref="Read"/>.</exception>
    public static Table Parse(string text, string file, IReadOnlyDictionary<string, ColumnKind>? kinds = null)
    {
        var (names, rows) = Rows(new StringReader(text), Separator(text), file);
        if (kinds is not null)
            foreach (var name in kinds.Keys)
                if (!names.Contains(name)) throw new SluiceFormatException($"there is no column '{name}'.{Nearest.Hint(name, names)}", file);

        var cells = names.Select(_ => new List<string?>()).ToArray();
        var lines = new List<int>();
        foreach (var (line, row) in rows)
        {
            lines.Add(line);
            for (int i = 0; i < cells.Length; i++) cells[i].Add(row[i]);
        }
        if (lines.Count == 0) throw NoRow(file);

        var inference = new ColumnInference(file, [.. lines], kinds);
        return new Table([.. names.Select((name, i) => inference.Column(name, i + 1, [.. cells[i]]))], file, [.. lines]);
    }

    internal static SluiceFormatException NoRow(string file) => new("there is a header but no row of data.", file);

    /// <summary>The names of the columns, and the cleaned cells of each row, which are valid until the next; the reader is closed at their end.</summary>
    internal static (string[] Names, IEnumerable<(int Line, string?[] Cells)> Rows) Rows(TextReader text, char separator, string file)
    {
        var rows = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = separator,
            HasHeader = false, // read here, to say where a name is wrong
            MalformedData = CsvMalformedDataHandling.Throw,
            TrackLineNumbers = true,
            PoolStrings = true,
        });
        var names = Guarded(() => Header(rows, file), file);
        return (names, Cells());

        IEnumerable<(int, string?[])> Cells()
        {
            using (rows)
            {
                var cells = new string?[names.Length];
                while (Guarded(rows.Read, file))
                {
                    int line = (int)rows.LineNumber;
                    if (rows.FieldCount != names.Length)
                        throw new SluiceFormatException($"expected {names.Length} fields as in the header, got {rows.FieldCount}. Is a separator missing, or is a field that holds one not in quotes?", file, line);
                    for (int i = 0; i < cells.Length; i++) cells[i] = ColumnInference.Clean(rows.GetString(i));
                    yield return (line, cells);
                }
            }
        }
    }

    private static T Guarded<T>(Func<T> read, string file)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException e)
        {
            throw new SluiceFormatException(
                "a quote in the middle of a field, text after a closing quote, or a quote that is never closed. Put the whole field in quotes and write each quote in it twice.",
                file, e.LineNumber > 0 ? (int)e.LineNumber : null, inner: e);
        }
    }

    /// <summary>Writes a table with commas; a missing cell is empty.</summary>
    public static void Write(Table table, TextWriter writer)
    {
        using var csv = CsvWriter.Create(writer, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteHeader([.. table.Columns.Select(c => c.Name)]);
        for (int row = 0; row < table.RowCount; row++)
        {
            foreach (var column in table.Columns) csv.WriteField(column.Text(row));
            csv.EndRecord();
        }
    }

    private static string[] Header(CsvReader rows, string file)
    {
        if (!rows.Read()) throw new SluiceFormatException("the file is empty.", file);
        int line = (int)rows.LineNumber;
        if (rows.FieldCount > MostColumns) throw new SluiceFormatException($"the header has {rows.FieldCount} columns, more than {MostColumns}.", file, line);
        var names = Enumerable.Range(0, rows.FieldCount).Select(i => rows.GetString(i).Trim()).ToArray();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < names.Length; i++)
        {
            if (names[i].Length == 0) throw new SluiceFormatException("the header has a column without a name. Name it, or remove the column.", file, line, i + 1);
            if (!seen.Add(names[i])) throw new SluiceFormatException($"the header has the name '{ColumnInference.Short(names[i])}' twice. Rename one of them.", file, line, i + 1);
        }
        return names;
    }

    // The separator that the header has most of outside quotes.
    internal static char Separator(ReadOnlySpan<char> text)
    {
        var counts = new Dictionary<char, int> { [','] = 0, [';'] = 0, ['\t'] = 0 };
        bool quoted = false;
        foreach (char c in text.TrimStart("\r\n"))
        {
            if (c == '"') quoted = !quoted;
            else if (c is '\r' or '\n' && !quoted) break;
            else if (!quoted && counts.TryGetValue(c, out int count)) counts[c] = count + 1;
        }
        return counts.MaxBy(c => c.Value).Key;
    }
}
