using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Tasks.Life;

namespace Sluice.Serving.Tests;

/// <summary>Live sequences: sessions of the server, states of clients, and streams.</summary>
public class SessionTests
{
    private static readonly string[] s_outputs = ["life", "low", "high"];

    [Fact]
    public async Task A_session_answers_as_a_lone_run()
    {
        await using var host = await Host.Serve("life");
        var (status, session) = await host.Post("/v1/models/life/sessions", "", "");
        Assert.Equal(201, status);
        Assert.Equal(32, ((string)session["id"]!).Length);
        Assert.Equal(600, (double)session["idle_seconds"]!);
        string path = $"/v1/models/life/sessions/{session["id"]}";
        var (model, memory) = Alone();
        for (int t = 0; t < 5; t++)
        {
            (status, var answer) = await host.Post($"{path}/steps", $$"""{"readings":[{{t}}.5,null]}""");
            Assert.Equal((200, t + 1), (status, (int)answer["rows_taken"]!));
            Assert.Equal(Lone(model, memory, [t + 0.5, double.NaN]), s_outputs.Select(o => (double)answer[o]!));
        }

        (status, var many) = await host.Post($"{path}/steps", """{"rows":[{"readings":[1,2]},{"c5":3}]}""");
        Assert.True(status == 200, many.ToJsonString());
        Assert.Equal(Lone(model, memory, [1, 2]), s_outputs.Select(o => (double)many["answers"]![0]![o]!));
        Assert.Equal(Lone(model, memory, model.Sensors.Names[0] == "c5" ? [3, double.NaN] : [double.NaN, 3]), s_outputs.Select(o => (double)many["answers"]![1]![o]!));
        Assert.Equal(7, (int)(await host.Delete(path)).Body["rows"]!);
        Host.Refused(404, "no session of this id", await host.Post($"{path}/steps", """{"readings":[1,2]}"""));
        Host.Refused(404, "no session of this id", await host.Delete(path));
    }

    [Fact]
    public async Task The_protocol_has_sequences_with_the_errors_of_others()
    {
        await using var host = await Host.Start(new ServingOptions { Models = [Host.Golden("life"), $"other={Host.Golden("life")}"], MostSessions = 2 });
        Task<(int Status, JsonNode Body)> Infer(string parameters, string model = "life", string data = "[1,2]") => host.Post(
            $"/v2/models/{model}/infer",
            $$$"""{"inputs":[{"name":"readings","shape":[1,2],"datatype":"FP64","data":{{{data}}}}],"parameters":{ {{{parameters}}} }}""");
        var started = await Infer("\"sequence_start\":true");
        string id = (string)started.Body["parameters"]!["sequence_id"]!;
        Assert.Equal(1, (int)started.Body["parameters"]!["sequence_rows"]!);
        Assert.Equal(2, (int)(await Infer($"\"sequence_id\":\"{id}\"")).Body["parameters"]!["sequence_rows"]!);
        Host.Refused(404, "no session of this id", await Infer("\"sequence_id\":17"));
        Host.Refused(404, "no session of this id", await Infer($"\"sequence_id\":\"{id}\"", "other"));
        Host.Refused(409, "has a session", await Infer($"\"sequence_id\":\"{id}\",\"sequence_start\":true"));
        Host.Refused(400, "got none", await Infer("\"sequence_end\":true"));
        Host.Refused(400, "a state or a session, got both", await Infer($"\"sequence_id\":\"{id}\",\"state\":\"\""));
        Assert.Equal("42", (string)(await Infer("\"sequence_id\":42,\"sequence_start\":true")).Body["parameters"]!["sequence_id"]!);
        Host.Refused(503, "all that it may have", await Infer("\"sequence_start\":true"));

        // A last row that does not fit ends nothing, and one that begins nothing leaves nothing.
        Host.Refused(400, "expected numbers", await Infer($"\"sequence_id\":\"{id}\",\"sequence_end\":true", data: "[1,\"a\"]"));
        Assert.Equal(3, (int)(await Infer($"\"sequence_id\":\"{id}\",\"sequence_end\":true")).Body["parameters"]!["sequence_rows"]!);
        Host.Refused(404, "no session of this id", await Infer($"\"sequence_id\":\"{id}\""));
        Host.Refused(400, "[rows, 2]", await host.Post(
            "/v2/models/life/infer",
            """{"inputs":[{"name":"readings","shape":[1],"datatype":"FP64","data":[1]}],"parameters":{"sequence_start":true,"sequence_id":"x"}}"""));
        Host.Refused(404, "no session of this id", await Infer("\"sequence_id\":\"x\""));
        Assert.Equal(200, (await Infer("\"sequence_id\":\"x\",\"sequence_start\":true,\"sequence_end\":true")).Status);
    }

