namespace Sluice;

/// <summary>An operation of the library that cannot go on: the message names the operation, what was expected and what came.</summary>
public class SluiceException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Bad content of a file or of data. The message starts with the place, <c>file:line:column:</c>, as far as it is known
/// (lines and columns count from 1), and says how to mend it.
/// </summary>
public sealed class SluiceFormatException(string message, string? file = null, int? line = null, int? column = null, Exception? inner = null)
    : SluiceException(Place(file, line, column) + message, inner)
{
    /// <summary>The file, where there is one.</summary>
    public string? File { get; } = file;

    /// <summary>The line, from 1.</summary>
    public int? Line { get; } = line;

    /// <summary>The column (of the table, or of the text), from 1.</summary>
    public int? Column { get; } = column;

    private static string Place(string? file, int? line, int? column)
    {
        var parts = new List<string>(3);
        if (file is not null) parts.Add(file);
        if (line is not null) parts.Add(line.Value.ToString());
        if (column is not null) parts.Add(column.Value.ToString());
        return parts.Count == 0 ? "" : string.Join(':', parts) + ": ";
    }
}
