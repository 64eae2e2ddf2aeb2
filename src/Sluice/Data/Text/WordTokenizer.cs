using System.Globalization;
using System.Text;

namespace Sluice.Data.Text;

/// <summary>
/// One symbol for each word (don't and well-known are one), each number (3.14 is one) and each other mark; white space only separates.
/// Han text has no spaces: there the longest known word that fits is one symbol, else one character. Between Han and a word or number of another
/// script some texts have a space and some have none, so that a space there is a symbol.
/// Join sets spaces as print does, so a plain sentence in English or Chinese, or in both, comes back as it was.
/// </summary>
/// <param name="words">Known Han words.</param>
public sealed class WordTokenizer(IEnumerable<string>? words = null) : ITokenizer
{
    private const string NoSpaceBefore = ".,;:!?)]}%…’”", NoSpaceAfter = "([{$‘“";

    private const string Space = " ";

    private readonly HashSet<string> _words = [.. words ?? []];
    private readonly int _longest = words?.Select(w => w.Length).DefaultIfEmpty().Max() ?? 0;

    /// <inheritdoc/>
    public string Name => "word";

    /// <inheritdoc/>
    public IEnumerable<string> Tokenize(string text)
    {
        for (int at = 0; at < text.Length;)
        {
            int length = Next(text, at);
            if (length > 0) yield return text.Substring(at, length);
            else if (Parts(text, at)) yield return Space;
            at += Math.Max(length, 1);
        }
    }

    /// <summary>How many symbols a text has.</summary>
    internal int Count(string text)
    {
        int count = 0;
        for (int at = 0; at < text.Length;)
        {
            int length = Next(text, at);
            if (length > 0 || Parts(text, at)) count++;
            at += Math.Max(length, 1);
        }

        return count;
    }

    /// <inheritdoc/>
    public string Join(IEnumerable<string> tokens)
    {
        var text = new StringBuilder();
        string? last = null;
        bool quoted = false;
        foreach (var token in tokens)
        {
            if (token.Length == 0) continue;
            bool closing = token == "\"" && quoted, opened = last == "\"" && quoted;
            if (last is not null && last != Space && token != Space && !closing && !opened && !NoSpaceBefore.Contains(token[0])
                && !NoSpaceAfter.Contains(last[^1]) && !IsWide(FirstRune(token)) && !IsWide(LastRune(last)))
                text.Append(' ');
            text.Append(token);
            if (token == "\"") quoted = !quoted;
            last = token;
        }
        return text.ToString();
    }

    // The length of the symbol that begins here; 0 for white space.
    private int Next(string text, int at)
    {
        if (char.IsWhiteSpace(text[at])) return 0;
        if (char.IsAsciiLetter(text[at]) && Plain(text, at) is > 0 and var plain) return plain;
        if (!Rune.TryGetRuneAt(text, at, out var rune)) return 1;
        if (IsHan(rune)) return Math.Max(KnownWord(text, at), rune.Utf16SequenceLength);
        if (Rune.IsDigit(rune)) return While(text, at, Rune.IsDigit, ".,");
        if (Rune.IsLetter(rune)) return While(text, at, r => IsWordPart(r) && !IsHan(r), "'’-");
        return StringInfo.GetNextTextElementLength(text, at);
    }

    // Whether white space begins here that parts Han from a word or number of another script, on one line.
    private static bool Parts(string text, int at)
    {
        if (at == 0 || text[at] != ' ' || char.IsWhiteSpace(text[at - 1])) return false;
        int end = at;
        while (end < text.Length && text[end] == ' ') end++;
        if (end == text.Length) return false;
        Rune before = LastRune(text.AsSpan(0, at)), after = FirstRune(text.AsSpan(end));
        return IsHan(before) ? IsOtherWord(after) : IsHan(after) && IsOtherWord(before);
    }

    private static bool IsOtherWord(Rune rune) => Rune.IsLetterOrDigit(rune) && !IsWide(rune);

    // The length of a word of ASCII letters and digits that a space, a common mark or the text's end follows; 0 where there is more to look at.
    private static int Plain(string text, int begin)
    {
        int at = begin;
        while (at < text.Length && char.IsAsciiLetterOrDigit(text[at])) at++;
        return at == text.Length || text[at] is ' ' or '\n' or '\r' or '\t' or '.' or ',' or ';' or ':' or '!' or '?' ? at - begin : 0;
    }

    private int KnownWord(string text, int at)
    {
        for (int length = Math.Min(_longest, text.Length - at); length > 1; length--)
            if (_words.Contains(text.Substring(at, length))) return length;
        return 0;
    }

    // Runes of a class; one of the connectors may stand between two of them.
    private static int While(string text, int begin, Func<Rune, bool> belongs, string connectors)
    {
        int at = begin;
        while (at < text.Length)
        {
            int over = at > begin && connectors.Contains(text[at]) ? 1 : 0;
            if (at + over >= text.Length || !Rune.TryGetRuneAt(text, at + over, out var rune) || !belongs(rune)) break;
            at += over + rune.Utf16SequenceLength;
        }
        return at - begin;
    }

    private static bool IsWordPart(Rune rune) => Rune.IsLetterOrDigit(rune)
        || Rune.GetUnicodeCategory(
            rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.ConnectorPunctuation;

    // Half a pair, or nothing, is the mark for what is no character.
    private static Rune FirstRune(ReadOnlySpan<char> text)
    {
        Rune.DecodeFromUtf16(text, out var rune, out _);
        return rune;
    }

    private static Rune LastRune(ReadOnlySpan<char> text)
    {
        Rune.DecodeLastFromUtf16(text, out var rune, out _);
        return rune;
    }

    private static bool IsHan(Rune rune) => rune.Value is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF) or 0x3005 or 0x3007;

    // Han, kana, and the punctuation that is as wide as they are.
    private static bool IsWide(Rune rune) => IsHan(rune) || rune.Value is (>= 0x3000 and <= 0x30FF) or (>= 0xFF00 and <= 0xFF65);
}
