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
        foreach (string file in new[] { "config.json", "model.safetensors", "events.jsonl", "card.md" }) Assert.True(File.Exists(Path.Combine(session["run"], file)), file);
        Assert.NotEmpty(Directory.GetFiles(Path.Combine(session["run"], "checkpoints")));
        Assert.All(File.ReadAllLines(Path.Combine(session["run"], "events.jsonl")), line => JsonDocument.Parse(line).Dispose());
        Assert.StartsWith("---\n", File.ReadAllText(Path.Combine(session["run"], "card.md")).ReplaceLineEndings("\n"));
    }

    [Fact]
    public void The_configuration_of_a_run_repeats_it_to_the_bit()
    {
        using var session = new Session();
        string first = session.TrainBook("first", "--seed", "5");
        var (code, _, error) = session.Run("train", "--config", Path.Combine(first, "config.json"), "--out", session["second"]);
        Assert.True(code == CommandLine.Done, error);
        Assert.Equal(File.ReadAllBytes(Path.Combine(first, "model.safetensors")), File.ReadAllBytes(Path.Combine(session["second"], "model.safetensors")));
    }

    [Theory]
    [InlineData("sold", "--optimizer", "rmsprop", "--momentum", "0.5", "--schedule", "plateau", "--clip", "0.5", "--clip-value", "0.1")]
    [InlineData("sold", "--optimizer", "sgd", "--schedule", "step", "--warm-up", "0.3", "--layers", "2", "--dropout", "0.2", "--season", "7", "--quantiles", "0.25,0.5,0.75", "--horizon", "3")]
    [InlineData("kind", "--cell", "lstm", "--weight-decay", "0.1", "--validate-every", "2", "--checkpoint-every", "3", "--gaps", "0.5", "--known", "date,price", "--seed", "9", "--test", "0.1")]
    public void The_configuration_of_a_forecaster_repeats_it_to_the_bit(string target, params string[] options)
    {
        using var session = new Session();
        string table = session.WriteSales();
        var (code, _, error) = session.Run(["train", "forecast", table, "--target", target, "--hidden", "4", "--epochs", "3", "--steps", "3", "--out", session["first"], .. options]);
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
        Assert.Contains("1 layers of 4 units", info);
        Assert.Contains("cell        gru", info);
    }

    [Fact]
    public void Init_writes_what_train_reads()
    {
        using var session = new Session();
        string text = session.Write("text.txt", string.Concat(Enumerable.Repeat("the cat sat on the mat. ", 40)));
        Assert.Equal(CommandLine.Done, session.Run("init", "text", text, "--out", session["c.json"]).Code);
        Assert.Contains("//", File.ReadAllText(session["c.json"]));
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
        Assert.Contains("naive baseline", output);
    }

    [Fact]
    public void Inspecting_shows_every_gate_of_every_symbol_and_writes_one_page_without_network()
    {
        using var session = new Session();
        var (code, output, _) = session.Run("inspect", session.TrainBook(), "--text", "Doug saw Jane.", "--units", "0,7", "--html", session["g.html"]);
        Assert.Equal(CommandLine.Done, code);
        foreach (string part in new[] { "unit 0", "unit 7", "Doug", "saw", "Jane", " i ", " f ", " g ", " o ", " h " }) Assert.Contains(part, output);
        Assert.DoesNotContain("\u001b", output);
        string page = File.ReadAllText(session["g.html"]);
        Assert.Equal(6 * 4 * 8, page.Split("<rect").Length - 1); // six values, four symbols, eight units
        Assert.DoesNotContain("http", page);
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
        Assert.Contains("1 gaps in which 2 rows are missing", output);
        Assert.Contains("a 3, b 1", output);
        Assert.Matches(@"x +number +1 ", output);
    }
}
