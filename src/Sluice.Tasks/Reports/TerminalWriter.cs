using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Tasks.Reports;

/// <summary>
/// What goes to a terminal, through here and nowhere else. Names of columns, files and settings come from others, and a terminal obeys
/// what stands in them: it can be made to hide text, to show other text, or to type. So of all control characters only the end of a
/// line and the tabulator pass, and of all sequences those of colours that the program itself uses; the others are shown as question marks.
/// </summary>
/// <param name="inner">Where it goes.</param>
/// <param name="isTerminal">Whether that is a terminal rather than a file or another program.</param>
internal sealed partial class TerminalWriter(TextWriter inner, bool isTerminal) : TextWriter
{
    private const string Erasure = "\r\u001b[K";

    // Controls, and marks that turn the direction of what follows.
    private static readonly SearchValues<char> s_controls = SearchValues.Create([
        .. Enumerable.Range(0, 32).Where(c => c is not ('\n' or '\t')).Select(c => (char)c), .. Enumerable.Range(0x7F, 0x21).Select(c => (char)c),
        '\u200E', '\u200F', '\u202A', '\u202B', '\u202C', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069']);

    /// <summary>Whether this is a terminal.</summary>
    public bool IsTerminal => isTerminal;

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <summary>Takes the line away in which the cursor stands.</summary>
    public void EraseLine() => inner.Write(Erasure);

    /// <summary>A text as it may stand on a terminal.</summary>
    public static string Clean(ReadOnlySpan<char> text)
    {
        if (text.IndexOfAny(s_controls) < 0) return text.ToString();
        var clean = new StringBuilder(text.Length);
        for (int at = 0; at < text.Length; at++)
        {
            int length = 0;
            foreach (var colour in Colour().EnumerateMatches(text[at..])) length = colour.Length;
            if (length > 0)
            {
                clean.Append(text.Slice(at, length));
                at += length - 1;
            }
            else if (text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n') clean.Append('\r');
            else clean.Append(s_controls.Contains(text[at]) ? '?' : text[at]);
        }

        return clean.ToString();
    }

    /// <inheritdoc/>
    public override void Write(char value) => inner.Write(Clean([value]));

    /// <inheritdoc/>
    public override void Write(string? value) => inner.Write(Clean(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => inner.Write(Clean(buffer.AsSpan(index, count)));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => inner.Write(Clean(buffer));

    /// <inheritdoc/>
    public override void WriteLine() => inner.WriteLine();

    /// <inheritdoc/>
    public override void WriteLine(string? value) => inner.WriteLine(Clean(value));

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    [GeneratedRegex(@"^\u001b\[(0|38;5;(110|75|33|27|180|214|208|202))m")]
    private static partial Regex Colour();
}
