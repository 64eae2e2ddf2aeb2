using System.Globalization;

namespace Sluice.Data.Text;

/// <summary>
/// The text elements of a text, which are what a reader calls characters, found without a string for each. A line's end is one, however it is
/// written.
/// </summary>
internal static class TextElements
{
    /// <summary>The length of the first element.</summary>
    /// <param name="text">The text, not empty.</param>
    public static int First(ReadOnlySpan<char> text)
    {
        // Of two ASCII characters in a row the first is an element, but for \r\n.
        bool plain = text[0] < 128 && (text.Length == 1 || text[1] < 128);
        return !plain ? StringInfo.GetNextTextElementLength(text) : text is ['\r', '\n', ..] ? 2 : 1;
    }

    /// <summary>How many there are, and the place of each different one when it came first, among the elements; all line ends are \n.</summary>
    public static (int Count, IReadOnlyList<(string Element, int Place)> Different) Of(ReadOnlySpan<char> text)
    {
        int count = 0;
        Span<int> ascii = stackalloc int[128];
        ascii.Fill(-1);
        var others = new Dictionary<string, int>(StringComparer.Ordinal);
        var bySpan = others.GetAlternateLookup<ReadOnlySpan<char>>();
        for (int at = 0; at < text.Length; count++)
        {
            char first = text[at];
            int length = First(text[at..]);
            if (first < 128 && (length == 1 || first == '\r'))
            {
                ref int place = ref ascii[first == '\r' ? '\n' : first];
                if (place < 0) place = count;
            }
            else
            {
                bySpan.TryAdd(text.Slice(at, length), count);
            }

            at += length;
        }

        List<(string, int)> different = [.. others.Select(o => (o.Key, o.Value))];
        for (int c = 0; c < ascii.Length; c++)
            if (ascii[c] >= 0) different.Add((((char)c).ToString(), ascii[c]));
        different.Sort((a, b) => a.Item2.CompareTo(b.Item2));
        return (count, different);
    }

    /// <summary>Where in a text the element of a number begins.</summary>
    public static int PlaceOf(int element, ReadOnlySpan<char> text)
    {
        int at = 0;
        for (; element > 0; element--) at += First(text[at..]);
        return at;
    }
}
