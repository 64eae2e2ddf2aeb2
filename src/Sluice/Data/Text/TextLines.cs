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
        foreach (var (start, length) in Places(text, 0, text.Length)) lines.Add(text.Substring(start, length));
        return [.. lines];
    }

    /// <summary>Where the lines of a part of a text stand, so that no string is made of each.</summary>
    internal static IEnumerable<(int Start, int Length)> Places(string text, int from, int to)
    {
        for (int at = from; at < to;)
        {
            int end = text.AsSpan(at, to - at).IndexOfAny('\r', '\n') is >= 0 and var length ? at + length : to;
            yield return (at, end - at);
            at = end + (text.AsSpan(end, to - end).StartsWith("\r\n") ? 2 : 1);
        }
    }

    /// <summary>A line without the spaces and tabs around it; all other white space is content.</summary>
    public static string Trim(string line) => line.Trim(s_blanks);

    /// <summary>What stands between spaces and tabs.</summary>
    public static string[] Words(string line) => line.Split(s_blanks, StringSplitOptions.RemoveEmptyEntries);
}
