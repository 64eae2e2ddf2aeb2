using System.Globalization;
using Sluice.Data.Tables;
using Sluice.Data.Text;

namespace Sluice.Readers;

/// <summary>Numbers between spaces, a row a line, without a header: the columns are c1, c2 and so on. NaN, NA and ? are missing.</summary>
public static class SpacedTable
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="SluiceFormatException">A line has too many or too few numbers, or something else in it: with file, line and
    /// column.</exception>
    public static Table Read(string path) => Parse(TextFile.Read(path), path);

    /// <summary>Reads the text of a file.</summary>
    /// <exception cref="SluiceFormatException">As for <see cref="Read"/>.</exception>
    public static Table Parse(string text, string file)
    {
        var (rows, lines) = (new List<double[]>(), new List<int>());
        int line = 0;
        foreach (string content in TextLines.Of(text))
        {
            line++;
            string[] cells = Cells(content);
            if (cells.Length == 0) continue;
            if (rows.Count > 0 && cells.Length != rows[0].Length)
                throw new SluiceFormatException(
                    $"expected {rows[0].Length} numbers as in line {lines[0]}, got {cells.Length}. Is one missing? Write NaN in its place.", file,
                    line);
            rows.Add([.. cells.Select((cell, c) => Number(cell) ?? throw new SluiceFormatException(
                $"'{ColumnInference.Short(cell)}' where a number must be. Write NaN where it is missing.", file, line, c + 1))]);
            lines.Add(line);
        }

        if (rows.Count == 0) throw new SluiceFormatException("there is no row of data.", file);
        return new Table(
            [.. Enumerable.Range(0, rows[0].Length).Select(c => new NumberColumn($"c{c + 1}", [.. rows.Select(r => r[c])]))], file, [.. lines]);
    }

    /// <summary>Whether lines are rows of equally many numbers between spaces.</summary>
    internal static bool Is(IReadOnlyList<string> lines)
        => lines.Count > 1 && lines.All(
            l => Cells(l) is var cells && cells.Length == Cells(lines[0]).Length && !l.Contains('\t') && cells.All(c => Number(c) is not null));

    private static string[] Cells(string line) => line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries);

    private static double? Number(string cell) => ColumnInference.Clean(cell) is null ? double.NaN
        : double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;
}
