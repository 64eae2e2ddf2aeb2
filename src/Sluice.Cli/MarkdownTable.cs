namespace Sluice.Cli;

/// <summary>A table in Markdown whose columns stand below each other, for people and for pages alike.</summary>
internal static class MarkdownTable
{
    /// <summary>Writes the table; the first row is its head.</summary>
    public static void Write(TextWriter output, IReadOnlyList<string[]> rows)
    {
        int[] widths = [.. Enumerable.Range(0, rows[0].Length).Select(c => Math.Max(3, rows.Max(r => r[c].Length)))];
        string Line(IEnumerable<string> cells) => "| " + string.Join(" | ", cells.Select((cell, c) => cell.PadRight(widths[c]))) + " |";
        output.WriteLine(Line(rows[0]));
        output.WriteLine("|" + string.Join("|", widths.Select(w => new string('-', w + 2))) + "|");
        foreach (string[] row in rows.Skip(1)) output.WriteLine(Line(row));
    }
}
