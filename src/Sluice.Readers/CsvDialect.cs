namespace Sluice.Readers;

/// <summary>How a table as text is written.</summary>
/// <param name="Separator">What stands between fields.</param>
/// <param name="Skipped">Lines before the header that are none of the table.</param>
internal readonly record struct CsvDialect(char Separator, int Skipped)
{
    private static readonly char[] s_separators = [',', ';', '\t', '|'];

    /// <summary>Whether a second line of names or units follows the header, and is none of the table.</summary>
    public bool HasSecond { get; private init; }

    /// <summary>Whether the first lines are a table without doubt: names, and a column of values below them.</summary>
    public bool IsTable { get; private init; }

    /// <summary>What is to be said of the lines before the header.</summary>
    public string? Above { get; private init; }

    /// <summary>Whether it is the one of spreadsheets in countries with a decimal comma.</summary>
    public bool IsSpreadsheet => Separator == ';';

    /// <summary>Looks at the first lines: the separator is the one that the header has most of outside quotes.</summary>
    public static CsvDialect Of(ReadOnlySpan<char> head)
    {
        int skipped = 0;
        while (head is ['\r' or '\n', ..]) Next(ref head, ref skipped);
        if (head.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && Line(head).Length == 5)
        {
            char named = head[4];
            Next(ref head, ref skipped);
            return new CsvDialect(named, skipped);
        }

        while (head is ['#', ..])
        {
            var after = head;
            int more = skipped;
            Next(ref after, ref more);
            // A header may begin with # too: then the line after has as many fields.
            char separator = Most(after);
            if (after.IsEmpty || (Count(head, separator) > 0 && Count(head, separator) == Count(after, separator))) break;
            head = after;
            skipped = more;
        }

        return WithHeader(head, new CsvDialect(Most(head), skipped));
    }

    /// <summary>The dialect with the header where it is found, below lines that are none of the table.</summary>
    private static CsvDialect WithHeader(ReadOnlySpan<char> head, CsvDialect plain)
    {
        foreach (char separator in s_separators.OrderByDescending(c => c == plain.Separator))
        {
            var rows = Rows(head, separator, out var lines, out var apart);
            var (header, second) = HeaderSearch.In(rows, apart);
            bool table = HeaderSearch.IsTable(rows[header..]);
            if (header > 0)
            {
                string above = HeaderSearch.Above(rows[..header], lines[0] + plain.Skipped + 1, lines[header - 1] + plain.Skipped + 1);
                return new CsvDialect(separator, plain.Skipped + lines[header]) { HasSecond = second, Above = above, IsTable = table };
            }

            if (separator == plain.Separator && HeaderSearch.IsFirst(rows)) return plain with { HasSecond = second, IsTable = table };
        }

        return plain;
    }

    /// <summary>The cells of the first rows that are not empty, how many lines stand before each, and before which an empty one does.</summary>
    private static List<string[]> Rows(ReadOnlySpan<char> head, char separator, out List<int> lines, out List<int> apart)
    {
        var (rows, row, empty) = (new List<string[]>(), new List<string>(), false);
        (lines, apart) = ([], []);
        for (int line = 0, first = 0; rows.Count < HeaderSearch.Looked && !head.IsEmpty;)
        {
            int end = 0;
            bool quoted = false;
            for (; end < head.Length && (quoted || (head[end] != separator && head[end] is not ('\r' or '\n'))); end++)
                if (head[end] == '"') quoted = !quoted;
            string cell = ColumnInference.Trim(head[..end].ToString());
            row.Add(cell is ['"', .., '"'] ? ColumnInference.Trim(cell[1..^1].Replace("\"\"", "\"")) : cell);
            line += LineEnds(head[..end]);
            if (end < head.Length && head[end] == separator)
            {
                head = head[(end + 1)..];
                if (!head.IsEmpty) continue;
                row.Add("");
            }
            else
            {
                head = head[end..];
                if (!head.IsEmpty) Next(ref head, ref line);
            }

            bool any = row.Exists(c => c.Length > 0);
            if (any)
            {
                if (empty) apart.Add(rows.Count);
                rows.Add([.. row]);
                lines.Add(first);
            }

            empty = !any;
            row.Clear();
            first = line;
        }

        return HeaderSearch.Trimmed(rows);
    }

    private static int LineEnds(ReadOnlySpan<char> text)
    {
        int count = 0;
        for (int i = 0; i < text.Length; i++)
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n'))) count++;
        return count;
    }

    private static char Most(ReadOnlySpan<char> text)
    {
        var (most, separator) = (0, ',');
        foreach (char c in s_separators)
            if (Count(text, c) is var count && count > most) (most, separator) = (count, c);
        return separator;
    }

    /// <summary>How often a separator stands in the first line, outside quotes.</summary>
    private static int Count(ReadOnlySpan<char> text, char separator)
    {
        bool quoted = false;
        int count = 0;
        foreach (char c in text)
        {
            if (c == '"') quoted = !quoted;
            else if (c is '\r' or '\n' && !quoted) break;
            else if (c == separator && !quoted) count++;
        }

        return count;
    }

    private static ReadOnlySpan<char> Line(ReadOnlySpan<char> text) => text.IndexOfAny('\r', '\n') is >= 0 and int end ? text[..end] : text;

    private static void Next(ref ReadOnlySpan<char> text, ref int skipped)
    {
        int end = Line(text).Length;
        end += text[end..].StartsWith("\r\n") ? 2 : Math.Min(1, text.Length - end);
        text = text[end..];
        skipped++;
    }
}