    [Fact]
    public async Task A_session_ends_when_it_is_left_alone_or_has_lasted_too_long()
    {
        var time = new ManualTime();
        await using var host = await Host.Start(
            new ServingOptions { Models = [Host.Golden("life")], SessionAge = TimeSpan.FromMinutes(25), RequestTimeout = TimeSpan.FromDays(1) }, time);
        string first = (string)(await host.Post("/v1/models/life/sessions", "")).Body["id"]!, second = (string)(await host.Post("/v1/models/life/sessions", "")).Body["id"]!;
        for (int i = 0; i < 3; i++)
        {
            time.Pass(TimeSpan.FromMinutes(8));
            Assert.Equal(200, (await host.Post($"/v1/models/life/sessions/{first}/steps", """{"readings":[1,2]}""")).Status);
        }

        // Sweeping takes away what nobody asks for.
        Assert.Equal(1, host.Server.Shelf.Sessions);
        Host.Refused(404, "left alone too long", await host.Post($"/v1/models/life/sessions/{second}/steps", """{"readings":[1,2]}"""));
        time.Pass(TimeSpan.FromMinutes(2));
        Host.Refused(404, "left alone too long", await host.Post($"/v1/models/life/sessions/{first}/steps", """{"readings":[1,2]}"""));
    }

    [Fact]
    public async Task A_state_in_the_clients_hands_goes_on_on_any_replica_with_the_key()
    {
        byte[] key = new byte[32];
        ServingOptions options = new() { Models = [Host.Golden("life"), $"other={Host.Golden("life")}"], StateKey = key };
        await using var one = await Host.Start(options);
        await using var two = await Host.Start(options);
        await using var stranger = await Host.Serve("life");
        var (model, memory) = Alone();
        string state = "";
        for (int t = 0; t < 4; t++)
        {
            var (status, answer) = await (t % 2 == 0 ? one : two).Post(
                "/v1/models/life/step", new JsonObject { ["state"] = state, ["readings"] = new JsonArray(t, 1) }.ToJsonString());
            Assert.True(status == 200, answer.ToJsonString());
            Assert.Equal(Lone(model, memory, [t, 1]), s_outputs.Select(o => (double)answer[o]!));
            state = (string)answer["state"]!;
        }

        Assert.InRange(state.Length, 50, 4000);
        async Task Refuse(Host host, string name, string forged) => Host.Refused(
            400, "the state is none that this server gave",
            await host.Post($"/v1/models/{name}/step", new JsonObject { ["state"] = forged, ["readings"] = new JsonArray(1, 1) }.ToJsonString()));
        await Refuse(one, "other", state);
        await Refuse(stranger, "life", state);
        await Refuse(one, "life", state[..^4]);
        await Refuse(one, "life", "not base64!");
        await Refuse(one, "life", "AAAA");
        foreach (int place in new[] { 0, 20, 50, 60, state.Length / 2, state.Length - 2 })
            await Refuse(one, "life", $"{state[..place]}{(state[place] == 'A' ? 'B' : 'A')}{state[(place + 1)..]}");
    }

