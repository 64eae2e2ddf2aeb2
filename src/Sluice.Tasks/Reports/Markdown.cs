using System.Text;

namespace Sluice.Tasks.Reports;

/// <summary>Text of others within Markdown: names of columns, of files, values of settings.</summary>
internal static class Markdown
{
    // With these, a text could become a link, a picture, code, a table or HTML.
    private const string Marks = "\\`[]<|";

    /// <summary>A text that stays the text that it is, on one line.</summary>
    public static string Text(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (char c in text)
        {
            if (char.IsControl(c) || c is '\u2028' or '\u2029') plain.Append(' ');
            else if (Marks.Contains(c)) plain.Append('\\').Append(c);
            else plain.Append(c);
        }

        return plain.ToString();
    }

    /// <summary>The text that <see cref="Text"/> was given, spaces in the place of controls.</summary>
    public static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 1 < text.Length && Marks.Contains(text[i + 1])) i++;
            plain.Append(text[i]);
        }

        return plain.ToString();
    }

    /// <summary>A block of code that ends only where it is meant to.</summary>
    public static string Code(string language, string text)
    {
        int longest = 2, run = 0;
        foreach (char c in text) longest = Math.Max(longest, run = c == '`' ? run + 1 : 0);
        string fence = new('`', longest + 1);
        return $"{fence}{language}\n{text}{(text.EndsWith('\n') ? "" : "\n")}{fence}\n";
    }
}
