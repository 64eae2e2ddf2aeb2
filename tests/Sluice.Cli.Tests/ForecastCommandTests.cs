using System.Globalization;
using System.Text.Json;
using Sluice.Data.Tables;
using Sluice.Readers;

namespace Sluice.Cli.Tests;

/// <summary><c>sluice forecast FILE</c>: any table, at once, and each odd series named.</summary>
public sealed class ForecastCommandTests : IDisposable
{
    private readonly Session _session = new();

    public void Dispose() => _session.Dispose();

    [Fact]
    public void A_table_with_dates_goes_on_from_its_last_one()
    {
        var (code, output, error) = _session.Run("forecast", _session.WriteSales(), "--horizon", "14", "--values", "sold");
        Assert.True(code == CommandLine.Done, error);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("date,point,q0.1,q0.9", lines[0].TrimEnd());
        Assert.Equal(15, lines.Length);
        Assert.StartsWith("2024-04-30,", lines[1]);
        var rows = lines[1..].Select(l => l.Split(',').Skip(1).Select(v => double.Parse(v, CultureInfo.InvariantCulture)).ToArray()).ToList();
        Assert.All(rows, r => Assert.True(r[1] <= r[0] && r[0] <= r[2]));
        Assert.True(rows.Max(r => r[0]) > 35, "every seventh day is a good one");
    }

