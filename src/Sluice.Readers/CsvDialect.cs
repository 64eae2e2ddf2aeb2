namespace Sluice.Readers;

/// <summary>How a table as text is written.</summary>
/// <param name="Separator">What stands between fields.</param>
/// <param name="Skipped">Lines before the header that are none of the table.</param>
internal readonly record struct CsvDialect(char Separator, int Skipped)
{
    private static readonly char[] s_separators = [',', ';', '\t', '|'];

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

        return new CsvDialect(Most(head), skipped);
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
