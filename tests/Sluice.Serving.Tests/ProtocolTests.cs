using System.Buffers.Binary;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Tasks.Life;

namespace Sluice.Serving.Tests;

/// <summary>The Open Inference Protocol: its published examples with the names of our tensors, its extensions, and what is refused.</summary>
public class ProtocolTests
{
    [Fact]
    public async Task The_server_and_its_models_say_what_they_are()
    {
        await using var host = await Host.Serve("life", "classify", "text");
        Assert.Equal("""{"live":true}""", (await host.Get("/v2/health/live")).Body.ToJsonString());
        var ready = await host.Get("/v2/health/ready");
        Assert.Equal((200, true), (ready.Status, (bool)ready.Body["live"]!));
        var server = (await host.Get("/v2")).Body;
        Assert.Equal("sluice", (string)server["name"]!);
        Assert.NotEmpty((string)server["version"]!);
        Assert.Contains("binary_tensor_data", server["extensions"]!.AsArray().Select(e => (string)e!));
        var model = (await host.Get("/v2/models/life")).Body;
        string version = (string)model["versions"]![0]!;
        Assert.Equal("sluice_safetensors", (string)model["platform"]!);
        Assert.Equal("""[{"name":"readings","datatype":"FP64","shape":[-1,2]}]""", model["inputs"]!.ToJsonString());
        Assert.Equal(["life", "low", "high"], model["outputs"]!.AsArray().Select(o => (string)o!["name"]!));
        Assert.Equal((600.0, 86400.0), ((double)model["parameters"]!["sequence"]!["idle_seconds"]!, (double)model["parameters"]!["sequence"]!["longest_seconds"]!));
        Assert.Equal(model.ToJsonString(), (await host.Get($"/v2/models/life/versions/{version}")).Body.ToJsonString());
        Assert.Equal("""{"name":"life","ready":true}""", (await host.Get($"/v2/models/life/versions/{version}/ready")).Body.ToJsonString());
        Assert.Equal("""{"name":"life","ready":true}""", (await host.Get("/v2/models/life/ready")).Body.ToJsonString());
        Assert.Equal("""[{"name":"text","datatype":"BYTES","shape":[-1]}]""", (await host.Get("/v2/models/classify")).Body["inputs"]!.ToJsonString());
    }

    [Theory]
    [InlineData("UINT32", "[ 1, 2, 3, 4 ]")]
    [InlineData("FP32", "[[1, 2], [3, 4]]")]
    [InlineData("FP64", "[1.0, 2.0, 3.0, 4.0]")]
    [InlineData("FP16", "[1, 2, 3, 4]")]
    [InlineData("INT8", "[1, 2, 3, 4]")]
    [InlineData("UINT64", "[[1, 2], 3, 4]")]
    public async Task The_published_request_is_answered(string datatype, string data)
    {
        await using var host = await Host.Serve("life");
        var (status, answer) = await host.Post("/v2/models/life/infer", $$"""
            {
              "id" : "42",
              "inputs" : [ { "name" : "readings", "shape" : [ 2, 2 ], "datatype" : "{{datatype}}", "data" : {{data}} } ],
              "outputs" : [ { "name" : "life" } ]
            }
            """);
        Assert.Equal(200, status);
        Assert.Equal(("42", "life"), ((string)answer["id"]!, (string)answer["model_name"]!));
        var output = Assert.Single(answer["outputs"]!.AsArray())!;
        Assert.Equal(("life", "FP64", "[2,1]"), ((string)output["name"]!, (string)output["datatype"]!, output["shape"]!.ToJsonString()));
        var model = LifeModel.Load(Host.Golden("life"));
        var session = model.NewSession();
        double[] lone = [model.Step([1, 2], session).Life, model.Step([3, 4], session).Life];
        Assert.Equal(lone, output["data"]!.AsArray().Select(d => (double)d!));
    }

