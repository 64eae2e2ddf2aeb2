using System.Globalization;
using Sluice.Data.Tables;
using Sluice.Files;
using Sluice.Readers;
using Sluice.Tasks.Series;
using Sluice.Tasks.Sources;
using Sluice.Training;

namespace Sluice.Tests.Tasks.Series;

/// <summary>Public holidays that follow from the date, and columns that tell by themselves that they are known ahead.</summary>
public class HolidaysTests
{
    private static readonly TimeStep s_day = new(0, TimeSpan.FromDays(1), false), s_hour = new(0, TimeSpan.FromHours(1), false),
        s_week = new(0, TimeSpan.FromDays(7), false), s_month = new(1, default, false), s_monthEnds = new(1, default, true);

    public HolidaysTests() => TableFiles.Register();

    public static TheoryData<string, string, TimeStep, int> Cases => new()
    {
        { "DE", "2024-03-29", s_day, 1 },
        { "DE", "2024-03-30", s_day, 0 },
        { "de-by", "2024-08-15", s_day, 1 },
        { "DE", "2024-08-15", s_day, 0 },
        { "US", "2024-11-28", s_day, 1 },
        { "GB-SCT", "2024-01-02", s_day, 1 },
        { "GB-ENG", "2024-01-02", s_day, 0 },
        { "CH-ZH", "2024-05-01", s_day, 1 },
        { "AU-VIC", "2024-11-05", s_day, 1 },
        { "DE", "2024-12-25 13:00", s_hour, 1 },
        { "DE", "2024-12-23", s_week, 2 },
        { "DE", "2024-12-20", s_day with { Working = true }, 0 },
        { "DE", "2024-05-01", s_month, 3 },
        { "DE", "2024-05-31", s_monthEnds, 3 },
        { "2024-12-24", "2024-12-24", s_day, 1 },
    };

    [Theory, MemberData(nameof(Cases))]
    public void Are_those_of_the_country_the_region_or_the_day(string name, string date, TimeStep step, int expected)
        => Assert.Equal(expected, new Holidays([name]).Within(DateTime.Parse(date, CultureInfo.InvariantCulture), step));

    [Theory]
    [InlineData("XX")]
    [InlineData("DE-XX")]
    [InlineData("FR-IDF")]
    [InlineData("7")]
    [InlineData("")]
    [InlineData("2024-02-30")]
    public void What_is_neither_is_named(string name)
        => Assert.Contains($"got '{name}'", Assert.Throws<SluiceFormatException>(() => new Holidays([name])).Message);

    [Fact]
    public void A_year_that_the_calendar_does_not_know_is_named()
        => Assert.Contains("of TR are not known for the year 1900", Assert.Throws<SluiceFormatException>(
            () => new Holidays(["TR"]).Within(new DateTime(1900, 1, 1), s_day)).Message);

    [Fact]
    public void Those_after_the_last_row_are_foreseen_and_the_model_needs_no_file()
    {
        using var folder = new TemporaryFolder();
        string days = folder.File("closed.csv"), file = folder.File("model.safetensors");
        // Closed on every tenth day but one in seven: no weekday and no day of the month tells them.
        static bool Closed(int t) => t * 13 % 61 < 4;
        static DateTime Day(int t) => new DateTime(2022, 1, 3).AddDays(t);
        File.WriteAllText(days, "day,why\n" + string.Concat(Enumerable.Range(0, 630).Where(Closed).Select(t => $"{Day(t):yyyy-MM-dd},closed\n")));
        var table = new SeriesTable(Csv("day,sold\n" + string.Concat(Enumerable.Range(0, 600).Select(
            t => FormattableString.Invariant($"{Day(t):yyyy-MM-dd},{(Closed(t) ? 10 : 200 + t % 7 + t * 7919 % 5)}\n")))),
            new SeriesColumns { Holidays = [days] });
        var (model, data) = SeriesForecaster.From(
            table, SeriesForecasterTests.Small("segment") with { Horizon = 14, Lookback = 28, Hidden = 4, Steps = 2, Logarithm = false });
        new Trainer(data, new TrainingOptions { Epochs = 1 }).Run();
        model.Save(file);
        File.Delete(days);

        // A table that says nothing of holidays is enough.
        var forecasts = SeriesForecaster.Load(file).Forecast(new SeriesTable(
            table.Table.With([.. table.Table.Columns.SkipLast(1)]), model.Encoder.Columns with { Holidays = [] }));
        Assert.Equal(model.Forecast(table).Select(f => f.Point), forecasts.Select(f => f.Point));
        Assert.Contains(forecasts, f => Closed(f.Row));
        Assert.All(forecasts, f => Assert.InRange(f.Point, Closed(f.Row) ? -40 : 150, Closed(f.Row) ? 60 : 250));
    }

    [Fact]
    public void Without_dates_they_are_refused()
        => Assert.Contains("Name it with --time", Assert.Throws<SluiceFormatException>(
            () => new SeriesTable(Csv("sold\n1\n2\n3\n"), new SeriesColumns { Holidays = ["DE"] })).Message);

    [Theory]
    [InlineData("sold", "", "promo")]
    [InlineData("sold", "promo", "")]
    [InlineData("sold,promo", "", "")]
    [InlineData("", "", "")]
    public void What_goes_on_where_the_values_have_ended_is_known_ahead(string values, string past, string known)
    {
        string csv = "day,sold,promo,rain\n" + string.Concat(Enumerable.Range(0, 20).Select(
            t => $"{new DateTime(2024, 1, 1).AddDays(t):yyyy-MM-dd},{(t < 17 ? t : "")},{t % 3},{(t < 18 ? t % 2 : "")}\n"));
        var table = KnownColumns.ToLearnFrom(Csv(csv), new SeriesColumns { Values = Names(values), Past = Names(past) });
        Assert.Equal(Names(known), table.Columns.Known);
        Assert.Equal(known.Length > 0, table.Table.Notes.Any(n => n.Contains("taken as known ahead", StringComparison.Ordinal)));

        static string[] Names(string text) => text.Split(',', StringSplitOptions.RemoveEmptyEntries);
    }

    private static Table Csv(string text) => CsvTable.Parse(text, "sales.csv");
}
