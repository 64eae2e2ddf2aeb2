using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Tasks.Life;

namespace Sluice.Serving.Tests;

/// <summary>Models that come and go, who may ask, and what the server says of itself.</summary>
public sealed class OperationsTests : IDisposable
{
    private const string Row = """{"readings":[1,2]}""";

    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_model_that_cannot_be_read_keeps_no_other_from_being_served()
    {
        File.Copy(Host.Golden("life"), Path.Combine(_folder, "good.safetensors"));
        File.WriteAllText(Path.Combine(_folder, "bad.safetensors"), "no model");
        await using var host = await Host.Start(new ServingOptions { Models = [_folder], AllowLoading = true });
        Assert.Contains(host.Server.Models, l => l.StartsWith("bad: not served: ", StringComparison.Ordinal));
        Assert.Equal(200, (await host.Get("/v2/health/ready")).Status);
        Host.Refused(503, "is not loaded", await host.Post("/v2/models/bad/infer", """{"inputs":[]}"""));
        Assert.Equal(503, (await host.Get("/v2/models/bad/ready")).Status);
        Assert.Equal(200, (await host.Post("/v1/models/good/step", Row)).Status);

        // A file that is put right is read when it is asked for; one that is broken later leaves what was read.
        File.Copy(Host.Golden("life"), Path.Combine(_folder, "bad.safetensors"), overwrite: true);
        Assert.Equal(200, (await host.Post("/v2/repository/models/bad/load", "")).Status);
        Assert.Equal(200, (await host.Post("/v1/models/bad/step", Row)).Status);
        File.WriteAllText(Path.Combine(_folder, "good.safetensors"), "no model");
        Assert.Equal(400, (await host.Post("/v2/repository/models/good/load", "")).Status);
        Assert.Equal(200, (await host.Post("/v1/models/good/step", Row)).Status);
        await using var strict = await Host.Start(new ServingOptions { Models = [_folder], StrictReadiness = true });
        Assert.Equal(503, (await strict.Get("/v2/health/ready")).Status);
    }

    [Fact]
    public async Task A_session_stays_on_its_version_and_a_share_of_requests_goes_to_the_new_one()
    {
        var time = new ManualTime();
        string path = Path.Combine(_folder, "pump.safetensors");
        File.Copy(Host.Golden("life"), path);
        await using var host = await Host.Start(
            new ServingOptions { Models = [path], AllowLoading = true, RequestTimeout = TimeSpan.FromDays(1) }, time);
        string session = $"/v1/models/pump/sessions/{(await host.Post("/v1/models/pump/sessions", "")).Body["id"]}";
        string state = (string)(await host.Post("/v1/models/pump/step", Row)).Body["state"]!;
        var model = LifeModel.Load(path);
        var memory = model.NewSession();
        double[] alone = [.. Enumerable.Range(0, 2).Select(_ => model.Step([1, 2], memory).Life)];
        Assert.Equal(alone[0], (double)(await host.Post($"{session}/steps", Row)).Body["life"]!);
        foreach (var parameter in model.Parameters)
        {
            for (int r = 0; r < parameter.Value.Rows; r++)
                foreach (ref float value in parameter.Value.Row(r)) value *= 1.25f;
            parameter.Changed();
        }

        string old = (string)(await host.Get("/v2/models/pump")).Body["versions"]![0]!;
        model.Save(path);
        string now = (string)(await host.Post("/v2/repository/models/pump/load", """{"parameters":{"share":0.25}}""")).Body["version"]!;
        Assert.NotEqual(old, now);
        const string Infer = """{"inputs":[{"name":"readings","shape":[2],"datatype":"FP64","data":[1,2]}]}""";
        List<string> took = [];
        for (int i = 0; i < 8; i++) took.Add((string)(await host.Post("/v2/models/pump/infer", Infer)).Body["model_version"]!);
        Assert.Equal((2, 6), (took.Count(v => v == now), took.Count(v => v == old)));
        Assert.Equal(200, (await host.Post("/v2/repository/models/pump/load", "")).Status);
        Assert.Equal(now, (string)(await host.Post("/v2/models/pump/infer", Infer)).Body["model_version"]!);
        Assert.Equal(old, (string)(await host.Post($"/v2/models/pump/versions/{old}/infer", Infer)).Body["model_version"]!);

        // Sessions, and states in the hands of clients, go on on the version on which they began.
        Assert.Equal(alone[1], (double)(await host.Post($"{session}/steps", Row)).Body["life"]!);
        var step = new JsonObject { ["state"] = state, ["readings"] = new JsonArray(1, 2) };
        Assert.Equal(alone[1], (double)(await host.Post("/v1/models/pump/step", step.ToJsonString())).Body["life"]!);
        time.Pass(TimeSpan.FromMinutes(11));
        Assert.Equal([now], (await host.Get("/v2/models/pump")).Body["versions"]!.AsArray().Select(v => (string)v!));
        Host.Refused(404, $"no version '{old}'", await host.Post("/v1/models/pump/step", step.ToJsonString()));
        string kept = (string)(await host.Post("/v2/models/pump/infer", Infer.Replace("}]}", "}],\"parameters\":{\"sequence_start\":true}}"))).Body["parameters"]!["sequence_id"]!;
        Assert.Equal(200, (await host.Post("/v2/repository/models/pump/unload", "")).Status);
        string onward = Infer.Replace("}]}", $"}}],\"parameters\":{{\"sequence_id\":\"{kept}\"}}}}");
        Assert.Equal(2, (int)(await host.Post("/v2/models/pump/infer", onward)).Body["parameters"]!["sequence_rows"]!);
        Host.Refused(503, "is not loaded", await host.Post("/v2/models/pump/infer", Infer));
        await using var closed = await Host.Serve("life");
        Host.Refused(403, "--allow-loading", await closed.Post("/v2/repository/models/life/load", ""));
    }

