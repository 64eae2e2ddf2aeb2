using System.Text.Json;
using System.Xml.Linq;

namespace Sluice.Cli.Tests;

public class GradientsCommandTests
{
    [Fact]
    public void Fresh_nets_stand_side_by_side_and_an_open_forget_gate_carries_gradients_farther()
    {
        using var session = new Session();
        string[] ask = ["gradients", "--cell", "rnn", "--cell", "lstm", "--forget-bias", "0", "--forget-bias", "1", "--hidden", "16", "--lags", "30"];
        var (code, output, error) = session.Run(ask);
        Assert.True(code == CommandLine.Done, error);
        foreach (string part in new[] { "rnn ", "lstm, forget bias 0", "lstm, forget bias 1", "singular values", "below 0.1" })
            Assert.Contains(part, output);
        using var json = JsonDocument.Parse(session.Run([.. ask, "--json"]).Output);
        double[] far = [.. Layers(json).Select(l => l.GetProperty("gradients").GetProperty("h").GetProperty("median")[30].GetDouble())];
        Assert.True(far[0] < far[1] && far[1] < far[2], string.Join(", ", far));
        double[] forget = [.. Layers(json).Skip(1).Select(
            l => l.GetProperty("gates").EnumerateArray().First(g => g.GetProperty("gate").GetString() == "f").GetProperty("mean").GetDouble())];
        Assert.Equal(0.5, forget[0], 0.05);
        Assert.Equal(0.73, forget[1], 0.05);
        Assert.Equal(32, Layers(json)[1].GetProperty("singular_values")[0].GetArrayLength());
    }

    [Fact]
    public void A_trained_model_is_measured_in_every_layer_and_drawn_without_network()
    {
        using var session = new Session();
        var (code, output, error) = session.Run(
            "gradients", session.TrainBook("run", "--layers", "2"), "--lags", "9", "--html", session["g.html"], "--pictures", session["pictures"]);
        Assert.True(code == CommandLine.Done, error);
        foreach (string part in new[] { "A trained net beside the same one fresh, of 2 layers of 8 units", "lstm, trained, layer 0", "lstm, trained, layer 1", "lstm, fresh, layer 1" })
            Assert.Contains(part, output);
        string page = File.ReadAllText(session["g.html"]);
        Assert.DoesNotContain("<script", page);
        Assert.DoesNotContain("http", page.Replace("http://www.w3.org/2000/svg", ""));
        Assert.Equal(3, page.Split("<svg").Length - 1);
        string[] pictures = [.. Directory.GetFiles(session["pictures"]).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];
        Assert.Equal(["gates.svg", "gradient-by-lag.svg", "singular-values.svg"], pictures);
        foreach (string picture in pictures) Assert.Equal("svg", XDocument.Load(Path.Combine(session["pictures"], picture)).Root!.Name.LocalName);
    }

    [Fact]
    public void A_forecaster_is_measured_over_the_rows_of_a_table_beside_itself_untrained()
    {
        using var session = new Session();
        string run = session.TrainSales();
        string[] ask = ["gradients", run, "--data", session["sales.csv"], "--lags", "20"];
        var (code, output, error) = session.Run([.. ask, "--pictures", session["pictures"]]);
        Assert.True(code == CommandLine.Done, error);
        foreach (string part in new[] { "of 1 layer of 4 units; 16 sequences of 40 rows", "gru, trained ", "gru, fresh " })
            Assert.Contains(part, output);
        using var json = JsonDocument.Parse(session.Run([.. ask, "--json"]).Output);
        foreach (var layer in Layers(json))
        {
            double[] median = [.. layer.GetProperty("gradients").GetProperty("h").GetProperty("median").EnumerateArray().Select(v => v.GetDouble())];
            Assert.Equal(21, median.Length);
            Assert.Equal(1, median[0]);
            Assert.All(median, m => Assert.InRange(m, 1e-12, 10));
        }

        // Training moved the weights, so the two lines differ; a table whose end is to be forecast gives the same.
        Assert.NotEqual($"{Layers(json)[0]}", $"{Layers(json)[1]}");
        string ahead = session.Write("ahead.csv", File.ReadAllText(session["sales.csv"]) + "2024-04-30,north,3,a,\n");
        using var longer = JsonDocument.Parse(session.Run(["gradients", run, "--data", ahead, "--lags", "20", "--json"]).Output);
        Assert.Equal($"{Layers(json)[0]}", $"{Layers(longer)[0]}");
    }

    [Fact]
    public void A_forecaster_of_categories_is_measured_too()
    {
        using var session = new Session();
        var (code, output, error) = session.Run(
            "train", "forecast", session.WriteSales(), "--target", "kind", "--cell", "lstm", "--hidden", "4", "--epochs", "1", "--steps", "2",
            "--out", session["kinds"]);
        Assert.True(code == CommandLine.Done, error);
        (code, output, error) = session.Run("gradients", session["kinds"], "--data", session["sales.csv"], "--lags", "5");
        Assert.True(code == CommandLine.Done, error);
        foreach (string part in new[] { "lstm, trained ", "lstm, fresh ", "below 0.1" }) Assert.Contains(part, output);
    }

    [Fact]
    public void Wrong_use_and_short_texts_are_refused_in_one_sentence()
    {
        using var session = new Session();
        string run = session.TrainBook(), few = session.Write("few.txt", "abcabc"), sales = session.TrainSales();
        foreach (var (args, code, expected) in new (string[], int, string)[]
        {
            (["--cell", "lsmt"], CommandLine.WrongUse, "Did you mean 'lstm'?"),
            (["--cell", "clockwork:3,2", "--hidden", "8"], CommandLine.WrongUse, "3 modules divide"),
            (["--lags", "0"], CommandLine.WrongUse, "--lags: expected 1 or more"),
            (["--cell", "gru", "--forget-bias", "1"], CommandLine.WrongUse, "forget gate"),
            ([run, "--cell", "gru"], CommandLine.WrongUse, "--cell: expected for fresh nets alone"),
            ([run, "--hidden", "8"], CommandLine.WrongUse, "--hidden"),
            ([sales], CommandLine.WrongUse, "expected --data TABLE or --query TEXT for a forecaster"),
            ([sales, "--cell", "gru"], CommandLine.WrongUse, "--cell: expected for fresh nets alone"),
            ([sales, "--data", few], CommandLine.BadData, "expected a table"),
            ([sales, "--data", session["sales.csv"]],
             CommandLine.BadData, "expected more than 200 rows for 100 lags, up to a known 'sold', got 120; ask for fewer"),
            ([sales, "--data", session.Write("other.csv", "date,price\n2024-01-01,3\n2024-01-02,4\n"), "--lags", "1"],
             CommandLine.BadData, "there is no column 'shop'"),
            ([sales, "--data", session["sales.csv"], "--lags", "2000000000"], CommandLine.BadData, "more than 4000000000 rows"),
            (["--lags", "2000000000"], CommandLine.BadData, "more than 4000000000 symbols"),
            (["--data", few], CommandLine.BadData, "got 6; ask for fewer"),
            (["--data", session["absent.txt"]], CommandLine.BadData, "absent.txt"),
        })
        {
            var (came, _, error) = session.Run(["gradients", .. args]);
            Assert.True(code == came && error.Contains(expected, StringComparison.Ordinal), $"{string.Join(' ', args)}: {came} {error}");
        }
    }

    private static List<JsonElement> Layers(JsonDocument json)
        => [.. json.RootElement.GetProperty("nets").EnumerateArray().SelectMany(n => n.GetProperty("layers").EnumerateArray())];
}
