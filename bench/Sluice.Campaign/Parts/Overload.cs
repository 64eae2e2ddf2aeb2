using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Campaign.Parts;

/// <summary>
/// The studio under ten times the callers that it serves at its best, beside connections that say nothing and others that say it slowly.
/// </summary>
internal sealed class Overload : IPart
{
    private const int HalfOpen = 400, Slow = 50, Times = 10;

    private static readonly string[] s_paths = ["", "api/cells", "api/dinner?seed=1&steps=20", "api/tasks"];

    public string Name => "overload";

    public string Promise
        => "ten times the load that the studio bears, with half-open and slow connections: no wrong answer, and answers within 1 s when it is over";

    public double Share => 0.06;

    public Outcome Run(Budget budget)
    {
        using var folder = new Folder();
        Directory.CreateDirectory(folder["files"]);
        using var studio = Command.Start(["studio", folder["files"], "--port", "0"]);
        var address = new Uri(studio.FirstLine());
        using var client =
            new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = 4000 }) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(20) };
        var expected = s_paths.Where(p => client.GetAsync(p).Result.IsSuccessStatusCode).ToDictionary(p => p, p => client.GetStringAsync(p).Result);
        if (expected.Count < 2) throw new InvalidOperationException("the studio answers too few of the addresses");

        // As many callers as there are cores keep it busy; what it gives then is what it bears.
        var calm = Call(client, expected, Environment.ProcessorCount, TimeSpan.FromSeconds(Math.Min(5, budget.Time.TotalSeconds / 6)), _ => { });
        long set = studio.WorkingSet;
        var idle = Enumerable.Range(0, HalfOpen).Select(_ => Connect(address)).ToList();
        using var stop = new CancellationTokenSource();
        var dripping = Enumerable.Range(0, Slow).Select(_ => Drip(address, stop.Token)).ToArray();
        var flood = Call(client, expected, Times * Environment.ProcessorCount * 10, budget.Time * 0.7, _ => set = Math.Max(set, studio.WorkingSet));
        stop.Cancel();
        foreach (var socket in idle) socket?.Dispose();
        Task.WaitAll(dripping);

        var clock = Stopwatch.StartNew();
        bool back = false;
        while (!back && clock.Elapsed < TimeSpan.FromSeconds(60)) back = Answer(client, expected.First()).Result == Kind.Right;
        double seconds = clock.Elapsed.TotalSeconds;
        var failures = new List<string>();
        string repeat = $"dotnet run -c Release --project bench/Sluice.Campaign -- 2 --part {Name}";
        if (calm.Wrong + flood.Wrong > 0)
            failures.Add($"{calm.Wrong + flood.Wrong} wrong answers, such as {calm.Example ?? flood.Example}; {repeat}");
        if (!back || seconds > 1) failures.Add($"back after {seconds:0.0} s; {repeat}");
        return new Outcome(
            $"{flood.Right + flood.Refused + flood.Wrong:N0} requests of {Times * Environment.ProcessorCount * 10} callers beside {HalfOpen} half-open and {Slow} slow connections",
            $"{flood.Right:N0} right, {flood.Refused:N0} refused or not in time; back after {1000 * seconds:0} ms; {set / 1e6:0} MB at most",
            failures);
    }

    /// <summary>So many callers ask, each again when it has its answer.</summary>
    private static (long Right, long Refused, long Wrong, string? Example) Call(
        HttpClient client, Dictionary<string, string> expected, int callers, TimeSpan time, Action<int> now)
    {
        long[] kinds = new long[3];
        string? example = null;
        var clock = Stopwatch.StartNew();
        var all = Enumerable.Range(0, callers).Select(n => Task.Run(async () =>
        {
            for (int i = n; clock.Elapsed < time; i++)
            {
                var asked = expected.ElementAt(i % expected.Count);
                var kind = await Answer(client, asked);
                if (kind == Kind.Wrong) example = asked.Key;
                Interlocked.Increment(ref kinds[(int)kind]);
                if (kind == Kind.Refused) await Task.Delay(20);
                if (n == 0) now(i);
            }
        })).ToArray();
        Task.WaitAll(all);
        return (kinds[(int)Kind.Right], kinds[(int)Kind.Refused], kinds[(int)Kind.Wrong], example);
    }

    private static async Task<Kind> Answer(HttpClient client, KeyValuePair<string, string> asked)
    {
        try
        {
            using var answer = await client.GetAsync(asked.Key);
            string text = await answer.Content.ReadAsStringAsync();
            if (answer.StatusCode == HttpStatusCode.OK) return text == asked.Value ? Kind.Right : Kind.Wrong;
            return answer.StatusCode is HttpStatusCode.ServiceUnavailable or HttpStatusCode.TooManyRequests ? Kind.Refused : Kind.Wrong;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
        {
            return Kind.Refused;
        }
    }

    private static Socket? Connect(Uri address)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Connect(IPAddress.Loopback, address.Port);
            return socket;
        }
        catch (SocketException)
        {
            socket.Dispose();
            return null;
        }
    }

    /// <summary>A request of which a byte is sent every quarter of a second.</summary>
    private static async Task Drip(Uri address, CancellationToken stop)
    {
        byte[] request = Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {address.Authority}\r\nX-Slow: {new string('a', 4000)}\r\n\r\n");
        while (!stop.IsCancellationRequested)
        {
            using var socket = Connect(address);
            try
            {
                for (int i = 0; i < request.Length && socket is not null; i++)
                {
                    await socket.SendAsync(request.AsMemory(i, 1), stop);
                    await Task.Delay(250, stop);
                }

                await Task.Delay(250, stop);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
            }
        }
    }

    private enum Kind { Right, Refused, Wrong }
}