    [Fact]
    public async Task When_it_is_asked_to_stop_sessions_go_on_to_their_ends_and_none_begins()
    {
        var time = new ManualTime();
        await using var host = await Host.Start(new ServingOptions { Models = [Host.Golden("life")], RequestTimeout = TimeSpan.FromDays(1) }, time);
        string session = $"/v1/models/life/sessions/{(await host.Post("/v1/models/life/sessions", "")).Body["id"]}";
        var stopping = host.Server.Stop();
        Assert.Equal(503, (await host.Get("/v2/health/ready")).Status);
        Assert.Equal(200, (await host.Get("/v2/health/live")).Status);
        Host.Refused(503, "about to stop", await host.Post("/v1/models/life/sessions", ""));
        Assert.Equal(200, (await host.Post($"{session}/steps", Row)).Status);
        Assert.Equal(200, (await host.Delete(session)).Status);
        time.Pass(TimeSpan.FromSeconds(1));
        await stopping;
        await Assert.ThrowsAsync<HttpRequestException>(() => host.Get("/v2"));
    }

    [Fact]
    public async Task A_key_is_asked_for_where_there_are_some()
    {
        await using var host = await Host.Start(new ServingOptions { Models = [Host.Golden("life")], ApiKeys = ["first", "second"] });
        Assert.Equal(200, (await host.Get("/v2/health/ready")).Status);
        foreach (string path in new[] { "/v2", "/v2/models/life", "/v1/models", "/metrics" })
            Host.Refused(401, "expected a key", await host.Get(path));
        host.Client.DefaultRequestHeaders.Add("X-API-Key", "third");
        Host.Refused(401, "expected a key", await host.Get("/v2"));
        host.Client.DefaultRequestHeaders.Remove("X-API-Key");
        host.Client.DefaultRequestHeaders.Authorization = new("Bearer", "second");
        Assert.Equal(200, (await host.Get("/v2")).Status);
    }

    [Fact]
    public async Task Pages_of_other_sites_and_other_names_are_refused_unless_they_are_allowed()
    {
        await using var host = await Host.Serve("life");
        await using var open = await Host.Start(
            new ServingOptions { Models = [Host.Golden("life")] }, null, new ListenOptions { Origins = ["https://example.org"] });
        async Task<HttpResponseMessage> Ask(Host at, string header, string value)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v2");
            request.Headers.TryAddWithoutValidation(header, value);
            return await at.Client.SendAsync(request);
        }

