using System.Text.Json.Nodes;
using Sluice.Layers;
using Sluice.Models;
using Sluice.Networks;
using Sluice.Onnx;

namespace Sluice.Serving.Tests;

/// <summary>Nets that others trained: their tensors by the protocol, their arrays as <c>predict</c> takes them, and what is refused.</summary>
public sealed class NetworkTests : IDisposable
{
    private const int Units = 5, Size = 3, Steps = 4;

    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-network").FullName;
    private readonly RecurrentStack _stack = new("rnn", new StackOptions("gru", Size, Units), 7);

    private string File => Path.Combine(_folder, "gru.onnx");

    public void Dispose() => Directory.Delete(_folder, true);

    [Fact]
    public async Task Tensors_go_in_and_come_out_with_the_states()
    {
        await using var host = await Serve();
        var model = (await host.Get("/v2/models/gru")).Body;
        Assert.Equal("onnx_onnxv1", (string)model["platform"]!);
        Assert.Equal($$"""[{"name":"x","datatype":"FP32","shape":[-1,1,{{Size}}]},{"name":"h","datatype":"FP32","shape":[1,{{Units}}]}]""", model["inputs"]!.ToJsonString());
        float[] x = [.. Enumerable.Range(0, Steps * Size).Select(i => MathF.Sin(i))];
        var whole = OnnxFile.Read(File).Network.Run(new Dictionary<string, Value>
        {
            ["x"] = Value.From(x, Steps, 1, Size),
            ["h"] = Value.From(new float[Units], 1, Units),
        });

        // Step by step, the state in the client's hands.
        float[] state = new float[Units], y = new float[Units];
        for (int t = 0; t < Steps; t++)
        {
            var (status, answer) = await host.Post("/v2/models/gru/infer", new
            {
                inputs = new object[]
                {
                    new { name = "x", shape = new[] { 1, 1, Size }, datatype = "FP32", data = x[(t * Size)..((t + 1) * Size)] },
                    new { name = "h", shape = new[] { 1, Units }, datatype = "FP32", data = state },
                },
            });
            Assert.Equal(200, status);
            Assert.Equal(["FP32", "FP32"], answer["outputs"]!.AsArray().Select(o => (string)o!["datatype"]!));
            (y, state) = (Data(answer, 0), Data(answer, 1));
            Assert.Equal(whole["y"].ToFloats()[(t * Units)..((t + 1) * Units)], y);
        }

        static float[] Data(JsonNode answer, int at) => [.. answer["outputs"]![at]!["data"]!.AsArray().Select(d => (float)d!)];
    }

    [Fact]
    public async Task Arrays_go_in_as_predict_takes_them()
    {
        await using var host = await Serve();
        var (status, answer) = await host.Post("/v1/models/gru/predict?set=h=0", $$"""{"x":[[[1,2,3]],[[4,5,6]]]}""");
        Assert.Equal(200, status);
        Assert.Equal(2, answer["answers"]!["y"]!.AsArray().Count);
        var (csv, table) = await host.Post("/v1/models/gru/predict?set=h=0", "a,b,c\n1,2,3\n4,5,6\n", "text/csv");
        Assert.Equal(200, csv);
        Assert.Equal(answer["answers"]!.ToJsonString(), table["answers"]!.ToJsonString());
        var (carried, steps) = await host.Post("/v1/models/gru/predict?carry=h=h_next", $$"""{"x":[[[1,2,3]],[[4,5,6]]]}""");
        Assert.Equal(200, carried);
        Assert.Equal(answer["answers"]!["y"]!.ToJsonString(), steps["answers"]!["y"]!.ToJsonString());
    }

