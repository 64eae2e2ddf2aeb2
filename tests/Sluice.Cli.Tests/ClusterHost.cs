using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Sluice.Cluster;
using Sluice.Serving;

namespace Sluice.Cli.Tests;

/// <summary>A server of a cluster in this process, with a client for it.</summary>
internal sealed class ClusterHost : IAsyncDisposable
{
    private readonly SluiceCluster _cluster;

    private ClusterHost(SluiceCluster cluster, SluiceServer server)
        => (_cluster, Server, Client) = (cluster, server, new HttpClient { BaseAddress = new Uri(server.Address) });

    public SluiceServer Server { get; }

    public HttpClient Client { get; }

    public static async Task<ClusterHost> Start(string database, ServingOptions options, TimeSpan? probe = null, bool grpc = false)
    {
        var joining = new ClusterOptions { Database = database, Connections = 4 };
        var cluster = SluiceCluster.Open(probe is { } own ? joining with { Probe = own } : joining);
        var keyed = options with { StateKey = cluster.StateKey };
        return new(cluster, await SluiceServer.Start(keyed, new ListenOptions { Port = 0, GrpcPort = grpc ? 0 : null }, more: cluster.AddTo));
    }

    public async Task<(int Status, JsonNode Body)> Get(string path) => await Read(await Client.GetAsync(path));

    public async Task<(int Status, JsonNode Body)> Post(string path, string body)
        => await Read(await Client.PostAsync(path, new StringContent(body, System.Text.Encoding.UTF8, "application/json")));

    public async Task<(int Status, JsonNode Body)> Delete(string path) => await Read(await Client.DeleteAsync(path));

    /// <summary>Why it had to leave the cluster, or null.</summary>
    public string? Failure => _cluster.Failure;

    /// <summary>Stops as at SIGTERM.</summary>
    public Task Stop() => Server.Stop();

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
        await _cluster.DisposeAsync();
    }

    /// <summary>Sees a refusal with one sentence.</summary>
    public static void Refused(int status, string part, (int Status, JsonNode Body) answer)
    {
        Assert.Contains(part, (string)answer.Body["error"]!);
        Assert.Equal(status, answer.Status);
    }

    public static async Task<(int Status, JsonNode Body)> Read(HttpResponseMessage answer)
        => ((int)answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonNode>() ?? new JsonObject());
}
