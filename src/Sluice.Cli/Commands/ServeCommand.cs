using System.CommandLine;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Extensions.Logging;
using Sluice.Cluster;
using Sluice.Formats;
using Sluice.Readers;
using Sluice.Serving;
using Sluice.Tasks.Settings;

namespace Sluice.Cli.Commands;

/// <summary><c>sluice serve MODEL|FOLDER...</c>: serves models over HTTP.</summary>
internal static class ServeCommand
{
    // Secrets come from the environment or a file: arguments of a command are for everyone on the machine to see.
    private const string KeysVariable = "SLUICE_API_KEYS", StateVariable = "SLUICE_STATE_KEY";

    public static Command Create(TextWriter output, TextWriter error)
    {
        var (serving, listening) = (new ServingOptions(), new ListenOptions());
        var models = new Argument<string[]>("models")
        {
            Description = "run folders, model files, folders of these, or 'last'; NAME=PATH gives one a name",
            Arity = ArgumentArity.OneOrMore,
        };
        var port = new Option<int>("--port") { Description = "the port; 0 for any that is free", DefaultValueFactory = _ => listening.Port };
        var grpc = new Option<int?>("--grpc-port") { Description = "a port for gRPC beside it (HTTP/2 without TLS); 0 for any that is free" };
        var bind = new Option<string>("--bind") { Description = "the address to listen at", DefaultValueFactory = _ => listening.Bind };
        var keys = new Option<string?>("--api-keys") { Description = $"a file with a key a line, of which a request must show one; {KeysVariable} otherwise, with commas between" };
        var state = new Option<string?>("--state-key")
        {
            Description = $"a file of 32 bytes or more with which states in the hands of clients are authenticated; {StateVariable} otherwise; replicas share it"
        };
        var origin = new Option<string[]>("--origin") { Description = "a site whose pages may ask, such as https://example.org" };
        var rate = new Option<int>("--rate-limit") { Description = "the most requests a second of one address; 0 for no limit" };
        var loading = new Option<bool>("--allow-loading") { Description = "requests may read model files again, and unload models" };
        var log = new Option<bool>("--log") { Description = "logs each request on standard error, a JSON object a line, without what users send" };
        var traces = new Option<string?>("--traces") { Description = "where traces are sent, a collector of OpenTelemetry such as http://127.0.0.1:4318" };
        var carry = new Option<string[]>("--carry")
        {
            Description = "of imported nets: an input that is a state, and the output that is its next value; otherwise those that seem to be by their names",
            HelpName = "NAME=OUTPUT",
            DefaultValueFactory = _ => [],
        };
        var idle = new Option<double>("--idle")
        {
            Description = "seconds that a session may do nothing before it ends",
            DefaultValueFactory = _ => serving.SessionIdle.TotalSeconds,
        };
        var sessions = new Option<int>("--sessions") { Description = "the most sessions of a model", DefaultValueFactory = _ => serving.MostSessions };
        var queue = new Option<int>("--queue") { Description = "the most requests of a model that wait", DefaultValueFactory = _ => serving.MostQueued };
        var drain = new Option<double>("--drain")
        {
            Description = "seconds that sessions are waited for when the server is asked to stop",
            DefaultValueFactory = _ => serving.DrainTime.TotalSeconds,
        };
        var cluster = new Option<string?>("--cluster")
        {
            Description = $"a database of PostgreSQL, {QueueAddress.Form}, through which servers share their sessions: where one stops or dies, they go on on another"
        };
        var siloPort = new Option<int>("--silo-port") { Description = "the port for the other servers of the cluster; 0 for any that is free" };
        var siloAddress = new Option<string?>("--silo-address") { Description = "the address that the other servers reach this one by; that of --bind by habit" };
        var command = new Command("serve", "Serves models over HTTP: answers, tensors and live sessions.")
        {
            models, port, grpc, bind, keys, state, carry, origin, rate, loading, log, traces, idle, sessions, queue, drain, cluster, siloPort,
            siloAddress,
        };
        command.SetAction(parsed =>
        {
            int Whole(Option<int> option, int least, int most = int.MaxValue)
            {
                int value = parsed.GetValue(option);
                return value >= least && value <= most ? value : throw new UsageException($"serve: expected {option.Name} from {least} to {most}, got {value}.");
            }

            TimeSpan Seconds(Option<double> option)
            {
                double value = parsed.GetValue(option);
                return value is >= 0 and <= 1e7
                    ? TimeSpan.FromSeconds(value) : throw new UsageException($"serve: expected {option.Name} from 0 to 10000000 seconds, got {value}.");
            }

            if (parsed.GetValue(cluster) is null) NoEffect.Refuse(parsed, "without --cluster", siloPort, siloAddress);
            return Run(
                serving with
                {
                    Models = [.. parsed.GetRequiredValue(models).Select(m => m == "last" && !Path.Exists(m) ? $"last={ModelPath.File(m)}" : m)],
                    ApiKeys = Keys(parsed.GetValue(keys)),
                    StateKey = StateKey(parsed.GetValue(state)),
                    Carried = [.. parsed.GetValue(carry)!.Select(c => c.IndexOf('=') > 0
                        ? c : throw new UsageException($"--carry: expected NAME=OUTPUT, got '{c}'."))],
                    AllowLoading = parsed.GetValue(loading),
                    SessionIdle = Seconds(idle),
                    MostSessions = Whole(sessions, 0),
                    MostQueued = Whole(queue, 1),
                    DrainTime = Seconds(drain),
                },
                new ListenOptions
                {
                    Port = Whole(port, 0, 65535),
                    GrpcPort = parsed.GetValue(grpc) is >= 0 and <= 65535 or null
                        ? parsed.GetValue(grpc) : throw new UsageException($"serve: expected --grpc-port from 0 to 65535, got {parsed.GetValue(grpc)}."),
                    Bind = parsed.GetValue(bind)!,
                    Origins = parsed.GetValue(origin) ?? [],
                    RequestsPerSecond = Whole(rate, 0),
                    Log = parsed.GetValue(log),
                    Traces = parsed.GetValue(traces) is not { } collector ? null
                        : Uri.TryCreate(collector, UriKind.Absolute, out var at) && at.Scheme is "http" or "https" ? at
                        : throw new UsageException($"serve: expected --traces to be an address such as http://127.0.0.1:4318, got '{collector}'."),
                },
                parsed.GetValue(cluster) is not { } database ? null : new ClusterOptions
                {
                    Database = QueueAddress.Connection(database, "--cluster"),
                    Bind = Address(parsed.GetValue(bind)!, "--bind"),
                    Port = Whole(siloPort, 0, 65535),
                    Address = parsed.GetValue(siloAddress) is { } silo ? Address(silo, "--silo-address") : null,
                },
                output, error).GetAwaiter().GetResult();
        });
        return command;
    }

