using System.Net;
using System.Net.Http.Headers;

namespace Sluice.Studio.Tests;

/// <summary>Who may ask the studio, and what it never gives.</summary>
public class SafetyTests
{
    private static async Task<HttpResponseMessage> Ask(
        string address, string path, Action<HttpRequestMessage>? with = null, HttpMethod? method = null)
    {
        using var client = new HttpClient(new HttpClientHandler { UseCookies = false, AllowAutoRedirect = false });
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
        Assert.Equal(
            HttpStatusCode.Forbidden, (await Ask(server.Address, "/api/cells", r => r.Headers.Add("Sec-Fetch-Site", "cross-site"))).StatusCode);
        Assert.Equal(
            HttpStatusCode.Forbidden, (await Ask(server.Address, "/api/cells", r => r.Headers.Add("Origin", "http://evil.example"))).StatusCode);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("0.0.0.0")]
    public async Task It_makes_itself_ready_whoever_may_look_and_complains_to_nobody_when_it_is_closed(string bind)
    {
        var server = await StudioServer.Start(new StudioOptions { Port = 0, Bind = bind });
        await server.MakeReady();
        await server.DisposeAsync();
        await server.MakeReady();
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

        // The cookie takes the place of the token, which leaves the address.
        Assert.Equal(HttpStatusCode.Redirect, opened.StatusCode);
        Assert.Equal("/train?a=b", (await Ask(local, $"/train?a=b&token={token}")).Headers.Location!.ToString());
        Assert.Equal("/", opened.Headers.Location!.ToString());
        string cookie = string.Join(' ', opened.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(HttpStatusCode.OK, (await Ask(local, "/", r => r.Headers.Add("Cookie", cookie.Split(';')[0]))).StatusCode);
        Assert.Equal(
            HttpStatusCode.OK, (await Ask(local, "/", r => r.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token))).StatusCode);
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
            File.CreateSymbolicLink(Path.Combine(inside, "by"), Path.Combine("up", "secret"));
            Directory.CreateSymbolicLink(Path.Combine(inside, "round"), Path.Combine(inside, "round"));
            var shelf = new Shelf(inside);
            Assert.Equal(Path.Combine(shelf.Folder, "a.txt"), shelf.Find("a.txt"));
            foreach (string path in new[] { "..", "../secret", "link", "up/secret", "/etc/passwd", "a/../../secret", "a\0b", "by", "round/x" })
                Assert.Throws<SluiceException>(() => shelf.Find(path));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("tag", "book:/../../../../../../../../etc/hostname")]
    [InlineData("translate", "book:/../../../../../../../../etc/hostname")]
    [InlineData("transcribe", "names.csv")]
    [InlineData("tag", "linked")]
    public async Task NoTaskReadsWhatLiesOutsideByNameLinkOrTable(string task, string file)
    {
        string folder = Directory.CreateTempSubdirectory("sluice-outside-").FullName, inside = Path.Combine(folder, "in");
        try
        {
            Directory.CreateDirectory(Path.Combine(inside, "linked"));
            File.WriteAllText(Path.Combine(folder, "secret.wav"), "SECRET");
            File.WriteAllText(Path.Combine(inside, "names.csv"), $"file,text\n{Path.Combine(folder, "secret.wav")},one\n");
            foreach (string name in new[] { "seq.in", "seq.out", "label" })
                File.CreateSymbolicLink(Path.Combine(inside, "linked", name), Path.Combine(folder, "secret.wav"));
            await using var server = await StudioServer.Start(new StudioOptions { Folder = inside, Port = 0 });
            using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
            var answer = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(
                client, "api/runs", new { task, settings = new Dictionary<string, string> { ["data.file"] = file } });
            string said = await answer.Content.ReadAsStringAsync();
            Assert.True((int)answer.StatusCode is >= 400 and < 500, said);
            Assert.DoesNotContain("SECRET", said);
            Assert.Contains("folder", said);
            Assert.Empty(Directory.Exists(Path.Combine(inside, "runs")) ? Directory.GetDirectories(Path.Combine(inside, "runs")) : []);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("GET", "api/nothing", "", 400, "unknown")]
    [InlineData("GET", "api/dinner?seed=abc&steps=1", "", 400, "seed")]
    [InlineData("GET", "api/dinner?seed=1", "", 400, "steps")]
    [InlineData("POST", "api/play", "{bad", 400, "JSON")]
    [InlineData("POST", "api/play", "{}", 400, "JSON")]
    [InlineData("POST", "api/runs", "{\"task\":\"text\",\"settings\":null}", 400, "JSON")]
    [InlineData("POST", "api/runs", "{\"task\":\"text\",\"settings\":{\"data.file\":null}}", 400, "expected a value under data.file, got null")]
    [InlineData("POST", "api/runs", "{\"task\":\"text\",\"settings\":{\"data.file\":\"book:english\",\"model.layers\":\"100000\"}}", 400, "layers")]
    [InlineData(
        "POST", "api/runs", "{\"task\":\"text\",\"settings\":{\"data.file\":\"book:english\",\"model.layers\":\"10000000\"}}", 400,
        "MB of memory or more")]
    [InlineData(
        "POST", "api/runs", "{\"task\":\"text\",\"settings\":{\"data.file\":\"book:english\",\"training.batch\":\"2000000000\"}}", 400,
        "MB of memory or more")]
    [InlineData("POST", "api/upload?name=a%1Bb.txt", "x", 400, "expected the name of a file")]
    [InlineData("POST", "api/upload?name=a%E2%80%AEtxt.exe", "x", 400, "expected the name of a file")]
    [InlineData("POST", "api/runs", "{\"task\":\"text\",\"settings\":{}}", 400, "data.file")]
    [InlineData("GET", "api/book/lesson/words?words=Doug&seed=99", "", 400, "lesson")]
    public async Task WhatIsAskedWronglyIsToldInASentence(string method, string path, string body, int status, string expected)
    {
        await using var server = await StudioServer.Start(new StudioOptions { Port = 0, Folder = Path.GetTempPath() });
        var answer = await Ask(server.Address, path, r =>
        {
            if (body.Length > 0)
                r.Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        }, new HttpMethod(method));
        string said = await answer.Content.ReadAsStringAsync();
        Assert.Equal(status, (int)answer.StatusCode);
        Assert.Contains(expected, said);
        Assert.StartsWith("{\"error\":", said);
        Assert.DoesNotContain("   at ", said);
    }

    [Fact]
    public async Task UploadsHaveARoomThatIsNotExceeded()
    {
        string folder = Directory.CreateTempSubdirectory("sluice-quota-").FullName;
        try
        {
            await using var server =
                await StudioServer.Start(new StudioOptions { Folder = folder, Port = 0, LargestUpload = 1000, AllUploads = 1500 });
            Task<HttpResponseMessage> Send()
                => Ask(server.Address, "/api/upload?name=a.txt", r => r.Content = new StringContent(new string('x', 900)), HttpMethod.Post);
            Assert.Equal(HttpStatusCode.OK, (await Send()).StatusCode);
            var second = await Send();
            Assert.Equal(HttpStatusCode.BadRequest, second.StatusCode);
            Assert.Contains("the uploads take", await second.Content.ReadAsStringAsync());
            Assert.Single(Directory.GetFiles(Path.Combine(folder, "uploads")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task ConnectionsThatAskNothingKeepNobodyOut()
    {
        await using var server = await StudioServer.Start(new StudioOptions { Port = 0 });
        var address = new Uri(server.Address);
        List<System.Net.Sockets.TcpClient> idle = [];
        try
        {
            for (int i = 0; i < 1100; i++)
            {
                var client = new System.Net.Sockets.TcpClient();
                idle.Add(client);
                try
                {
                    await client.ConnectAsync(address.Host, address.Port);
                    if (i % 2 == 0) await client.GetStream().WriteAsync("GET / HT"u8.ToArray());
                }
                catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException)
                {
                    // It was dropped already.
                }
            }

            using var asking = new CancellationTokenSource(TimeSpan.FromSeconds(20));
            using var page = new HttpClient { BaseAddress = address };
            Assert.Equal(HttpStatusCode.OK, (await page.GetAsync("/", asking.Token)).StatusCode);
            Assert.Equal(HttpStatusCode.OK, (await page.GetAsync("/api/tasks", asking.Token)).StatusCode);
        }
        finally
        {
            foreach (var client in idle) client.Dispose();
        }
    }

    [Fact]
    public async Task APipeInTheFolderHangsNothingAndWhereTheFolderLiesIsNotTold()
    {
        if (OperatingSystem.IsWindows()) return;
        string folder = Directory.CreateTempSubdirectory("sluice-pipe-").FullName;
        try
        {
            foreach (string name in new[] { "a.csv", "m.safetensors", "t.txt" })
                using (var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(folder, name)])) made.WaitForExit();
            string run = Directory.CreateDirectory(Path.Combine(folder, "run")).FullName;
            File.WriteAllText(Path.Combine(run, "events.jsonl"), "");
            using (var made = System.Diagnostics.Process.Start("mkfifo", [Path.Combine(run, "config.json")])) made.WaitForExit();
            File.WriteAllText(Path.Combine(folder, "bad.csv"), "date,y\n2024-01-01,1\n");
            await using var server = await StudioServer.Start(new StudioOptions { Folder = folder, Port = 0 });
            foreach (string path in new[] { "api/files", "api/file?name=a.csv", "api/file?name=t.txt", "api/runs", "api/run?name=run", "api/inside/models" })
            {
                var answer = await Ask(server.Address, path);
                Assert.DoesNotContain(folder, await answer.Content.ReadAsStringAsync());
            }

            foreach (string file in new[] { "a.csv", "bad.csv", "none.csv" })
            {
                var answer = await Ask(server.Address, "api/runs", r => r.Content = new StringContent(
                    $$$"""{"task":"forecast","settings":{"data.file":"{{{file}}}","data.target":"y"}}""", System.Text.Encoding.UTF8,
                    "application/json"), HttpMethod.Post);
                string said = await answer.Content.ReadAsStringAsync();
                Assert.True((int)answer.StatusCode is >= 400 and < 500, said);
                Assert.Contains(file, said);
                Assert.DoesNotContain(folder, said);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task UploadsOfOneNameAtOnceAreAllKept()
    {
        string folder = Directory.CreateTempSubdirectory("sluice-uploads-").FullName;
        try
        {
            await using var server = await StudioServer.Start(new StudioOptions { Folder = folder, Port = 0 });
            var answers = await Task.WhenAll(Enumerable.Range(0, 64).Select(
                i => Ask(server.Address, "/api/upload?name=race.txt", r => r.Content = new StringContent($"content {i}"), HttpMethod.Post)));
            Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
            string[] kept = [.. Directory.GetFiles(Path.Combine(folder, "uploads")).Select(File.ReadAllText).Order()];
            Assert.Equal(Enumerable.Range(0, 64).Select(i => $"content {i}").Order(), kept);
            Assert.Equal(
                HttpStatusCode.BadRequest,
                (await Ask(server.Address, "/api/upload?name=events.jsonl", r => r.Content = new StringContent("x"), HttpMethod.Post)).StatusCode);
            Assert.Equal(64, kept.Length);

            // Through a link nothing is written elsewhere.
            Directory.Move(Path.Combine(folder, "uploads"), Path.Combine(folder, "kept"));
            Directory.CreateSymbolicLink(Path.Combine(folder, "uploads"), Path.GetTempPath());
            Assert.Equal(
                HttpStatusCode.BadRequest,
                (await Ask(server.Address, "/api/upload?name=out.txt", r => r.Content = new StringContent("x"), HttpMethod.Post)).StatusCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task AnotherAddressOfThisMachineAnswersUnderItsOwnName()
    {
        await using var server = await StudioServer.Start(new StudioOptions { Port = 0, Bind = "127.0.0.2" });
        Assert.Equal(HttpStatusCode.OK, (await Ask(server.Address, "/api/gates/curves")).StatusCode);
    }

    [Fact]
    public async Task LessonsDoNotDriveEachOtherOut()
    {
        await using var server = await StudioServer.Start(new StudioOptions { Port = 0 });
        for (int seed = 1; seed <= 4; seed++)
            Assert.Equal(HttpStatusCode.OK, (await Ask(server.Address, $"/api/book/lesson?seed={seed}", method: HttpMethod.Post)).StatusCode);
        var fifth = await Ask(server.Address, "/api/book/lesson?seed=5", method: HttpMethod.Post);
        Assert.Equal(HttpStatusCode.BadRequest, fifth.StatusCode);
        Assert.Contains("at most 4", await fifth.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, (await Ask(server.Address, "/api/book/lesson?seed=2", method: HttpMethod.Post)).StatusCode);

        // Begun again, a lesson is told from its first sentence, whatever was known of the one before.
        async Task<string> Told(string known)
            => await (await Ask(
                server.Address, "/api/book/lesson/events?seed=2", r => r.Headers.Add("Last-Event-ID", known))).Content.ReadAsStringAsync();
        string before = await Told("");
        string id = before[(before.IndexOf("id: ", StringComparison.Ordinal) + 4)..].Split('\n')[0];
        await Ask(server.Address, "/api/book/lesson?seed=2&again=true", method: HttpMethod.Post);
        Assert.DoesNotContain($"id: {id.Split('-')[0]}-", await Told($"{id.Split('-')[0]}-999"));
    }

    [Theory]
    [InlineData("nowhere.example", "address")]
    [InlineData("", "address")]
    public async Task AWrongAddressIsSaid(string bind, string expected)
        => Assert.Contains(
            expected, (await Assert.ThrowsAsync<SluiceException>(() => StudioServer.Start(new StudioOptions { Bind = bind, Port = 0 }))).Message);

    [Fact]
    public async Task ATakenPortIsSaid()
    {
        await using var server = await StudioServer.Start(new StudioOptions { Port = 0 });
        var error = await Assert.ThrowsAsync<SluiceException>(() => StudioServer.Start(new StudioOptions { Port = new Uri(server.Address).Port }));
        Assert.Contains("--port", error.Message);
    }
}
