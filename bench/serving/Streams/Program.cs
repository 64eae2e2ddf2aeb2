using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;

// Streams ADDRESS CONNECTIONS SECONDS [OTHER ADDRESS]: each connection sends a row, waits for its answer, and sends the next. Prints steps a second, the
// median and the 99th percentile of the time of a step. With another address the first answers of both are compared.
string address = args[0];
int connections = int.Parse(args[1]);
double seconds = double.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture);
if (args.Length > 3)
{
    var (a, b) = (await First(address), await First(args[3]));
    Console.WriteLine($"first answers: {a} and {b}");
}

var sockets = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Connect(address)));
await Run(Math.Min(2, seconds));
double[][] times = await Run(seconds);
double[] all = [.. times.SelectMany(t => t).Order()];
Console.WriteLine($"{all.Length / seconds:F0} steps a second, median {all[all.Length / 2] * 1e3:F2} ms, 99th percentile {all[all.Length * 99 / 100] * 1e3:F2} ms");
return 0;

async Task<double[][]> Run(double duration)
{
    long begin = Stopwatch.GetTimestamp();
    return await Task.WhenAll(sockets.Select(socket => Task.Run(async () =>
    {
        var times = new List<double>();
        byte[] buffer = new byte[4096], row = Encoding.UTF8.GetBytes("""{"readings":[0.10,0.20,0.30,0.40]}""");
        while (Stopwatch.GetElapsedTime(begin).TotalSeconds < duration)
        {
            long start = Stopwatch.GetTimestamp();
            await Ask(socket, row, buffer);
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return times.ToArray();
    })));
}

static async Task<string> Ask(ClientWebSocket socket, byte[] row, byte[] buffer)
{
    await socket.SendAsync(row, WebSocketMessageType.Text, true, default);
    var answer = await socket.ReceiveAsync(buffer, default);
    if (!answer.EndOfMessage || answer.MessageType != WebSocketMessageType.Text || Encoding.UTF8.GetString(buffer, 0, answer.Count).Contains("error"))
        throw new InvalidOperationException($"no answer: {Encoding.UTF8.GetString(buffer, 0, answer.Count)}");
    return Encoding.UTF8.GetString(buffer, 0, answer.Count);
}

static async Task<ClientWebSocket> Connect(string address)
{
    var socket = new ClientWebSocket();
    await socket.ConnectAsync(new Uri($"{address.Replace("http:", "ws:")}/v1/models/run/stream"), default);
    return socket;
}

static async Task<string> First(string address)
{
    using var socket = await Connect(address);
    return await Ask(socket, Encoding.UTF8.GetBytes("""{"readings":[0.10,0.20,0.30,0.40]}"""), new byte[4096]);
}
