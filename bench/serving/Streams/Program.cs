using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;

// Streams ADDRESS CONNECTIONS SECONDS [ROWS]: each connection has so many rows on their way (1 unless told), and sends the next as an answer comes. Prints steps
// a second, the median and the 99th percentile of the time from a row to its answer.
// Streams ADDRESS OTHER: the first answers of two servers.
string address = args[0];
if (args.Length == 2)
{
    Console.WriteLine($"first answers: {await First(address)} and {await First(args[1])}");
    return 0;
}

int connections = int.Parse(args[1]), rows = args.Length > 3 ? int.Parse(args[3]) : 1;
double seconds = double.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture);
var sockets = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Connect(address)));
Console.Error.WriteLine("warm");
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
        var sent = new Queue<long>();
        byte[] buffer = new byte[4096];
        while (true)
        {
            while (sent.Count < rows && Stopwatch.GetElapsedTime(begin).TotalSeconds < duration)
            {
                sent.Enqueue(Stopwatch.GetTimestamp());
                await socket.SendAsync(Row, WebSocketMessageType.Text, true, default);
            }

            if (!sent.TryDequeue(out long start)) break;
            await Answer(socket, buffer);
            times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return times.ToArray();
    })));
}

static async Task<ValueWebSocketReceiveResult> Answer(ClientWebSocket socket, byte[] buffer)
{
    var answer = await socket.ReceiveAsync(buffer.AsMemory(), default);
    if (!answer.EndOfMessage || answer.MessageType != WebSocketMessageType.Text || buffer.AsSpan(0, answer.Count).IndexOf("error"u8) >= 0)
        throw new InvalidOperationException($"no answer: {Encoding.UTF8.GetString(buffer, 0, answer.Count)}");
    return answer;
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
    byte[] buffer = new byte[4096];
    await socket.SendAsync(Row, WebSocketMessageType.Text, true, default);
    return Encoding.UTF8.GetString(buffer, 0, (await Answer(socket, buffer)).Count);
}

internal static partial class Program
{
    private static readonly ReadOnlyMemory<byte> Row = """{"readings":[0.10,0.20,0.30,0.40]}"""u8.ToArray();
}
