using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Serving.Models;
using Sluice.Serving.Protocol;

namespace Sluice.Serving.Answers;

/// <summary>The extension <c>generate</c>: what a model writes after a text, whole or piece by piece as server-sent events.</summary>
internal sealed class GenerateApi(ModelShelf shelf, Front front, ComputeTurns turns)
{
    private const int UsualLength = 100, MostLength = 10_000;

    public void Map(IEndpointRouteBuilder routes)
    {
        ProtocolApi.Both(routes, "/generate", "What a model writes after a text", HttpMethods.Post, Whole).Of(Examples.Generate);
        ProtocolApi.Both(routes, "/generate_stream", "The same as server-sent events, an event for each piece", HttpMethods.Post, Stream)
            .Of(Examples.Generate);
    }

    private Task Whole(HttpContext context, string name, string? version) => front.Answer(context, "generate", name, async stop =>
    {
        var asked = await Read(context, name, version, stop);
        var text = new StringBuilder();
        await foreach (string piece in Pieces(asked, stop)) text.Append(piece);
        await Front.Json(context, Told(asked, text.ToString()));
    });

    private Task Stream(HttpContext context, string name, string? version) => front.Answer(context, "generate_stream", name, async stop =>
    {
        var asked = await Read(context, name, version, stop);
        try
        {
            await foreach (string piece in Pieces(asked, stop))
            {
                // The head goes out with the first piece, so that what is wrong with the request has a status of its own.
                if (!context.Response.HasStarted)
                    (context.Response.ContentType, context.Response.Headers.CacheControl) = ("text/event-stream", "no-cache");
                await Event(context, Told(asked, piece), stop);
            }
        }
        catch (Exception e) when (context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            // The status is out already: clients look for an error in the events.
            await Event(context, new { Error = front.Told(e).Message }, context.RequestAborted);
        }
    });

    private static async Task Event(HttpContext context, object told, CancellationToken stop)
    {
        await context.Response.WriteAsync($"data: {AnswerJson.Of(told)}\n\n", stop);
        await context.Response.Body.FlushAsync(stop);
    }

    private static object Told(Asked asked, string text)
        => new { asked.Id, ModelName = asked.Version.Name, ModelVersion = asked.Version.Version, TextOutput = text };

    /// <summary>The pieces; each is written when it is the request's turn, so that many texts grow side by side.</summary>
    private async IAsyncEnumerable<string> Pieces(
        Asked asked, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken stop)
    {
        using var pieces = asked.Version.Task.Generate(asked.Version.Model, asked.Text, asked.Options).GetEnumerator();
        for (int i = 0; i < asked.Length; i++)
        {
            if (!await turns.Take(asked.Version.Name, pieces.MoveNext, stop, isPiece: true)) yield break;
            yield return pieces.Current;
        }
    }

    private async Task<Asked> Read(HttpContext context, string name, string? version, CancellationToken stop)
    {
        var now = shelf.Find(name).Find(version);
        if (now.Network is not null || now.Task.GenerateOptions.Count == 0) throw ServingException.Bad($"model '{name}' ({now.TaskName}) writes no texts.");
        using var document = InferRequest.Parse(await front.Body(context, name, stop));
        var root = document.RootElement;
        if (!root.TryGetProperty("text_input", out var text) || text.ValueKind != JsonValueKind.String)
            throw ServingException.Bad($"expected a text for 'text_input', got {WireTensor.Kind(text)}.");
        var given = root.TryGetProperty("parameters", out var parameters) ? AskedOptions.Texts(parameters) : [];
        if (given.Remove("max_tokens", out string? most)) given["length"] = most;
        given.Remove("stream");
        int length = AskedOptions.Whole(given, "length", UsualLength, 1, MostLength);
        var options = AskedOptions.Of(now.Task.GenerateOptions, given);
        AskedOptions.CheckRest(now.Task.GenerateOptions, given, "length");
        string? id = root.TryGetProperty("id", out var own) && own.ValueKind == JsonValueKind.String ? own.GetString() : null;
        now.Drift!.Add(text.GetString()!);
        return new(now, id, text.GetString()!, length, options);
    }

    private sealed record Asked(ModelVersion Version, string? Id, string Text, int Length, IReadOnlyDictionary<string, object> Options);
}
