using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Sluice.Tasks.Text;

namespace Sluice.Studio.Tests;

/// <summary>What the host says of models, over HTTP.</summary>
public sealed class InsideApiTests() : InsideHost(InsideModels.Write)
{
    private async Task<(HttpStatusCode Status, string Error)> Refused(Task<HttpResponseMessage> asked)
    {
        using var answer = await asked;
        return (answer.StatusCode, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!);
    }

    private async Task<float[]> Floats(string path)
    {
        byte[] bytes = await Client.GetByteArrayAsync(path);
        float[] values = new float[bytes.Length / 4];
        Buffer.BlockCopy(bytes, 0, values, 0, bytes.Length);
        return values;
    }

    [Fact]
    public async Task Models_are_listed_the_newest_first_and_broken_ones_say_why()
    {
        var models = (await Get("models")).AsArray();
        Assert.Equal(
            ["words.safetensors", "series/model.safetensors", "spell.safetensors", "broken.safetensors"], models.Select(m => (string)m!["name"]!));
        Assert.Equal(["text", "series", "attention", "other"], models.Select(m => (string)m!["kind"]!));
        Assert.Contains("broken.safetensors: ", (string)models[3]!["error"]!["error"]!);
        Assert.Equal(["book.txt"], (await Get("files?kind=text")).AsArray().Select(f => (string)f!));
        var (status, error) = await Refused(Client.PostAsJsonAsync("text", new { model = "broken.safetensors" }));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("safetensors", error);
    }

