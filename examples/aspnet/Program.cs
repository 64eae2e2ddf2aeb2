using System.Collections.Concurrent;
using Sluice;
using Sluice.Layers;
using Sluice.Tasks.Life;

var builder = WebApplication.CreateSlimBuilder(args);
var model = LifeModel.Load(builder.Configuration["Model"] ?? "model.safetensors");
var engines = new ConcurrentDictionary<string, Session>();
var app = builder.Build();
app.MapPost("/engines/{id}", (string id, double[] readings) =>
{
    var session = engines.GetOrAdd(id, _ => model.NewSession());
    try
    {
        lock (session) return Results.Ok(model.Step(readings, session));
    }
    catch (SluiceException error)
    {
        return Results.BadRequest(error.Message);
    }
});
app.MapDelete("/engines/{id}", (string id) => engines.TryRemove(id, out _) ? Results.NoContent() : Results.NotFound());
app.Run();
