using System.Text;
using System.Text.Json.Nodes;
using Sluice.Data.Tables;
using Sluice.Readers;
using Sluice.Tasks.Descriptor;
using Sluice.Tasks.Forecast;
using Sluice.Tasks.Registry;
using Sluice.Tasks.Sources;
using Sluice.Tasks.Text;

namespace Sluice.Serving.Tests;

/// <summary>Every task answers as <c>predict --json</c> does, and texts are written as <c>generate</c> writes them.</summary>
public class PredictTests
{
    [Theory]
    [InlineData("classify", "n.txt", "text/plain", "best=2")]
    [InlineData("classify-rows", "rows.csv", "text/csv", "")]
    [InlineData("tag", "s.txt", "text/plain", "best=2")]
    [InlineData("tag-rows", "log.csv", "text/csv", "")]
    [InlineData("translate", "s.txt", "text/plain", "")]
    [InlineData("forecast", "sales.csv", "text/csv", "")]
    [InlineData("forecast-kind", "sales.csv", "text/csv", "")]
    [InlineData("series", "two.csv", "text/csv", "")]
    [InlineData("life", "engines.txt", "text/plain", "")]
    [InlineData("anomalies", "wave.csv", "text/csv", "")]
    [InlineData("control", "log.csv", "text/csv", "")]
    [InlineData("compose", "music.json", "application/json", "piece=2&start=3&length=12&seed=4")]
    [InlineData("generate", "sales.csv", "text/csv", "start=3&steps=4&count=2&seed=4")]
    [InlineData("describe", "layouts.csv", "text/csv", "")]
    [InlineData("transcribe", "sounds/*.wav", "audio/wav", "")]
    public async Task Every_task_answers_as_predict_does(string golden, string file, string type, string options)
    {
        string model = Host.Golden(golden);
        string data = file.Contains('*') ? Directory.GetFiles(Host.Golden(golden, "sounds"), "*.wav").Order(StringComparer.Ordinal).First() : Host.Golden(golden, file);
        await using var host = await Host.Serve(golden);
        byte[] before = File.ReadAllBytes(data);
        if (golden == "anomalies")
        {
            // A detector goes on from what it has seen.
            before = Encoding.UTF8.GetBytes(File.ReadAllText(data).Replace("2024-", "2031-"));
            data = Path.Combine(Directory.CreateTempSubdirectory("sluice-").FullName, "wave.csv");
            File.WriteAllBytes(data, before);
        }

        for (int time = 0; time < 2; time++)
        {
            using var content = new ByteArrayContent(before);
            content.Headers.ContentType = new(type);
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/v1/models/{golden}/predict?{options}") { Content = content };
            request.Headers.Accept.Add(new("application/x-ndjson"));
            var answer = await host.Client.SendAsync(request);
            string text = await answer.Content.ReadAsStringAsync();
            Assert.True(answer.IsSuccessStatusCode, text);
            Assert.Equal(Alone(model, data, options), text);
        }
    }

    [Fact]
    public async Task Rows_and_texts_come_as_json_too()
    {
        await using var host = await Host.Serve("classify", "forecast");
        var (status, answer) = await host.Post("/v1/models/classify/predict", """{"texts":["Rossi","Nakamura"],"options":{"best":2}}""");
        Assert.Equal(200, status);
        Assert.Equal(2, answer["answers"]!.AsArray().Count);
        Assert.Equal("classify", (string)answer["model_name"]!);
        var rows = new JsonArray([.. File.ReadAllLines(Host.Golden("forecast", "sales.csv")).Skip(1).Select(line => line.Split(','))
            .Select(c => new JsonObject { ["date"] = c[0], ["shop"] = c[1], ["price"] = double.Parse(c[2]), ["kind"] = c[3], ["sold"] = double.Parse(c[4]) })]);
        (status, answer) = await host.Post("/v1/models/forecast/predict", new JsonObject { ["rows"] = rows }.ToJsonString());
        Assert.True(status == 200, answer.ToJsonString());
        Assert.Equal(
            Alone(Host.Golden("forecast"), Host.Golden("forecast", "sales.csv"), "").TrimEnd(), answer["answers"]![0]!.ToJsonString(AnswerJson.Options));
    }

    [Fact]
    public async Task A_table_is_inferred_by_its_columns()
    {
        string sales = Host.Golden("forecast", "sales.csv"), model = Path.Combine(Directory.CreateTempSubdirectory("sluice-").FullName, "sales.safetensors");
        Forecaster.From(CsvTable.Read(sales), new ForecasterOptions { Target = "sold", Hidden = 4, Horizon = 3, Window = 14 }).Model.Save(model);
        await using var host = await Host.Start(new ServingOptions { Models = [$"forecast={model}"] });
        var columns = (await host.Get("/v2/models/forecast")).Body["inputs"]!.AsArray();
        string[] head = File.ReadAllLines(Host.Golden("forecast", "sales.csv"))[0].Split(',');
        var cells = File.ReadAllLines(Host.Golden("forecast", "sales.csv")).Skip(1).Select(l => l.Split(',')).ToList();
        var inputs = new JsonArray([.. columns.Select(c =>
        {
            int place = Array.IndexOf(head, (string)c!["name"]!);
            bool number = (string)c["datatype"]! == "FP64";
            return new JsonObject
            {
                ["name"] = head[place],
                ["datatype"] = (string)c["datatype"]!,
                ["shape"] = new JsonArray(cells.Count),
                ["data"] = new JsonArray([.. cells.Select(r => number ? JsonValue.Create(double.Parse(r[place])) : JsonValue.Create(r[place]))]),
            };
        })]);
        var (status, answer) = await host.Post("/v2/models/forecast/infer", new JsonObject { ["inputs"] = inputs }.ToJsonString());
        Assert.True(status == 200, answer.ToJsonString());
        Assert.Equal(
            Alone(model, sales, "").TrimEnd(), (string)answer["outputs"]![0]!["data"]![0]!);
        Directory.Delete(Path.GetDirectoryName(model)!, recursive: true);
    }

