using System.Globalization;
using Sluice.Data;

namespace Sluice.Readers;

/// <summary>Makes the cells of a column into numbers, dates or categories: whatever all of them read as, unless the kind is given.</summary>
/// <param name="file">What messages call the file.</param>
/// <param name="lines">The line of each row.</param>
/// <param name="kinds">The given kinds.</param>
internal sealed class ColumnInference(string file, int[] lines, IReadOnlyDictionary<string, ColumnKind>? kinds)
{
    // A column with so many numbers is one of numbers, and the text in it a mistake, not a category of its own.
    private const double NumbersInAColumnOfNumbers = 0.9;

    private static readonly HashSet<string> s_missing = new(["", "NA", "N/A", "NaN", "null", "?"], StringComparer.OrdinalIgnoreCase);

    // Within a group a column may mix; between groups it may not, or day and month would be guessed cell by cell.
    private static readonly string[][] s_dateFormats =
    [
        WithTimes("yyyy-M-d"), WithTimes("yyyy/M/d"), ["yyyy-M"], WithTimes("M/d/yyyy"), WithTimes("d/M/yyyy"), WithTimes("d.M.yyyy"),
        ["d MMM yyyy", "d MMMM yyyy", "d-MMM-yyyy"], ["MMM d, yyyy", "MMMM d, yyyy", "MMM d yyyy", "MMMM d yyyy"],
    ];

    /// <summary>The cell without white space around it, or null where it says that nothing is there.</summary>
    internal static string? Clean(string cell) => cell.Trim() is var text && s_missing.Contains(text) ? null : text;

    /// <summary>The column of cleaned cells.</summary>
    /// <param name="name">The column's name.</param>
    /// <param name="number">The column's place in the file, from 1, or null where it has none.</param>
    /// <param name="cells">The cells by row.</param>
    internal Column Column(string name, int? number, string?[] cells)
    {
        if (kinds is not null && kinds.TryGetValue(name, out var kind))
            return kind switch
            {
                ColumnKind.Number => Numbers(name, number, cells),
                ColumnKind.Date => Dates(name, cells) is { } dates ? dates : throw NoDate(name, number, cells),
                _ => new CategoryColumn(name, cells),
            };

        int present = cells.Count(c => c is not null), numbers = cells.Count(c => c is not null && Number(c) is not null);
        if (numbers == present) return Numbers(name, number, cells);
        if (Dates(name, cells) is { } column) return column;
        return numbers >= NumbersInAColumnOfNumbers * present ? Numbers(name, number, cells) : new CategoryColumn(name, cells);
    }

    private NumberColumn Numbers(string name, int? number, string?[] cells)
    {
        var values = new double[cells.Length];
        for (int row = 0; row < cells.Length; row++)
        {
            var cell = cells[row];
            values[row] = cell is null ? double.NaN : Number(cell) ?? throw new SluiceFormatException(
                $"column '{name}': '{Short(cell)}' where a number must be. {(cell.Contains(',') ? "Write numbers with a decimal point and no other marks" : "Mend it")}, leave it empty if it is missing, or declare the column a category.",
                file, lines[row], number);
        }
        return new NumberColumn(name, values);
    }

    private static DateColumn? Dates(string name, string?[] cells)
    {
        DateColumn? first = null;
        foreach (var formats in s_dateFormats)
        {
            var dates = new DateTime?[cells.Length];
            int row = 0;
            while (row < cells.Length && (cells[row] is null || (dates[row] = Date(cells[row]!, formats)) is not null)) row++;
            if (row < cells.Length) continue;
            // Day first or month first? Where both can be read, the one that leaves the rows in the order of time.
            var present = dates.OfType<DateTime>().ToArray();
            if (present.Zip(present.Skip(1)).All(pair => pair.First <= pair.Second)) return new DateColumn(name, dates);
            first ??= new DateColumn(name, dates);
        }
        return first;
    }

    private SluiceFormatException NoDate(string name, int? number, string?[] cells)
    {
        int row = Array.FindIndex(cells, c => c is not null && s_dateFormats.All(f => Date(c, f) is null));
        return row >= 0
            ? new($"column '{name}': '{Short(cells[row]!)}' where a date must be. Write dates as 2024-12-31 or 2024-12-31 23:59.", file, lines[row], number)
            : new($"column '{name}': the dates are not all written in the same way. Write all as 2024-12-31.", file);
    }

    private static double? Number(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;

    private static DateTime? Date(string cell, string[] formats) =>
        cell.Length is >= 6 and <= 40 && DateTime.TryParseExact(cell, formats, CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var date)
            ? DateTime.SpecifyKind(date, DateTimeKind.Unspecified) : null;

    private static string[] WithTimes(string date) =>
        [date, .. from gap in new[] { "T", " " } from time in new[] { "H:m", "H:m:s", "H:m:s.FFFFFFF" } from zone in new[] { "", "K" } select $"{date}{(gap == "T" ? "'T'" : gap)}{time}{zone}"];

    internal static string Short(string text) => string.Concat(text.Take(40).Select(c => char.IsControl(c) ? ' ' : c)) + (text.Length > 40 ? "…" : "");
}
