namespace Sluice.Data.Text;

/// <summary>What stands between spaces is a symbol, such as the sounds of a word.</summary>
public sealed class SpaceTokenizer : ITokenizer
{
    /// <inheritdoc/>
    public string Name => "space";

    /// <inheritdoc/>
    public IEnumerable<string> Tokenize(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    /// <inheritdoc/>
    public string Join(IEnumerable<string> tokens) => string.Join(' ', tokens);
}