    [Fact]
    public async Task Sessions_go_on_step_by_step_as_the_whole_does()
    {
        await using var host = await Serve();
        Assert.Contains(host.Server.Models, l => l.EndsWith("live with the states h=h_next", StringComparison.Ordinal));
        float[] x = [.. Enumerable.Range(0, Steps * Size).Select(i => MathF.Sin(i))];
        var whole = OnnxFile.Read(File).Network.Run(new Dictionary<string, Value>
        {
            ["x"] = Value.From(x, Steps, 1, Size),
            ["h"] = Value.From(new float[Units], 1, Units),
        })["y"].ToFloats();
        string Row(int t) => $"{{\"x\":[{string.Join(',', x[(t * Size)..((t + 1) * Size)].Select(v => v.ToString("R", System.Globalization.CultureInfo.InvariantCulture)))}]}}";
        float[] Told(JsonNode answer) => [.. answer["y"]!.AsArray().Select(v => (float)v!)];
        float[] Right(int t) => whole[(t * Units)..((t + 1) * Units)];

        // The server keeps the memory, step by step and several rows at once; and the client, by its state.
        Assert.Equal(201, (await host.Post("/v1/models/gru/sessions", new { id = "a" })).Status);
        var (status, first) = await host.Post("/v1/models/gru/sessions/a/steps", Row(0));
        Assert.True(status == 200, first.ToJsonString());
        Assert.Equal(Right(0), Told(first));
        var rest = (await host.Post("/v1/models/gru/sessions/a/steps", $"{{\"rows\":[{Row(1)},{Row(2)}]}}")).Body["answers"]!;
        Assert.Equal([.. Right(1), .. Right(2)], rest.AsArray().SelectMany(a => Told(a!)));
        string state = "";
        for (int t = 0; t < Steps; t++)
        {
            var own = (await host.Post("/v1/models/gru/step", $"{{\"state\":\"{state}\",{Row(t)[1..]}")).Body;
            Assert.Equal(Right(t), Told(own));
            state = (string)own["state"]!;
        }

        var sequence = (await host.Post("/v2/models/gru/infer", new
        {
            parameters = new { sequence_id = "a", sequence_end = true },
            inputs = new[] { new { name = "x", shape = new[] { 1, Size }, datatype = "FP32", data = x[(3 * Size)..] } },
        })).Body;
        Assert.Equal(Right(3), sequence["outputs"]![0]!["data"]!.AsArray().Select(v => (float)v!));
        Host.Refused(404, "no session of this id", await host.Post("/v1/models/gru/sessions/a/steps", Row(0)));
        Host.Refused(400, "expected 3 values", await host.Post("/v1/models/gru/step", """{"state":"","x":[1]}"""));
    }

    [Fact]
    public async Task States_are_named_where_they_are_not_seen()
    {
        await using (await Serve())
        {
        }

        await using var host = await Host.Start(new ServingOptions { Models = [File], Carried = ["h=none"] });
        Assert.Contains("expected an output for the state 'h'", host.Server.Models.Single());
    }

    [Fact]
    public async Task What_does_not_fit_is_a_sentence()
    {
        await using var host = await Serve();
        string Asked(string name, string datatype, string shape, string data)
            => $$"""{"inputs":[{"name":"{{name}}","shape":{{shape}},"datatype":"{{datatype}}","data":{{data}}}]}""";
        Host.Refused(400, "has no input 'z'; it has x, h", await host.Post("/v2/models/gru/infer", Asked("z", "FP32", "[1]", "[1]")));
        Host.Refused(400, "got no 'h'", await host.Post("/v2/models/gru/infer", Asked("x", "FP32", "[1,1,3]", "[1,2,3]")));
        Host.Refused(400, "expected FP32, got texts", await host.Post("/v2/models/gru/infer", Asked("x", "BYTES", "[1]", "[\"a\"]")));
        Host.Refused(400, "expected x: Float", await host.Post("/v2/models/gru/infer",
            """{"inputs":[{"name":"x","shape":[1,3],"datatype":"FP32","data":[1,2,3]},{"name":"h","shape":[1,5],"datatype":"FP32","data":[0,0,0,0,0]}]}"""));
        Host.Refused(400, "there is no option 'best'", await host.Post("/v1/models/gru/predict?best=2", "{}"));
        Host.Refused(400, "writes no texts", await host.Post("/v2/models/gru/generate", """{"text_input":"a"}"""));
        await System.IO.File.WriteAllTextAsync(Path.Combine(_folder, "bad.onnx"), "no net");
        await using var other = await Host.Start(new ServingOptions { Models = [_folder] });
        Assert.Equal(200, (await other.Get("/v2/models/gru/ready")).Status);
        Assert.Equal(503, (await other.Get("/v2/models/bad/ready")).Status);
    }

    private async Task<Host> Serve()
    {
        var net = new NetworkBuilder();
        string x = net.Input("x", ElementType.Float, "time", "1", $"{Size}"), h = net.Input("h", ElementType.Float, "1", $"{Units}");
        var (y, final) = net.Stack(_stack, x, "", [[h]]);
        net.Output("y", y, ElementType.Float, "time", "1", $"{Units}");
        net.Output("h_next", final[0][0], ElementType.Float, "1", $"{Units}");
        OnnxFile.Write(net.ToGraph(), File);
        return await Host.Start(new ServingOptions { Models = [File] });
    }
}
