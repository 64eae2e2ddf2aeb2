namespace Sluice.Data.Text;

/// <summary>Cuts a text into symbols and joins symbols to a text.</summary>
public interface ITokenizer
{
    /// <summary>The name in configurations.</summary>
    string Name { get; }

    /// <summary>The symbols of a text in order.</summary>
    IEnumerable<string> Tokenize(string text);

    /// <summary>The text of symbols.</summary>
    string Join(IEnumerable<string> tokens);
}
