using Sluice.Data.Tables;

namespace Sluice.Tests.Data.Tables;

/// <summary>What comes in, beside what was learned from.</summary>
public class DriftTests
{
    private static readonly Schema s_schema = Schema.FromJson(Schema.Of(Made(0, 1, "red", "red", "blue")).ToJson());

    /// <summary>400 rows: evenly spread numbers from a place on, a value missing in every tenth row, colours in turn.</summary>
    private static Table Made(double from, double width, params string[] colours)
    {
        double[] numbers = [.. Enumerable.Range(0, 400).Select(i => i % 10 == 9 ? double.NaN : from + (width * (i * 7 % 400) / 400))];
        return new Table([new NumberColumn("x", numbers), new CategoryColumn("colour", [.. numbers.Select((_, i) => colours[i % colours.Length])])]);
    }

    private static ColumnDrift Of(Table table, string column)
    {
        var drift = new Drift(s_schema);
        drift.Add(table);
        return drift.Columns.Single(c => c.Column == column);
    }

    [Fact]
    public void The_same_data_has_not_drifted()
    {
        foreach (string column in new[] { "x", "colour" })
        {
            var same = Of(Made(0, 1, "red", "red", "blue"), column);
            Assert.Null(same.Finding);
            Assert.InRange(same.Index, 0, 0.01);
            Assert.Equal(same.MissingBefore, same.Missing, 12);
        }

        Assert.Equal(0.1, Of(Made(0, 1, "red"), "x").Missing, 12);
    }

    [Fact]
    public void Other_shares_are_measured_by_the_stability_index_over_the_tenths_of_training()
    {
        // All in the lower half: five tenths hold a fifth each, five nothing. Σ (p − q) ln (p / q) is large, and no number is out of range.
        var lower = Of(Made(0, 0.5, "red", "red", "blue"), "x");
        Assert.Equal(0, lower.Outside);
        Assert.InRange(lower.Index, 2, 4);
        Assert.Contains("distributed otherwise", lower.Finding);
        // By hand: q = 267/400 and 133/400, p = 200.5 and 200.5 of 401.5 with half a value more each, and half a value for what was never seen.
        var colours = Of(Made(0, 1, "red", "blue"), "colour");
        double p = 200.5 / 401.5, red = 267 / 400.0, index = ((p - red) * Math.Log(p / red)) + ((p - (1 - red)) * Math.Log(p / (1 - red)));
        Assert.Equal(index, colours.Index, 9);
    }

    [Fact]
    public void What_is_out_of_range_missing_or_never_seen_is_said()
    {
        var (numbers, colours) = (Of(Made(0.9, 1, "green"), "x"), Of(Made(0, 1, "green", "red"), "colour"));
        Assert.InRange(numbers.Outside, 0.85, 0.95);
        Assert.Contains("outside of what was learned from", numbers.Finding);
        Assert.Equal(0.5, colours.Unknown);
        Assert.Contains("50.0 % never seen in training", colours.Finding);
        var drift = new Drift(s_schema);
        drift.Add("x", [double.NaN, double.NaN, 0.5]);
        var few = drift.Columns.Single();
        Assert.Contains("66.7", few.Finding);
        Assert.True(double.IsNaN(few.Index)); // three values have no distribution
        Assert.Empty(new Drift(s_schema).Columns);
        drift.Add("z", [1.0]);
        Assert.Single(drift.Columns);
    }

    [Fact]
    public void Old_counts_leave_and_threads_may_add_at_once()
    {
        var drift = new Drift(s_schema);
        for (int i = 0; i < 20_000; i++) drift.Add("x", [5.0]);
        Parallel.For(0, 8, _ =>
        {
            for (int i = 0; i < 5_000; i++) drift.Add("x", [0.5]);
        });
        var now = drift.Columns.Single();
        Assert.Equal(0, now.Outside);
        Assert.InRange(now.Seen, 10_000, 20_000);
    }

    [Fact]
    public void Models_that_were_saved_before_keep_no_shares_and_wrong_ones_are_refused()
    {
        const string Old = """{"columns":[{"name":"x","form":"number","lowest":0,"highest":1,"categories":[]}],"missing":[]}""";
        var drift = new Drift(Schema.FromJson(Old));
        drift.Add(Made(0, 2, "red"));
        var x = drift.Columns.Single();
        Assert.True(double.IsNaN(x.Index) && double.IsNaN(x.MissingBefore));
        Assert.Contains("outside", x.Finding);
        foreach (string wrong in new[] { "\"shares\":[0.5]", "\"tenths\":[2,1]", "\"tenths\":[1],\"tenth_shares\":[1]", "\"missing\":7" })
            Assert.Throws<SluiceFormatException>(() => Schema.FromJson(Old.Replace("\"categories\":[]", "\"categories\":[]," + wrong)));
    }
}
