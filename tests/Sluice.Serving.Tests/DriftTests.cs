using System.Text.Json.Nodes;

namespace Sluice.Serving.Tests;

/// <summary>What comes in is compared with what was learned from, and nothing of it is kept.</summary>
public sealed class DriftTests
{
    private static async Task<JsonNode> Drift(Host host, string model) => (await host.Get($"/v1/models/{model}")).Body["drift"]!;

    [Fact]
    public async Task Live_rows_out_of_range_are_counted_and_said_in_metrics_and_info()
    {
        await using var host = await Host.Serve("life");
        Assert.Empty((await Drift(host, "life"))["columns"]!.AsArray());
        var form = (await host.Get("/v1/models/life")).Body["form"]!["inputs"]![0]!;
        int width = (int)form["length"]!;
        string id = (string)(await host.Post("/v1/models/life/sessions", "")).Body["id"]!;
        for (int i = 0; i < 3; i++)
        {
            var (status, body) = await host.Post($"/v1/models/life/sessions/{id}/steps", new { readings = Enumerable.Repeat(1e6 + i, width) });
            Assert.True(status == 200, body.ToJsonString());
        }

        var drift = await Drift(host, "life");
        var columns = drift["columns"]!.AsArray();
        Assert.Equal(form["names"]!.AsArray().Select(n => (string)n!).Order(), columns.Select(c => (string)c!["column"]!).Order());
        Assert.All(columns, c => Assert.Equal((3, 1.0), ((int)c!["seen"]!, (double)c["outside"]!)));
        Assert.Equal(width, drift["findings"]!.AsArray().Count);
        Assert.DoesNotContain("100000", drift.ToJsonString());
        string metrics = await host.Client.GetStringAsync("/metrics");
        Assert.Contains("sluice_drift", metrics);
        Assert.Contains("measure=\"outside\"", metrics);
    }

    [Fact]
    public async Task A_session_says_which_of_its_own_rows_were_strange()
    {
        await using var host = await Host.Serve("life");
        foreach (string id in new[] { "strange", "usual" }) await host.Post("/v1/models/life/sessions", new { id });
        await host.Post("/v1/models/life/sessions/usual/steps", """{"rows":[{"readings":[-4.5,0.5]},{"readings":[-4.5,0.5]}]}""");
        var form = (await host.Get("/v1/models/life")).Body["form"]!["inputs"]![0]!["names"]!.AsArray();
        string first = (string)form[0]!;
        await host.Post("/v1/models/life/sessions/strange/steps", """{"rows":[{"readings":[1e6,0.5]},{"readings":[null,0.5]},{"readings":[-4.5,0.5]},{"readings":[-4.5,0.5]}]}""");
        var (status, look) = await host.Get("/v1/models/life/sessions/strange");
        Assert.True(status == 200, look.ToJsonString());
        Assert.Equal(4, (int)look["rows_taken"]!);
        var column = Assert.Single(look["drift"]!["columns"]!.AsArray(), c => (string)c!["column"]! == first)!;
        Assert.Equal((4, 0.25, 1.0 / 3), ((int)column["seen"]!, (double)column["missing"]!, (double)column["outside"]!));
        Assert.Contains(look["drift"]!["findings"]!.AsArray(), f => ((string)f!).StartsWith($"column '{first}': 25.0 % missing", StringComparison.Ordinal));
        var usual = (await host.Get("/v1/models/life/sessions/usual")).Body;
        Assert.Empty(usual["drift"]!["columns"]!.AsArray());
        Host.Refused(404, "no session of this id", await host.Get("/v1/models/life/sessions/none"));
    }

    [Fact]
    public async Task Rows_of_a_table_and_symbols_of_texts_are_counted()
    {
        await using var host = await Host.Serve("life", "translate");
        string table = await File.ReadAllTextAsync(Path.Combine(Path.GetDirectoryName(Host.Golden("life"))!, "engines.txt"));
        var (status, body) = await host.Post("/v1/models/life/predict", table, "text/plain");
        Assert.True(status == 200, body.ToJsonString());
        var drift = await Drift(host, "life");
        Assert.NotEmpty(drift["columns"]!.AsArray());
        Assert.All(drift["columns"]!.AsArray(), c => Assert.Equal(0, (double)c!["outside"]!)); // the rows that it learned from
        Assert.Empty(drift["findings"]!.AsArray());

        await host.Post("/v1/models/translate/predict", new { texts = new[] { "Ω", new string('Ω', 200) } });
        var texts = await Drift(host, "translate");
        Assert.True((int)texts["count"]! > 0, texts.ToJsonString());
        Assert.InRange((int)texts["unknown"]!, 1, (int)texts["count"]!);
        Assert.DoesNotContain("Ω", texts.ToJsonString());
    }
}
