using System.Globalization;
using Sluice.Data.Tables;

namespace Sluice.Readers;

/// <summary>How the cells of a column are read.</summary>
/// <param name="Kind">What they hold.</param>
/// <param name="DateFormats">The forms of its dates; null where they are none, or not all written in the same way.</param>
internal readonly record struct ColumnForm(ColumnKind Kind, string[]? DateFormats = null);

/// <summary>Finds out how to read a column from its cells, one at a time: numbers, dates or categories, whatever all of them read as.</summary>
internal sealed class ColumnGuess
{
    // A column with so many numbers is one of numbers, and the text in it a mistake, not a category of its own.
    private const double NumbersInAColumnOfNumbers = 0.9;

    // Within a group a column may mix; between groups it may not, or day and month would be guessed cell by cell.
    internal static readonly string[][] Groups =
    [
        WithTimes("yyyy-M-d"), WithTimes("yyyy/M/d"), ["yyyy-M"], WithTimes("M/d/yyyy"), WithTimes("d/M/yyyy"), WithTimes("d.M.yyyy"),
        ["d MMM yyyy", "d MMMM yyyy", "d-MMM-yyyy"], ["MMM d, yyyy", "MMMM d, yyyy", "MMM d yyyy", "MMMM d yyyy"],
    ];

    private readonly List<(string[] Formats, DateTime Last, bool Rising)> _dates = [.. Groups.Select(f => (f, DateTime.MinValue, true))];
    private long _present, _numbers;

    /// <summary>Adds a cleaned cell.</summary>
    public void Add(string? cell)
    {
        if (cell is null) return;
        _present++;
        if (Number(cell) is not null) _numbers++;
        for (int i = _dates.Count - 1; i >= 0; i--)
        {
            var (formats, last, rising) = _dates[i];
            if (Date(cell, formats) is { } date) _dates[i] = (formats, date, rising && date >= last);
            else _dates.RemoveAt(i);
        }
    }

    /// <summary>How to read the cells.</summary>
    /// <param name="kind">What they must hold, or null to find out.</param>
    public ColumnForm Form(ColumnKind? kind)
    {
        // Day first or month first? Where both can be read, the one that leaves the rows in the order of time.
        string[]? dates = _dates.Count == 0 ? null : (_dates.Find(d => d.Rising).Formats ?? _dates[0].Formats);
        return kind is { } known ? new ColumnForm(known, dates)
            : _numbers == _present ? new ColumnForm(ColumnKind.Number)
            : dates is not null ? new ColumnForm(ColumnKind.Date, dates)
            : new ColumnForm(_numbers >= NumbersInAColumnOfNumbers * _present ? ColumnKind.Number : ColumnKind.Category);
    }

    internal static double? Number(string cell) =>
        double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : null;

    internal static DateTime? Date(string cell, string[] formats) =>
        cell.Length is >= 6 and <= 40 && DateTime.TryParseExact(cell, formats, CultureInfo.InvariantCulture,
            DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal, out var date)
            ? DateTime.SpecifyKind(date, DateTimeKind.Unspecified) : null;

    private static string[] WithTimes(string date) =>
        [date, .. from gap in new[] { "T", " " } from time in new[] { "H:m", "H:m:s", "H:m:s.FFFFFFF" } from zone in new[] { "", "K" } select $"{date}{(gap == "T" ? "'T'" : gap)}{time}{zone}"];
}
