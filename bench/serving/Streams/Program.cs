using System.Diagnostics;
using System.Globalization;
using Streams;

// Streams WAY ADDRESS CONNECTIONS SECONDS [ROWS]: streams of live sequences, each on a connection of its own. WAY is socket or grpc. Each has so many
// rows on their way (1 unless told), and sends the next as an answer comes. Prints steps a second, the median and the 99th percentile of the time
// from a row to its answer.
// Streams WAY ADDRESS OTHER: the first answers of two servers.
bool isGrpc = args[0] == "grpc";
if (args.Length == 3)
{
    Console.WriteLine($"first answers: {await First(args[1])} and {await First(args[2])}");
    return 0;
}

int connections = int.Parse(args[2]), rows = args.Length > 4 ? int.Parse(args[4]) : 1;
double seconds = double.Parse(args[3], CultureInfo.InvariantCulture);
var streams = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Connect(args[1])));
long begin = Stopwatch.GetTimestamp();
double[][] times = await Task.WhenAll(streams.Select(stream => Task.Run(() => Run(stream))));
double[] all = [.. times.SelectMany(t => t).Order()];
Console.WriteLine($"{all.Length / seconds:F0} steps a second, median {all[all.Length / 2] * 1e3:F2} ms, 99th percentile {all[all.Length * 99 / 100] * 1e3:F2} ms");
return 0;

async Task<double[]> Run(IRowStream stream)
{
    var times = new List<double>();
    var sent = new Queue<long>();
    while (true)
    {
        while (sent.Count < rows && Stopwatch.GetElapsedTime(begin).TotalSeconds < seconds)
        {
            sent.Enqueue(Stopwatch.GetTimestamp());
            await stream.Send();
        }

        if (!sent.TryDequeue(out long start)) return [.. times];
        await stream.Answer();
        times.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
    }
}

async Task<IRowStream> Connect(string address) => isGrpc ? new GrpcStream(address) : await SocketStream.Connect(address);

async Task<string> First(string address)
{
    var stream = await Connect(address);
    await stream.Send();
    await stream.Answer();
    return stream.Last;
}