        Assert.Equal(403, (int)(await Ask(host, "Host", "evil.example")).StatusCode);
        Assert.Equal(403, (int)(await Ask(host, "Origin", "https://example.org")).StatusCode);
        var allowed = await Ask(open, "Origin", "https://example.org");
        Assert.Equal(("https://example.org", 200), (allowed.Headers.GetValues("Access-Control-Allow-Origin").Single(), (int)allowed.StatusCode));
        Assert.Equal(403, (int)(await Ask(open, "Origin", "https://other.example")).StatusCode);
    }

    [Fact]
    public async Task More_requests_than_may_come_are_asked_to_wait()
    {
        await using var host = await Host.Start(new ServingOptions { Models = [Host.Golden("life")] }, null, new ListenOptions { RequestsPerSecond = 1 });
        var answers = new List<(int Status, JsonNode Body)>();
        for (int i = 0; i < 4; i++) answers.Add(await host.Get("/v2"));
        Host.Refused(429, "at most 1 requests a second", answers.Last());
    }

    [Fact]
    public async Task Deadlines_are_kept_and_must_make_sense()
    {
        var time = new ManualTime(atOnce: TimeSpan.FromMilliseconds(2));
        await using var host = await Host.Start(new ServingOptions { Models = [$"text={Host.Golden("text")}"] }, time);
        async Task<(int, JsonNode)> Ask(string timeout)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/v2/models/text/generate")
            {
                Content = Host.Content("""{"text_input":"a","parameters":{"length":10000}}""", "application/json"),
            };
            request.Headers.Add("Request-Timeout", timeout);
            return await Host.Read(await host.Client.SendAsync(request));
        }

        Host.Refused(504, "not there in time", await Ask("0.000001"));
        Host.Refused(400, "expected seconds above 0", await Ask("soon"));
    }

    [Fact]
    public async Task It_counts_and_describes_itself()
    {
        await using var host = await Host.Serve("life");
        await host.Post("/v1/models/life/sessions", "");
        await host.Post("/v1/models/life/step", Row);
        string metrics = await host.Client.GetStringAsync("/metrics");
        foreach (string name in new[] { "sluice_requests", "sluice_request_duration", "sluice_sessions", "sluice_batch_size", "sluice_compute_duration", "sluice_queue_duration", "sluice_input_duration" })
            Assert.Contains(name, metrics);
        Assert.Contains("endpoint=\"state_step\"", metrics);
        var openApi = JsonNode.Parse(await host.Client.GetStringAsync("/openapi.json"))!;
        var paths = openApi["paths"]!.AsObject();
        Assert.NotNull(paths["/v2/models/{name}/infer"]!["post"]!["requestBody"]!["content"]!["application/json"]!["example"]);
        Assert.Equal(["name", "id"], paths["/v1/models/{name}/sessions/{id}/steps"]!["post"]!["parameters"]!.AsArray().Select(p => (string)p!["name"]!));
        Assert.All(paths.SelectMany(p => p.Value!.AsObject()), o => Assert.NotNull(o.Value!["summary"]));
    }

    [Fact]
    public async Task A_host_of_ones_own_serves_beside_its_own_pages()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseSetting("urls", "http://127.0.0.1:0");
        builder.Services.AddSluice(new ServingOptions { Models = [$"pump={Host.Golden("life")}"] });
        await using var app = builder.Build();
        app.MapGet("/", () => "own");
        app.MapGroup("/ai").MapSluice();
        await app.StartAsync();
        using var client = new HttpClient();
        string address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
        Assert.Equal("own", await client.GetStringAsync($"{address}/"));
        Assert.Contains("\"pump\"", await client.GetStringAsync($"{address}/ai/v2/models/pump"));
    }

    [Fact]
    public async Task A_run_is_served_under_the_name_that_people_gave_it()
    {
        const string name = "Engines, 泵 100% \"new\" #2?";
        await using var host = await Host.Start(new ServingOptions { Models = [$"{name}={Host.Golden("life")}"] });
        string path = $"models/{Uri.EscapeDataString(name)}";
        foreach (string version in new[] { "v1", "v2" })
            Assert.Equal(name, (string)JsonNode.Parse(await host.Client.GetStringAsync($"/{version}/{path}"))!["name"]!);
        var (_, session) = await host.Post($"/v1/{path}/sessions", "");
        Assert.Equal(200, (await host.Delete($"/v1/{path}/sessions/{session["id"]}")).Status);
        Assert.Contains("model=\"Engines, 泵 100% \\\"new\\\" #2?\"", await host.Client.GetStringAsync("/metrics"));
    }

    [Theory]
    [InlineData("there is no such model file", "nowhere")]
    [InlineData("two models would be called 'life'", "life={0}", "life={0}")]
    [InlineData("expected a name without '/'", "a/b={0}")]
    [InlineData("expected a name without '/', '\\' and signs that are not seen for a model, got 'a?b'", "a\u202eb={0}")]
    [InlineData("expected a name without '/'", "..={0}")]
    [InlineData("expected a name without '/'", " a={0}")]
    [InlineData("expected model files", "{1}")]
    public async Task What_cannot_be_served_is_said_at_the_start(string part, params string[] models)
    {
        var options = new ServingOptions { Models = [.. models.Select(m => string.Format(m, Host.Golden("life"), _folder))] };
        Assert.Contains(part, (await Assert.ThrowsAnyAsync<SluiceException>(() => Host.Start(options))).Message);
        await Assert.ThrowsAsync<SluiceException>(() => Host.Start(new ServingOptions(), null, new ListenOptions { Bind = "somewhere" }));
        await Assert.ThrowsAsync<SluiceException>(() => Host.Start(new ServingOptions { StateKey = new byte[5] }));
    }
}
