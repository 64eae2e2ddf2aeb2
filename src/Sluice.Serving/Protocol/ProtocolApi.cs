using System.Globalization;
using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Serving.Answers;
using Sluice.Serving.Models;
using Sluice.Serving.Sessions;
using Sluice.Tasks.Live;

namespace Sluice.Serving.Protocol;

/// <summary>The Open Inference Protocol, version 2, over REST, with the extensions of binary tensors and of sequences.</summary>
internal sealed class ProtocolApi(ModelShelf shelf, Front front, LiveSteps live, TaskAnswers answers, NetworkAnswers networks)
{
    private static readonly string[] s_extensions = ["binary_tensor_data", "sequence", "generate", "model_repository"];

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v2/health/live", (HttpContext context) => front.Answer(
            context, "live", null, _ => Front.Json(context, new { Live = true }), isOpen: true)).WithSummary("Whether the server runs");
        routes.MapGet("/v2/health/ready", (HttpContext context) => front.Answer(context, "ready", null, _ =>
        {
            bool ready = shelf.IsReady;
            if (!ready) context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Front.Json(context, new { Live = ready, Ready = ready });
        }, isOpen: true)).WithSummary("Whether the server answers requests");
        routes.MapGet("/v2", (HttpContext context) => front.Answer(context, "server", null, _ => Front.Json(context, new
        {
            Name = "sluice",
            Version = typeof(ProtocolApi).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0],
            Extensions = s_extensions,
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
            Platform = now.Network is null ? "sluice_safetensors" : "onnx_onnxv1",
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
        var model = shelf.Find(name);
        var body = await front.Body(context, name, stop);
        var request = InferRequest.Read(body, JsonLength(context.Request));
        var ask = Ask(request);

        // Where a sequence goes on, it goes on on its version; else the version is chosen once.
        var now = ask is { Session: not null, Start: false } or { State.Length: > 0 } ? null : model.Find(version);
        if (now is not { Live: null })
        {
            LiveForm? form = null;
            var told = await live.Take(model, now?.Version ?? version, ask, of => LiveRows.Of(form = of, request.Inputs), stop);
            List<(string, object)> parameters = [];
            if (told.Session is not null) parameters.AddRange([("sequence_id", told.Session), ("sequence_rows", told.Rows)]);
            if (told.State is not null) parameters.Add(("state", told.State));
            var tensors = LiveRows.Answers(form!, told.Answers);
            await InferAnswer.Write(context, told.Version, request, tensors, tensors.Count, parameters);
            return;
        }

        if (now.Network is not null)
        {
            var made = await networks.Infer(now, request.Inputs, stop);
            await InferAnswer.Write(context, now, request, made, made.Count, []);
            return;
        }

        var (data, ending) = TensorQuestions.Read(now, request.Inputs);
        var given = request.Parameters.Where(p => p.Key != "binary_data_output").ToDictionary(
            p => p.Key, p => p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString()! : p.Value.GetRawText());
        var answer = await answers.Ask(now, data, ending, given, stop);
        await InferAnswer.Write(context, now, request, TensorQuestions.Told(answer), 1, []);
    });

    private static LiveAsk Ask(InferRequest request)
    {
        string? Text(string key) => request.Parameters.TryGetValue(key, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => throw ServingException.Bad($"parameter '{key}': expected a text or a number, got {WireTensor.Kind(value)}."),
            }
            : null;
        bool Flag(string key) => request.Parameters.TryGetValue(key, out var value) && value.ValueKind == JsonValueKind.True;
        string? id = Text("sequence_id");
        return new(id is "" or "0" ? null : id, Flag("sequence_start"), Flag("sequence_end"), Text("state"));
    }

    private static int? JsonLength(HttpRequest request)
    {
        if (!request.Headers.TryGetValue(InferAnswer.JsonLength, out var given)) return null;
        return int.TryParse(given, NumberStyles.None, CultureInfo.InvariantCulture, out int length)
            ? length
            : throw ServingException.Bad($"{InferAnswer.JsonLength}: expected the bytes of the JSON, got '{given}'.");
    }
}
