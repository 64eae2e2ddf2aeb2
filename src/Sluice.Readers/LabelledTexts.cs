using Sluice.Data.Tables;
using Sluice.Data.Text;

namespace Sluice.Readers;

/// <summary>Texts with labels: a folder with a file for each label, a text a line; or two columns of a table.</summary>
public static class LabelledTexts
{
    /// <summary>
    /// Reads the files *.txt of a folder, in the order of their names; a file's name is the label of its lines, of which empty ones are left out.
    /// </summary>
    /// <exception cref="SluiceFormatException">There is no such file, or one cannot be read.</exception>
    public static IEnumerable<(string Text, string? Label, int Line)> Folder(string path)
    {
        string[] files = Directory.Exists(path) ? [.. Directory.GetFiles(path, "*.txt").Order(StringComparer.Ordinal)] : [];
        if (files.Length == 0) throw new SluiceFormatException("expected a folder with a file NAME.txt for each label, a text a line.", path);
        foreach (string file in files)
        {
            string[] lines = TextLines.Of(TextFile.Read(file));
            for (int i = 0; i < lines.Length; i++)
                if (TextLines.Trim(lines[i]) is { Length: > 0 } text) yield return (text, Path.GetFileNameWithoutExtension(file), i + 1);
        }
    }

    /// <summary>Reads two columns of a table; a row without a text has an empty one.</summary>
    /// <param name="table">The table.</param>
    /// <param name="text">The column of texts.</param>
    /// <param name="label">The column of labels; where the table has none, labels are null.</param>
    /// <exception cref="SluiceFormatException">There is no such column.</exception>
    public static IEnumerable<(string Text, string? Label, int Line)> Columns(Table table, string text, string label)
    {
        var (texts, labels) = (table.Column(text), table.Has(label) ? table.Column(label) : null);
        for (int row = 0; row < table.RowCount; row++) yield return (texts.Text(row) ?? "", labels?.Text(row), table.Line(row) ?? row + 1);
    }

    /// <summary>
    /// Reads two columns of a file as the texts that stand there: NA and null are texts, 007 is not 7, and what is not there is the empty text. An
    /// empty label is none.
    /// </summary>
    /// <param name="path">A table: CSV, TSV or JSON lines; what else is a table is read as <see cref="DataFile.ReadTable"/> does.</param>
    /// <param name="text">The column of texts.</param>
    /// <param name="label">The column of labels; where the table has none, labels are null.</param>
    /// <exception cref="SluiceFormatException">There is no such column, or the file cannot be read.</exception>
    public static IReadOnlyList<(string Text, string? Label, int Line)> Columns(string path, string text, string label)
        => [.. Columns(DataFile.ReadTable(path, new TableOptions
        {
            Roles = new Dictionary<string, ColumnKind> { [text] = ColumnKind.Text, [label] = ColumnKind.Category }
        }), text, label)];
}
