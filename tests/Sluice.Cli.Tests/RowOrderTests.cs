namespace Sluice.Cli.Tests;

/// <summary>Rows that are out of order, or come twice, are named by line in every task that reads tables, and sorted where that is said.</summary>
public sealed class RowOrderTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    private static string Day(int i) => new DateTime(2024, 1, 1).AddDays(i).ToString("yyyy-MM-dd");

    private string Table(IEnumerable<int> order, string name = "t.csv")
        => _session.Write(
            name, "day,unit,load\n" + string.Concat(order.Select(i => FormattableString.Invariant($"{Day(i)},a,{10 + Math.Sin(i) * (i % 5):F3}\n"))));

    private (int Code, string Output, string Error) Train(string task, string table, params string[] more)
    {
        if (Directory.Exists(_session["run"])) Directory.Delete(_session["run"], true);
        return _session.Run(["train", .. task.Split(' '), table, .. more, "--out", _session["run"]]);
    }

    public static TheoryData<string> Tasks =>
    [
        "forecast --target load --hidden 4 --epochs 1 --steps 2",
        "series --values load --hidden 4 --epochs 1 --lookback 8 --segment 4 --horizon 4",
        "anomalies --target load --calibration 60",
        "life --id unit --time day --hidden 4 --epochs 1 --validation 0",
        "control --episode unit --step day --action load --hidden 4 --epochs 1 --validation 0",
    ];

    [Theory]
    [MemberData(nameof(Tasks))]
    public void Rows_out_of_order_are_named_and_sorted_where_that_is_said(string task)
    {
        int[] order = [.. Enumerable.Range(0, 90)];
        string sorted = Table(order, "sorted.csv");
        if (task.StartsWith("control", StringComparison.Ordinal)) sorted = WithSensor(sorted);
        (order[40], order[41]) = (order[41], order[40]);
        string shuffled = Table(order);
        if (task.StartsWith("control", StringComparison.Ordinal)) shuffled = WithSensor(shuffled);
        var (code, _, error) = Train(task, shuffled);
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("t.csv:43", error);
        Assert.Contains("--sort", error);
        Assert.False(Directory.Exists(_session["run"]));

        (code, _, error) = Train(task, shuffled, "--sort", "day");
        Assert.True(code == CommandLine.Done, error);
        byte[] weights = File.ReadAllBytes(Path.Combine(_session["run"], "model.safetensors"));
        (code, _, error) = Train(task, sorted);
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(File.ReadAllBytes(Path.Combine(_session["run"], "model.safetensors")), weights);
        Assert.Contains("no column 'noday'", Train(task, sorted, "--sort", "noday").Error);
    }

    private static string WithSensor(string table)
    {
        string[] lines = File.ReadAllLines(table);
        File.WriteAllLines(table, lines.Select((l, i) => i == 0 ? l + ",speed" : FormattableString.Invariant($"{l},{int.Parse(l[8..10]) * 7 % 11}")));
        return table;
    }

    [Fact]
    public void Dates_that_come_twice_are_named_with_both_lines()
    {
        var (code, _, error) = Train("forecast --target load", Table([.. Enumerable.Range(0, 50), .. Enumerable.Range(49, 50)]));
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("t.csv:52: column 'day': 2024-02-19 comes twice, first in line 51. Remove one of the rows.", error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Series_that_stand_in_one_table_are_recognised(bool interleaved)
    {
        string[] shops = ["north", "south", "west"];
        var rows = from day in Enumerable.Range(0, 60) from shop in shops select (Day: day, Shop: shop);
        if (!interleaved) rows = rows.OrderBy(r => r.Shop, StringComparer.Ordinal);
        string table = _session.Write(
            "shops.csv", "date,shop,sold\n" + string.Concat(rows.Select(r => $"{Day(r.Day)},{r.Shop},{20 + r.Day % 7 + r.Shop.Length}\n")));
        var (code, _, error) = Train("forecast --target sold", table);
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("Column 'shop' tells 3 series apart: train series --id shop.", error);

        // To sort the rows would mix the series: check does not say it.
        (code, string report, error) = _session.Run("check", table);
        Assert.True(code == CommandLine.Done, error);
        Assert.DoesNotContain("--sort", report);
        Assert.Contains("data for series: 3 series", report);
    }

    [Fact]
    public void Clocks_that_are_put_back_are_no_mistake()
    {
        var start = new DateTime(2024, 10, 20);
        IEnumerable<DateTime> hours = Enumerable.Range(0, 400).Select(i => start.AddHours(i));
        string table = _session.Write("h.csv", "time,load\n" + string.Concat(hours.SelectMany(
            h => h == new DateTime(2024, 10, 27, 2, 0, 0) ? new[] { h, h } : [h]).Select((h, i) => $"{h:yyyy-MM-dd HH:mm},{10 + i % 24}\n")));
        var (code, _, error) = Train("forecast --target load --hidden 4 --epochs 1 --steps 2", table);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("clocks were put back by an hour, in line 173", error);
    }

    [Fact]
    public void Working_days_have_no_gaps_at_weekends()
    {
        var days = Enumerable.Range(0, 100)
            .Select(i => new DateTime(2024, 1, 1).AddDays(i)).Where(d => d.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday));
        string table = _session.Write("w.csv", "date,price\n" + string.Concat(days.Select((d, i) => $"{d:yyyy-MM-dd},{100 + i * i % 13}\n")));
        Assert.Contains("1 working day apart, 0 gaps", _session.Run("check", table).Output);
    }

    [Fact]
    public void Missing_rows_are_named_and_added_where_that_is_said()
    {
        string gappy = Table(Enumerable.Range(0, 90).Where(i => i is not (40 or 41 or 70)), "gappy.csv");
        var (code, _, error) = Train("forecast --target load --hidden 4 --epochs 1 --steps 2", gappy);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("2 gaps in which 3 rows are missing", error);
        Assert.Contains("--fill true", error);
        Assert.Contains("3 rows are missing between the dates", _session.Run("predict", _session["run"], "--data", gappy).Error);

        (code, _, error) = Train("forecast --target load --hidden 4 --epochs 1 --steps 2 --fill true", gappy);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("3 rows are missing between the dates of 'day', the first before line 42: added without values.", error);
        string answers;
        (code, answers, error) = _session.Run("predict", _session["run"], "--data", gappy);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("added without values", error);
        Assert.Contains("2024-03-31", answers);
    }

    [Theory]
    [InlineData("forecast --target load --hidden 4 --epochs 1 --steps 2")]
    [InlineData("anomalies --target load --calibration 60")]
    public void Of_two_columns_of_dates_the_one_that_is_taken_is_said(string task)
    {
        // The rows are in the order of the day on which they were written, not of the day that they are about.
        string table = _session.Write(
            "two.csv", "about,written,load\n" + string.Concat(Enumerable.Range(0, 90).Select(i => $"{Day(i * 7 % 90)},{Day(i)},{10 + i % 7}\n")));
        var (code, _, error) = Train(task, table);
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("'about'", error);
        (code, _, error) = Train(task + " --time written", table);
        Assert.True(code == CommandLine.Done, error);
        string ordered = _session.Write(
            "ordered.csv", "about,written,load\n" + string.Concat(Enumerable.Range(0, 90).Select(i => $"{Day(i)},{Day(i)},{10 + i % 7}\n")));
        (code, _, error) = Train(task, ordered);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("the rows follow each other by 'about', the first of 2 columns of dates (--time written takes another).", error);
    }

    [Fact]
    public void A_series_in_each_row_is_found_trained_and_forecast()
    {
        string names = string.Join(',', Enumerable.Range(0, 60).Select(i => $"{2019 + i / 12}-{i % 12 + 1:00}"));
        string table = _session.Write("wide.csv", $"shop,{names}\n" + string.Concat(
            new[] { "north", "south" }.Select((shop, s) => $"{shop},{string.Join(',', Enumerable.Range(0, 60).Select(i => 20 + s + i % 12))}\n")));
        var (code, output, error) = _session.Run("check", table);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("2 series, one in each row, dated by the names of the columns", output);
        (code, _, error) = Train("series --hidden 4 --epochs 1 --lookback 12 --segment 4 --horizon 4", table);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("2 series of 60 rows, 1 month apart, from 2019-01-01 to 2023-12-01", error);
        (code, output, error) = _session.Run("predict", _session["run"], "--data", table);
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(8, output.Split('\n').Count(l => l.Contains(",2024-0", StringComparison.Ordinal)));
    }
}
