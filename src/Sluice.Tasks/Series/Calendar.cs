using Sluice.Data.Tables;

namespace Sluice.Tasks.Series;

/// <summary>
/// What a date says, each as a point on a circle, so that the last hour of a day is near the first: the hour, the weekday, the
/// day of the month, the month; each only where the steps of the series are finer than it.
/// </summary>
public sealed class Calendar
{
    private readonly List<(string Name, Func<DateTime, double> Turn)> _circles = [];

    /// <summary>The calendar of series with this step.</summary>
    public Calendar(TimeStep step)
    {
        double days = step.Months > 0 ? 30.0 * step.Months : step.Span.TotalDays;
        if (days < 1) _circles.Add(("hour", d => d.TimeOfDay.TotalDays));
        if (days < 7) _circles.Add(("weekday", d => ((int)d.DayOfWeek + 6) % 7 / 7.0));
        if (days < 28) _circles.Add(("day of the month", d => (d.Day - 1.0) / DateTime.DaysInMonth(d.Year, d.Month)));
        if (days < 300) _circles.Add(("month", d => (d.Month - 1) / 12.0));
    }

    /// <summary>What it says, in words.</summary>
    public IEnumerable<string> Names => _circles.Select(c => c.Name);

    /// <summary>Numbers for a date: sine and cosine of each.</summary>
    public int Width => 2 * _circles.Count;

    /// <summary>Writes Width numbers.</summary>
    public void Write(DateTime date, Span<float> into)
    {
        for (int c = 0; c < _circles.Count; c++)
        {
            var (sin, cos) = Math.SinCos(2 * Math.PI * _circles[c].Turn(date));
            (into[2 * c], into[2 * c + 1]) = ((float)sin, (float)cos);
        }
    }
}
