namespace Sluice;

/// <summary>An operation of the library that cannot go on: the message names the operation, what was expected and what came.</summary>
public class SluiceException : Exception
{
    /// <summary>With a message as it is.</summary>
    public SluiceException(string message, Exception? inner = null)
        : base(message, inner) => Sentence = Phrase.Of(message);

    /// <summary>With an interpolated string, whose values are kept apart.</summary>
    public SluiceException(Phrase message, Exception? inner = null)
        : base(message.ToString(), inner) => Sentence = message;

    private protected SluiceException(string place, Phrase message, Exception? inner)
        : base(place + message, inner) => (Place, Sentence) = (place, message);

    /// <summary>Where it is, as <c>file:line:column: </c> before the sentence, or nothing.</summary>
    public string Place { get; } = "";

    /// <summary>The message without <see cref="Place"/>, its values kept apart.</summary>
    public Phrase Sentence { get; }
}

/// <summary>
/// Bad content of a file or of data. The message starts with the place, <c>file:line:column:</c>, as far as it is known
/// (lines and columns count from 1), and says how to mend it.
/// </summary>
public sealed class SluiceFormatException : SluiceException
{
    /// <summary>With a message as it is.</summary>
    public SluiceFormatException(string message, string? file = null, int? line = null, int? column = null, Exception? inner = null)
        : base(At(file, line, column), Phrase.Of(message), inner) => (File, Line, Column) = (file, line, column);

    /// <summary>With an interpolated string, whose values are kept apart.</summary>
    public SluiceFormatException(Phrase message, string? file = null, int? line = null, int? column = null, Exception? inner = null)
        : base(At(file, line, column), message, inner) => (File, Line, Column) = (file, line, column);

    /// <summary>The file, where there is one.</summary>
    public string? File { get; }

    /// <summary>The line, from 1.</summary>
    public int? Line { get; }

    /// <summary>The column (of the table, or of the text), from 1.</summary>
    public int? Column { get; }

    private const string StandardInput = "-"; // where the name of a file is asked for

    private static string At(string? file, int? line, int? column)
    {
        var parts = new List<string>(3);
        if (file is not null) parts.Add(file == StandardInput ? "standard input" : file);
        if (line is not null) parts.Add(line.Value.ToString());
        if (column is not null) parts.Add(column.Value.ToString());
        return parts.Count == 0 ? "" : string.Join(':', parts) + ": ";
    }
}