    [Theory]
    [InlineData("../secret.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("nothing.safetensors")]
    [InlineData("book.txt")]
    public async Task Nothing_but_models_of_theFolder_is_opened(string name)
        => Assert.NotEmpty((await Refused(Client.PostAsJsonAsync("text", new { model = name }))).Error);

    [Fact]
    public async Task No_text_outside_of_theFolder_is_read()
        => Assert.Contains(
            "outside", (await Refused(Client.PostAsJsonAsync("text", new { model = "words.safetensors", file = "../../etc/passwd" }))).Error);

    [Fact]
    public async Task Pictures_are_what_the_net_computed()
    {
        var model = LanguageModel.Load(Path.Combine(Folder, "words.safetensors"));
        var opened = await Post("text", new { model = "words.safetensors", file = "book.txt" });
        int steps = (int)opened["steps"]!;
        string run = $"run/{opened["id"]}/";
        int[] symbols = model.Encode(File.ReadAllText(Path.Combine(Folder, "book.txt")));
        Assert.Equal(symbols.Length, steps);
        var c = model.Inspect(symbols).Recordings[0].Value("c");
        Assert.Equal(["i", "f", "g", "o", "h", "c"], opened["layers"]![0]!["values"]!.AsArray().Select(v => (string)v!["name"]!));
        Assert.Equal([true, true, false, true, false, false], opened["layers"]![0]!["values"]!.AsArray().Select(v => (bool)v!["gate"]!));

        // Unit by unit and step by step, then many of them on one point.
        float[] exact = await Floats(run + "map?layer=0&value=c&from=10&to=14&first=2&last=5&rows=100&columns=100");
        float[] some = [.. from u in Enumerable.Range(2, 3) from t in Enumerable.Range(10, 4) select c[t, u]];
        Assert.Equal(some, exact);
        float[] coarse = await Floats(run + $"map?layer=0&value=c&from=0&to={steps}&first=0&last=16&rows=4&columns=20");
        Assert.Equal(80, coarse.Length);
        Assert.Equal(Enumerable.Range(0, steps).SelectMany(t => c.Row(t).ToArray()).MaxBy(MathF.Abs), coarse.MaxBy(MathF.Abs));
        float[] one = [.. Enumerable.Range(5, 4).Select(t => c[t, 3])];
        Assert.Equal(one, await Floats(run + "unit?layer=0&value=c&unit=3&from=5&to=9"));

        int[] order = [.. (await Get(run + "order?layer=0&value=c&order=likeness&like=3")).AsArray().Select(u => (int)u!)];
        Assert.Equal(3, order[0]);
        Assert.Equal(Enumerable.Range(0, 16), order.Order());
        foreach (string wrong in new[] { "map?layer=7&value=c&from=0&to=4&first=0&last=5&rows=1&columns=1", "map?layer=0&value=w&from=0&to=4&first=0&last=5&rows=1&columns=1", "map?layer=0&value=c&from=0&to=4&first=0&last=99&rows=1&columns=1", "map?layer=0&value=c&from=-1&to=4&first=0&last=5&rows=9999999&columns=1", "unit?layer=0&value=c&unit=99&from=5&to=9" })
            Assert.Equal(HttpStatusCode.BadRequest, (await Refused(Client.GetAsync(run + wrong))).Status);
    }

    [Fact]
    public async Task What_is_expected_and_why_is_said_at_each_step()
    {
        var opened = await Post("text", new { model = "words.safetensors", text = "Doug saw Jane. Jane saw Spot." });
        Assert.True((double)opened["loss"]! < (double)opened["frequencyLoss"]!);
        string run = $"run/{opened["id"]}/";
        var expected = await Get(run + "expected?at=5");
        Assert.Equal("saw", (string)expected["symbol"]!);
        Assert.Equal("Spot", (string)expected["next"]!);
        Assert.Equal("Spot", (string)expected["expected"]![0]!["symbol"]!);
        var numbers = await Get(run + "numbers?layer=0&unit=2&at=5");
        Assert.Equal(["i", "f", "g", "o", "h", "c"], numbers["numbers"]!.AsArray().Select(n => (string)n!["name"]!));
        Assert.StartsWith("c = f⊙c⁻ + i⊙g = ", (string)numbers["formulas"]![4]!);
        var influence = await Get(run + "influence?at=5");
        Assert.Equal("Spot", (string)influence["next"]!);
        Assert.Equal(6, influence["strength"]!.AsArray().Count);

        // "Jane", the word before, says who is seen.
        float[] strength = [.. influence["strength"]!.AsArray().Select(s => (float)s!)];
        Assert.True(strength[4] > strength[0]);
    }

    [Fact]
    public async Task A_silent_unit_changes_the_loss_and_an_edit_only_what_follows()
    {
        var opened = await Post("text", new { model = "words.safetensors", text = "Doug saw Jane. Jane saw Spot. Spot saw Doug." });
        string run = $"run/{opened["id"]}/";
        var silent = await Get(run + "without?silent=" + string.Join(',', Enumerable.Range(0, 16).Select(u => $"0:{u}")));
        Assert.Equal(11, (int)silent["count"]!);
        Assert.True((double)silent["after"]! > (double)silent["before"]!);
        Assert.NotNull((await Get(run + "expected?at=5&silent=0:1"))["without"]);
        Assert.Equal(HttpStatusCode.BadRequest, (await Refused(Client.GetAsync(run + "without?silent=0:99"))).Status);

        var edited =
            await Post(run + "edit?from=0&to=12", new { model = "words.safetensors", text = "Doug saw Jane. Doug saw Spot. Spot saw Doug." });
        Assert.Equal((0, 5, 7), ((int)edited["start"]!, (int)edited["from"]!, (int)edited["count"]!));
        Assert.All(edited["changes"]!.AsArray().Take(5), Assert.Null);
        Assert.True((float)edited["changes"]![6]! > 1);

        // A passage in the midst is the same text: it is read on from where the text before it leads.
        var passage = await Post(run + "edit?from=4&to=8", new { model = "words.safetensors", text = "Doug saw Spot." });
        Assert.Equal((3, 2, 7), ((int)passage["start"]!, (int)passage["from"]!, (int)passage["count"]!));
        Assert.Equal((double)edited["changes"]![6]!, (double)passage["changes"]![3]!, 4);
        var whole = await Post(run + "edited?from=4&to=8", new { model = "words.safetensors", text = "Doug saw Spot." });
        Assert.Equal(12, (int)(await Post("text", new { model = "words.safetensors", text = (string)whole["text"]! }))["steps"]!);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await Refused(Client.PostAsJsonAsync(run + "edit?from=4&to=99", new { model = "words.safetensors", text = "x" }))).Status);
    }

