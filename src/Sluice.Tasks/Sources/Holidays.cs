using System.Globalization;
using Sluice.Data.Tables;
using Sluice.Readers;

namespace Sluice.Tasks.Sources;

/// <summary>
/// Public holidays by country, such as DE or DE-BY (ISO 3166), and days of one's own, such as 2024-12-24: a column that is known ahead of every
/// row, since it follows from the date. May not be shared by threads.
/// </summary>
internal sealed class Holidays
{
    /// <summary>The column's name.</summary>
    public const string Column = "public holidays";

    /// <summary>What the setting asks for.</summary>
    public const string Setting
        = "public holidays that are known ahead, with commas: countries such as DE, regions of AU, CH, DE or GB such as DE-BY, days such as 2024-12-24, or files of days";

    private const string Form = "yyyy-MM-dd";
    private readonly List<string> _countries = [];
    private readonly Dictionary<(string Code, int Year), HashSet<DateTime>> _years = [];
    private readonly HashSet<DateTime> _days = [];

    /// <summary>The holidays of some countries and days.</summary>
    /// <exception cref="SluiceFormatException">One is neither.</exception>
    public Holidays(IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            if (Day(name) is { } day) _days.Add(day);
            else if (IsCountry(name)) _countries.Add(name);
            else throw Unknown(name);
        }
    }

    /// <summary>Names with each file among them replaced by the days in its first column of dates, so that a model needs no file.</summary>
    /// <exception cref="SluiceFormatException">A name is no country, day or file; or the file has no dates.</exception>
    public static IReadOnlyList<string> Named(IReadOnlyList<string> names) => [.. names.SelectMany(name =>
    {
        if (Day(name) is not null || IsCountry(name) || !File.Exists(name)) return [name];
        var dates = DataFile.ReadTable(name, new TableOptions()).Columns.OfType<DateColumn>().FirstOrDefault()
            ?? throw new SluiceFormatException("expected a column of dates, the holidays, and there is none.", name);
        return dates.Values.OfType<DateTime>().Select(d => d.ToString(Form, CultureInfo.InvariantCulture));
    }).Distinct()];

    /// <summary>
    /// Holidays from a date to the one a step later: 1 or 0 for days and what is finer, a number for weeks and months; for month ends, those of the
    /// month that ends.
    /// </summary>
    /// <exception cref="SluiceFormatException">The calendar of a country does not know the year.</exception>
    public int Within(DateTime date, TimeStep step)
    {
        var (from, to) = step.Ends ? (step.At(date, -1).AddDays(1), date.AddDays(1))
            : step.Working || step.Months == 0 && step.Span.TotalDays <= 1 ? (date, date.Date.AddDays(1))
            : (date, step.At(date, 1));
        int count = 0;
        for (var day = from.Date; day < to; day = day.AddDays(1))
            if (Is(day)) count++;
        return count;
    }

    /// <summary>A table with the holidays of each row as its last column.</summary>
    /// <param name="table">The table; a column of that name is replaced.</param>
    /// <param name="dates">The date of each row.</param>
    /// <param name="step">From row to row.</param>
    /// <exception cref="SluiceFormatException">A row has no date, or the calendar of a country does not know the year.</exception>
    public Table AddedTo(Table table, DateColumn dates, TimeStep step) => table.With(
    [
        .. table.Columns.Where(c => c.Name != Column),
        new NumberColumn(Column, [.. dates.Values.Select((date, row) => (double)Within(
            date ?? throw new SluiceFormatException($"column '{dates.Name}' has no date here, and public holidays follow from it.", table.File, table.Line(row)), step))]),
    ]);

    private bool Is(DateTime day) => _days.Contains(day) || _countries.Any(c => Year(c, day.Year).Contains(day));

    private HashSet<DateTime> Year(string country, int year)
    {
        if (!_years.TryGetValue((country, year), out var days)) _years[(country, year)] = days = [.. IHolidayCalendars.Source!.Days(country, year)!];
        return days;
    }

    // Any year tells whether a country is known.
    private static bool IsCountry(string name) => IHolidayCalendars.Source?.Days(name, 2024) is not null;

    private static DateTime? Day(string name)
        => DateTime.TryParseExact(name, Form, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day : null;

    private static SluiceFormatException Unknown(string name)
    {
        string countries = IHolidayCalendars.Source is { } source
            ? $"a country ({string.Join(", ", source.Countries)}), a region of AU, CH, DE or GB such as DE-BY, "
            : "a country, of which this program has no calendar (TableFiles.Register() of the package Sluice.Files brings them), ";
        return new SluiceFormatException($"--holidays: expected {countries}a day such as 2024-12-24, or a file of days, got '{name}'.");
    }
}
