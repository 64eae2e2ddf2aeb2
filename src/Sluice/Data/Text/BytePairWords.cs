using System.Text;

namespace Sluice.Data.Text;

/// <summary>
/// How a text is cut before pairs are joined: no symbol spans two words. A word is a run of letters, of digits, of Chinese and Japanese
/// characters, or of other signs; the first three of these may not mix, but for an apostrophe within letters. All but Chinese words begin
/// with the space before them, and a text is given one where its first word lacks it, so that a word is the same word everywhere.
/// </summary>
internal static class BytePairWords
{
    /// <summary>The most characters of a word: longer runs are cut, so that the time to encode grows as the text does.</summary>
    internal const int Longest = 64;

    private enum Kind { Letter, Digit, Chinese, Space, Other }

    /// <summary>The words of a text; joined, without the space at the very beginning, they are the text.</summary>
    internal static IEnumerable<string> Of(string text)
    {
        if (text.Length == 0) yield break;
        Rune.DecodeFromUtf16(text, out var first, out _);
        if (KindOf(first) != Kind.Chinese) text = ' ' + text;
        int start = 0, count = 0;
        Kind kind = Kind.Space;
        for (int i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out var letter, out int length);
            var next = KindOf(letter);
            if (next == Kind.Other && kind == Kind.Letter && text[i] is '\'' or '’' && i + 1 < text.Length && char.IsLetter(text[i + 1]))
                next = Kind.Letter;
            bool together = next == kind && kind != Kind.Space || count == 1 && text[start] == ' ' && next is not (Kind.Chinese or Kind.Space);
            if (i > start && (!together || count >= Longest))
            {
                yield return text[start..i];
                (start, count) = (i, 0);
            }

            kind = next;
            count++;
            i += length;
        }

        yield return text[start..];
    }

    /// <summary>The characters (code points) of a text; half a surrogate pair is one by itself.</summary>
    internal static IEnumerable<string> Characters(string text)
    {
        for (int i = 0; i < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(i), out _, out int length);
            yield return text.Substring(i, length);
            i += length;
        }
    }

    private static Kind KindOf(Rune letter) => letter.Value switch
    {
        >= 0x3041 and <= 0x30FF or >= 0x3105 and <= 0x312F or >= 0x3400 and <= 0x4DBF or >= 0x4E00 and <= 0x9FFF or >= 0xF900 and <= 0xFAFF
            or 0x3005 or 0x3007 or >= 0x20000 and <= 0x3FFFF => Kind.Chinese,
        _ when Rune.IsWhiteSpace(letter) => Kind.Space,
        _ when Rune.IsDigit(letter) => Kind.Digit,
        _ when Rune.IsLetter(letter) || Rune.GetUnicodeCategory(letter) is System.Globalization.UnicodeCategory.NonSpacingMark
            or System.Globalization.UnicodeCategory.SpacingCombiningMark => Kind.Letter,
        _ => Kind.Other,
    };
}
