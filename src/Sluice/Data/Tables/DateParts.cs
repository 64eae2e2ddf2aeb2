using System.Globalization;

namespace Sluice.Data.Tables;

/// <summary>
/// Dates whose parts stand in columns of their own: year and month, as a number or a name, perhaps with day, hour, minute and second; year and
/// quarter; year and week of ISO 8601; or a date without a time beside a column of times.
/// </summary>
internal static class DateParts
{
    private const string Year = "year", Month = "month";
    private const int FewestYears = 3;

    /// <summary>What columns of years are called.</summary>
    public static IReadOnlyList<string> Years { get; } = ["year", "yr", "yyyy", "jahr", "année", "annee", "año", "ano", "anno", "年", "年份"];

    // The parts from the longest to the shortest, the values that each may have, and what columns of them are called.
    private static readonly (string Part, int Least, int Most, string[] Names)[] s_parts =
    [
        (Year, 1, 9999, [.. Years]),
        (Month, 1, 12, ["month", "mon", "mnth", "mm", "mo", "monat", "mois", "mes", "mês", "mese", "月", "月份"]),
        ("day", 1, 31, ["day", "dd", "dy", "dom", "mday", "tag", "jour", "día", "dia", "giorno", "日", "日期"]),
        ("hour", 0, 24, ["hour", "hr", "hh", "stunde", "heure", "hora", "ora", "时", "時", "小时", "小時"]),
        ("minute", 0, 59, ["minute", "min", "mi", "minuto", "分", "分钟", "分鐘"]),
        ("second", 0, 59, ["second", "sec", "ss", "sekunde", "seconde", "segundo", "secondo", "秒"]),
    ];

    private static readonly string[] s_quarters = ["quarter", "qtr", "q", "quartal", "trimestre", "季度", "季"],
        s_weeks = ["week", "wk", "kw", "woche", "semaine", "semana", "settimana", "周", "週"];

    private static readonly string[] s_dates = ["date", "day", "datum", "fecha", "data", "日期"],
        s_times = ["time", "hour", "zeit", "uhrzeit", "heure", "hora", "ora", "时间", "時間"];

    /// <summary>The table with one column of dates in place of their parts; the table as it is where there are none.</summary>
    /// <param name="table">The table.</param>
    /// <param name="isKnown">Whether what a column holds was said, or learned, so that it is no part of anything.</param>
    public static Table Joined(Table table, Func<string, bool> isKnown)
    {
        if (table.Columns.Any(c => c is DateColumn && isKnown(c.Name))) return table;
        return Separate(table, isKnown) ?? Weeks(table, isKnown) ?? Beside(table, isKnown) ?? Counted(table, isKnown) ?? table;
    }

    /// <summary>Year, month and so on; null where there are none.</summary>
    private static Table? Separate(Table table, Func<string, bool> isKnown)
    {
        if (table.Columns.Any(c => c is DateColumn)) return null;
        var found = new List<(Column Column, double[] Values)>();
        foreach (var (part, least, most, names) in s_parts)
        {
            // A part is of use only beneath the longer one: an hour without a day is no date.
            var here = Find(table, names, isKnown, part == Month ? MonthOf : null);
            if (part == Month) here ??= Find(table, s_quarters, isKnown, QuarterOf, quarters: true);
            if (here is not (var column, var values)) break;
            int wrong = Array.FindIndex(values, v => !double.IsNaN(v) && !(v >= least && v <= most && v == Math.Floor(v)));
            if (wrong >= 0)
                return found.Count == 0 || table.Has("date")
                    ? null
                    : Noted(
                        table,
                        $"column '{column.Name}' has {column.Text(wrong)}{At(table, wrong)}, so that '{found[0].Column.Name}' and the columns after it are not read as one date.");
            found.Add((column, values));
        }

        if (found.Count < 2) return null;
        var dates = new DateTime?[table.RowCount];
        for (int row = 0; row < dates.Length; row++)
        {
            int Of(int part, int none) => part < found.Count ? (int)found[part].Values[row] : none;
            if (found.Any(c => double.IsNaN(c.Values[row]))) continue;
            var (year, month, day) = (Of(0, 1), Of(1, 1), Of(2, 1));
            if (day > DateTime.DaysInMonth(year, month))
                return Noted(
                    table,
                    $"{year}-{month:00} has no day {day}{At(table, row)}, so that '{found[0].Column.Name}' and the columns after it are not read as one date.");
            var midnight = new DateTime(year, month, day);
            var time = new TimeSpan(Of(3, 0), Of(4, 0), Of(5, 0));
            if (midnight.Ticks + time.Ticks <= DateTime.MaxValue.Ticks) dates[row] = midnight + time;
        }

        return Replaced(table, [.. found.Select(f => f.Column)], dates);
    }

    /// <summary>Year and week, the week standing for its Monday; null where there are none.</summary>
    private static Table? Weeks(Table table, Func<string, bool> isKnown)
    {
        if (table.Columns.Any(c => c is DateColumn) || Find(table, s_parts[0].Names, isKnown, null) is not (var year, var years)
            || Find(table, s_weeks, isKnown, null) is not (var week, var weeks))
            return null;
        var dates = new DateTime?[table.RowCount];
        for (int row = 0; row < dates.Length; row++)
        {
            if (double.IsNaN(years[row]) || double.IsNaN(weeks[row])) continue;
            if (!double.IsInteger(years[row]) || years[row] is < 1 or >= 9999) return null;
            if (!double.IsInteger(weeks[row]) || weeks[row] < 1 || weeks[row] > ISOWeek.GetWeeksInYear((int)years[row]))
                return Noted(table, $"{years[row]} has no week {weeks[row]}{At(table, row)}, so that '{year.Name}' and '{week.Name}' are not read as one date.");
            dates[row] = ISOWeek.ToDateTime((int)years[row], (int)weeks[row], DayOfWeek.Monday);
        }

        return Replaced(table, [year, week], dates);
    }

