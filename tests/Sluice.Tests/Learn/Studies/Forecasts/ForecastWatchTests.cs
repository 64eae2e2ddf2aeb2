using System.Globalization;
using System.Text;
using Sluice.Learn.Studies.Forecasts;
using Sluice.Readers;
using Sluice.Tasks.Series;

namespace Sluice.Tests.Learn.Studies.Forecasts;

public sealed class ForecastWatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Record => _folder.File("r.jsonl");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Each_row_that_comes_is_held_against_the_newest_forecast_before_it()
    {
        Assert.Empty(Look(Dated(0, 10)).Came);
        var look = Look(Dated(0, 12));
        Assert.Equal([(11, 1, 10.0, 10.0), (12, 2, 11.0, 10.0)], look.Came.Select(o => (o.Row, o.Ahead, o.Value, o.Point)));
        Assert.Equal([true, false], look.Came.Select(o => o.Inside));
        Assert.Equal(new DateTime(2024, 1, 11), look.Came[0].Date);
        look = Look(Dated(0, 13));
        Assert.Equal([(13, 1, 12.0, 12.0)], look.Came.Select(o => (o.Row, o.Ahead, o.Value, o.Point)));
        Assert.Equal(3, look.Before.Count);
        Assert.Equal((14, new DateTime(2024, 1, 13)), (look.Next!.Row, look.Next.Known));
        Assert.Equal(new DateTime(2024, 1, 15), ForecastWatch.Date(look.Series, look.Next, 2));
    }

    [Fact]
    public void A_look_at_the_same_rows_says_nothing_twice()
    {
        Look(Dated(0, 10));
        string before = File.ReadAllText(Record);
        var look = Look(Dated(0, 10));
        Assert.False(look.Fresh);
        Assert.Equal(before, File.ReadAllText(Record));
    }

    [Fact]
    public void Rows_with_dates_are_found_again_when_a_table_has_lost_its_first_ones()
    {
        Look(Dated(0, 10));
        var look = Look(Dated(7, 12));
        Assert.Equal([(11, 10.0), (12, 11.0)], look.Came.Select(o => (o.Row, o.Value)));
        Assert.Equal(13, look.Next!.Row);

        // More than the horizon has passed, and nothing of what was forecast is there any more.
        look = Look(Dated(20, 30));
        Assert.Empty(look.Came);
        Assert.Equal((31, 2), (look.Next!.Row, look.Before.Count));
    }

    [Fact]
    public void Rows_without_dates_that_were_moved_are_said_and_not_compared()
    {
        Look(Plain(0, 10));
        List<string> notes = [];
        var look = Look(Plain(3, 14), notes: notes);
        Assert.Empty(look.Came);
        Assert.Contains("row 10 is not 9 as it was", Assert.Single(notes));
        Assert.Single(Look(Plain(3, 15)).Came);
    }

    [Fact]
    public void A_value_that_comes_late_and_one_that_was_missing_count_once()
    {
        Look(Plain(0, 10));
        var gap = Series("a\n" + string.Concat(Enumerable.Range(0, 12).Select(i => i == 10 ? "NaN\n" : $"{i}\n")));
        Assert.Equal([12], Look(gap).Came.Select(o => o.Row));
        Assert.Equal([11, 12], Look(Plain(0, 12)).Before.Select(o => o.Row));
        Assert.Equal([11, 12, 13], Look(Plain(0, 13)).Before.Select(o => o.Row));
    }

    [Fact]
    public void Ways_and_intervals_in_one_record_are_told_apart()
    {
        Look(Plain(0, 10));
        Look(Plain(0, 10), id: "other");
        Look(Plain(0, 10), interval: 0.6);
        Assert.Single(Look(Plain(0, 11)).Came);
        Assert.Single(Look(Plain(0, 11), id: "other").Came);
        Assert.Single(Look(Plain(0, 11), interval: 0.6).Came);
        Assert.Equal(6, File.ReadLines(Record).Count(l => l.StartsWith("{\"said\"", StringComparison.Ordinal)));
        Assert.Single(File.ReadLines(Record), l => l.StartsWith("{\"came\"", StringComparison.Ordinal));
    }

    [Fact]
    public void Intervals_that_no_longer_hold_raise_an_alarm_once()
    {
        // Each row rises by one more than was forecast, beyond every interval.
        int alarms = 0;
        for (int rows = 10; rows < 30; rows++)
            if (Look(Plain(0, rows, rise: 2)).Alarm is { } alarm)
            {
                alarms++;
                Assert.Equal((14, 14), alarm);
                Assert.Equal(10 + 14, rows);
            }

        Assert.Equal(1, alarms);
    }

    [Fact]
    public void An_interval_beyond_the_quantiles_is_refused()
        => Assert.Contains("(0.1, 0.5, 0.9), got 0.9", Assert.Throws<SluiceException>(() => Look(Plain(0, 10), interval: 0.9)).Message);

    [Fact]
    public void Half_a_line_is_cut_off_and_a_damaged_one_is_named()
    {
        Look(Plain(0, 10));
        Look(Plain(0, 11));
        string whole = File.ReadAllText(Record);
        File.WriteAllText(Record, whole + "{\"said\":{\"ser");
        Assert.Single(Look(Plain(0, 12)).Came);
        Assert.StartsWith(whole, File.ReadAllText(Record));
        File.WriteAllText(Record, "{\"said\":{}}\n" + whole);
        var wrong = Assert.Throws<SluiceFormatException>(() => new ForecastRecord(Record));
        Assert.Contains("r.jsonl:1", wrong.Message);
        string table = _folder.File("table.csv", "a\n1\n2");
        Assert.Throws<SluiceFormatException>(() => new ForecastRecord(table));
        Assert.Equal("a\n1\n2", File.ReadAllText(table));
    }

    [Fact]
    public void One_process_at_a_time_has_a_record()
    {
        using (new ForecastRecord(Record))
            Assert.Contains("another process", Assert.Throws<SluiceException>(() => new ForecastRecord(Record)).Message);
        new ForecastRecord(Record).Dispose();
    }

    [Fact]
    public void Whatever_stands_in_a_record_is_read_or_refused_by_its_line()
    {
        Look(Dated(0, 10));
        Look(Dated(0, 12));
        byte[] good = File.ReadAllBytes(Record);
        var random = new Random(3);
        string[] texts = ["null", "-1", "1e999", "[]", "{}", "\"\\ud800\"", "2147483647", "0", "\n", "\"9999-12-31T00:00:00\"", ","];
        byte[][] words = [.. texts.Select(Encoding.UTF8.GetBytes)];
        int read = 0;
        for (int i = 0; i < 2000; i++)
        {
            List<byte> bytes = [.. good];
            for (int edits = random.Next(1, 4); edits > 0; edits--)
            {
                int at = random.Next(bytes.Count), length = Math.Min(random.Next(12), bytes.Count - at);
                bytes.RemoveRange(at, length);
                if (random.Next(2) == 0) bytes.InsertRange(at, words[random.Next(words.Length)]);
            }

            File.WriteAllBytes(Record, [.. bytes]);
            try
            {
                Look(Dated(0, 13));
                read++;
            }
            catch (SluiceException e)
            {
                Assert.False(string.IsNullOrWhiteSpace(e.Message));
            }
        }

        Assert.InRange(read, 1, 1999);
    }

    private WatchedSeries Look(PlainSeries series, string id = "zero", double interval = 0.8, List<string>? notes = null)
    {
        using var record = new ForecastRecord(Record);
        return new ForecastWatch(record, new Same(), id, 4, interval).Look([series], text => notes?.Add(text))[0];
    }

    private static PlainSeries Dated(int from, int to) => Series("day,a\n" + string.Concat(Enumerable.Range(from, to - from)
        .Select(i => $"{new DateTime(2024, 1, 1).AddDays(i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)},{i}\n")));

    private static PlainSeries Plain(int from, int to, int rise = 1)
        => Series("a\n" + string.Concat(Enumerable.Range(from, to - from).Select(i => $"{rise * i}\n")));

    private static PlainSeries Series(string csv)
    {
        var table = new SeriesTable(CsvTable.Parse(csv, "x.csv"), new SeriesColumns { Values = ["a"], Fill = true });
        return new PlainSeries("a", table.Series[0].Values, 1, []) { Source = (table, table.Series[0]) };
    }

    /// <summary>Forecasts one more than the last value for every row, half a unit to either side.</summary>
    private sealed class Same : IForecastWay
    {
        public string Name => "same";

        public IReadOnlyList<ForecastAhead?> Forecast(IReadOnlyList<ForecastCut> cuts, int horizon) => [.. cuts.Select(cut =>
        {
            double next = cut.Series.Values[cut.Origin - 1] + 1;
            return new ForecastAhead(
                [.. Enumerable.Repeat(next, horizon)], [0.1, 0.5, 0.9], [.. Enumerable.Repeat<double[]>([next - 0.5, next, next + 0.5], horizon)]);
        })];
    }
}