    [Fact]
    public async Task With_a_unit_off_gates_are_those_of_the_net_without_it_and_a_unit_says_what_it_answers_to()
    {
        var opened = await Post("text", new { model = "words.safetensors", file = "book.txt" });
        string whole = $"run/{opened["id"]}/", without = $"run/{opened["id"]}~0:1/";
        Assert.All(await Floats(without + "unit?layer=0&value=h&unit=1&from=0&to=50"), v => Assert.Equal(0, v));
        float[] gate = await Floats(whole + "unit?layer=0&value=f&unit=4&from=0&to=50"),
            other = await Floats(without + "unit?layer=0&value=f&unit=4&from=0&to=50");
        Assert.Equal(gate[0], other[0], 5);
        Assert.NotEqual(gate[10], other[10], 4);
        string numbers = (string)(await Get(without + "numbers?layer=0&unit=4&at=10"))["formulas"]![1]!;
        Assert.EndsWith($"= {other[10].ToString("0.00", System.Globalization.CultureInfo.InvariantCulture)}", numbers);
        Assert.Equal((double)(await Get(whole + "without?silent=0:1"))["after"]!, (double)(await Get(without + "without?silent=0:1"))["before"]!, 9);

        var symbols = await Get(whole + "symbols?layer=0&value=h&unit=4");
        double[] high = [.. symbols["highest"]!.AsArray().Select(m => (double)m!["mean"]!)],
            low = [.. symbols["lowest"]!.AsArray().Select(m => (double)m!["mean"]!)];
        Assert.True(high[0] > high[^1] || high.Length == 1);
        Assert.True(high[^1] > low[^1]);
        Assert.Equal(400, symbols["highest"]!.AsArray().Concat(symbols["lowest"]!.AsArray()).Sum(m => (int)m!["count"]!));
    }

    [Fact]
    public async Task States_are_probed_and_units_sorted_by_what_they_tell()
    {
        var model = LanguageModel.Load(Path.Combine(Folder, "words.safetensors"));
        string text = string.Concat(Enumerable.Repeat("\"Doug saw Jane.\" Jane saw Spot. ", 40));
        var opened = await Post("text", new { model = "words.safetensors", text });
        string run = $"run/{opened["id"]}/";
        var probe = await Get(run + "probe?feature=quotes");
        var own = TextProbe.Of(model, model.Encode(text), TextFeature.Of("quotes", text, model.Tokenizer));
        Assert.Equal(["outside", "inside"], probe["classes"]!.AsArray().Select(c => (string)c!));
        Assert.Equal([0, 1, 5], probe["baselines"]!.AsArray().Select(b => (int)b!["symbols"]!));
        Assert.Equal(["h", "c"], probe["states"]!.AsArray().Select(s => (string)s!["value"]!));
        Assert.Equal(own.States.Select(s => s.Figure.Value), probe["states"]!.AsArray().Select(s => (double)s!["told"]!["value"]!));
        Assert.Equal(own.Units.Select(u => u.Learned.Unit), probe["units"]!.AsArray().Select(u => (int)u!["unit"]!));
        foreach (string state in new[] { "h", "c" })
        {
            int[] order = [.. (await Get(run + $"order?layer=0&value={state}&order=feature:quotes")).AsArray().Select(u => (int)u!)];
            Assert.Equal(own.Units.First(u => u.State == state).Learned.Unit, order[0]);
            Assert.Equal(Enumerable.Range(0, 16), order.Order());
        }

        Assert.Contains("all '0'", (await Refused(Client.GetAsync(run + "probe?feature=brackets"))).Error);
        Assert.Contains("Did you mean 'quotes'?", (await Refused(Client.GetAsync(run + "probe?feature=quote"))).Error);
        Assert.Contains("place, mean or likeness", (await Refused(Client.GetAsync(run + "order?layer=0&value=h&order=size"))).Error);
    }

