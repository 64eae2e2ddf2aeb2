namespace Sluice.Data.Tables;

/// <summary>
/// The distance from one row of a series to the next, on the calendar: seconds to weeks, working days, months, quarters and years; months
/// from last day to last day, or on one day that short months cut off.
/// </summary>
/// <param name="Months">Calendar months, or 0.</param>
/// <param name="Span">The time, where there are no months.</param>
/// <param name="Ends">Whether months are counted from their last day to the next last day.</param>
public readonly record struct TimeStep(int Months, TimeSpan Span, bool Ends)
{
    // So many steps must agree; the others are gaps, doubles and slips, which are named where they matter.
    private const double Nearly = 0.9;
    private const int FewestWorkingDays = 5;

    /// <summary>The day of the month that is meant, such as the 30th, which February cuts off; 0 where every month has it.</summary>
    public int Day { get; init; }

    /// <summary>Whether Saturdays and Sundays are left out.</summary>
    public bool Working { get; init; }

    /// <summary>The most frequent step of dates, of those that go forward; null where there is none.</summary>
    public static TimeStep? Of(IEnumerable<IReadOnlyList<DateTime>> spans)
    {
        var pairs = spans.SelectMany(dates => dates.Zip(dates.Skip(1))).Where(p => p.First < p.Second).ToList();
        if (pairs.Count == 0) return null;
        var usual = MostFrequent(pairs.Select(p => p.Second - p.First));
        if (usual == TimeSpan.FromDays(1)
            && pairs.Count >= FewestWorkingDays && pairs.All(p => IsWorking(p.First) && IsWorking(p.Second))
            && pairs.Any(p => p.First.DayOfWeek > p.Second.DayOfWeek))
            return new TimeStep(0, usual, false) { Working = true };
        if (usual.TotalDays < 28) return new TimeStep(0, usual, false);

        int day = pairs.Max(p => Math.Max(p.First.Day, p.Second.Day));
        bool Share(Func<(DateTime First, DateTime Second), bool> holds) => pairs.Count(holds) >= Nearly * pairs.Count;
        bool ends = day > 28 && Share(p => IsLast(p.First) && IsLast(p.Second)),
            cut = day > 28 && Share(p => IsOn(p.First, day) && IsOn(p.Second, day));
        bool monthly = ends || cut || Share(p => p.First.Day == p.Second.Day && p.First.TimeOfDay == p.Second.TimeOfDay);
        return monthly
            ? new TimeStep(MostFrequent(pairs.Select(p => MonthsFrom(p.First, p.Second))), default, ends) { Day = cut && !ends ? day : 0 }
            : new TimeStep(0, usual, false);
    }

    /// <summary>The date so many steps after another.</summary>
    /// <exception cref="SluiceFormatException">It lies beyond the year 9999.</exception>
    public DateTime At(DateTime first, int steps)
    {
        try
        {
            if (Working) return AfterWorkingDays(first, steps);
            if (Months == 0) return first + Span * steps;
            var date = first.AddMonths(checked(Months * steps));
            int last = DateTime.DaysInMonth(date.Year, date.Month);
            return Ends ? date.AddDays(last - date.Day) : Day > 0 ? date.AddDays(Math.Min(Day, last) - date.Day) : date;
        }
        catch (Exception e) when (e is ArgumentOutOfRangeException or OverflowException)
        {
            throw new SluiceFormatException($"the dates cannot go on for {steps} rows after {Text(first)}: they end with the year 9999.", inner: e);
        }
    }

    /// <summary>Whole steps from one date to another, rounded down.</summary>
    public int Between(DateTime first, DateTime second) => Working ? WorkingDays(first, second)
        : Months > 0 ? (int)Math.Floor((double)MonthsFrom(first, second) / Months)
        : (int)Math.Clamp(Math.Floor((second - first) / Span), int.MinValue, int.MaxValue);

    /// <summary>
    /// The steps after which a day, a week or a year comes again: 24 for hours, 7 for days, 5 for working days, 12 for months; else, and for less
    /// than a minute, 1.
    /// </summary>
    public int Season => Working ? 5 : Months > 0 ? Math.Max(1, 12 / Months)
        : Span.TotalMinutes < 1 ? 1
        : Span.TotalDays < 1 ? (int)Math.Round(1 / Span.TotalDays)
        : Span.TotalDays < 2 ? 7 : Span.TotalDays is >= 7 and < 8 ? 52 : 1;

    /// <summary>"1 hour", "3 months", "1 working day".</summary>
    public override string ToString()
    {
        if (Working) return "1 working day";
        var (count, unit) = Months > 0 ? (Months, "month")
            : Span.Ticks % TimeSpan.TicksPerDay == 0 ? (Span.TotalDays, "day")
            : Span.Ticks % TimeSpan.TicksPerHour == 0 ? (Span.TotalHours, "hour")
            : Span.Ticks % TimeSpan.TicksPerMinute == 0 ? (Span.TotalMinutes, "minute")
            : (Span.TotalSeconds, "second");
        return $"{count} {unit}{(count == 1 ? "" : "s")}";
    }

    /// <summary>A date as messages have it, with the time where there is one.</summary>
    public static string Text(DateTime date)
        => date.ToString(
            date.TimeOfDay == default ? "yyyy-MM-dd" : date.Second == 0 ? "yyyy-MM-dd HH:mm" : "yyyy-MM-dd HH:mm:ss",
            System.Globalization.CultureInfo.InvariantCulture);

    private static bool IsLast(DateTime date) => date.Day == DateTime.DaysInMonth(date.Year, date.Month);

    private static bool IsOn(DateTime date, int day) => date.Day == Math.Min(day, DateTime.DaysInMonth(date.Year, date.Month));

    private static bool IsWorking(DateTime date) => date.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static DateTime AfterWorkingDays(DateTime first, int steps)
    {
        // Weeks of five days, then day by day.
        var date = first.AddDays(7.0 * (steps / 5));
        int left = steps % 5, direction = Math.Sign(left);
        for (; left != 0; left -= direction)
        {
            do date = date.AddDays(direction);
            while (!IsWorking(date));
        }

        return date;
    }

    private static int WorkingDays(DateTime first, DateTime second)
    {
        int weeks = (int)Math.Floor((second - first).TotalDays / 7), days = 0;
        for (var date = first.AddDays(7.0 * weeks); (date = date.AddDays(1)) <= second;)
            if (IsWorking(date)) days++;
        return 5 * weeks + days;
    }

    private static int MonthsFrom(DateTime first, DateTime second) => (second.Year - first.Year) * 12 + second.Month - first.Month;

    private static T MostFrequent<T>(IEnumerable<T> values) where T : notnull
        => values.CountBy(v => v).OrderByDescending(c => c.Value).ThenBy(c => c.Key).First().Key;
}
