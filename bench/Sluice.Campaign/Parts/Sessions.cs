using Sluice.Serving;
using Sluice.Serving.Tests;

namespace Sluice.Campaign.Parts;

/// <summary>
/// The service with five models and eight clients, by calls and over REST in turns; the clock of the server goes as fast as it is told.
/// </summary>
internal sealed class Sessions : IPart
{
    private const int Clients = 8, Acts = 2000, OverRest = 4;

    private static readonly string[] s_models = ["life", "text", "control", "compose", "anomalies"];

    public string Name => "sessions";

    public string Promise
        => "steps of sessions in random interleavings with starts, ends, expiry, reloads and cancels: every answer has the bits of a lone run, none is lost";

    public double Share => 0.05;

    public Outcome Run(Budget budget)
    {
        using var folder = new Folder();
        Directory.CreateDirectory(folder["models"]);
        InterleavedModel[] models = [.. s_models.Select(m => new InterleavedModel(m, Training.All.Single(t => t.Name == m).Model, folder["models"]))];
        long rows = 0, overRest = 0;
        var told = new List<string>();
        var failures = new List<string>();
        foreach (var c in budget.Cases())
        {
            bool isRest = c.Number % OverRest == OverRest - 1;
            var interleaving = Interleave(models, isRest, c.Random.Next(), isRest ? Acts / OverRest : Acts).GetAwaiter().GetResult();
            rows += interleaving.Rows;
            if (isRest) overRest += interleaving.Rows;
            told.Add($"{interleaving}");
            failures.AddRange(interleaving.Wrong.Take(3).Select(w => $"{w}; {budget.Repeat(c.Number)}"));
        }

        return new Outcome(
            $"{rows:N0} steps, {overRest:N0} of them over REST", failures.Count == 0 ? $"all equal; a case of {told.Count}: {told[^1]}" : failures[0], failures);
    }

    private static async Task<Interleaving> Interleave(InterleavedModel[] models, bool isRest, int seed, int acts)
    {
        foreach (var model in models) model.Put(0);
        var time = new ManualTime();
        var options = new ServingOptions
        {
            Models = [.. models.Select(m => $"{m.Name}={m.Path}")],
            MostSessions = 12,
            MostQueued = 6,
            RequestTimeout = TimeSpan.FromDays(9),
        };
        await using var server = await SluiceServer.Start(options, new ListenOptions { Port = 0 }, time);
        using var client = new HttpClient { BaseAddress = new Uri(server.Address) };
        var interleaving = new Interleaving(server.Shelf, isRest ? new RestDoor(client) : new CallDoor(server.Shelf), time, models);
        await interleaving.Run(seed, Clients, acts);
        interleaving.Settle();
        return interleaving;
    }
}