    [Fact]
    public async Task A_stream_takes_rows_and_gives_answers_and_ends_with_the_connection()
    {
        await using var host = await Host.Serve("life", "text");
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"{host.Server.Address.Replace("http", "ws")}/v1/models/life/stream"), default);
        var (model, memory) = Alone();
        for (int t = 0; t < 3; t++)
        {
            var answer = await Ask(socket, $$"""{"readings":[{{t}},1]}""");
            Assert.Equal(Lone(model, memory, [t, 1]), s_outputs.Select(o => (double)answer[o]!));
            var wrong = await Ask(socket, """{"reading":[1]}""");
            Assert.Contains("there is no input 'reading'", (string)wrong["error"]!);
        }

        Assert.Equal(1, host.Server.Shelf.Sessions);
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "", default);
        Assert.Equal(0, host.Server.Shelf.Sessions);
        Host.Refused(426, "expected a WebSocket", await host.Get("/v1/models/life/stream"));
    }

    [Theory]
    [InlineData("control", """{"readings":[1,2]}""")]
    [InlineData("control-number", """{"readings":[1,2]}""")]
    [InlineData("compose", """{"keys":[60,64,67]}""")]
    [InlineData("text", """{"text":"the"}""")]
    [InlineData("anomalies", """{"values":[100],"time":"2030-01-01T00:00:00"}""")]
    public async Task Every_live_task_takes_steps_the_same_way_with_either_memory(string golden, string row)
    {
        await using var host = await Host.Serve(golden);
        string id = (string)(await host.Post($"/v1/models/{golden}/sessions", "")).Body["id"]!;
        var form = (await host.Get($"/v1/models/{golden}")).Body["form"]!;
        int width = (int)form["inputs"]![0]!["length"]!;
        var asked = JsonNode.Parse(row)!.AsObject();
        if (asked["readings"] is not null) asked["readings"] = new JsonArray([.. Enumerable.Range(1, width).Select(n => JsonValue.Create((double)n))]);
        string state = "";
        for (int t = 0; t < 3; t++)
        {
            if (asked["time"] is not null) asked["time"] = $"2030-01-0{t + 1}T00:00:00";
            var kept = await host.Post($"/v1/models/{golden}/sessions/{id}/steps", asked.ToJsonString());
            Assert.True(kept.Status == 200, kept.Body.ToJsonString());
            var own = asked.DeepClone();
            own["state"] = state;
            var given = await host.Post($"/v1/models/{golden}/step", own.ToJsonString());
            Assert.True(given.Status == 200, given.Body.ToJsonString());
            state = (string)given.Body["state"]!;
            given.Body.AsObject().Remove("state");
            kept.Body.AsObject().Remove("rows_taken");
            Assert.Equal(kept.Body.ToJsonString(), given.Body.ToJsonString());
        }
    }

    [Fact]
    public async Task A_request_that_says_how_many_rows_were_taken_is_taken_once()
    {
        await using var host = await Host.Serve("life");
        const string Path = "/v1/models/life/sessions/one/steps";
        await host.Post("/v1/models/life/sessions", """{"id":"one"}""");
        string[] rows = ["""{"readings":[1,2]}""", """{"rows":[{"readings":[3,4]},{"c5":5}]}"""];
        string first = (await host.Post($"{Path}?rows_taken=0", rows[0])).Body.ToJsonString();
        Assert.Equal(first, (await host.Post($"{Path}?rows_taken=0", rows[0])).Body.ToJsonString());
        Host.Refused(409, "others than these", await host.Post($"{Path}?rows_taken=0", rows[1]));
        string second = (await host.Post($"{Path}?rows_taken=1", rows[1])).Body.ToJsonString();
        Assert.Equal(second, (await host.Post($"{Path}?rows_taken=1", rows[1])).Body.ToJsonString());
        Host.Refused(409, "has taken 3 rows, got a request for one that has taken 0", await host.Post($"{Path}?rows_taken=0", rows[0]));
        Host.Refused(409, "has taken 4", await host.Post($"{Path}?rows_taken=4", rows[0]));
        Host.Refused(400, "expected a whole number", await host.Post($"{Path}?rows_taken=x", rows[0]));
        Host.Refused(400, "beside a session", await Infer("\"state\":\"\",\"sequence_rows\":1"));
        Assert.Equal(4, (int)(await Infer("\"sequence_id\":\"one\",\"sequence_rows\":3")).Body["parameters"]!["sequence_rows"]!);
        Assert.Equal(4, (int)(await Infer("\"sequence_id\":\"one\",\"sequence_rows\":\"3\"")).Body["parameters"]!["sequence_rows"]!);
        Assert.Equal(4, (int)(await host.Delete("/v1/models/life/sessions/one")).Body["rows"]!);

        Task<(int Status, JsonNode Body)> Infer(string parameters) => host.Post(
            "/v2/models/life/infer",
            $$$"""{"inputs":[{"name":"readings","shape":[1,2],"datatype":"FP64","data":[1,2]}],"parameters":{ {{{parameters}}} }}""");
    }

    private static (LifeModel Model, Sluice.Layers.Session Memory) Alone()
    {
        var model = LifeModel.Load(Host.Golden("life"));
        return (model, model.NewSession());
    }

    private static double[] Lone(LifeModel model, Sluice.Layers.Session memory, double[] readings)
    {
        var estimate = model.Step(readings, memory);
        return [estimate.Life, estimate.Low, estimate.High];
    }

    private static async Task<JsonNode> Ask(ClientWebSocket socket, string row)
    {
        await socket.SendAsync(Encoding.UTF8.GetBytes(row), WebSocketMessageType.Text, true, default);
        byte[] buffer = new byte[1 << 16];
        var answer = await socket.ReceiveAsync(buffer.AsMemory(), default);
        return JsonNode.Parse(buffer.AsSpan(0, answer.Count))!;
    }
}