    [Fact]
    public async Task Booleans_and_texts_are_tensors_too()
    {
        await using var host = await Host.Serve("life", "text", "classify");
        var (status, _) = await host.Post(
            "/v2/models/life/infer", """{"inputs":[{"name":"readings","shape":[2],"datatype":"BOOL","data":[true,false]}]}""");
        Assert.Equal(200, status);
        (status, var answer) = await host.Post(
            "/v2/models/text/infer", """{"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","data":["the cat"]}]}""");
        Assert.Equal(200, status);
        Assert.Equal("BYTES", (string)answer["outputs"]![0]!["datatype"]!);
        (status, answer) = await host.Post("/v2/models/classify/infer",
            """{"inputs":[{"name":"text","shape":[2],"datatype":"BYTES","data":["Rossi","Nakamura"]}],"outputs":[{"name":"answers"},{"name":"probability"}]}""");
        Assert.Equal(200, status);
        Assert.Equal("[2]", answer["outputs"]![1]!["shape"]!.ToJsonString());
        Assert.Equal("FP64", (string)answer["outputs"]![1]!["datatype"]!);
    }

    [Fact]
    public async Task Tensors_go_and_come_as_bytes()
    {
        await using var host = await Host.Serve("life", "text");
        var plain = (await host.Post("/v2/models/life/infer", """{"inputs":[{"name":"readings","shape":[1,2],"datatype":"FP32","data":[0.5,0.25]}]}""")).Body;
        byte[] json = """{"inputs":[{"name":"readings","shape":[1,2],"datatype":"FP32","parameters":{"binary_data_size":8}}],"outputs":[{"name":"life","parameters":{"binary_data":true}},{"name":"low"}]}"""u8.ToArray();
        var (head, bytes) = await Binary(host, "life", json, [.. BitConverter.GetBytes(0.5f), .. BitConverter.GetBytes(0.25f)]);
        Assert.Equal(8, (int)head["outputs"]![0]!["parameters"]!["binary_data_size"]!);
        Assert.Equal((double)plain["outputs"]![0]!["data"]![0]!, BinaryPrimitives.ReadDoubleLittleEndian(bytes));
        Assert.Equal(plain["outputs"]![1]!.ToJsonString(), head["outputs"]![1]!.ToJsonString());

        json = """{"inputs":[{"name":"text","shape":[1],"datatype":"BYTES","parameters":{"binary_data_size":7}}],"parameters":{"binary_data_output":true}}"""u8.ToArray();
        (head, bytes) = await Binary(host, "text", json, [3, 0, 0, 0, .. "cat"u8]);
        Assert.Equal(bytes.Length, head["outputs"]!.AsArray().Sum(o => (int)o!["parameters"]!["binary_data_size"]!));
    }

