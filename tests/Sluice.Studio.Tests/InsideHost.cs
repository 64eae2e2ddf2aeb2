using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Sluice.Studio.Tests;

/// <summary>A studio of its own on a folder of models, asked over HTTP.</summary>
/// <param name="write">Puts the models into the folder.</param>
public abstract class InsideHost(Action<string> write) : IAsyncLifetime
{
    private StudioServer? _server;

    /// <summary>The folder.</summary>
    protected string Folder { get; } = Directory.CreateTempSubdirectory("sluice-inside-").FullName;

    /// <summary>Asks below <c>/api/inside/</c>.</summary>
    protected HttpClient Client { get; } = new();

    public async Task InitializeAsync()
    {
        write(Folder);
        _server = await StudioServer.Start(new StudioOptions { Folder = Folder, Port = 0 });
        Client.BaseAddress = new Uri(new Uri(_server.Address), "/api/inside/");
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _server!.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    /// <summary>What is answered.</summary>
    protected async Task<JsonNode> Get(string path) => (await Client.GetFromJsonAsync<JsonNode>(path))!;

    /// <summary>What is answered to something sent, which must be right.</summary>
    protected async Task<JsonNode> Post(string path, object body)
    {
        using var answer = await Client.PostAsJsonAsync(path, body);
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }
}