    /// <summary>A column of years of which each row has the next, as dates; null where there is none. Several series may stand one below the
    /// other.</summary>
    private static Table? Counted(Table table, Func<string, bool> isKnown)
    {
        if (table.Columns.Any(c => c is DateColumn) || Find(table, [.. Years], isKnown, null) is not (var column, var years)) return null;
        double[] steps = [.. years.Zip(years.Skip(1), (a, b) => b - a)];
        bool counted = years.Length >= FewestYears && years.All(y => double.IsInteger(y) && y is >= 1000 and <= 2200)
            && steps.All(s => s is 1 or < 0) && 2 * steps.Count(s => s == 1) > steps.Length;
        if (!counted) return null;
        var dates = new DateColumn(column.Name, [.. years.Select(y => (DateTime?)new DateTime((int)y, 1, 1))]) { Form = new ColumnForm(ColumnKind.Date, "yyyy") };
        return table.With(
            [.. table.Columns.Select(c => c == column ? dates : c)],
            $"column '{column.Name}' counts years: it is read as dates (--column {column.Name}=number makes it a number).");
    }

    /// <summary>The column of one of these names whose values are all numbers, or all texts that stand for one; null where there is none.</summary>
    private static (Column Column, double[] Values)? Find(
        Table table, string[] names, Func<string, bool> isKnown, Func<string, double?>? number, bool quarters = false)
    {
        foreach (var column in table.Columns.Where(c => names.Contains(c.Name.ToLowerInvariant()) && !isKnown(c.Name)))
        {
            if (column is NumberColumn numbers)
                return (column, quarters ? [.. numbers.Values.Select(v => v is >= 1 and <= 4 ? 3 * v - 2 : v + 12)] : numbers.Values);
            if (number is null || column is not CategoryColumn texts || texts.Values.Any(t => t is not null && number(t) is null)) continue;
            return (column, [.. texts.Values.Select(t => t is null ? double.NaN : number(t)!.Value)]);
        }

        return null;
    }

    private static double? MonthOf(string text) => DateNames.Month(text.TrimEnd('.'))?.Month;

    // The first month of Q1 to Q4.
    private static double? QuarterOf(string text) => text is ['Q' or 'q' or 'T', >= '1' and <= '4'] ? 3 * (text[1] - '0') - 2 : null;

    /// <summary>A date beside a time; null where there are none.</summary>
    private static Table? Beside(Table table, Func<string, bool> isKnown)
    {
        var days = table.Columns.OfType<DateColumn>().ToArray();
        if (days is not [{ Offset: null } date]
            || !s_dates.Contains(date.Name.ToLowerInvariant()) || date.Values.Any(d => d is { } one && one.TimeOfDay != default))
            return null;
        if (table.Columns.FirstOrDefault(
            c => c is not DateColumn && s_times.Contains(c.Name.ToLowerInvariant()) && !isKnown(c.Name)) is not { } times)
            return null;
        var dates = new DateTime?[table.RowCount];
        for (int row = 0; row < dates.Length; row++)
        {
            if (times.Text(row) is not { } text) continue;
            if (Time(text, times is NumberColumn) is not { } time)
                return times is NumberColumn ? null : Noted(
                    table,
                    $"column '{times.Name}' has '{text}'{At(table, row)}, which is no time of day: it is not read together with '{date.Name}'.");
            if (date.Values[row] is { } day && day.Ticks + time.Ticks <= DateTime.MaxValue.Ticks) dates[row] = day + time;
        }

        return Replaced(table, [date, times], dates);
    }

    // 9:30, 09.30.00 and 9:30 PM; a number is an hour.
    private static TimeSpan? Time(string text, bool isHour)
        => isHour ? int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int hour) && hour is >= 0 and <= 24
            ? TimeSpan.FromHours(hour)
            : null
            : ClockTime.Of(text.Count(c => c == '.') is 1 or 2 && !text.Contains(':') ? text.Replace('.', ':') : text) is { Offset: null } clock
                ? clock.Time
                : null;

    private static Table Replaced(Table table, IReadOnlyList<Column> parts, DateTime?[] dates)
    {
        string name = parts.Any(p => p.Name == "date") || !table.Has("date") ? "date" : string.Join('-', parts.Select(p => p.Name));
        string form = dates.Any(d => d is { } one && one.TimeOfDay != default) ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd";
        if (dates.Any(d => d is { Second: > 0 })) form += ":ss";
        var whole = new DateColumn(name, dates) { Form = new ColumnForm(ColumnKind.Date, form) };
        string names = $"{string.Join(", ", parts.SkipLast(1).Select(p => $"'{p.Name}'"))} and '{parts[^1].Name}'";
        string kind = parts[^1] is NumberColumn ? "number" : "category";
        return table.With(
            [
                .. table.Columns.TakeWhile(c => !parts.Contains(c)),
                whole,
                .. table.Columns.SkipWhile(c => !parts.Contains(c)).Where(c => !parts.Contains(c))
            ],
            $"the columns {names} are read as one date, '{name}' (--column {parts[^1].Name}={kind} leaves '{parts[^1].Name}' out of it).");
    }

    private static Table Noted(Table table, string note) => table.With(table.Columns, note);

    private static string At(Table table, int row) => table.Line(row) is { } line ? $" in line {line}" : "";
}
