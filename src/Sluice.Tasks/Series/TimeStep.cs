namespace Sluice.Tasks.Series;

/// <summary>The distance from one row of a series to the next.</summary>
/// <param name="Months">Calendar months, or 0.</param>
/// <param name="Span">The time, where there are no months.</param>
/// <param name="Ends">Whether months are counted from their last day to the next last day.</param>
public readonly record struct TimeStep(int Months, TimeSpan Span, bool Ends)
{
    /// <summary>The most frequent step of dates, of those that go forward; null where there is none.</summary>
    public static TimeStep? Of(IEnumerable<IReadOnlyList<DateTime>> spans)
    {
        var pairs = spans.SelectMany(dates => dates.Zip(dates.Skip(1))).Where(p => p.First < p.Second).ToList();
        if (pairs.Count == 0) return null;
        var usual = MostFrequent(pairs.Select(p => p.Second - p.First));
        bool ends = pairs.All(p => IsLast(p.First) && IsLast(p.Second));
        bool monthly = usual.TotalDays >= 28 && (ends || pairs.All(p => p.First.Day == p.Second.Day && p.First.TimeOfDay == p.Second.TimeOfDay));
        return monthly ? new TimeStep(MostFrequent(pairs.Select(p => MonthsFrom(p.First, p.Second))), default, ends) : new TimeStep(0, usual, false);
    }

    /// <summary>The date so many steps after another.</summary>
    /// <exception cref="SluiceFormatException">It lies beyond the year 9999.</exception>
    public DateTime At(DateTime first, int steps)
    {
        try
        {
            if (Months == 0) return first + Span * steps;
            var date = first.AddMonths(checked(Months * steps));
            return Ends ? date.AddDays(DateTime.DaysInMonth(date.Year, date.Month) - date.Day) : date;
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw new SluiceFormatException($"the dates cannot go on for {steps} rows after {Text(first)}: they end with the year 9999.", inner: e);
        }
    }

    /// <summary>Whole steps from one date to another, rounded down.</summary>
    public int Between(DateTime first, DateTime second) => Months > 0 ? (int)Math.Floor((double)MonthsFrom(first, second) / Months) : (int)Math.Clamp(Math.Floor((second - first) / Span), int.MinValue, int.MaxValue);

    /// <summary>The steps after which a day, a week or a year comes again: 24 for hours, 7 for days, 12 for months; else, and for less than a minute, 1.</summary>
    public int Season => Months > 0 ? Math.Max(1, 12 / Months)
        : Span.TotalMinutes < 1 ? 1
        : Span.TotalDays < 1 ? (int)Math.Round(1 / Span.TotalDays)
        : Span.TotalDays < 2 ? 7 : Span.TotalDays is >= 7 and < 8 ? 52 : 1;

    /// <summary>"1 hour", "3 months".</summary>
    public override string ToString()
    {
        var (count, unit) = Months > 0 ? (Months, "month")
            : Span.Ticks % TimeSpan.TicksPerDay == 0 ? (Span.TotalDays, "day")
            : Span.Ticks % TimeSpan.TicksPerHour == 0 ? (Span.TotalHours, "hour")
            : Span.Ticks % TimeSpan.TicksPerMinute == 0 ? (Span.TotalMinutes, "minute")
            : (Span.TotalSeconds, "second");
        return $"{count} {unit}{(count == 1 ? "" : "s")}";
    }

    /// <summary>A date as messages have it, with the time where there is one.</summary>
    public static string Text(DateTime date) => date.ToString(date.TimeOfDay == default ? "yyyy-MM-dd" : date.Second == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss");

    private static bool IsLast(DateTime date) => date.Day == DateTime.DaysInMonth(date.Year, date.Month);

    private static int MonthsFrom(DateTime first, DateTime second) => (second.Year - first.Year) * 12 + second.Month - first.Month;

    private static T MostFrequent<T>(IEnumerable<T> values) where T : notnull => values.CountBy(v => v).OrderByDescending(c => c.Value).ThenBy(c => c.Key).First().Key;
}
