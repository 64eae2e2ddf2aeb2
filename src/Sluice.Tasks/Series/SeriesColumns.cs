using Sluice.Data.Tables;
using Sluice.Tasks.Settings;

namespace Sluice.Tasks.Series;

/// <summary>
/// Which columns of a table are what. Many series stand side by side, each in a column of its own with the dates in common, or
/// one below the other, told apart by the text in a column (or both).
/// </summary>
public sealed record SeriesColumns
{
    /// <summary>The column that says to which series a row belongs; empty where all rows belong together.</summary>
    public string Id { get; init; } = "";

    /// <summary>The column of dates; empty for the only one there is, or for none.</summary>
    public string Time { get; init; } = "";

    /// <summary>The columns to forecast, each a series for each id; empty for all numbers that are not named below.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>Columns whose values are known ahead, such as holidays.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>
    /// Public holidays as a number that is known ahead: countries such as DE, regions such as DE-BY, days such as 2024-12-24, or files of days.
    /// </summary>
    public IReadOnlyList<string> Holidays { get; init; } = [];

    /// <summary>Columns of which only the past is seen, such as the weather.</summary>
    public IReadOnlyList<string> Past { get; init; } = [];

    /// <summary>Columns that are constant within an id, such as a town.</summary>
    public IReadOnlyList<string> Static { get; init; } = [];

    /// <summary>Whether rows that are missing between two dates are added without values; else they are an error.</summary>
    public bool Fill { get; init; }

    /// <summary>The settings.</summary>
    public static SettingList<SeriesColumns> Settings { get; } = new(
    [
        Setting<SeriesColumns>.Text(
            "data.id", "the column that says to which series a row belongs; empty where all rows belong together", o => o.Id,
            (o, v) => o with { Id = v }),
        Setting<SeriesColumns>.Text("data.time", "the column of dates; empty for the only one there is", o => o.Time, (o, v) => o with { Time = v }),
        Setting<SeriesColumns>.List(
            "data.values", "the columns to forecast, with commas, each a series; empty for all numbers that are not named below", o => o.Values,
            (o, v) => o with { Values = v }),
        Setting<SeriesColumns>.List(
            "data.known", "columns whose values are known ahead, with commas, beside the calendar", o => o.Known, (o, v) => o with { Known = v }),
        Setting<SeriesColumns>.List(
            "data.holidays", Sources.Holidays.Setting, o => o.Holidays, (o, v) => o with { Holidays = v }),
        Setting<SeriesColumns>.List("data.past", "columns of which only the past is seen, with commas", o => o.Past, (o, v) => o with { Past = v }),
        Setting<SeriesColumns>.List(
            "data.static", "columns that are constant within an id, with commas", o => o.Static, (o, v) => o with { Static = v }),
        Setting<SeriesColumns>.Flag(
            "data.fill", "whether rows that are missing between two dates are added without values, instead of being an error", o => o.Fill,
            (o, v) => o with { Fill = v }),
    ]);

    /// <summary>What is known ahead beside the calendar: columns of the table, and the one that follows from its dates.</summary>
    internal IEnumerable<string> Ahead => Holidays.Count > 0 ? [.. Known, Sources.Holidays.Column] : Known;

    /// <summary>All columns that are named.</summary>
    internal IEnumerable<string> All => new[] { Id, Time }.Where(n => n.Length > 0).Concat([.. Values, .. Known, .. Past, .. Static]);

    /// <summary>What columns hold by what they are for: an id is no number.</summary>
    internal IReadOnlyDictionary<string, ColumnKind> Roles
        => new[] { (Id, ColumnKind.Id), (Time, ColumnKind.Date) }.Where(r => r.Item1.Length > 0).ToDictionary();

    /// <summary>The same with every column of a table named that was left to be found.</summary>
    /// <exception cref="SluiceFormatException">A column is missing, named for two things, or of the wrong kind; or there is none to
    /// forecast.</exception>
    public SeriesColumns Found(Table table)
    {
        string[] dates = [.. table.Columns.OfType<DateColumn>().Select(c => c.Name)];
        string time = Time.Length > 0 ? Time : dates.Length == 1 ? dates[0] : "";
        string[] named = [.. new[] { Id, time }.Where(n => n.Length > 0), .. Known, .. Past, .. Static];
        string[] values = Values.Count > 0 ? [.. Values] : [.. table.Columns.OfType<NumberColumn>().Select(c => c.Name).Except(named)];
        if (values.Length == 0) throw new SluiceFormatException("there is no column of numbers to forecast.", table.File);
        if (named.Concat(values).CountBy(n => n).FirstOrDefault(c => c.Value > 1).Key is { } twice)
            throw new SluiceFormatException(
                $"column '{twice}' is named for two things; it can be one of id, time, values, known, past and static.", table.File);
        foreach (string name in named) table.Column(name);
        foreach (string name in values) table.Column<NumberColumn>(name);
        if (time.Length > 0) table.Column<DateColumn>(time);
        return this with { Time = time, Values = values };
    }
}