    [Theory]
    [InlineData(415, "content types", "sales", "image/png", "")]
    [InlineData(415, "content type", "sales", "", "")]
    [InlineData(400, "empty body", "", "text/csv", "")]
    [InlineData(400, "no option 'bast'", "a,b\n1,2\n", "text/csv", "bast=2")]
    [InlineData(400, "'best': expected a whole number", "a,b\n1,2\n", "text/csv", "best=many")]
    [InlineData(400, "sold", "a,b\n1,2\n", "text/csv", "")]
    [InlineData(400, "no JSON, or not whole", """[{"sold": 1}, {""", "application/json", "")]
    public async Task Data_that_does_not_fit_is_refused_in_a_sentence(int status, string part, string body, string type, string options)
    {
        await using var host = await Host.Serve("forecast");
        var answer = await host.Post($"/v1/models/forecast/predict?{options}", body, type);
        Host.Refused(status, part, answer);
        Assert.DoesNotContain(Path.GetTempPath(), (string)answer.Body["error"]!);
    }

    [Fact]
    public async Task A_request_reads_no_file_of_the_server()
    {
        // A list of recordings names files; those of others stay closed.
        await using var host = await Host.Serve("transcribe");
        string wav = Directory.GetFiles(Host.Golden("transcribe", "sounds"), "*.wav")[0];
        var (status, answer) = await host.Post("/v1/models/transcribe/predict", $"path,text\n{wav},one\n", "text/csv");
        Assert.True(status == 400 || answer["notes"] is not null, answer.ToJsonString());
        Assert.DoesNotContain("\"symbols\":[\"", answer.ToJsonString());
    }

    [Fact]
    public async Task Texts_are_written_as_generate_writes_them_whole_or_in_pieces()
    {
        await using var host = await Host.Serve("text", "life");
        var model = LanguageModel.Load(Host.Golden("text"));
        const string Asked = """{"id":"7","text_input":"the cat","parameters":{"length":12,"temperature":0.9,"seed":3}}""";
        string alone = model.Decode(
            model.Encode("the cat").Concat(model.Write(model.Encode("the cat"), new SamplingOptions { Temperature = 0.9, Seed = 3 }).Take(12)));
        var (status, whole) = await host.Post("/v2/models/text/generate", Asked);
        Assert.True(status == 200, whole.ToJsonString());
        Assert.Equal(alone, "the cat" + (string)whole["text_output"]!);
        Assert.Equal(("7", "text"), ((string)whole["id"]!, (string)whole["model_name"]!));
        var stream = await host.Client.PostAsync("/v2/models/text/generate_stream", Host.Content(Asked, "application/json"));
        Assert.Equal("text/event-stream", stream.Content.Headers.ContentType!.MediaType);
        string[] events = (await stream.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(12, events.Length);
        Assert.Equal((string)whole["text_output"]!, string.Concat(events.Select(e => (string)JsonNode.Parse(e["data: ".Length..])!["text_output"]!)));
        Host.Refused(400, "expected a text for 'text_input'", await host.Post("/v2/models/text/generate_stream", "{}"));
        Host.Refused(400, "no option 'heat'", await host.Post("/v2/models/text/generate", """{"text_input":"","parameters":{"heat":1}}"""));
        Host.Refused(400, "top-p above 0", await host.Post("/v2/models/text/generate_stream", """{"text_input":"a","parameters":{"top_p":0}}"""));
        Host.Refused(400, "writes no texts", await host.Post("/v2/models/life/generate", """{"text_input":"a"}"""));
        Host.Refused(400, "sluice generate", await host.Post("/v1/models/text/predict", "a", "text/plain"));
    }

    /// <summary>What <c>predict --json</c> prints.</summary>
    private static string Alone(string model, string data, string options)
    {
        string folder = Directory.CreateTempSubdirectory("sluice-").FullName;
        try
        {
            string file = Path.Combine(folder, "data" + Path.GetExtension(data));
            File.Copy(data, file);
            var task = TaskRegistry.Of(model);
            var given = options.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(o => o.Split('=')).ToDictionary(o => o[0], o => o[1]);
            using var output = new StringWriter();
            task.Predict(new Inquiry(model, TableSource.Of(file), true, output)
            {
                Best = given.TryGetValue("best", out string? best) ? int.Parse(best) : 1,
                Options = task.PredictOptions.ToDictionary(
                    o => o.Name, o => given.TryGetValue(o.Name[2..], out string? text) ? Convert.ChangeType(text, o.Default.GetType()) : o.Default),
                ToJson = AnswerJson.Of,
            });
            return output.ToString().ReplaceLineEndings("\n");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
