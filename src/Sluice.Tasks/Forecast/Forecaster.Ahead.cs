using Sluice.Data.Tables;
using Sluice.Tasks.Sources;

namespace Sluice.Tasks.Forecast;

public sealed partial class Forecaster
{
    private static readonly TimeStep s_day = new(0, TimeSpan.FromDays(1), false);

    /// <summary>The columns known ahead that a table must have: those beside what follows from its dates.</summary>
    private IEnumerable<ColumnEncoding> Given => Known.Columns.Where(c => Options.Holidays.Count == 0 || c.Name != Holidays.Column);

    /// <summary>Whether nothing need be said of rows to come.</summary>
    private bool GoesOn => Given.All(c => c.Kind == ColumnKind.Date);

    internal ForecastSeries Read(Table table) => new(WithHolidays(table, Options), Target, Known, Past);

    /// <summary>A table with the public holidays of each row, where the options name some.</summary>
    /// <exception cref="SluiceFormatException">There are no dates.</exception>
    internal static Table WithHolidays(Table table, ForecasterOptions options)
    {
        if (options.Holidays.Count == 0) return table;
        var dates = options.TimeOf(table)
            ?? throw new SluiceFormatException("public holidays need a column of dates, and there is none. Name it with --time.", table.File);
        return new Holidays(options.Holidays).AddedTo(table, dates, TimeStep.Of([[.. dates.Values.OfType<DateTime>()]]) ?? s_day);
    }

    /// <summary>The columns known ahead, and those of which the past is seen.</summary>
    private static (string[] Known, string[] Past) ColumnsOf(Table table, ForecasterOptions options)
    {
        table.Column(options.Target);
        // Free texts and ids say nothing that comes again; who wants to see them names them.
        string[] columns = [.. options.Columns
            ?? [.. table.Columns.Where(c => c.Kind is not (ColumnKind.Text or ColumnKind.Id) && c.Name != options.Target).Select(c => c.Name)]];
        // What is known ahead is known beside the dates.
        string[] dates = [.. columns.Where(n => table.Column(n) is DateColumn)], known = options.Known is { } named
            ? [.. named, .. named.Count > 0 ? dates.Except(named) : []]
            : dates;
        if (options.Holidays.Count > 0) known = [.. known.Where(n => n != Holidays.Column), Holidays.Column];
        if (known.Contains(options.Target)) throw new SluiceException($"Forecaster: the target '{options.Target}' cannot be known ahead.");
        return (known, [.. columns.Where(n => !known.Contains(n) && n != options.Target)]);
    }
}
