using System.Text;
using System.Text.RegularExpressions;

namespace Sluice.Tasks.Translate;

/// <summary>
/// How BLEU cuts text into tokens: "13a", as the scorer of the WMT conferences does (mteval-v13a), and "zh", which takes each Chinese
/// character by itself. The scores of papers can be compared only where these are the same (Post 2018).
/// </summary>
public static partial class BleuTokens
{
    // The blocks of Chinese characters and of their punctuation that the published scorer knows.
    private static readonly (int First, int Last)[] s_chinese =
    [
        (0x3400, 0x4db5), (0x4e00, 0x9fbb), (0xf900, 0xfa2d), (0xfa30, 0xfa6a), (0xfa70, 0xfad9), (0x20000, 0x2a6d6), (0x2f800, 0x2fa1d),
        (0xff00, 0xffef), (0x2e80, 0x2eff), (0x3000, 0x303f), (0x31c0, 0x31ef), (0x2f00, 0x2fdf), (0x2ff0, 0x2fff), (0x3100, 0x312f),
        (0x31a0, 0x31bf), (0xfe10, 0xfe1f), (0xfe30, 0xfe4f), (0x2600, 0x26ff), (0x2700, 0x27bf), (0x3200, 0x32ff), (0x3300, 0x33ff),
    ];

    /// <summary>What suits texts: "zh" where more than half of their characters are Chinese, else "13a".</summary>
    public static string Suiting(IEnumerable<string> texts)
    {
        var letters = texts.SelectMany(t => t.EnumerateRunes()).Where(r => !Rune.IsWhiteSpace(r));
        return letters.Sum(r => IsChinese(r) ? 1L : -1) > 0 ? "zh" : "13a";
    }

    /// <summary>Tokens by mteval-v13a.</summary>
    public static string[] Of13a(string text)
    {
        text = text.Replace("<skipped>", "").Replace("-\n", "").Replace('\n', ' ');
        if (text.Contains('&')) text = text.Replace("&quot;", "\"").Replace("&amp;", "&").Replace("&lt;", "<").Replace("&gt;", ">");
        return Cut($" {text} ");
    }

    /// <summary>Tokens of text with Chinese characters, each of which is one.</summary>
    public static string[] OfChinese(string text)
    {
        var spaced = new StringBuilder();
        foreach (var letter in text.Trim().EnumerateRunes())
        {
            bool chinese = IsChinese(letter);
            if (chinese) spaced.Append(' ');
            spaced.Append(letter);
            if (chinese) spaced.Append(' ');
        }

        return Cut(spaced.ToString());
    }

    private static bool IsChinese(Rune letter) => s_chinese.Any(b => letter.Value >= b.First && letter.Value <= b.Last);

    /// <summary>Punctuation stands by itself, but for points and commas within numbers.</summary>
    private static string[] Cut(string text)
    {
        text = Punctuation().Replace(text, " $1 ");
        text = AfterOther().Replace(text, "$1 $2 ");
        text = BeforeOther().Replace(text, " $1 $2");
        text = Dash().Replace(text, "$1 $2 ");
        return text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@"([{-~\[-` -&(-+:-@/])")]
    private static partial Regex Punctuation();

    [GeneratedRegex("([^0-9])([.,])")]
    private static partial Regex AfterOther();

    [GeneratedRegex("([.,])([^0-9])")]
    private static partial Regex BeforeOther();

    [GeneratedRegex("([0-9])(-)")]
    private static partial Regex Dash();
}
