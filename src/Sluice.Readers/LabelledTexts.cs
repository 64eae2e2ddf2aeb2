using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>Texts with labels: a folder with a file for each label, a text a line; or two columns of a table.</summary>
public static class LabelledTexts
{
    /// <summary>Reads the files *.txt of a folder, in the order of their names; a file's name is the label of its lines.</summary>
    /// <exception cref="SluiceFormatException">There is no such file, or one cannot be read.</exception>
    public static IEnumerable<(string Text, string? Label, int Line)> Folder(string path)
    {
        string[] files = Directory.Exists(path) ? [.. Directory.GetFiles(path, "*.txt").Order(StringComparer.Ordinal)] : [];
        if (files.Length == 0) throw new SluiceFormatException("expected a folder with a file NAME.txt for each label, a text a line.", path);
        foreach (string file in files)
        {
            string[] lines = TextFile.Read(file).ReplaceLineEndings("\n").Split('\n');
            for (int i = 0; i < lines.Length; i++)
                if (lines[i].Trim() is { Length: > 0 } text) yield return (text, Path.GetFileNameWithoutExtension(file), i + 1);
        }
    }

    /// <summary>Reads two columns of a table; rows without a text are left out.</summary>
    /// <param name="table">The table.</param>
    /// <param name="text">The column of texts.</param>
    /// <param name="label">The column of labels; where the table has none, labels are null.</param>
    /// <exception cref="SluiceFormatException">There is no such column.</exception>
    public static IEnumerable<(string Text, string? Label, int Line)> Columns(Table table, string text, string label)
    {
        var (texts, labels) = (table.Column(text), table.Has(label) ? table.Column(label) : null);
        for (int row = 0; row < table.RowCount; row++)
            if (texts.Text(row) is { } own) yield return (own, labels?.Text(row), table.Line(row) ?? row + 1);
    }
}
