using System.Text.Json;

namespace Sluice.Cli.Tests;

public class SeriesCommandTests
{
    private static string Write(Session session, string name = "two.csv", int hours = 200) => session.Write(name, "date,load,heat\n"
        + string.Concat(Enumerable.Range(0, hours).Select(i => FormattableString.Invariant(
            $"{new DateTime(2024, 1, 1).AddHours(i):yyyy-MM-dd HH:mm},{10 + 3 * Math.Sin(i * Math.PI / 12):F2},{50 - i % 24}\n"))));

    private static readonly string[] s_small =
    [
        "--lookback", "24", "--horizon", "12", "--segment", "6", "--hidden", "8", "--epochs", "2", "--steps", "8", "--batch", "8", "--samples", "20",
        "--test", "0.2"
    ];

    [Theory]
    [InlineData("segment", "--samples")]
    [InlineData("decoder", "--samples", "--segment")]
    [InlineData("likelihood", "--loss", "--segment")]
    public void Settings_that_a_kind_does_not_look_at_are_named(string kind, params string[] named)
    {
        using var session = new Session();
        string data = Write(session);
        var (code, _, error) = session.Run(
            ["train", "series", data, "--kind", kind, .. s_small, "--loss", "absolute", "--out", session["run"]]);
        Assert.True(code == CommandLine.Done, error);
        string[] all = ["--samples", "--segment", "--loss", "--distribution"];
        Assert.Equal(named.Order(), all.Where(o => error.Contains($"{o}: without effect with --kind {kind}.", StringComparison.Ordinal)).Order());
    }

    [Theory]
    [InlineData("segment")]
    [InlineData("decoder")]
    [InlineData("likelihood")]
    public void Train_evaluate_and_predict_many_series(string kind)
    {
        using var session = new Session();
        string data = Write(session);
        var (code, output, error) = session.Run(["train", "series", data, "--kind", kind, .. s_small, "--out", session["run"]]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Contains("2 series of 200 rows, 1 hour apart, from 2024-01-01 to 2024-01-09 07:00", error);
        Assert.Contains("known ahead: the hour, the weekday, the day of the month, the month; only the past is seen of 'load', 'heat'", error);
        Assert.Matches(@"MSE +\d.*last value.*a season ago", output);
        Assert.Contains("coverage", output);
        Assert.Contains("time-series-forecasting", File.ReadAllText(Path.Combine(session["run"], "card.md")));

        Assert.Contains("for training", session.Run("check", session["run"]).Output);

        // The same rows, and one page with a picture for each series.
        (code, string again, error) = session.Run("evaluate", session["run"], "--data", data, "--report", session["page.html"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(Line(output, "MSE"), Line(again, "MSE"));
        Assert.Contains("only those after 2024-01-07 15:00", again);
        string page = File.ReadAllText(session["page.html"]);
        Assert.Equal(2, page.Split("<svg").Length - 1);
        Assert.DoesNotContain("<script", page);
        Assert.Contains("load from 2024-01-08 20:00", page);

        (code, output, error) = session.Run("predict", session["run"], "--data", data);
        Assert.True(code == CommandLine.Done, error);
        string[] rows = output.TrimEnd().Split('\n');
        Assert.Equal("date,series,point,q0.1,q0.5,q0.9", rows[0]);
        Assert.Equal(1 + 2 * 12, rows.Length);
        Assert.StartsWith("2024-01-09 08:00,load,", rows[1]);
        using var json = JsonDocument.Parse(session.Run("predict", session["run"], "--data", data, "--json").Output);
        Assert.Equal(24, json.RootElement.GetProperty("forecasts").GetArrayLength());
        Assert.Contains("12 rows from 24 before", session.Run("info", session["run"]).Output);
    }

    [Fact]
    public void What_is_wrong_with_the_data_is_bad_data_and_what_is_wrong_with_the_options_is_wrong_use()
    {
        using var session = new Session();
        string data = Write(session), gap = session.Write("gap.csv", File.ReadAllText(data).Replace("2024-01-03 05:00,", "2024-01-03 05:30,"));
        var (code, _, error) = session.Run(["train", "series", gap, .. s_small]);
        Assert.Equal(CommandLine.BadData, code);
        Assert.Equal(
            CommandLine.BadData,
            session.Run("check", session.Write("c.json", $$"""{ "data": { "file": "{{JsonEncodedText.Encode(gap)}}", "values": "load" } }""")).Code);
        Assert.Contains("gap.csv:55: the date 2024-01-03 05:30 is not 1 hour after 2024-01-03 04:00", error);
        (code, _, error) = session.Run(["train", "series", Write(session, "short.csv", 30), .. s_small]);
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("there are 30 rows, and a forecast of 12 takes 24 before it", error);
        (code, _, error) = session.Run("train", "series", data, "--kind", "segments");
        Assert.Equal(CommandLine.WrongUse, code);
        Assert.Contains("model.kind: expected one of segment, decoder, likelihood, got 'segments'", error);
        Assert.Equal(CommandLine.WrongUse, session.Run("train", "series", data, "--until", "soon").Code);
    }

    private static string Line(string output, string name) => output.Split('\n').First(l => l.StartsWith(name, StringComparison.Ordinal));
}
