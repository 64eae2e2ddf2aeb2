namespace Sluice.Tasks.Text;

/// <summary>What marks that open and close say of each character of a text, once it was read.</summary>
internal static class TextMarks
{
    private const int Deepest = 4;

    // What opens, and what closes it; marks that are both ends close what they opened.
    private static readonly Dictionary<char, char> s_quotes = new()
    {
        ['"'] = '"',
        ['＂'] = '＂',
        ['“'] = '”',
        ['„'] = '“',
        ['«'] = '»',
        ['‘'] = '’',
        ['「'] = '」',
        ['『'] = '』',
        ['﹁'] = '﹂',
        ['﹃'] = '﹄',
        ['〝'] = '〞',
    };

    private static readonly Dictionary<char, char> s_brackets = new()
    {
        ['('] = ')',
        ['['] = ']',
        ['{'] = '}',
        ['（'] = '）',
        ['［'] = '］',
        ['｛'] = '｝',
        ['【'] = '】',
        ['〔'] = '〕',
        ['〖'] = '〗',
    };

    /// <summary>
    /// Inside from the mark that opens a quotation until before the one that closes it. A straight ' is an apostrophe, and so is ’ before a
    /// letter or where no ‘ is open. A blank line ends what is open: where a speech goes on in the next paragraph, that one opens it again.
    /// </summary>
    public static (IReadOnlyList<string> Classes, float[] Labels, IReadOnlyList<string> Notes) Quotes(string text)
    {
        var labels = new float[text.Length];
        var open = new Stack<char>();
        int ended = 0;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool apostrophe = c == '’' && i + 1 < text.Length && char.IsLetter(text[i + 1]);
            if (c == '\n' && i > 0 && text[i - 1] == '\n')
            {
                if (open.Count > 0) ended++;
                open.Clear();
            }
            else if (!apostrophe && open.TryPeek(out char closing) && c == closing) open.Pop();
            else if (s_quotes.TryGetValue(c, out char end)) open.Push(end);
            labels[i] = open.Count > 0 ? 1 : 0;
        }

        return (["outside", "inside"], labels, ended == 0
            ? []
            : [$"{ended} {(ended == 1 ? "quotation is" : "quotations are")} not closed before a blank line, which ends {(ended == 1 ? "it" : "them")}."]);
    }

    /// <summary>How many brackets are open; one that closes what is not open is passed over.</summary>
    public static (IReadOnlyList<string> Classes, float[] Labels, IReadOnlyList<string> Notes) Brackets(string text)
    {
        var labels = new float[text.Length];
        var open = new Stack<(char End, int Line)>();
        int line = 1;
        for (int i = 0; i < text.Length; i++)
        {
            if (s_brackets.TryGetValue(text[i], out char end)) open.Push((end, line));
            else if (open.TryPeek(out var last) && text[i] == last.End) open.Pop();
            if (text[i] == '\n') line++;
            labels[i] = Math.Min(open.Count, Deepest);
        }

        int most = (int)labels.DefaultIfEmpty(0).Max();
        string[] classes = [.. Enumerable.Range(0, Math.Max(2, most + 1)).Select(d => d == Deepest ? $"{d} or more" : $"{d}")];
        return (classes, labels, open.Count == 0 ? [] : [$"The bracket that opens in line {open.Last().Line} is never closed."]);
    }
}
