using System.Net.Http.Json;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json.Nodes;

namespace Sluice.Serving.Tests;

/// <summary>A server of its own on this machine, with a client for it.</summary>
internal sealed class Host : IAsyncDisposable
{
    private Host(SluiceServer server)
        => (Server, Client) = (server, new HttpClient { BaseAddress = new Uri(server.Address), Timeout = TimeSpan.FromSeconds(60) });

    public SluiceServer Server { get; }

    public HttpClient Client { get; }

    public static async Task<Host> Start(ServingOptions options, TimeProvider? time = null, ListenOptions? listening = null)
        => new(await SluiceServer.Start(options, (listening ?? new ListenOptions()) with { Port = 0 }, time));

    /// <summary>Serves golden models, each by its name.</summary>
    public static Task<Host> Serve(params string[] golden) => Start(new ServingOptions { Models = [.. golden.Select(g => $"{g}={Golden(g)}")] });

    public async Task<(int Status, JsonNode Body)> Get(string path) => await Read(await Client.GetAsync(path));

    public async Task<(int Status, JsonNode Body)> Post(string path, string body, string type = "application/json")
        => await Read(await Client.PostAsync(path, Content(body, type)));

    public async Task<(int Status, JsonNode Body)> Post(string path, object body) => await Read(await Client.PostAsJsonAsync(path, body));

    public async Task<(int Status, JsonNode Body)> Delete(string path) => await Read(await Client.DeleteAsync(path));

    /// <summary>Asks, and expects a refusal with one sentence.</summary>
    public static void Refused(int status, string part, (int Status, JsonNode Body) answer)
    {
        string sentence = (string)answer.Body["error"]!;
        Assert.Contains(part, sentence);
        Assert.Equal(status, answer.Status);
        Assert.Single(answer.Body.AsObject());
        Assert.DoesNotContain('\n', sentence);
    }

    public static HttpContent Content(string body, string type)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (type.Length > 0) content.Headers.ContentType = new(type);
        return content;
    }

    public static string Golden(string model, string file = "model.safetensors") => Path.Combine(Tests(), "Sluice.Cli.Tests", "Golden", model, file);

    /// <summary>The guide.</summary>
    public static string Guide => Path.Combine(Tests(), "..", "docs", "serving.md");

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Server.DisposeAsync();
    }

    public static async Task<(int Status, JsonNode Body)> Read(HttpResponseMessage answer)
    {
        string text = await answer.Content.ReadAsStringAsync();
        return ((int)answer.StatusCode, text.Length == 0 ? new JsonObject() : JsonNode.Parse(text)!);
    }

    private static string Tests([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, ".."));
}