    [Theory]
    [InlineData(400, "no JSON, or not whole", """{"inputs":[{"name":"rea""")]
    [InlineData(400, "expected a JSON object, got a list", "[]")]
    [InlineData(400, "expected a list of tensors for 'inputs', got nothing", "{}")]
    [InlineData(400, "there is no input 'input0'", """{"inputs":[{"name":"input0","shape":[1,2],"datatype":"FP64","data":[1,2]}]}""")]
    [InlineData(400, "expected an input 'readings', got none", """{"inputs":[]}""")]
    [InlineData(400, "expected one of the data types", """{"inputs":[{"name":"readings","shape":[1,2],"datatype":"FLOAT","data":[1,2]}]}""")]
    [InlineData(400, "expected numbers, such as FP64, got BYTES", """{"inputs":[{"name":"readings","shape":[1,2],"datatype":"BYTES","data":["1","2"]}]}""")]
    [InlineData(400, "expected the shape [rows, 2], got [1, 3]", """{"inputs":[{"name":"readings","shape":[1,3],"datatype":"FP64","data":[1,2,3]}]}""")]
    [InlineData(400, "expected the shape [rows, 2], got [1, 1, 2]", """{"inputs":[{"name":"readings","shape":[1,1,2],"datatype":"FP64","data":[1,2]}]}""")]
    [InlineData(400, "expected the shape [rows, 2], got [0, 2]", """{"inputs":[{"name":"readings","shape":[0,2],"datatype":"FP64","data":[]}]}""")]
    [InlineData(400, "expected 2 elements", """{"inputs":[{"name":"readings","shape":[1,2],"datatype":"FP64","data":[1]}]}""")]
    [InlineData(400, "expected numbers of UINT8, got 300", """{"inputs":[{"name":"readings","shape":[1,2],"datatype":"UINT8","data":[1,300]}]}""")]
    [InlineData(400, "expected numbers of INT64, got 1.5", """{"inputs":[{"name":"readings","shape":[1,2],"datatype":"INT64","data":[1,1.5]}]}""")]
    [InlineData(400, "expected numbers of FP64, got a text", """{"inputs":[{"name":"readings","shape":[1,2],"datatype":"FP64","data":[1,"2"]}]}""")]
    [InlineData(400, "whole numbers from 0", """{"inputs":[{"name":"readings","shape":[-1,2],"datatype":"FP64","data":[]}]}""")]
    [InlineData(400, "whole numbers from 0", """{"inputs":[{"name":"readings","shape":[99999,99999],"datatype":"FP64","data":[]}]}""")]
    [InlineData(400, "no output 'output0'", """{"inputs":[{"name":"readings","shape":[2],"datatype":"FP64","data":[1,2]}],"outputs":[{"name":"output0"}]}""")]
    [InlineData(400, "'readings' 2 times", """{"inputs":[{"name":"readings","shape":[2],"datatype":"FP64","data":[1,2]},{"name":"readings","shape":[2],"datatype":"FP64","data":[1,2]}]}""")]
    [InlineData(400, "binary_data_size of at most the 0 bytes", """{"inputs":[{"name":"readings","shape":[2],"datatype":"FP64","parameters":{"binary_data_size":16}}]}""")]
    [InlineData(400, "no valid Unicode", """{"id":"\ud800","inputs":[]}""")]
    public async Task What_does_not_fit_is_refused_in_a_sentence(int status, string part, string body)
    {
        await using var host = await Host.Serve("life");
        Host.Refused(status, part, await host.Post("/v2/models/life/infer", body));
        Assert.Equal(200, (await host.Get("/v2/health/ready")).Status);
    }

    [Fact]
    public async Task What_is_not_there_is_not_found()
    {
        await using var host = await Host.Serve("life");
        Host.Refused(404, "there is no model 'death'", await host.Post("/v2/models/death/infer", "{}"));
        Host.Refused(404, "has no version '7'", await host.Get("/v2/models/life/versions/7"));
        Host.Refused(404, "there is nothing at /v3", await host.Get("/v3"));
        var content = Host.Content("{}", "application/octet-stream");
        content.Headers.Add("Inference-Header-Content-Length", "99");
        Host.Refused(400, "Inference-Header-Content-Length from 1 to the 2 bytes", await Host.Read(await host.Client.PostAsync("/v2/models/life/infer", content)));
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_whether_its_length_is_said_or_not()
    {
        await using var host = await Host.Start(new ServingOptions { Models = [Host.Golden("life")], LargestBody = 1000 });
        string large = new(' ', 2000);
        Host.Refused(413, "at most 1000 bytes", await host.Post("/v2/models/life/infer", large));
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/models/life/infer") { Content = Host.Content(large, "application/json") };
        request.Headers.TransferEncodingChunked = true;
        Host.Refused(413, "at most 1000 bytes", await Host.Read(await host.Client.SendAsync(request)));
    }

    private static async Task<(JsonNode Head, byte[] Bytes)> Binary(Host host, string model, byte[] json, byte[] bytes)
    {
        var content = new ByteArrayContent([.. json, .. bytes]);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
        content.Headers.Add("Inference-Header-Content-Length", $"{json.Length}");
        var answer = await host.Client.PostAsync($"/v2/models/{model}/infer", content);
        byte[] body = await answer.Content.ReadAsByteArrayAsync();
        Assert.True(answer.IsSuccessStatusCode, Encoding.UTF8.GetString(body));
        int head = int.Parse(answer.Headers.GetValues("Inference-Header-Content-Length").Single());
        return (JsonNode.Parse(body.AsSpan(0, head))!, body[head..]);
    }
}
