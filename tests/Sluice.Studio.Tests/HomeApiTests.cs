using System.Net.Http.Headers;
using System.Text.Json.Nodes;

namespace Sluice.Studio.Tests;

/// <summary>What the host says of the story of the first page.</summary>
public sealed class HomeApiTests() : InsideHost(_ => { })
{
    [Theory]
    [InlineData("en", "France", "French", 4)]
    [InlineData("zh-Hans", "法国", "法语", 2)]
    [InlineData("zh-Hant", "法國", "法語", 2)]
    public async Task The_story_is_read_by_both_nets(string language, string country, string spoken, int at)
    {
        var told = await Get($"../home/read?language={language}&country=fr&gap=5");
        int place = told["codes"]!.AsArray().Select(c => (string)c!).ToList().IndexOf("fr");
        Assert.Equal((at, country), ((int)told["country"]!, (string)told["words"]![at]!));
        Assert.Equal(spoken, (string)told["languages"]![place]!);
        foreach (string net in new[] { "plain", "lstm" })
        {
            Assert.True((bool)told[net]!["right"]![5 - 2]!);
            Assert.Equal((float)told[net]!["held"]![5 - 2]!, (float)told[net]!["chances"]![place]!, 1e-3f);
            Assert.Equal(told["words"]!.AsArray().Count, told[net]!["memory"]!.AsArray().Count);
            // What is told at the end was held all along, and nothing comes back.
            Assert.All(told[net]!["memory"]!.AsArray(), word =>
            {
                float[] held = [.. word!.AsArray().Select(m => (float)m!)];
                Assert.Equal(held.OrderDescending(), held);
            });
            Assert.True((float)told[net]!["memory"]![at]!.AsArray()[^1]! > 0.3f);
        }
    }

    [Fact]
    public async Task Places_of_shut_gates_that_a_shorter_story_does_not_have_are_left_out()
    {
        var told = await Get("../home/read?country=fr&gap=2&forget=200&input=all");
        Assert.All(told["lstm"]!["gates"]![1]!.AsArray(), g => Assert.Equal(0, (float)g!));
        Assert.DoesNotContain(0f, told["lstm"]!["gates"]![0]!.AsArray().Select(g => (float)g!));
    }

    [Theory]
    [InlineData("country=fr&gap=61", "expected 2 to 60 words between, got 61")]
    [InlineData("country=xx&gap=5", "expected a country, one of es, fr, it")]
    [InlineData("country=fr&gap=5&forget=x", "expected 'all' or places of words such as 3,8, got 'x'")]
    [InlineData("country=fr&gap=5&language=fr", "expected the language en, zh-Hans or zh-Hant, got 'fr'")]
    public async Task What_makes_no_sense_is_refused_in_a_sentence(string asked, string says)
    {
        using var answer = await Client.GetAsync("../home/read?" + asked);
        Assert.False(answer.IsSuccessStatusCode);
        Assert.Contains(says, (string)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["error"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_is_served_packed_to_whoever_unpacks_it()
    {
        async Task<(byte[] Body, string? Encoding, string? Tag)> Page(string? accepts)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/");
            if (accepts is not null) request.Headers.AcceptEncoding.Add(StringWithQualityHeaderValue.Parse(accepts));
            using var answer = await Client.SendAsync(request);
            return (await answer.Content.ReadAsByteArrayAsync(), answer.Content.Headers.ContentEncoding.FirstOrDefault(), answer.Headers.ETag?.Tag);
        }

        var (plain, none, tag) = await Page(null);
        var (packed, gzip, other) = await Page("gzip");
        Assert.Equal((null, "gzip"), (none, gzip));
        Assert.NotEqual(tag, other);
        using var unpacked = new MemoryStream();
        using (var stream = new System.IO.Compression.GZipStream(new MemoryStream(packed), System.IO.Compression.CompressionMode.Decompress))
            await stream.CopyToAsync(unpacked);
        Assert.Equal(plain, unpacked.ToArray());
        Assert.Null((await Page("gzip;q=0")).Encoding);
    }
}
