using System.Globalization;
using System.Text.Json.Nodes;

namespace Sluice.Data.Tables;

/// <summary>
/// A date: weekday and month as one-hot, the time of day as a point on a circle (sine and cosine), each only where the
/// steps of the series are finer than it; all 0 where the date is missing.
/// </summary>
public sealed class DateEncoding(string name, bool weekday, bool month, bool time)
    : ColumnEncoding(name, ColumnKind.Date, [.. EntryNames(name, weekday, month, time)])
{
    private static readonly DateTimeFormatInfo s_names = CultureInfo.InvariantCulture.DateTimeFormat;

    internal static DateEncoding Fit(DateColumn column, RowRange rows)
    {
        var fit = new DateFit(column.Name);
        foreach (var date in column.Values.AsSpan(rows.Start, rows.Count))
            if (date is { } known) fit.Add(known);
        return (DateEncoding)fit.Encoding();
    }

    internal override RowWriter Bind(Table table)
    {
        var values = table.Column<DateColumn>(Name).Values;
        return (row, into) => Write(values[row], into);
    }

    private void Write(DateTime? value, Span<float> into)
    {
        into[..Width].Clear();
        if (value is not { } date) return;
        int at = 0;
        if (weekday)
        {
            into[((int)date.DayOfWeek + 6) % 7] = 1; // Monday first
            at += 7;
        }
        if (month)
        {
            into[at + date.Month - 1] = 1;
            at += 12;
        }
        if (time)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * date.TimeOfDay.TotalDays);
            (into[at], into[at + 1]) = ((float)sin, (float)cos);
        }
    }

    private static IEnumerable<string> EntryNames(string name, bool weekday, bool month, bool time)
    {
        if (weekday)
            for (int day = 1; day <= 7; day++) yield return $"{name}: {s_names.DayNames[day % 7]}";
        if (month)
            for (int m = 0; m < 12; m++) yield return $"{name}: {s_names.MonthNames[m]}";
        if (time)
        {
            yield return $"{name}: sine of the time of day";
            yield return $"{name}: cosine of the time of day";
        }
    }

    internal override JsonObject ToJson() => new() { ["name"] = Name, ["kind"] = "date", ["weekday"] = weekday, ["month"] = month, ["time"] = time };
}
