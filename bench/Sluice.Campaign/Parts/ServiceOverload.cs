using System.Collections.Concurrent;
using System.Diagnostics;
using Sluice.Serving;
using Sluice.Serving.Tests;
using Sluice.Tasks.Live;

namespace Sluice.Campaign.Parts;

/// <summary>
/// The service under ten times the requests that it answers at its best: clients with sessions of a language model, whose rows are texts of many
/// symbols, so that to compute one costs much more than to refuse it. They ask again at once, whatever <c>Retry-After</c> says.
/// </summary>
internal sealed class ServiceOverload : IPart
{
    // More than ten times are offered, since the clients share the processors with the service and do not offer all of it.
    private const int Clients = 300, Times = 12, Queue = 16, Scripts = 4, Words = 150, After = 20;

    public string Name => "overload-service";

    public string Promise
        => "ten times the requests that the service bears: no wrong answer, no row lost or taken twice, 429 and nothing else, answers within 1 s when it is over";

    public double Share => 0.05;

    public Outcome Run(Budget budget)
    {
        using var folder = new Folder();
        Directory.CreateDirectory(folder["models"]);
        var model = new InterleavedModel("text", Training.All.Single(t => t.Name == "text").Model, folder["models"]);
        using var serve = Command.Start(["serve", model.Path, "--port", "0", "--queue", $"{Queue}"]);
        using var http = new HttpClient { BaseAddress = new Uri(serve.FirstLine()), Timeout = TimeSpan.FromSeconds(60) };
        return Run(budget, model, new RestDoor(http), serve).GetAwaiter().GetResult();
    }

    private async Task<Outcome> Run(Budget budget, InterleavedModel model, RestDoor door, Command serve)
    {
        var scripts = Enumerable.Range(0, Scripts).Select(s => new Script(model, s)).ToArray();
        var clients = await Task.WhenAll(Enumerable.Range(0, Clients).Select(c => Client.Begin(model, door, scripts[c % Scripts])));

        // Twice as many clients as there are cores keep it busy; what it gives then is what it bears.
        var calm = TimeSpan.FromSeconds(Math.Clamp(budget.Time.TotalSeconds / 10, 1, 5));
        await Ask(clients.Take(2 * Environment.ProcessorCount), calm / 2, TimeSpan.Zero);
        foreach (var client in clients) client.Forget();
        double bears = await Ask(clients.Take(2 * Environment.ProcessorCount), calm, TimeSpan.Zero);
        foreach (var client in clients) client.Forget();

        var flood = budget.Time * 0.8;
        double offered = await Ask(clients, flood, TimeSpan.FromSeconds(Clients / (Times * bears)));
        var after = new List<double>();
        for (int i = 0; i < After; i++)
        {
            var clock = Stopwatch.StartNew();
            while (!await clients[i].Ask()) await Task.Delay(10);
            after.Add(clock.Elapsed.TotalSeconds);
        }

        foreach (var client in clients) await client.End();
        var wrong = clients.SelectMany(c => c.Wrong).ToList();
        var failures = wrong.Take(5).Select(w => $"{w}; {budget.Repeat(0)} without --case").ToList();
        if (after.Max() > 1) failures.Add($"back after {after.Max():0.0} s; {budget.Repeat(0)} without --case");
        double[] times = [.. clients.SelectMany(c => c.Times).Order()];
        return new Outcome(
            $"{flood.TotalSeconds:0} s of {offered:0} requests a second from {Clients} clients, {offered / bears:0.0} times the {bears:0} that it bears",
            $"{times.Length:N0} right, {clients.Sum(c => c.Refused):N0} refused (429), {wrong.Count} wrong; 99 % of answers within "
                + $"{(times.Length == 0 ? 0 : times[times.Length * 99 / 100]) * 1000:0} ms; afterwards within {1000 * after.Max():0} ms; {serve.PeakWorkingSet / 1e6:0} MB at most",
            failures);
    }

    /// <summary>Lets clients ask for so long, each once in an interval or as soon as it has its answer; requests a second.</summary>
    private static async Task<double> Ask(IEnumerable<Client> clients, TimeSpan time, TimeSpan interval)
    {
        var clock = Stopwatch.StartNew();
        long requests = 0;
        await Task.WhenAll(clients.Select((client, n) => Task.Run(async () =>
        {
            // Clients begin one after the other within the first interval.
            for (var next = interval * n / Clients; clock.Elapsed < time; next = next + interval > clock.Elapsed ? next + interval : clock.Elapsed)
            {
                if (next > clock.Elapsed) await Task.Delay(next - clock.Elapsed);
                await client.Ask();
                Interlocked.Increment(ref requests);
            }
        })));
        return requests / clock.Elapsed.TotalSeconds;
    }

    /// <summary>The rows that some clients send, and the answers of a lone run.</summary>
    private sealed class Script(InterleavedModel model, int number)
    {
        private readonly LiveNet _net = model.Lone(model.Versions.Last());
        private readonly List<(LiveRow Row, Array[] Answer)> _steps = [];
        private LiveSession? _memory;

        public LiveRow Row(int step) => Step(step).Row;

        public Array[] Answer(int step) => Step(step).Answer;

        private (LiveRow Row, Array[] Answer) Step(int step)
        {
            lock (_steps)
            {
                _memory ??= _net.Begin();
                while (_steps.Count <= step)
                {
                    var random = new Random(1000 * number + _steps.Count);
                    var row = new LiveRow(new[] { string.Concat(Enumerable.Range(0, Words).Select(_ => model.Row(random).Texts(0)![0])) });
                    _memory.Put(row);
                    while (_memory.Waiting > 0) _net.Step([_memory]);
                    _steps.Add((row, _memory.Answer()));
                }

                return _steps[step];
            }
        }
    }

    /// <summary>A client with a session.</summary>
    private sealed class Client(InterleavedModel model, RestDoor door, Script script, string id)
    {
        private int _step;

        public ConcurrentQueue<string> Wrong { get; } = [];

        public List<double> Times { get; } = [];

        public long Refused { get; private set; }

        public static async Task<Client> Begin(InterleavedModel model, RestDoor door, Script script)
            => new(model, door, script, (await door.Start(model)).Id);

        /// <summary>Forgets what was counted.</summary>
        public void Forget()
        {
            Times.Clear();
            Refused = 0;
        }

        /// <summary>Asks for the next row, or once more for the one that was refused; whether there was an answer.</summary>
        public async Task<bool> Ask()
        {
            var clock = Stopwatch.StartNew();
            try
            {
                var row = script.Row(_step);
                clock.Restart();
                var answer = await door.Step(model, id, _step, [row], default);
                Times.Add(clock.Elapsed.TotalSeconds);
                if (!Interleaving.Same(script.Answer(_step), answer[0])) Wrong.Enqueue($"row {_step} has another answer than a lone run");
                _step++;
                return true;
            }
            catch (ServingException e) when (e.Status == 429)
            {
                Refused++;
            }
            catch (Exception e) when (e is ServingException or HttpRequestException or OperationCanceledException or IOException)
            {
                Wrong.Enqueue(e is ServingException refused ? $"status {refused.Status}: {e.Message}" : e.Message);
            }

            return false;
        }

        public async Task End()
        {
            long rows = await door.End(model, id);
            if (rows != _step) Wrong.Enqueue($"{_step} rows were answered, and the session has taken {rows}");
        }
    }
}
