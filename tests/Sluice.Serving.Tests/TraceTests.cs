using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Text;

namespace Sluice.Serving.Tests;

/// <summary>Traces of requests and of their stages.</summary>
public sealed class TraceTests
{
    [Theory]
    [InlineData("/v1/models/life/step", """{"readings":[1,2]}""", "application/json")]
    [InlineData("/v1/models/translate/predict", """{"text":"a b"}""", "application/json")]
    public async Task A_request_is_traced_below_who_asked_with_its_stages_in_their_order(string path, string body, string type)
    {
        var ended = new ConcurrentQueue<Activity>();
        var trace = ActivityTraceId.CreateRandom();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Sluice.Serving",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = ended.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        await using var host = await Host.Serve("life", "translate");
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = Host.Content(body, type) };
        request.Headers.Add("traceparent", $"00-{trace}-00f067aa0ba902b7-01");
        Assert.Equal(200, (await Host.Read(await host.Client.SendAsync(request))).Status);

        // The answer is with the client before the activity of the request ends.
        Activity[] mine = [];
        for (var began = Stopwatch.StartNew(); began.Elapsed < TimeSpan.FromSeconds(30) && mine.All(a => a.Kind != ActivityKind.Server); await Task.Yield())
            mine = [.. ended.Where(a => a.TraceId == trace)];
        var whole = Assert.Single(mine, a => a.Kind == ActivityKind.Server);
        Assert.Equal("00f067aa0ba902b7", whole.ParentSpanId.ToHexString());
        Assert.Equal(200, whole.GetTagItem("http.response.status_code"));
        var stages = mine.Where(a => a != whole).OrderBy(a => a.StartTimeUtc).ToArray();
        Assert.Equal(["compute", "input", "output", "queue"], stages.Select(a => a.OperationName).Order(StringComparer.Ordinal));
        Assert.All(stages, a => Assert.Equal(whole.SpanId, a.ParentSpanId));
        Assert.All(mine, a => Assert.DoesNotContain(a.TagObjects, t => $"{t.Value}".Contains("a b", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Traces_are_sent_to_a_collector()
    {
        using var collector = new HttpListener();
        int port = Port();
        collector.Prefixes.Add($"http://127.0.0.1:{port}/");
        collector.Start();

        // Whatever is sent until the host has ended: a request may be sent apart from its stages, which end before it.
        var received = new ConcurrentQueue<(string Path, string Text)>();
        var collecting = Task.Run(async () =>
        {
            while (true)
            {
                var context = await collector.GetContextAsync();
                using var bytes = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(bytes);
                received.Enqueue((context.Request.Url!.AbsolutePath, Encoding.Latin1.GetString(bytes.ToArray())));
                context.Response.Close();
            }
        });
        await using (var host = await Host.Start(
            new ServingOptions { Models = [$"life={Host.Golden("life")}"] }, listening: new ListenOptions { Traces = new Uri($"http://127.0.0.1:{port}") }))
        {
            await host.Post("/v1/models/life/step", """{"readings":[1,2]}""");
        }

        collector.Stop();
        await Assert.ThrowsAnyAsync<Exception>(() => collecting);
        Assert.All(received, r => Assert.Equal("/v1/traces", r.Path));
        string text = string.Concat(received.Select(r => r.Text));
        foreach (string said in new[] { "sluice", "state_step", "queue", "compute" }) Assert.Contains(said, text);
    }

    private static int Port()
    {
        using var socket = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        socket.Start();
        return ((IPEndPoint)socket.LocalEndpoint).Port;
    }
}
