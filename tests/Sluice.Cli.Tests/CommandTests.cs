using System.Text.Json;

namespace Sluice.Cli.Tests;

public class CommandTests
{
    [Fact]
    public void Training_leaves_a_complete_run_folder_and_writes_with_the_model()
    {
        using var session = new Session();
        var (code, output, error) = session.Run("train", "--out", session["run"]);
        Assert.Equal(CommandLine.Done, code);
        Assert.Contains("validation loss", output);
        Assert.Contains("saw", output);
        Assert.Contains("epoch", error);
        foreach (string file in new[] { "config.json", "model.safetensors", "events.jsonl", "card.md" })
            Assert.True(File.Exists(Path.Combine(session["run"], file)), file);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(session["run"], "checkpoints")));
        Assert.All(File.ReadAllLines(Path.Combine(session["run"], "events.jsonl")), line => JsonDocument.Parse(line).Dispose());
        Assert.All(output.Split('\n')
            .Where(l => !l.StartsWith("  ", StringComparison.Ordinal) && !l.StartsWith("validation", StringComparison.Ordinal))
            .Concat(error.Split('\n')), line => Assert.True(line.Length < 80, line));
    }

    [Fact]
    public void The_card_says_from_which_data_how_good_and_how_to_repeat_it()
    {
        using var session = new Session();
        string run = session.TrainSales("my sales"), card = File.ReadAllText(Path.Combine(run, "card.md")).ReplaceLineEndings("\n");
        string hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(session["sales.csv"])));
        foreach (string part in new[]
        {
            "---\nlibrary_name: sluice", "type: mae, value: ", $"sha256:{hash}", "108 rows to learn from", "(last value", "threads", "-bit vectors", "seed 1", $".NET {Environment.Version}",
            $"sluice train forecast --config '{Path.Combine(run, "config.json")}'", File.ReadAllText(Path.Combine(run, "config.json")),
        }) Assert.Contains(part, card);
    }

    [Fact]
    public void The_configuration_of_a_run_repeats_it_to_the_bit()
    {
        using var session = new Session();
        string first = session.TrainBook("first", "--seed", "5");
        var (code, _, error) = session.Run("train", "--config", Path.Combine(first, "config.json"), "--out", session["second"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(first, "model.safetensors")), File.ReadAllBytes(Path.Combine(session["second"], "model.safetensors")));
    }

    [Theory]
    [InlineData("sold", "--optimizer", "rmsprop", "--momentum", "0.5", "--schedule", "plateau", "--clip", "0.5", "--clip-value", "0.1")]
    [InlineData(
        "sold", "--optimizer", "sgd", "--schedule", "step", "--warm-up", "0.3", "--layers", "2", "--dropout", "0.2", "--season", "7", "--quantiles",
        "0.25,0.5,0.75", "--horizon", "3")]
    [InlineData(
        "kind", "--cell", "lstm", "--weight-decay", "0.1", "--validate-every", "2", "--checkpoint-every", "3", "--gaps", "0.5", "--known",
        "date,price", "--seed", "9", "--test", "0.1")]
    public void The_configuration_of_a_forecaster_repeats_it_to_the_bit(string target, params string[] options)
    {
        using var session = new Session();
        string table = session.WriteSales();
        var (code, _, error) = session.Run(
        [
            "train", "forecast", table, "--target", target, "--hidden", "4", "--epochs", "3", "--steps", "3", "--out", session["first"], .. options
        ]);
        Assert.True(code == CommandLine.Done, error);
        (code, _, error) = session.Run("train", "forecast", "--config", Path.Combine(session["first"], "config.json"), "--out", session["second"]);
        Assert.True(code == CommandLine.Done, error);
        foreach (string file in new[] { "model.safetensors", "config.json" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(session["first"], file)), File.ReadAllBytes(Path.Combine(session["second"], file)));
    }

    [Fact]
    public void An_option_is_stronger_than_the_configuration_file()
    {
        using var session = new Session();
        string config = session.Write("c.json", """{ "model": { "hidden": 8, "cell": "gru", }, /* a comment */ "training": { "epochs": 1 } }""");
        Assert.Equal(CommandLine.Done, session.Run("train", "--config", config, "--hidden", "4", "--out", session["run"]).Code);
        string info = session.Run("info", session["run"]).Output;
        Assert.Contains("1 layer of 4 units", info);
        Assert.Contains("cell        gru", info);
    }

    [Fact]
    public void Init_writes_what_train_reads()
    {
        using var session = new Session();
        string text = session.Write("text.txt", string.Concat(Enumerable.Repeat("the cat sat on the mat. ", 40)));
        Assert.Equal(CommandLine.Done, session.Run("init", "text", text, "--out", session["c.json"]).Code);
        Assert.Contains(
            "// passes over the training part; more than usual, for a short text\n    \"epochs\": 60", File.ReadAllText(session["c.json"]));
        var (code, _, error) = session.Run("train", "text", "--config", session["c.json"], "--hidden", "8", "--epochs", "1", "--out", session["run"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(CommandLine.WrongUse, session.Run("init", "text", text, "--out", session["c.json"]).Code);
    }

    [Fact]
    public void Json_is_one_object_a_line_and_nothing_else()
    {
        using var session = new Session();
        var (code, output, error) = session.Run("train", "--json", "--epochs", "2", "--hidden", "8", "--out", session["run"]);
        Assert.Equal(CommandLine.Done, code);
        string[] lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["validation", "validation", "done"], lines.Select(l => JsonDocument.Parse(l).RootElement.GetProperty("event").GetString()));
        Assert.Empty(error);
    }

    [Fact]
    public void Generating_repeats_for_a_seed_and_goes_on_from_the_prompt()
    {
        using var session = new Session();
        string run = session.TrainBook();
        string[] arguments = ["generate", run, "--prompt", "Doug saw", "--length", "30", "--seed", "3", "--temperature", "1"];
        string text = session.Run(arguments).Output;
        Assert.StartsWith("Doug saw", text);
        Assert.Equal(text, session.Run(arguments).Output);
        Assert.NotEqual(text, session.Run([.. arguments[..^3], "4", "--temperature", "1"]).Output);
    }

    [Fact]
    public void Evaluating_prints_a_baseline_beside_the_model()
    {
        using var session = new Session();
        var (code, output, _) = session.Run("evaluate", session.TrainBook(), "--data", session.Write("d.txt", "Doug saw Jane. Jane saw Spot."));
        Assert.Equal(CommandLine.Done, code);
        Assert.Contains("perplexity", output);
        Assert.Matches(@"by frequency alone +\d", output);
        Assert.Matches(@"by the symbol before +\d", output);
    }

    [Fact]
    public void Inspecting_shows_every_gate_of_every_symbol_and_writes_one_page_without_network()
    {
        using var session = new Session();
        var (code, output, _) = session.Run(
            "inspect", session.TrainBook(), "--text", "Doug saw Jane.", "--units", "0,7", "--html", session["g.html"]);
        Assert.Equal(CommandLine.Done, code);
        foreach (string part in new[] { "unit 0", "unit 7", "Doug", "saw", "Jane", " i ", " f ", " g ", " o ", " h " }) Assert.Contains(part, output);
        Assert.DoesNotContain("\u001b", output);
        string page = File.ReadAllText(session["g.html"]);
        Assert.DoesNotContain("http", page);
        Assert.DoesNotContain("{{", page);
        Assert.Equal(6 * 4 * 8, Numbers(Data(page).GetProperty("layers")[0].GetProperty("values"))); // six values, four symbols, eight units
    }

    [Fact]
    public void A_text_cannot_become_code_of_the_page()
    {
        using var session = new Session();
        string text = session.Write("t.txt", string.Concat(Enumerable.Repeat("</script><script>alert(1)</script>\n", 20)));
        Assert.Equal(CommandLine.Done, session.Run(
            "train", "text", text, "--hidden", "4", "--layers", "1", "--epochs", "1", "--tokenizer", "word", "--out", session["run"]).Code);
        Assert.Equal(
            CommandLine.Done, session.Run("inspect", session["run"], "--text", "</script><script>alert(1)", "--html", session["g.html"]).Code);
        Assert.Equal(2, File.ReadAllText(session["g.html"]).Split("</script>").Length - 1);
    }

    [Fact]
    public void Inspecting_as_json_has_every_gate_state_and_preactivation()
    {
        using var session = new Session();
        using var json = JsonDocument.Parse(session.Run("inspect", session.TrainBook(), "--text", "Doug saw Jane.", "--json").Output);
        Assert.Equal("Doug", json.RootElement.GetProperty("steps")[0][0].GetString());
        var layer = json.RootElement.GetProperty("layers")[0];
        Assert.Equal(6 * 4 * 8, Numbers(layer.GetProperty("values")));
        Assert.Equal(4 * 4 * 8, Numbers(layer.GetProperty("preactivations")));
    }

    [Fact]
    public void A_forecaster_is_inspected_over_the_last_rows_of_a_table()
    {
        using var session = new Session();
        string run = session.TrainSales();
        var (code, output, error) = session.Run("inspect", run, "--data", session["sales.csv"], "--rows", "3", "--html", session["g.html"]);
        Assert.True(code == CommandLine.Done, error);
        foreach (string part in new[] { "date", "value", "forecast", "2024-04-27", "2024-04-29", " r ", " z " }) Assert.Contains(part, output);
        Assert.DoesNotContain("2024-04-26", output);
        Assert.Equal(3, Data(File.ReadAllText(session["g.html"])).GetProperty("steps").GetArrayLength());
        Assert.Equal(CommandLine.WrongUse, session.Run("inspect", run, "--text", "Doug").Code);
    }

    private static JsonElement Data(string page)
    {
        int start = page.IndexOf("id=\"data\">", StringComparison.Ordinal) + 10;
        return JsonDocument.Parse(page[start..page.IndexOf("</script>", start, StringComparison.Ordinal)]).RootElement;
    }

    private static int Numbers(JsonElement values) => values.EnumerateObject().Sum(v => v.Value.EnumerateArray().Sum(step => step.GetArrayLength()));

    [Fact]
    public void A_forecaster_is_measured_beside_naive_forecasts()
    {
        using var session = new Session();
        string run = session.TrainSales();
        var (code, output, error) = session.Run("evaluate", run, "--data", session["sales.csv"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Matches(@"MAE +\S+ \(last value \S+, a season ago \S+\)", output);
        using var json = JsonDocument.Parse(session.Run("evaluate", run, "--data", session["sales.csv"], "--json").Output);
        Assert.Equal(119, json.RootElement.GetProperty("forecasts").GetInt32());
        Assert.True(json.RootElement.GetProperty("persistence").GetProperty("mean_absolute_error").GetDouble() > 0);
        Assert.Equal(JsonValueKind.Null, json.RootElement.GetProperty("accuracy").ValueKind);
    }

    [Fact]
    public void Every_command_that_answers_can_answer_in_json()
    {
        using var session = new Session();
        string text = session.TrainBook("text"), table = session.TrainSales(), data = session.Write("d.txt", "Doug saw Jane. Jane saw Spot.");
        foreach (string[] arguments in (string[][])
        [
            ["info"], ["info", text], ["info", table], ["info", session["sales.csv"]], ["check", session["sales.csv"]], ["check", data],
            ["evaluate", text, "--data", data], ["generate", text], ["predict", table, "--data", session["sales.csv"]],
        ])
        {
            var (code, output, error) = session.Run([.. arguments, "--json"]);
            Assert.True(code == CommandLine.Done, error);
            Assert.Equal(
                JsonValueKind.Object,
                JsonDocument.Parse(Assert.Single(output.Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement.ValueKind);
        }
    }

    [Fact]
    public void Info_shows_how_each_column_becomes_numbers()
    {
        using var session = new Session();
        string table = session.Write("weather.csv", "day,high\nMonday,70\nTuesday,76\nMonday,73\n");
        var (code, output, _) = session.Run("info", table);
        Assert.Equal(CommandLine.Done, code);
        Assert.Contains("Tuesday", output);
        Assert.Contains("high = 70", output);
    }

    [Fact]
    public void Info_alone_is_markdown_without_private_paths()
    {
        using var session = new Session();
        string output = session.Run("info").Output;
        Assert.All(output.Split('\n', StringSplitOptions.RemoveEmptyEntries), line => Assert.StartsWith("- ", line));
        Assert.DoesNotContain(Environment.CurrentDirectory, output);
    }

    [Fact]
    public void Check_counts_what_is_missing_and_the_gaps_in_dates()
    {
        using var session = new Session();
        string table = session.Write("d.csv", "date,x,kind\n2024-01-01,1,a\n2024-01-02,,b\n2024-01-05,3,a\n2024-01-06,4,a\n");
        var (code, output, _) = session.Run("check", table);
        Assert.Equal(CommandLine.Done, code);
        Assert.Contains("rows       4", output);
        Assert.Contains("1 gap in which 2 rows are missing", output);
        Assert.Contains("a 3, b 1", output);
        Assert.Matches(@"x +number +1 ", output);
    }
}
