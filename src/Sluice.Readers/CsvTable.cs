using System.Globalization;
using System.Text;
using CsvHelper;
using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>
/// Tables as text: a header line, then rows separated by commas, semicolons, tabs or bars, fields quoted as in RFC 4180. Lines that begin
/// with # before the header are passed over, and so are <c>sep=;</c>, the title of a report above it, and a line of units below it. What the columns
/// hold is found (see docs/data.md) or given.
/// </summary>
public static class CsvTable
{
    private const int Head = 1 << 20; // bytes in which the header is looked for

    internal const int MostColumns = 16_384; // as many as spreadsheets have; more is another kind of file

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">What is known of it; the rest is found.</param>
    /// <exception cref="SluiceFormatException">A row has too many or too few fields, a cell is of the wrong kind, the header is wrong, or there are
    /// no rows: with file, line and column.</exception>
    public static Table Read(string path, TableOptions? options = null)
    {
        using var text = TextFile.OpenUtf8(path);
        try
        {
            return new TableBuilder(path, options ?? TableOptions.None).Read(Rows(text, path));
        }
        catch (Exception e) when (e is SluiceFormatException or DecoderFallbackException)
        {
            // Bytes that are no text may be why a row is wrong, and are said first.
            if (!text.IsChecked) TextFile.Check(path);
            throw;
        }
        catch (IOException e)
        {
            throw new SluiceFormatException($"cannot be read: {e.Message}", path, inner: e);
        }
    }

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="SluiceFormatException">As for <see cref="Read"/>.</exception>
    public static Table Parse(string text, string file, TableOptions? options = null)
        => new TableBuilder(file, options ?? TableOptions.None).Read(Rows(new TextStream(new MemoryStream(Encoding.UTF8.GetBytes(text))), file));

    /// <summary>The names of the columns, and the cells of each row; the text is closed at their end.</summary>
    internal static CellRows Rows(TextStream text, string file)
    {
        var dialect = CsvDialect.Of(Encoding.UTF8.GetString(text.Peek(Head)));
        for (int i = 0; i < dialect.Skipped; i++) SkipLine(text);
        var rows = CsvReader.Create(text, new CsvReaderOptions
        {
            Separator = dialect.Separator,
            HasHeader = false, // read here, to say where a name is wrong
            MalformedData = CsvMalformedDataHandling.Throw,
            TrackLineNumbers = true,
        });
        var header = Guarded(() => Header(rows, file, dialect.Skipped), file, dialect.Skipped);
        List<string> notes = dialect.Above is { } above ? [above] : [];
        return new CellRows(header.Names, Into) { PrefersComma = dialect.IsSpreadsheet, Notes = notes };

        IEnumerable<int> Into(CellBlock block)
        {
            using (rows)
            {
                var (names, counter) = header;
                int first = counter ? 1 : 0;
                long? count = null;
                int? below = null; // the first of the lines that are no row, which stand at the end or nowhere
                string note = "";
                bool any = false;
                if (counter) notes.Add("the first column has no name and counts the rows: it is left out.");
                Func<bool> read = rows.Read;
                if (dialect.HasSecond && Guarded(read, file, dialect.Skipped))
                {
                    string[] second = [.. Enumerable.Range(0, rows.FieldCount).Select(i => rows.GetString(i))];
                    notes.Add(HeaderSearch.Second(second, (int)rows.LineNumber + dialect.Skipped));
                }

                while (Guarded(read, file, dialect.Skipped))
                {
                    int line = (int)rows.LineNumber + dialect.Skipped;
                    int fields = rows.FieldCount;
                    while (fields > names.Length + first && rows.GetSpan(fields - 1).IsEmpty) fields--; // a separator at the end of the line
                    if (fields != names.Length + first)
                    {
                        if (fields > 1 || !HeaderSearch.IsBelow(rows.GetString(0)))
                            throw Fields(names.Length + first, below is null ? fields : 1, file, below ?? line);
                        note = below is null ? rows.GetString(0) : note;
                        below ??= line;
                        continue;
                    }

                    if (below is { } early) throw Fields(names.Length + first, 1, file, early);
                    for (int i = 0; i < names.Length; i++) block.Add(i, rows.GetSpan(i + first));
                    if (counter)
                    {
                        if (!long.TryParse(rows.GetSpan(0), NumberStyles.Integer, CultureInfo.InvariantCulture, out long next)
                            || (count is { } last && next <= last))
                            throw Nameless(file, dialect.Skipped + 1, 1);
                        count = next;
                    }

                    any = true;
                    yield return line;
                }

                if (below is not { } end) yield break;
                if (!any) throw Fields(names.Length + first, 1, file, end);
                notes.Add(HeaderSearch.Below(note, end));
            }
        }
    }

