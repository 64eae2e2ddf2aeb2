using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Serving.Models;
using Sluice.Serving.Protocol;

namespace Sluice.Serving.Sessions;

/// <summary>Live sequences: sessions that the server keeps, and states that clients keep.</summary>
internal sealed class SessionApi(ModelShelf shelf, Front front, LiveSteps live, ISessionKeeper sessions)
{
    private const string Sessions = "/v1/models/{name}/sessions";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost(Sessions, (HttpContext context, string name) => Start(context, name)).WithSummary("Begins a session").Of(Examples.Start);
        routes.MapPost($"{Sessions}/{{id}}/steps", (HttpContext context, string name, string id) => Step(context, name, id))
            .WithSummary("The answer of a session to its next row, or to its next rows under 'rows'; with ?rows_taken=N it may be asked for again").Of(Examples.Step);
        routes.MapGet($"{Sessions}/{{id}}", (HttpContext context, string name, string id) => Look(context, name, id))
            .WithSummary("How a session stands: its version, the rows that it has taken, and how these differ from what was learned from");
        routes.MapDelete($"{Sessions}/{{id}}", (HttpContext context, string name, string id) => End(context, name, id)).WithSummary("Ends a session");
        routes.MapPost("/v1/models/{name}/step", (HttpContext context, string name) => StateStep(context, name))
            .WithSummary("The same with the state in the client's hands: it goes in, empty at first, and comes out").Of(Examples.StateStep);
    }

    private Task Start(HttpContext context, string name) => front.Answer(context, "session_start", name, async stop =>
    {
        var model = shelf.Find(name);
        var body = await front.Body(context, name, stop);
        string? id = null;
        if (body.Length > 0)
        {
            using var document = InferRequest.Parse(body);
            foreach (var property in document.RootElement.EnumerateObject())
                id = property is { Name: "id", Value.ValueKind: JsonValueKind.String }
                    ? property.Value.GetString()
                    : throw ServingException.Bad($"expected an object with a text for 'id', or an empty body, got '{property.Name}'.");
        }

        if (id is { Length: 0 or > SessionTable.LongestId }) throw SessionTable.WrongId(id);
        (id, string version) = await sessions.Start(model, id, stop);
        context.Response.StatusCode = StatusCodes.Status201Created;
        await Front.Json(context, new
        {
            Id = id,
            ModelName = name,
            ModelVersion = version,
            IdleSeconds = shelf.Options.SessionIdle.TotalSeconds,
            LongestSeconds = shelf.Options.SessionAge.TotalSeconds,
        });
    });

    private Task Step(HttpContext context, string name, string id) => front.Answer(context, "session_step", name, async stop =>
    {
        using var document = InferRequest.Parse(await front.Body(context, name, stop));
        var ask = new LiveAsk(id, false, false, null, Taken(context.Request));
        var told = await live.Take(shelf.Find(name), null, ask, form => LiveRows.Of(form, document.RootElement, []), stop);
        await Front.Bytes(context, Told(document.RootElement, told), "application/json");
    });

    private Task Look(HttpContext context, string name, string id) => front.Answer(context, "session_look", name, async stop =>
    {
        var look = await sessions.Look(shelf.Find(name), id, stop);
        await Front.Json(context, new
        {
            Id = id,
            ModelName = name,
            ModelVersion = look.Version,
            RowsTaken = look.Rows,
            Drift = new { Findings = look.Drift.Select(c => c.Finding).OfType<string>(), Columns = look.Drift },
        });
    });

    private Task End(HttpContext context, string name, string id) => front.Answer(context, "session_end", name, async stop =>
    {
        long rows = await sessions.End(shelf.Find(name), id, stop);
        await Front.Json(context, new { Id = id, Rows = rows });
    });

    private Task StateStep(HttpContext context, string name) => front.Answer(context, "state_step", name, async stop =>
    {
        using var document = InferRequest.Parse(await front.Body(context, name, stop));
        var root = document.RootElement;
        string state = root.TryGetProperty("state", out var given) && given.ValueKind != JsonValueKind.Null
            ? given.ValueKind == JsonValueKind.String ? given.GetString()! : throw ServingException.Bad($"expected a text for 'state', got {WireTensor.Kind(given)}.")
            : "";
        var ask = new LiveAsk(null, false, false, state);
        var told = await live.Take(shelf.Find(name), null, ask, form => LiveRows.Of(form, root, "state"), stop);
        await Front.Bytes(context, Told(root, told), "application/json");
    });

    /// <summary>The answer to a row, or the answers to those under <c>rows</c>, with what belongs to the session, as JSON.</summary>
    internal static ReadOnlyMemory<byte> Told(JsonElement asked, LiveTold told)
    {
        var written = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(written);
        json.WriteStartObject();
        if (asked.ValueKind == JsonValueKind.Object && asked.TryGetProperty("rows", out _))
        {
            json.WriteStartArray("answers");
            foreach (var answer in told.Answers)
            {
                json.WriteStartObject();
                LiveRows.Write(json, told.Form, answer);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }
        else
        {
            LiveRows.Write(json, told.Form, told.Answers[0]);
        }

        if (told.Session is not null) json.WriteNumber("rows_taken", told.Rows);
        if (told.State is not null) json.WriteString("state", told.State);
        json.WriteEndObject();
        json.Flush();
        return written.WrittenMemory;
    }

    /// <summary>The rows that the session has taken, as the client says in the query; rows have names of their own.</summary>
    private static long? Taken(HttpRequest request)
    {
        if (!request.Query.TryGetValue("rows_taken", out var given)) return null;
        return long.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out long taken)
            ? taken : throw ServingException.Bad($"rows_taken: expected a whole number from 0, got '{given}'.");
    }
}
