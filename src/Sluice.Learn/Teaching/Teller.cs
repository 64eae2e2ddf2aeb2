using System.Globalization;
using Sluice.Tasks.Settings;

namespace Sluice.Learn.Teaching;

/// <summary>Tells a story in one language. What a story says stands in it as <see cref="Words"/>, in all languages side by side.</summary>
/// <param name="output">Where it is told.</param>
/// <param name="language">The language.</param>
internal sealed class Teller(TextWriter output, StoryLanguage language)
{
    private static readonly Words s_quoted = new("\"{0}\"", "“{0}”", "「{0}」"), s_comma = new(", ", "、", "、"), s_blank = new(" ", "", "");

    /// <summary>The language.</summary>
    public StoryLanguage Language => language;

    /// <summary>A text with values put in.</summary>
    public string In(Words words, params object[] values) => string.Format(CultureInfo.InvariantCulture, words.All[(int)language], values);

    /// <summary>Says a text with values put in, as a line.</summary>
    public void Say(Words words, params object[] values) => output.WriteLine(In(words, values));

    /// <summary>Writes a line of a table.</summary>
    public void Line(string line = "") => output.WriteLine(line);

    /// <summary>Words in quotation marks.</summary>
    public string Quoted(string words) => In(s_quoted, words);

    /// <summary>Words one after the other, with commas.</summary>
    public string Listed(IEnumerable<string> words) => string.Join(In(s_comma), words);

    /// <summary>Words as a sentence: Chinese has no blanks between them.</summary>
    public string Joined(IEnumerable<string> words) => string.Join(In(s_blank), words);

    /// <summary>A share in percent, without a blank before the sign in Chinese.</summary>
    /// <param name="share">The share, 0 to 1.</param>
    /// <param name="decimals">Digits behind the point.</param>
    public string Percent(double share, int decimals = 0)
    {
        string percent = share.ToString($"P{decimals}", CultureInfo.InvariantCulture);
        return language == StoryLanguage.English ? percent : percent.Replace(" ", "");
    }
}