    [Fact]
    public async Task Units_that_switch_are_found_with_their_places()
    {
        var opened = await Post("text", new { model = "words.safetensors", file = "book.txt" });
        var found = await Get($"run/{opened["id"]}/switched?layer=0&value=h&from=1&to=2&threshold=0.4");
        Assert.NotEmpty(found["units"]!.AsArray());
        Assert.Contains(found["places"]!.AsArray(), p => (int)p!["from"]! > 2 && (string)p["text"]! == "saw");
    }

    [Fact]
    public async Task The_built_in_model_is_there_in_three_languages_and_bad_requests_are_said()
    {
        foreach (var (language, first) in new[] { ("english", "saw"), ("simplified", "看见"), ("traditional", "看見") })
        {
            var opened = await Post("text", new { model = "book:" + language });
            Assert.Equal(first, (string)(await Get($"run/{opened["id"]}/part?from=0&to=4"))["tokens"]![1]!);
            Assert.True((double)opened["loss"]! < 0.6 * (double)opened["frequencyLoss"]!);
        }

        Assert.Contains("english", (await Refused(Client.PostAsJsonAsync("text", new { model = "book:klingon" }))).Error);
        Assert.Contains("open the model again", (await Refused(Client.GetAsync("run/abc/part?from=0&to=1"))).Error);
        Assert.Contains("another task", (await Refused(Client.PostAsJsonAsync("translate", new { model = "book:english", text = "x" }))).Error);
    }

    [Fact]
    public async Task A_forecaster_walks_along_its_table()
    {
        var opened = await Post("series", new { model = "series/model.safetensors" });
        Assert.Equal("sales.csv", (string)opened["file"]!);
        Assert.Equal(199, (int)opened["steps"]!);
        string run = $"run/{opened["id"]}/";
        var points = (await Get(run + "points?from=100&to=110")).AsArray();
        Assert.Equal(10, points.Count);
        Assert.Equal((double)points[3]!["value"]! - (double)points[3]!["forecast"]!, (double)points[3]!["residual"]!, 9);
        var fan = (await Get(run + "fan?at=100")).AsArray();
        Assert.Equal(4, fan.Count);
        Assert.Equal((double)points[0]!["forecast"]!, (double)fan[0]!["forecast"]!, 9);
        Assert.Equal(2, (await Get(run + "fan?at=197")).AsArray().Count);
        Assert.NotEmpty((await Get(run + "numbers?layer=0&unit=1&at=100"))["formulas"]!.AsArray());
        var why = await Get(run + "why?at=100");
        Assert.Equal((double)points[0]!["forecast"]!, (double)why["point"]!, 2);
        Assert.Equal((double)why["point"]!, new[] { "level", "trend", "season", "rest" }.Sum(part => (double)why[part]!), 6);
        Assert.Equal(
            (double)why["point"]! - (double)why["baseline"]!, why["columns"]!.AsArray().Sum(c => (double)c!["integrated"]!), 0.05);
        Assert.Contains(why["lags"]!.AsArray(), l => (int)l!["lag"]! == 7);
        Assert.Equal(HttpStatusCode.BadRequest, (await Refused(Client.GetAsync(run + "part?from=0&to=1"))).Status);
        Assert.Contains(
            "sales.txt", (await Refused(Client.PostAsJsonAsync("series", new { model = "series/model.safetensors", file = "sales.txt" }))).Error);
    }

    [Fact]
    public async Task A_translation_says_where_it_looked()
    {
        Assert.Equal(["ba", "cba"], (await Get("samples?model=spell.safetensors")).AsArray().Select(t => (string)t!));
        Assert.Empty((await Get("samples?model=book:english")).AsArray());
        var found = (await Post("translate", new { model = "spell.safetensors", text = "abcab" })).AsArray();
        Assert.Equal(["a", "b", "c", "a", "b"], found[0]!["source"]!.AsArray().Select(s => (string)s!));
        var alignment = found[0]!["alignment"]!.AsArray();

        // One that has not ended looked nowhere for its end.
        Assert.InRange(alignment.Count - found[0]!["target"]!.AsArray().Count, 0, 1);
        Assert.All(alignment, row => Assert.Equal(1, row!.AsArray().Sum(v => (double)v!), 3));
    }
}
