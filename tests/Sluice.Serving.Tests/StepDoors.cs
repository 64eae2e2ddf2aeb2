using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Sluice.Serving.Models;
using Sluice.Serving.Sessions;
using Sluice.Tasks.Live;

namespace Sluice.Serving.Tests;

/// <summary>A way to sessions. Refusals are a <see cref="ServingException"/>.</summary>
internal interface IStepDoor
{
    /// <summary>Whether a request that was cancelled has changed nothing; else it may have been taken, and the client asks once more.</summary>
    bool IsUndone { get; }

    Task<(string Id, string Version)> Start(InterleavedModel model);

    /// <summary>The answers to rows of a session.</summary>
    /// <param name="model">The model.</param>
    /// <param name="id">The session.</param>
    /// <param name="taken">The rows that it has taken before.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="stop">Set when nobody waits any longer.</param>
    Task<IReadOnlyList<Array[]>> Step(InterleavedModel model, string id, long taken, IReadOnlyList<LiveRow> rows, CancellationToken stop);

    /// <summary>Ends a session.</summary>
    /// <returns>The rows that it took.</returns>
    Task<long> End(InterleavedModel model, string id);
}

/// <summary>Sessions by the calls to which every protocol comes.</summary>
internal sealed class CallDoor(ModelShelf shelf) : IStepDoor
{
    private readonly LocalSessions _sessions = new(shelf);

    public bool IsUndone => true;

    public Task<(string Id, string Version)> Start(InterleavedModel model) => _sessions.Start(shelf.Find(model.Name), null, default);

    public async Task<IReadOnlyList<Array[]>> Step(
        InterleavedModel model, string id, long taken, IReadOnlyList<LiveRow> rows, CancellationToken stop)
        => (await _sessions.Take(shelf.Find(model.Name), null, new LiveAsk(id, false, false, null), _ => rows, stop)).Answers;

    public Task<long> End(InterleavedModel model, string id) => _sessions.End(shelf.Find(model.Name), id, default);
}

/// <summary>Sessions over REST.</summary>
internal sealed class RestDoor(HttpClient client) : IStepDoor
{
    public bool IsUndone => false;

    public async Task<(string Id, string Version)> Start(InterleavedModel model)
    {
        var begun = await Answer(client.PostAsync(Sessions(model), null));
        return ((string)begun["id"]!, (string)begun["model_version"]!);
    }

    public async Task<IReadOnlyList<Array[]>> Step(
        InterleavedModel model, string id, long taken, IReadOnlyList<LiveRow> rows, CancellationToken stop)
    {
        var body = new JsonObject { ["rows"] = new JsonArray([.. rows.Select(r => Row(model.Form, r))]) };
        var told = await Answer(client.PostAsJsonAsync($"{Sessions(model)}/{id}/steps?rows_taken={taken}", (JsonNode)body, stop), stop);
        return [.. told["answers"]!.AsArray().Select(a => model.Form.Outputs.Select(o => Values(o, a![o.Name])).ToArray())];
    }

    public async Task<long> End(InterleavedModel model, string id) => (long)(await Answer(client.DeleteAsync($"{Sessions(model)}/{id}")))["rows"]!;

    private static string Sessions(InterleavedModel model) => $"/v1/models/{model.Name}/sessions";

    private static JsonObject Row(LiveForm form, LiveRow row)
    {
        var json = new JsonObject();
        for (int i = 0; i < form.Inputs.Count; i++)
        {
            if (row.Values[i] is double[] numbers) json[form.Inputs[i].Name] = new JsonArray([.. numbers.Select(n => JsonValue.Create(n))]);
            else if (row.Values[i] is string[] texts) json[form.Inputs[i].Name] = texts[0];
        }

        return json;
    }

    private static Array Values(LiveField field, JsonNode? json)
    {
        JsonNode?[] all = json is JsonArray list ? [.. list] : [json];
        return field.IsText ? all.Select(v => (string)v!).ToArray() : all.Select(v => v is null ? double.NaN : (double)v).ToArray();
    }

    private static async Task<JsonNode> Answer(Task<HttpResponseMessage> asked, CancellationToken stop = default)
    {
        using var answer = await asked;
        var body = (await answer.Content.ReadFromJsonAsync<JsonNode>(stop))!;
        return answer.IsSuccessStatusCode ? body : throw new ServingException((int)answer.StatusCode, (string)body["error"]!);
    }
}
