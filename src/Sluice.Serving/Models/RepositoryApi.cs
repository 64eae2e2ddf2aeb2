using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Sluice.Serving.Protocol;

namespace Sluice.Serving.Models;

/// <summary>The extension <c>model_repository</c>: which models there are; reading their files again, and letting go of them.</summary>
internal sealed class RepositoryApi(ModelShelf shelf, Front front)
{
    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v2/repository/index", (HttpContext context) => front.Answer(context, "repository_index", null, _ => Front.Json(
            context, shelf.All.SelectMany(m => m.Versions.Select(v => new { m.Name, v.Version, State = "READY", Reason = m.Failure ?? "" })
                .DefaultIfEmpty(new { m.Name, Version = "", State = "UNAVAILABLE", Reason = m.Failure ?? "" }))))).WithSummary("The models and versions that are loaded");
        routes.MapPost("/v2/repository/models/{name}/load", (HttpContext context, string name) => front.Answer(context, "load", name, async stop =>
        {
            Allow();
            double share = 1;
            var body = await front.Body(context, name, stop);
            if (body.Length > 0)
            {
                using var document = InferRequest.Parse(body);
                if (WireTensor.Parameter(document.RootElement, "share") is { } given && !(given.ValueKind == JsonValueKind.Number && given.TryGetDouble(out share)))
                    throw ServingException.Bad($"parameter 'share': expected a number above 0 and at most 1, got {WireTensor.Kind(given)}.");
            }

            await Task.Run(() => shelf.Load(name, share), stop);
            await Front.Json(context, new { Name = name, shelf.Find(name).Versions[0].Version });
        })).WithSummary("Reads the file of a model again; a new version takes all requests that name none, or the share under parameters");
        routes.MapPost("/v2/repository/models/{name}/unload", (HttpContext context, string name) => front.Answer(context, "unload", name, _ =>
        {
            Allow();
            shelf.Find(name).Unload();
            return Front.Json(context, new { Name = name });
        })).WithSummary("Lets a model take nothing new; its sessions go on to their ends");
    }

    private void Allow()
    {
        if (!shelf.Options.AllowLoading)
            throw new ServingException(StatusCodes.Status403Forbidden, "loading and unloading by requests is not allowed here; the option --allow-loading allows it.");
    }
}
