using Sluice.Data.Tables;

namespace Sluice.Tests.Data.Tables;

/// <summary>The step of dates is the usual one, on the calendar.</summary>
public class TimeStepTests
{
    public static TheoryData<string, string, string[], string[]> Steps => new()
    {
        { "working days", "1 working day", [.. Days(
            "2023-09-25", 11).Where(d => d is not ("2023-09-30" or "2023-10-01"))], ["2023-10-06", "2023-10-09"] },
        { "days", "1 day", Days("2023-09-25", 11), ["2023-10-06", "2023-10-07"] },
        { "days after a gap", "1 day", [.. Days("2023-09-25", 8), "2023-10-20"], ["2023-10-21", "2023-10-22"] },
        { "ends of months", "1 month", ["2023-10-31", "2023-11-30", "2023-12-31", "2024-01-31"], ["2024-02-29", "2024-03-31"] },
        { "the 30th", "1 month",
        [
            "2022-12-30", "2023-01-30", "2023-02-28", "2023-03-30", "2023-04-30", "2023-12-30"
        ], ["2024-01-30", "2024-02-29", "2024-03-30"] },
        { "beginnings of months", "1 month", ["2023-10-01", "2023-11-01", "2023-12-01"], ["2024-01-01"] },
        { "quarters", "3 months", ["2023-01-01", "2023-04-01", "2023-07-01"], ["2023-10-01", "2024-01-01"] },
        { "weeks", "7 days", ["2023-01-02", "2023-01-09", "2023-01-16"], ["2023-01-23"] },
        { "years", "12 months", ["2020-02-29", "2021-02-28", "2022-02-28", "2023-02-28"], ["2024-02-29"] },
    };

    [Theory, MemberData(nameof(Steps))]
    public void Dates_go_on_by_the_usual_step(string name, string step, string[] dates, string[] next)
    {
        _ = name;
        DateTime[] known = [.. dates.Select(d => DateTime.Parse(d, System.Globalization.CultureInfo.InvariantCulture))];
        var found = TimeStep.Of([known])!.Value;
        Assert.Equal(step, found.ToString());
        Assert.Equal(next, Enumerable.Range(1, next.Length).Select(i => TimeStep.Text(found.At(known[^1], i))));
        for (int i = 1; i < 9; i++) Assert.Equal(i, found.Between(known[^1], found.At(known[^1], i)));
    }

    private static string[] Days(string first, int count)
        => [.. Enumerable.Range(
            0, count).Select(i => TimeStep.Text(DateTime.Parse(first, System.Globalization.CultureInfo.InvariantCulture).AddDays(i)))];
}
