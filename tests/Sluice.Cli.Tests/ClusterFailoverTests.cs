using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Sluice.Tasks.Life;
using Sluice.Tests;

namespace Sluice.Cli.Tests;

/// <summary>Three servers, each a process of its own: one is killed, one asked to stop, and no session answers otherwise than a lone run.</summary>
public class ClusterFailoverTests(PostgresFixture server) : IClassFixture<PostgresFixture>
{
    private const int Sessions = 1000, Rounds = 6, Clients = 16;
    private static readonly string[] s_outputs = ["life", "low", "high"];

    [PostgresFact]
    public async Task A_thousand_sessions_go_on_when_a_server_is_killed_and_another_stops()
    {
        string model = Path.Combine(GoldenTests.Folder(), "life", "model.safetensors");
        var net = LifeModel.Load(model);
        Process[] servers = [.. Enumerable.Range(0, 3).Select(_ => Serve(model))];
        try
        {
            HttpClient[] clients = await Task.WhenAll(servers.Select(Client));
            LoneRun[] alone = [.. Enumerable.Range(0, Sessions).Select(_ => new LoneRun(net))];
            await Each(n => Ask(clients, n, "/v1/models/life/sessions", $$"""{"id":"s{{n}}"}"""));
            for (int round = 0; round < Rounds; round++)
            {
                int now = round;
                var steps = Each(async n =>
                {
                    // Each session is asked for at another server each time; whoever does not answer is passed over.
                    var answer = await Ask(clients, n + now, $"/v1/models/life/sessions/s{n}/steps?rows_taken={now}", $$"""{"readings":[{{n % 7}},{{now}}.5]}""");
                    Assert.Equal(alone[n].Step(n % 7, now + 0.5), s_outputs.Select(o => (double)answer[o]!));
                    Assert.Equal(now + 1, (int)answer["rows_taken"]!);
                });
                if (round == 2) servers[0].Kill();
                if (round == 4)
                {
                    using var stop = Process.Start("kill", ["-TERM", $"{servers[1].Id}"]);
                    await stop.WaitForExitAsync();
                }

                await steps;
            }

            await servers[1].WaitForExitAsync(new CancellationTokenSource(TimeSpan.FromMinutes(1)).Token);
            Assert.Equal(0, servers[1].ExitCode);
            var told = await Ask(clients[2..], 0, "/v1/models/life", null);
            Assert.Equal((Sessions, Sessions), ((int)told["sessions"]!["here"]!, (int)told["sessions"]!["cluster"]!));
        }
        finally
        {
            foreach (var one in servers)
            {
                one.Kill();
                one.Dispose();
            }
        }
    }

    private Process Serve(string model) => Process.Start(
        new ProcessStartInfo(
            "dotnet",
            [typeof(CommandLine).Assembly.Location, "serve", $"life={model}", "--port", "0", "--drain", "0", "--cluster", server.Running.Address])
        {
            RedirectStandardOutput = true,
        })!;

    private static async Task<HttpClient> Client(Process serve)
        => new() { BaseAddress = new Uri((await serve.StandardOutput.ReadLineAsync())!), Timeout = TimeSpan.FromMinutes(2) };

    private static async Task Each(Func<int, Task> work) => await Task.WhenAll(Enumerable.Range(0, Clients).Select(c => Task.Run(async () =>
    {
        for (int n = c; n < Sessions; n += Clients) await work(n);
    })));

    /// <summary>Asks one server after the other until there is an answer.</summary>
    private static async Task<JsonNode> Ask(HttpClient[] clients, int first, string path, string? body)
    {
        string last = "";
        for (int attempt = 0; attempt < 60; attempt++)
        {
            try
            {
                var client = clients[(first + attempt) % clients.Length];
                using var answer = body is null
                    ? await client.GetAsync(path) : await client.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"));
                string text = await answer.Content.ReadAsStringAsync();
                if (answer.IsSuccessStatusCode || ((int)answer.StatusCode == 409 && path.EndsWith("sessions", StringComparison.Ordinal) && attempt > 0))
                    return JsonNode.Parse(text)!;
                last = $"{(int)answer.StatusCode}: {text}";
                Assert.True((int)answer.StatusCode is 503, last);
            }
            catch (HttpRequestException e)
            {
                last = e.Message;
            }

            await Task.Delay(200);
        }

        throw new InvalidOperationException(last);
    }
}
