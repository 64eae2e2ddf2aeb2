namespace Sluice.Data.Text;

/// <summary>
/// One symbol for each Unicode text element, which is what a reader calls a character: é written as two code points
/// is one, so is a family of emoji. All line ends become \n. Tokenize then Join gives the text back.
/// </summary>
public sealed class CharacterTokenizer : ITokenizer
{
    // One string for each ASCII character: a book would otherwise make a million.
    private static readonly string[] s_ascii = [.. Enumerable.Range(0, 128).Select(c => ((char)c).ToString())];

    /// <inheritdoc/>
    public string Name => "character";

    /// <inheritdoc/>
    public IEnumerable<string> Tokenize(string text)
    {
        for (int at = 0; at < text.Length;)
        {
            int length = TextElements.First(text.AsSpan(at));
            yield return text[at] == '\r' ? s_ascii['\n'] : length == 1 && text[at] < 128 ? s_ascii[text[at]] : text.Substring(at, length);
            at += length;
        }
    }

    /// <inheritdoc/>
    public string Join(IEnumerable<string> tokens) => string.Concat(tokens);
}
