using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;
using Sluice.Serving.Models;
using Sluice.Serving.Sessions;

namespace Sluice.Serving.Answers;

/// <summary>Tasks as people speak: what <c>predict</c> and <c>info</c> say.</summary>
internal sealed class TaskApi(ModelShelf shelf, Front front, TaskAnswers answers, NetworkAnswers networks, ISessionKeeper sessions)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models", (HttpContext context) => front.Answer(context, "models", null, _ => Front.Json(context, new
        {
            Models = shelf.All.Select(m => new
            {
                m.Name,
                Ready = m.IsReady,
                m.Failure,
                Versions = m.Versions.Select(v => v.Version),
                Task = m.Versions.Count > 0 ? m.Versions[0].TaskName : null,
                Sessions = sessions.Here(m),
            }),
        }))).WithSummary("The models that are served");
        routes.MapGet("/v1/models/{name}", (HttpContext context, string name) => front.Answer(context, "info", name, async stop =>
        {
            var model = shelf.Find(name);
            var version = model.Find(null);
            if (version.Network is { } network)
            {
                await Front.Json(context, new
                {
                    version.Name,
                    version.Version,
                    Task = version.TaskName,
                    Inputs = network.Inputs.Select(p => p.ToString()),
                    Outputs = network.Outputs.Select(p => p.ToString()),
                    Parameters = network.Parameters.Sum(p => p.Count),
                    network.Metadata,
                    (version.Live as NetworkLive)?.States,
                    version.Live?.Form,
                    Sessions = new { Here = sessions.Here(model), Cluster = await sessions.OnCluster(model, stop) },
                });
                return;
            }

            await Front.Json(context, new
            {
                version.Name,
                version.Version,
                Task = version.Task.Name,
                Sessions = new { Here = sessions.Here(model), Cluster = await sessions.OnCluster(model, stop) },
                Facts = await answers.Facts(version, stop),
                version.Live?.Form,
                Drift = new { version.Drift!.Findings, version.Drift.Columns, version.Drift.Symbols.Count, version.Drift.Symbols.Unknown },
                Options = version.Task.PredictOptions.Where(o => !o.IsModel)
                    .Select(o => new { Name = AskedOptions.Key(o), o.Description, o.Default }),
            });
        })).WithSummary("What a model is, and what it can be asked");
        routes.MapPost("/v1/models/{name}/predict", (HttpContext context, string name) => Predict(context, name))
            .WithSummary("What a model says of data: a text, rows as JSON or CSV, a WAV file, or whatever its task reads").Of(Examples.Rows);
    }

    private Task Predict(HttpContext context, string name) => front.Answer(context, "predict", name, async stop =>
    {
        var version = shelf.Find(name).Find(null);
        string type = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var given)
            ? given.MediaType.ToString() : throw new ServingException(415, "expected a content type that says what the data is, such as text/csv, got none.");
        string ending = QuestionFile.Ending(type);
        var data = await front.Body(context, name, stop);
        if (data.Length == 0) throw ServingException.Bad("expected data, got an empty body.");
        var options = context.Request.Query.ToDictionary(q => q.Key, q => q.Value.ToString());
        if (version.Network is not null)
        {
            await Front.Text(context, await networks.Ask(version, data, ending, options, stop), "application/json");
            return;
        }

        if (ending == ".json")
        {
            (data, ending, var more) = TaskAnswers.OfJson(data);
            foreach (var (key, value) in more) options[key] = value;
        }

        var answer = await answers.Ask(version, data, ending, options, stop);
        if (context.Request.Headers.Accept.ToString().Contains("ndjson", StringComparison.OrdinalIgnoreCase))
        {
            await Front.Text(context, string.Concat(answer.Machine.Select(l => l + '\n')), "application/x-ndjson");
            return;
        }

        var json = new StringBuilder("{\"model_name\":").Append(JsonSerializer.Serialize(version.Name))
            .Append(",\"model_version\":").Append(JsonSerializer.Serialize(version.Version))
            .Append(",\"answers\":[").AppendJoin(',', answer.Machine).Append(']');
        if (answer.Notes.Count > 0) json.Append(",\"notes\":").Append(AnswerJson.Of(answer.Notes));
        await Front.Text(context, json.Append('}').ToString(), "application/json");
    });
}