    private static SluiceFormatException Fields(int expected, int got, string file, int line) => new(
        expected == 1
            ? $"expected 1 field as in the header, got {got}. Is the first line the header? Remove what stands before the line with the names of the columns."
            : $"expected {expected} fields as in the header, got {got}. Is a separator missing, or is a field that holds one not in quotes?", file,
            line);

    private static SluiceFormatException Nameless(string file, int line, int column)
        => new("the header has a column without a name. Name it, or remove the column.", file, line, column);

    private static void SkipLine(TextStream text)
    {
        var head = text.Peek(Head);
        int end = head.IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var at ? at : head.Length;
        text.Skip(Math.Min(head.Length, end + (head[end..] is [(byte)'\r', (byte)'\n', ..] ? 2 : 1)));
    }

    private static T Guarded<T>(Func<T> read, string file, int skipped)
    {
        try
        {
            return read();
        }
        catch (CsvFormatException e)
        {
            throw new SluiceFormatException(
                "a quote in the middle of a field, text after a closing quote, or a quote that is never closed. Put the whole field in quotes and write each quote in it twice.",
                file, e.LineNumber > 0 ? (int)e.LineNumber + skipped : null, inner: e);
        }
    }

    /// <summary>Writes a table with commas, cells as their source wrote them; a missing cell is empty.</summary>
    public static void Write(Table table, TextWriter writer)
    {
        using var csv = CsvWriter.Create(writer, new CsvWriterOptions { NewLine = "\n" }, leaveOpen: true);
        csv.WriteHeader([.. table.Columns.Select(c => c.Name)]);
        for (int row = 0; row < table.RowCount; row++)
        {
            foreach (var column in table.Columns) csv.WriteField(column.Written(row));
            csv.EndRecord();
        }
    }

    private static (string[] Names, bool Counter) Header(CsvReader rows, string file, int skipped)
    {
        if (!rows.Read()) throw new SluiceFormatException("the file is empty.", file);
        int line = (int)rows.LineNumber + skipped;
        if (rows.FieldCount > MostColumns)
            throw new SluiceFormatException($"the header has {rows.FieldCount} columns, more than {MostColumns}.", file, line);
        var names = Enumerable.Range(0, rows.FieldCount).Select(i => ComposedText.Of(ColumnInference.Trim(rows.GetString(i)))).ToList();
        while (names.Count > 1 && names[^1].Length == 0) names.RemoveAt(names.Count - 1); // a separator at the end of the line
        bool counter = names.Count > 1 && names[0].Length == 0;
        if (counter) names.RemoveAt(0);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < names.Count; i++)
        {
            int place = i + (counter ? 2 : 1);
            if (names[i].Length == 0) throw Nameless(file, line, place);
            if (!seen.Add(names[i]))
                throw new SluiceFormatException(
                    $"the header has the name '{ColumnInference.Short(names[i])}' twice. Rename one of them.", file, line, place);
        }

        if (names.Count > 1 && names.All(IsValue))
            throw new SluiceFormatException(
                $"the first line holds values ('{ColumnInference.Short(names[0])}', '{ColumnInference.Short(names[1])}'), not the names of columns. Put a line with their names before it.",
                file, line);
        return ([.. names], counter);
    }

    private static bool IsValue(string name) => NumberForm.Plain.Read(name) is not null || DateCell.Of(name) is not null;
}
