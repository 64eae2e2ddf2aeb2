namespace Sluice.Data.Text;

/// <summary>
/// What stands between spaces is a symbol, and so is each line's end, &lt;eos&gt;: a text that is cut into its own symbols already, such as
/// the Penn Treebank as language models have it (Mikolov et al. 2010), counts as many as its papers say.
/// </summary>
public sealed class LineTokenizer : ITokenizer
{
    /// <summary>The end of a line.</summary>
    public const string End = "<eos>";

    /// <summary>What such texts write in place of rare symbols.</summary>
    public const string Unknown = "<unk>";

    /// <inheritdoc/>
    public string Name => "space";

    /// <inheritdoc/>
    public IEnumerable<string> Tokenize(string text)
    {
        string[] lines = TextLines.Of(text);
        for (int i = 0; i < lines.Length; i++)
        {
            foreach (string symbol in TextLines.Words(lines[i])) yield return symbol;
            if (i + 1 < lines.Length || text[^1] is '\r' or '\n') yield return End;
        }
    }

    /// <inheritdoc/>
    public string Join(IEnumerable<string> tokens) => string.Join(' ', tokens).Replace($" {End} ", "\n").Replace($" {End}", "\n");
}
