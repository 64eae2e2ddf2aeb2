using System.Net;
using System.Net.Http.Headers;

namespace Sluice.Studio.Tests;

/// <summary>Who may ask the studio, and what it never gives.</summary>
public class SafetyTests
{
    private static async Task<HttpResponseMessage> Ask(string address, string path, Action<HttpRequestMessage>? with = null, HttpMethod? method = null)
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false });
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, new Uri(new Uri(address), path));
        with?.Invoke(request);
        return await client.SendAsync(request);
    }

    [Fact]
    public async Task AnotherNameAndAnotherSiteAreRefused()
    {
        await using var server = await StudioServer.Start(new StudioOptions { Port = 0 });
        Assert.Equal(HttpStatusCode.OK, (await Ask(server.Address, "/")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Ask(server.Address, "/", r => r.Headers.Host = "evil.example")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Ask(server.Address, "/api/cells", r => r.Headers.Add("Sec-Fetch-Site", "cross-site"))).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Ask(server.Address, "/api/cells", r => r.Headers.Add("Origin", "http://evil.example"))).StatusCode);
    }

    [Fact]
    public async Task EveryAnswerHasAStrictPolicy()
    {
        await using var server = await StudioServer.Start(new StudioOptions { Port = 0 });
        foreach (string path in new[] { "/", "/book", "/api/nothing", "/nothing.js" })
        {
            var answer = await Ask(server.Address, path);
            Assert.StartsWith("default-src 'none'", string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")));
            Assert.Equal("nosniff", string.Join(' ', answer.Headers.GetValues("X-Content-Type-Options")));
        }
    }

    [Fact]
    public async Task BeyondThisMachineTheTokenIsNeeded()
    {
        await using var server = await StudioServer.Start(new StudioOptions { Port = 0, Bind = "0.0.0.0" });
        var address = new Uri(server.Address);
        string token = address.Query["?token=".Length..], local = $"http://127.0.0.1:{address.Port}/";
        Assert.Equal(48, token.Length);
        Assert.Equal(HttpStatusCode.Forbidden, (await Ask(local, "/")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await Ask(local, "/?token=wrong")).StatusCode);
        var opened = await Ask(local, $"/?token={token}");
        Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
        string cookie = string.Join(' ', opened.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await Ask(local, "/", r => r.Headers.Add("Cookie", cookie.Split(';')[0]))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await Ask(local, "/", r => r.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token))).StatusCode);
    }

    [Fact]
    public void NothingOutsideOfTheFolderIsFound()
    {
        string folder = Directory.CreateTempSubdirectory("sluice-shelf-").FullName, inside = Path.Combine(folder, "in");
        try
        {
            Directory.CreateDirectory(inside);
            File.WriteAllText(Path.Combine(folder, "secret"), "x");
            File.CreateSymbolicLink(Path.Combine(inside, "link"), Path.Combine(folder, "secret"));
            Directory.CreateSymbolicLink(Path.Combine(inside, "up"), folder);
            var shelf = new Shelf(inside);
            Assert.Equal(Path.Combine(shelf.Folder, "a.txt"), shelf.Find("a.txt"));
            foreach (string path in new[] { "..", "../secret", "link", "up/secret", "/etc/passwd", "a/../../secret", "a\0b" })
                Assert.Throws<SluiceException>(() => shelf.Find(path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("nowhere.example", "address")]
    [InlineData("", "address")]
    public async Task AWrongAddressIsSaid(string bind, string expected)
        => Assert.Contains(expected, (await Assert.ThrowsAsync<SluiceException>(() => StudioServer.Start(new StudioOptions { Bind = bind, Port = 0 }))).Message);

    [Fact]
    public async Task ATakenPortIsSaid()
    {
        await using var server = await StudioServer.Start(new StudioOptions { Port = 0 });
        var error = await Assert.ThrowsAsync<SluiceException>(() => StudioServer.Start(new StudioOptions { Port = new Uri(server.Address).Port }));
        Assert.Contains("--port", error.Message);
    }
}
