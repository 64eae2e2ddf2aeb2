namespace Sluice.Serving.Tests;

/// <summary>
/// Interleavings of sessions, by calls and over REST. <c>bench/Sluice.Campaign --part sessions</c> does the same with a million steps.
/// </summary>
public sealed class InterleavingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1, 4, 500, false)]
    [InlineData(2, 8, 200, false)]
    [InlineData(3, 4, 60, true)]
    public async Task Every_answer_is_that_of_a_lone_run(int seed, int clients, int acts, bool overRest)
    {
        InterleavedModel[] models = [.. new[] { "life", "text", "control" }.Select(m => new InterleavedModel(m, Host.Golden(m), _folder))];
        var time = new ManualTime();
        var options = new ServingOptions
        {
            Models = [.. models.Select(m => $"{m.Name}={m.Path}")],
            MostSessions = 20,
            MostQueued = 6,
            RequestTimeout = TimeSpan.FromDays(9),
        };
        await using var host = await Host.Start(options, time);
        IStepDoor door = overRest ? new RestDoor(host.Client) : new CallDoor(host.Server.Shelf);
        var interleaving = new Interleaving(host.Server.Shelf, door, time, models);
        await interleaving.Run(seed, clients, acts);
        interleaving.Settle();
        Assert.Empty(interleaving.Wrong);
        Assert.True(interleaving.Rows > clients * acts / 2, $"{interleaving.Rows} rows; {interleaving}");
    }
}
