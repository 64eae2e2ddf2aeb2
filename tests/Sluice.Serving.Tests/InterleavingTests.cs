using System.Collections.Concurrent;
using Sluice.Formats;
using Sluice.Serving.Models;
using Sluice.Serving.Sessions;
using Sluice.Tasks.Life;

namespace Sluice.Serving.Tests;

/// <summary>
/// Steps of sessions in random interleavings with starts, ends, expiry, reloads and cancels, by several threads: every answer is that of a
/// lone run on the version on which the session began.
/// </summary>
public sealed class InterleavingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("sluice-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1, 4, 3000)]
    [InlineData(2, 8, 1500)]
    public async Task Every_answer_is_that_of_a_lone_run(int seed, int threads, int acts)
    {
        string path = Path.Combine(_folder, "model.safetensors");
        byte[][] files = [File.ReadAllBytes(Host.Golden("life")), Other()];
        File.WriteAllBytes(path, files[0]);
        var time = new ManualTime();
        var options = new ServingOptions { Models = [$"life={path}"], MostSessions = 40, MostQueued = 12, RequestTimeout = TimeSpan.FromDays(9) };
        using var shelf = new ModelShelf(options, StepQueueTests.Meter, time);
        Assert.DoesNotContain("not served", shelf.LoadAll().Single());
        var live = new LiveSteps(shelf, new StateToken(options), new LocalSessions(shelf));
        var model = shelf.Find("life");
        var lone = new ConcurrentDictionary<string, LifeModel>();
        Lock loading = new();
        long answered = 0, refused = 0;
        await Task.WhenAll(Enumerable.Range(0, threads).Select(worker => Task.Run(async () =>
        {
            var random = new Random(1000 * seed + worker);
            List<Followed> own = [];
            for (int act = 0; act < acts; act++)
            {
                int kind = random.Next(100);
                if (own.Count == 0 || kind < 6) await Try(() => Start(own));
                else if (kind < 10) await Try(() => End(own, random.Next(own.Count)));
                else if (kind < 11) Reload(random.Next(2));
                else if (kind < 12) time.Pass(TimeSpan.FromMinutes(random.Next(4)));
                else await Try(() => Step(own, random));
            }

            foreach (var one in own.ToList()) await Try(() => End(own, 0));

            async Task Try(Func<Task> work)
            {
                try
                {
                    await work();
                }
                catch (ServingException e)
                {
                    Assert.Contains(e.Status, new[] { 404, 429, 503 });
                    Interlocked.Increment(ref refused);
                }
            }
        })));
        Assert.True(answered > acts, $"{answered} answers, {refused} refusals");
        time.Pass(TimeSpan.FromDays(2));
        shelf.Sweep();
        Assert.Equal(0, model.Sessions.Count);
        Assert.All(model.Versions, v => Assert.Equal(0, v.Steps!.Count));

        Task Start(List<Followed> own)
        {
            var session = model.Sessions.Start(null, model.Find(null));
            var net = lone.GetOrAdd(session.Version.Version, _ => (LifeModel)session.Version.Model);
            own.Add(new Followed(session.Id, net, net.NewSession()));
            return Task.CompletedTask;
        }

        async Task End(List<Followed> own, int place)
        {
            var one = own[place];
            own.RemoveAt(place);
            var session = model.Sessions.Use(one.Id, end: true);
            model.Sessions.Return(session);
            await session.Gone.Task;
        }

        async Task Step(List<Followed> own, Random random)
        {
            var one = own[random.Next(own.Count)];
            int rows = random.Next(4) == 0 ? random.Next(2, 6) : 1, from = random.Next(1000);
            using var stop = new CancellationTokenSource();
            var given = Enumerable.Range(0, rows).Select(r => StepQueueTests.Row(from, r)).ToList();
            var asked = live.Take(model, null, new LiveAsk(one.Id, false, false, null), _ => given, stop.Token);
            if (random.Next(8) == 0) stop.Cancel();
            LiveTold told;
            try
            {
                told = await asked;
            }
            catch (OperationCanceledException)
            {
                return; // nothing has changed
            }
            catch (ServingException e) when (e.Status == 404)
            {
                own.Remove(one); // its time was over
                throw;
            }

            for (int r = 0; r < rows; r++)
            {
                var alone = one.Model.Step(given[r].Numbers(0), one.Memory);
                Assert.Equal([alone.Life, alone.Low, alone.High], told.Answers[r].Select(a => ((double[])a)[0]));
            }

            Interlocked.Add(ref answered, rows);
        }

        void Reload(int which)
        {
            lock (loading)
            {
                AtomicFile.Write(path, files[which]);
                shelf.Load("life", which == 0 ? 1 : 0.5);
            }
        }
    }

    /// <summary>A model of the same form with other weights.</summary>
    private byte[] Other()
    {
        string path = Path.Combine(_folder, "other.safetensors");
        var model = LifeModel.Load(Host.Golden("life"));
        foreach (var parameter in model.Parameters)
        {
            for (int r = 0; r < parameter.Value.Rows; r++)
                foreach (ref float value in parameter.Value.Row(r)) value *= 1.25f;
            parameter.Changed();
        }

        model.Save(path);
        return File.ReadAllBytes(path);
    }

    private sealed record Followed(string Id, LifeModel Model, Layers.Session Memory);
}
