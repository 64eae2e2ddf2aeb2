using System.Text.Json;

namespace Sluice.Cli.Tests;

public class DataCommandTests
{
    [Fact]
    public void Init_forecast_finds_target_dates_and_season_and_writes_what_train_and_check_read()
    {
        using var session = new Session();
        string table = session.WriteSales(), config = session["c.json"];
        var (code, output, error) = session.Run("init", "forecast", table, "--out", config);
        Assert.True(code == CommandLine.Done, error);
        Assert.Matches(@"target +sold \(also possible: price, kind\)", output);
        Assert.Matches(@"dates +date", output);
        Assert.Matches(@"season +7 rows", output);
        Assert.Matches(@"left out +shop", output);
        Assert.Contains("// the column to forecast: numbers or categories; also possible: price, kind", File.ReadAllText(config));

        string report = session.Run("check", config).Output;
        Assert.Contains("108 for training, 12 for validation", report);
        Assert.Contains("'shop' has the same value", report);
        (code,
         _, error) = session.Run("train", "forecast", "--config", config, "--hidden", "4", "--epochs", "1", "--steps", "2", "--out", session["run"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(CommandLine.Done, session.Run("check", Path.Combine(session["run"], "config.json")).Code);
    }

    [Fact]
    public void Init_forecast_takes_the_column_that_is_named_and_refuses_one_that_is_not_there()
    {
        using var session = new Session();
        string table = session.WriteSales();
        Assert.Contains("target     price", session.Run("init", "forecast", table, "--target", "price", "--out", session["c.json"]).Output);
        var (code, _, error) = session.Run("init", "forecast", table, "--target", "prize", "--out", session["d.json"]);
        Assert.Equal(CommandLine.BadData, code);
        Assert.Contains("Did you mean 'price'?", error);
        Assert.False(File.Exists(session["d.json"]));
    }

    [Fact]
    public void Check_of_a_configuration_shows_balance_and_leaks()
    {
        using var session = new Session();
        string[] dinners = ["pizza", "sushi", "waffles"];
        string table = session.Write("d.csv", "day,tomorrow,dinner\n"
            + string.Concat(Enumerable.Range(0, 60).Select(i => $"{i},{dinners[(i * i + 1) % 7 % 3]},{dinners[i * i % 11 % 3]}\n")));
        string leak =
            session.Write("l.csv", "peek,x\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{(i + 1) * (i + 1) % 13},{i * i % 13}\n")));
        string config = session.Write("c.json", $$"""{ "data": { "file": "{{JsonEncodedText.Encode(table)}}", "target": "dinner", "test": 0.2 } }""");
        string output = session.Run("check", config).Output;
        Assert.Contains("42 for training, 6 for validation, 12 for test", output);
        Assert.Matches(@"rows with dinner +training +validation +test\s+pizza", output);
        Assert.Contains("too few for one window", output);
        string other = session.Write("o.json", $$"""{ "data": { "file": "{{JsonEncodedText.Encode(leak)}}", "target": "x" } }""");
        Assert.Contains("warning: column 'peek' has what the target 'x' has 1 rows later", session.Run("check", other).Output);
        using var json = JsonDocument.Parse(session.Run("check", other, "--json").Output);
        Assert.Equal(60, json.RootElement.GetProperty("rows").GetInt32());
        Assert.Contains("peek", json.RootElement.GetProperty("warnings")[0].GetString());
    }

    [Fact]
    public void Check_of_a_configuration_names_a_missing_file_column_or_key()
    {
        using var session = new Session();
        string table = session.WriteSales();
        foreach (var (content, expected) in new[]
        {
            ("""{ "data": { "file": "absent.csv", "target": "x" } }""", "absent.csv"),
            ($$"""{ "data": { "file": "{{JsonEncodedText.Encode(table)}}", "target": "prize" } }""", "Did you mean 'price'?"),
            ($$"""{ "data": { "file": "{{JsonEncodedText.Encode(table)}}", "target": "sold", "knwon": "date" } }""", "c.json:1:"),
            ("""{ "model": { "hidden": 8 } }""", "data.file"),
        })
        {
            var (code, _, error) = session.Run("check", session.Write("c.json", content));
            Assert.Equal(CommandLine.BadData, code);
            Assert.Contains(expected, error);
        }
    }
}
