namespace Sluice.Data.Text;

/// <summary>
/// The lines of a text. A line feed, a carriage return or both together end one, and nothing else does: what Unicode calls a line
/// separator, a next line, a form feed or a vertical tab stays within its line.
/// </summary>
public static class TextLines
{
    // What may stand around the content of a line. White space of other kinds is content.
    private static readonly char[] s_blanks = [' ', '\t'];

    /// <summary>The lines, empty ones among them. The end of the last one begins no further line: "a\n\n" has the lines "a" and "".</summary>
    public static string[] Of(string text)
    {
        List<string> lines = [];
        for (int at = 0; at < text.Length;)
        {
            int end = text.AsSpan(at).IndexOfAny('\r', '\n') is >= 0 and var length ? at + length : text.Length;
            lines.Add(text[at..end]);
            at = end + (text.AsSpan(end).StartsWith("\r\n") ? 2 : 1);
        }

        return [.. lines];
    }

    /// <summary>A line without the spaces and tabs around it; all other white space is content.</summary>
    public static string Trim(string line) => line.Trim(s_blanks);

    /// <summary>What stands between spaces and tabs.</summary>
    public static string[] Words(string line) => line.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries);
}
