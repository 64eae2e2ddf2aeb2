using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Serving.Answers;
using Sluice.Serving.Models;
using Sluice.Serving.Sessions;

namespace Sluice.Serving.Protocol;

/// <summary>The Open Inference Protocol, version 2, over REST, with the extensions of binary tensors and of sequences.</summary>
internal sealed class ProtocolApi(ModelShelf shelf, Front front, Inference inference, ISessionKeeper sessions)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2/health/live", (HttpContext context) => front.Answer(
            context, "live", null, _ => Front.Json(context, new { Live = true }), isOpen: true)).WithSummary("Whether the server runs");
        routes.MapGet("/v2/health/ready", (HttpContext context) => front.Answer(context, "ready", null, _ =>
        {
            bool ready = shelf.IsReady && sessions.IsReady;
            if (!ready) context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Front.Json(context, new { Live = ready, Ready = ready });
        }, isOpen: true)).WithSummary("Whether the server answers requests");
        routes.MapGet("/v2", (HttpContext context) => front.Answer(context, "server", null, _ => Front.Json(context, new
        {
            Name = "sluice",
            Inference.Version,
            Inference.Extensions,
        }))).WithSummary("What the server is");
        Both(routes, "", "The inputs and outputs of a model", HttpMethods.Get, Metadata);
        Both(routes, "/ready", "Whether a model answers requests", HttpMethods.Get, Ready);
        Both(routes, "/infer", "Infers by tensors", HttpMethods.Post, Infer).Of(Examples.Infer);
    }

    /// <summary>Maps what may be asked of a model, and of a version of it.</summary>
    public static List<RouteHandlerBuilder> Both(
        IEndpointRouteBuilder routes, string path, string summary, string method, Func<HttpContext, string, string?, Task> answer) =>
    [
        routes.MapMethods($"/v2/models/{{name}}{path}", [method], (HttpContext context, string name) => answer(context, name, null)).WithSummary(summary),
        routes.MapMethods(
            $"/v2/models/{{name}}/versions/{{version}}{path}", [method],
            (HttpContext context, string name, string version) => answer(context, name, version)).WithSummary(summary),
    ];

    private Task Metadata(HttpContext context, string name, string? version) => front.Answer(context, "metadata", name, _ =>
    {
        var model = shelf.Find(name);
        var now = model.Find(version);
        var options = shelf.Options;
        return Front.Json(context, new
        {
            model.Name,
            Versions = model.Versions.Select(v => v.Version),
            now.Platform,
            Inputs = TensorQuestions.Inputs(now),
            Outputs = TensorQuestions.Outputs(now),
            Parameters = new
            {
                Task = now.TaskName,
                Sequence = now.Live is null
                    ? null
                    : new
                    {
                        IdleSeconds = options.SessionIdle.TotalSeconds,
                        LongestSeconds = options.SessionAge.TotalSeconds,
                        options.MostSessions,
                        options.MostRows,
                    },
            },
        });
    });

    private Task Ready(HttpContext context, string name, string? version) => front.Answer(context, "model_ready", name, _ =>
    {
        var model = shelf.Find(name);
        bool ready = version is null ? model.IsReady : model.Versions.Any(v => v.Version == version);
        if (!ready) context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        return Front.Json(context, new { model.Name, Ready = ready });
    });

    private Task Infer(HttpContext context, string name, string? version) => front.Answer(context, "infer", name, async stop =>
    {
        shelf.Find(name);
        var body = await front.Body(context, name, stop);
        var request = InferRequest.Read(body, JsonLength(context.Request));
        await InferAnswer.Write(context, request, await inference.Of(name, version, request, stop));
    });

    private static int? JsonLength(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(InferAnswer.JsonLength, out var given)) return null;
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            ? length
            : throw ServingException.Bad($"{InferAnswer.JsonLength}: expected the bytes of the JSON, got '{given}'.");
    }
}