    [Fact]
    public void Every_id_is_forecast_and_those_that_cannot_be_are_named()
    {
        string rows = string.Concat(Enumerable.Range(0, 40).Select(i =>
            $"{Day(i)},good,{i % 7}\n{(i == 20 ? "" : $"{Day(i)},gap,{i % 5}\n")}{Day(i)},empty,\n{Day(Math.Abs(i - 30))},doubled,{i}\n{(i == 0 ? $"{Day(39)},lone,8\n" : "")}"));
        string file = _session.Write("shops.csv", "day,shop,sold\n" + rows);
        var (code, output, error) = _session.Run("forecast", file, "--by", "shop", "--horizon", "3", "--out", _session["next.csv"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Empty(output);
        var table = CsvTable.Read(_session["next.csv"]);
        Assert.Equal(["gap", "good", "lone"], table.Column<CategoryColumn>("shop").Values.Distinct().Order());
        Assert.Equal(9, table.RowCount);
        Assert.Contains("'empty' has no known value", error);
        Assert.Contains("'doubled' has no forecast", error);
        Assert.Contains("'lone' has one value", error);
        static string Day(int i) => new DateTime(2024, 1, 1).AddDays(i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Why_says_the_season_and_what_forecasts_would_be_without_parts_of_the_past()
    {
        string file = _session.WriteSales();
        var (code, output, error) = _session.Run("forecast", file, "--horizon", "7", "--values", "sold", "--why", "--report", _session["why.html"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("Why sold, 2024-04-30: ", output);
        Assert.Contains("values, 1 to 16 before", output);
        Assert.Contains("Parts of the forecast of sold", File.ReadAllText(_session["why.html"]));
        (code, output, error) = _session.Run("forecast", file, "--horizon", "7", "--values", "sold", "--why", "--json");
        Assert.True(code == CommandLine.Done, error);
        using var json = JsonDocument.Parse(output);
        var why = json.RootElement.GetProperty("why").GetProperty("series")[0];
        double[] season = [.. why.GetProperty("parts").EnumerateArray().Select(p => p.GetProperty("season").GetDouble())];
        Assert.True(season.Max() > 10, "every seventh day is a good one");
        Assert.Equal(
            json.RootElement.GetProperty("forecasts")[0].GetProperty("point").GetDouble(),
            why.GetProperty("parts")[0].EnumerateObject().Sum(p => p.Value.GetDouble()), 6);
    }

    [Fact]
    public void Why_of_a_short_series_is_what_can_be_said_of_it()
    {
        string file = _session.Write("short.csv", "a\n3\n5\n4\n");
        Assert.Equal(CommandLine.Done, _session.Run("forecast", file, "--horizon", "2", "--why", "--json").Code);
        Assert.Contains("Why a, row 4", _session.Run("forecast", file, "--horizon", "2", "--why", "--report", _session["why.html"]).Output);
    }

    [Fact]
    public void Columns_side_by_side_are_series_and_answers_go_to_machines_and_pictures()
    {
        string file = _session.Write("wide.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i % 6},{i * i % 47}\n")));
        var (code, output, error) = _session.Run("forecast", file, "--horizon", "6", "--json", "--plot", _session["plot.svg"]);
        Assert.True(code == CommandLine.Done, error);
        using var json = JsonDocument.Parse(output);
        var forecasts = json.RootElement.GetProperty("forecasts").EnumerateArray().ToList();
        Assert.Equal(12, forecasts.Count);
        Assert.Equal(["a", "b"], forecasts.Select(f => f.GetProperty("series").GetString()).Distinct());
        Assert.Equal(61, forecasts[0].GetProperty("row").GetInt32());
        Assert.Equal(json.RootElement.GetProperty("levels").GetArrayLength(), forecasts[0].GetProperty("quantiles").GetArrayLength());
        Assert.StartsWith("<svg", File.ReadAllText(_session["plot.svg"]));
    }

    [Fact]
    public void The_past_is_forecast_beside_simple_forecasts()
    {
        string[] asked = ["forecast", _session.WriteSales(), "--values", "sold", "--horizon", "7", "--evaluate", "--origins", "4"];
        var (code, output, error) = _session.Run(asked);
        Assert.True(code == CommandLine.Done, error);
        foreach (string way in new[] { "zero", "naive", "seasonal naive", "drift", "exponential smoothing", "Holt-Winters" }) Assert.Contains($"| {way} ", output);
        Assert.Contains("7 rows from each of 4 places in 1 series, 7 rows apart", output);
        using var json = JsonDocument.Parse(_session.Run([.. asked, "--json"]).Output);
        Assert.Equal(1, json.RootElement.GetProperty("ways")[2].GetProperty("over_seasonal_naive").GetDouble(), 9);
    }

    [Fact]
    public void A_sum_agrees_with_its_parts_and_has_an_interval_of_its_own()
    {
        string file = _session.Write("parts.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 90).Select(i =>
            $"{10 + i % 6 + i * 7 % 5},{(i == 89 ? "" : $"{30 - i % 6 + i * 11 % 7}")}\n")));
        var (code, output, error) = _session.Run("forecast", file, "--horizon", "4", "--sum");
        Assert.True(code == CommandLine.Done, error);
        var rows = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(l => l.Trim().Split(',')).ToList();
        double Value(string series, int row, int column)
            => double.Parse(rows.Single(r => r[0] == series && r[1] == $"{row}")[column], CultureInfo.InvariantCulture);
        for (int row = 91; row <= 94; row++)
        {
            Assert.Equal(Value("a", row, 2) + Value("b", row, 2), Value("sum", row, 2), 0.02);
            Assert.InRange(Value("sum", row, 4) - Value("sum", row, 3), 0.001, Value("a", row, 4) - Value("a", row, 3) + Value("b", row, 4) - Value("b", row, 3) + 2);
        }

        // The last row of b is not known: of it the sum is what is known of a and forecast of b.
        Assert.Equal(10 + 89 % 6 + 89 * 7 % 5 + Value("b", 90, 2), Value("sum", 90, 2), 0.02);
        Assert.Equal(CommandLine.WrongUse, _session.Run("forecast", file, "--values", "a", "--sum").Code);
    }

    [Fact]
    public void A_model_of_one_column_tells_what_its_forecast_rests_on_and_foresees_holidays()
    {
        string file = _session.WriteSales(), run = _session["holidays"];
        var (code, output, error) = _session.Run(
            "train", "forecast", file, "--target", "sold", "--holidays", "US,2024-02-02", "--hidden", "4", "--epochs", "1", "--steps", "2", "--out", run);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("public holidays", error);
        (code, output, error) = _session.Run("predict", run, "--data", file, "--why", "--report", _session["why.html"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("Why sold, 2024-04-30", output);
        Assert.Contains("public holidays, all rows", output);
        Assert.Contains("What each row before adds", File.ReadAllText(_session["why.html"]));
        using var json = JsonDocument.Parse(_session.Run("predict", run, "--data", file, "--why", "--json").Output);
        Assert.Equal(
            ["sold", "date", "public holidays", "shop", "price", "kind", "errors before"],
            json.RootElement.GetProperty("why").GetProperty("series")[0].GetProperty("columns").EnumerateArray()
                .Select(c => c.GetProperty("column").GetString()!).OrderBy(c => Array.IndexOf(["sold", "date", "public holidays", "shop", "price", "kind"], c) is var at && at < 0 ? 9 : at));
    }

    [Fact]
    public void Sums_by_columns_and_by_parts_of_names_agree_with_their_parts()
    {
        string file = _session.Write("levels.csv", "day,id,region,sold\n" + string.Concat(Enumerable.Range(0, 60).SelectMany(i => new[] { "n/a", "n/b", "s/c" }.Select((id, s) =>
            $"{new DateTime(2024, 1, 1).AddDays(i):yyyy-MM-dd},{id},{(s < 2 ? "north" : "south")},{10 + s * 5 + i % 7 + i * (s + 3) % 5}\n"))));
        foreach (var (said, north) in new[] { ("region", "region north"), ("/", "n/") })
        {
            var (code, output, error) = _session.Run("forecast", file, "--id", "id", "--values", "sold", "--horizon", "3", "--sum", said, "--json");
            Assert.True(code == CommandLine.Done, error);
            using var json = JsonDocument.Parse(output);
            var rows = json.RootElement.GetProperty("forecasts").EnumerateArray()
                .ToLookup(f => f.GetProperty("series").GetString()!, f => (f.GetProperty("point").GetDouble(), f.GetProperty("high").GetDouble() - f.GetProperty("low").GetDouble()));
            Assert.Equal(["n/a", "n/b", "s/c", "sum", north], rows.Select(r => r.Key));
            double[] a = Points("n/a"), b = Points("n/b"), c = Points("s/c"), both = Points(north), all = Points("sum");
            for (int h = 0; h < 3; h++)
            {
                Assert.Equal(a[h] + b[h], both[h], 6);
                Assert.Equal(a[h] + b[h] + c[h], all[h], 6);
            }

            Assert.All(rows[north], r => Assert.InRange(r.Item2, 0.001, 100));

            double[] Points(string name) => [.. rows[name].Select(r => r.Item1)];
        }

        Refused("--sum: each series has a 'id' of its own", "--sum", "id");
        Refused("--sum: no series has a '#' in its name", "--sum", "#");
        Assert.Contains("expected one 'day' in all rows of 'n/a'", _session.Run("forecast", file, "--id", "id", "--values", "sold", "--sum", "day").Error);

        void Refused(string message, params string[] options)
        {
            var (code, _, error) = _session.Run(["forecast", file, "--id", "id", "--values", "sold", .. options]);
            Assert.Equal(CommandLine.WrongUse, code);
            Assert.Contains(message, error);
        }
    }

    [Theory]
    [InlineData("--cap", 50, 50)]
    [InlineData("--floor", 60, 60)]
    [InlineData("--horizon", 6, 0)]
    public void A_sum_lies_within_the_sums_of_bounds(string option, double value, double bound)
    {
        // b is not known in the last row: there the sum is bounded by what is known of a. Neither was ever negative.
        string file = _session.Write("two.csv", "a,b\n" + string.Concat(Enumerable.Range(0, 90).Select(i =>
            option == "--horizon" ? $"{i * i % 47 / 40},{i * i % 43 / 37}\n" : $"{40 + i * i % 13},{(i == 89 ? "" : $"{45 + i * i % 11}")}\n")));
        var (code, output, error) = _session.Run("forecast", file, "--sum", option, $"{value}", "--json");
        Assert.True(code == CommandLine.Done, error);
        using var json = JsonDocument.Parse(output);
        var sums = json.RootElement.GetProperty("forecasts").EnumerateArray().Where(f => f.GetProperty("series").GetString() == "sum").ToList();
        Assert.True(sums.Count > 4);
        foreach (var sum in sums)
        {
            double both = (sum.GetProperty("row").GetInt32() == 90 && option != "--horizon" ? 40 + 89 * 89 % 13 : bound) + bound;
            foreach (double q in sum.GetProperty("quantiles").EnumerateArray().Select(q => q.GetDouble()).Append(sum.GetProperty("point").GetDouble()))
                Assert.True(option == "--cap" ? q <= both : q >= both, $"{q} and {both}");
        }
    }

    [Theory]
    [InlineData("--floor: without effect with --evaluate", "--evaluate", "--floor", "3")]
    [InlineData("--interval, --cap, --sum: without effect with --evaluate", "--evaluate", "--cap", "3", "--sum", "--interval", "0.8")]
    [InlineData("--out, --plot: without effect with --evaluate", "--evaluate", "--out", "a.csv", "--plot", "b.svg")]
    [InlineData("--origins: without effect without --evaluate", "--origins", "3")]
    [InlineData("--floor: expected a number, got 'abc'", "--floor", "abc")]
    [InlineData("--floor: expected a number, got 'NaN'", "--floor", "NaN")]
    [InlineData("--cap: expected a number, got 'Infinity'", "--cap", "Infinity")]
    [InlineData("--horizon: expected a whole number, got '2.5'", "--horizon", "2.5")]
    [InlineData("expected a floor not above the cap, got 3 and 2", "--floor", "3", "--cap", "2")]
    public void Options_without_effect_and_no_numbers_are_refused_by_name(string message, params string[] options)
    {
        var (code, output, error) = _session.Run(["forecast", _session.WriteSales(), .. options]);
        Assert.Equal((CommandLine.WrongUse, ""), (code, output));
        Assert.Contains(message, error);
    }

    [Fact]
    public void The_interval_that_was_asked_for_is_told_to_machines()
    {
        using var json = JsonDocument.Parse(
            _session.Run("forecast", _session.WriteSales(), "--values", "sold", "--horizon", "2", "--interval", "0.6", "--json").Output);
        Assert.Equal(0.6, json.RootElement.GetProperty("interval").GetDouble());
        var first = json.RootElement.GetProperty("forecasts")[0];
        Assert.Equal(
            (first.GetProperty("quantiles")[2].GetDouble(), first.GetProperty("quantiles")[8].GetDouble()),
            (first.GetProperty("low").GetDouble(), first.GetProperty("high").GetDouble()));
    }

    [Fact]
    public void No_forecast_lies_beyond_floor_and_cap()
    {
        string[] asked = ["forecast", _session.WriteSales(), "--values", "sold", "--horizon", "14"];
        var (code, output, error) = _session.Run([.. asked, "--floor", "22", "--cap", "45"]);
        Assert.True(code == CommandLine.Done, error);
        var values = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1)
            .SelectMany(l => l.Trim().Split(',').Skip(1).Select(v => double.Parse(v, CultureInfo.InvariantCulture))).ToList();
        Assert.Equal((22, 45), (values.Min(), values.Max()));
        Assert.Contains("'sold' has 86 values below the floor or above the cap", error);
        Assert.Equal(CommandLine.WrongUse, _session.Run([.. asked, "--floor", "5", "--cap", "4"]).Code);
    }

    [Theory]
    [InlineData("x\n", "--horizon", "5", CommandLine.BadData, "no row")]
    [InlineData("x,y\n1,2\n", "--horizon", "0", CommandLine.WrongUse, "--horizon")]
    [InlineData("x,y\n1,2\n", "--interval", "0.95", CommandLine.WrongUse, "--interval")]
    [InlineData("x,y\n1,2\n", "--id", "z", CommandLine.BadData, "z")]
    [InlineData("word\nab\ncd\n", "--horizon", "5", CommandLine.BadData, "no column of numbers")]
    [InlineData("x,y\n,\n,\n", "--values", "x,y", CommandLine.BadData, "")]
    public void What_cannot_be_is_said(string text, string option, string value, int expected, string message)
    {
        var (code, output, error) = _session.Run("forecast", _session.Write("bad.csv", text), option, value);
        Assert.Equal(expected, code);
        Assert.Empty(output);
        Assert.Contains(message, error);
    }

    [Fact]
    public void A_horizon_beyond_the_past_is_a_guess_and_said_to_be()
    {
        string file = _session.Write("short.csv", "x\n1\n2\n1\n2\n1\n");
        var (code, output, error) = _session.Run("forecast", file, "--horizon", "20");
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(21, output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Contains("a guess", error);
    }
}