    private static async Task<int> Run(
        ServingOptions serving, ListenOptions listening, ClusterOptions? cluster, TextWriter output, TextWriter error)
    {
        await using var joined = cluster is null ? null : SluiceCluster.Open(cluster, serving.StateKey);
        if (joined is not null) serving = serving with { StateKey = joined.StateKey };
        await using var server = await Start(serving, listening, joined);
        if (!server.Shelf.All.Any(m => m.IsReady))
            throw new SluiceFormatException($"serve: expected a model or more that can be read, got none. {string.Join(' ', server.Models)}");
        output.WriteLine(server.Address);
        if (server.GrpcAddress is { } grpc) output.WriteLine($"{grpc} (gRPC)");
        output.Flush();
        foreach (string line in server.Models) error.WriteLine(line);
        if (joined is not null) error.WriteLine("This server has joined the cluster; its sessions are kept in the database.");
        if (listening.Bind is not ("127.0.0.1" or "localhost" or "::1") && serving.ApiKeys.Count == 0)
            error.WriteLine("warning: whoever reaches this address may ask; --api-keys FILE asks for a key.");
        error.WriteLine("The models are served at this address; /openapi.json says what can be asked. Ctrl-C ends it.");
        // Who types Ctrl-C waits for nobody's session; SIGTERM lets them end.
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => server.Hurry());
        await server.Closing();
        return joined?.Failure is { } failure ? throw new SluiceException($"cluster: {failure}") : CommandLine.Done;
    }

    private static async Task<SluiceServer> Start(ServingOptions serving, ListenOptions listening, SluiceCluster? cluster)
    {
        try
        {
            return await SluiceServer.Start(serving, listening, more: cluster is null ? null : builder =>
            {
                // What Orleans and the libraries that it stands on say of themselves is no request, and no failure of one.
                builder.Logging.AddFilter("Orleans", LogLevel.None).AddFilter("Polly", LogLevel.None);
                cluster.AddTo(builder);
            });
        }
        catch (Exception e) when (cluster is not null && e is not SluiceException && SluiceCluster.Told(e) is { } sentence)
        {
            throw new SluiceException(sentence, e);
        }
    }

    private static IPAddress Address(string text, string option) => IPAddress.TryParse(text == "localhost" ? "127.0.0.1" : text, out var address)
        ? address : throw new UsageException($"serve: expected {option} to be an address such as 127.0.0.1 or 10.0.0.7, got '{text}'.");

    private static IReadOnlyList<string> Keys(string? file)
    {
        string[] keys = file is not null
            ? [.. Data.Text.TextLines.Of(TextFile.Read(file))]
            : Environment.GetEnvironmentVariable(KeysVariable)?.Split(',') ?? [];
        keys = [.. keys.Select(k => k.Trim()).Where(k => k.Length > 0)];
        return file is not null && keys.Length == 0 ? throw new SluiceFormatException("expected a key a line, got none.", file) : keys;
    }

    private static ReadOnlyMemory<byte>? StateKey(string? file)
    {
        if (file is not null) return File.ReadAllBytes(FileScope.Check(file));
        if (Environment.GetEnvironmentVariable(StateVariable) is { Length: > 0 } text) return Encoding.UTF8.GetBytes(text);
        return null;
    }
}
