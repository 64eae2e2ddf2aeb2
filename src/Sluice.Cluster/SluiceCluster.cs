using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Serialization;
using Sluice.Cluster.Sessions;
using Sluice.Cluster.Store;
using Sluice.Serving;
using Sluice.Serving.Protocol;
using Sluice.Serving.Sessions;

namespace Sluice.Cluster;

/// <summary>
/// A server's part in a cluster: its live sessions are grains of Orleans, their states stand in PostgreSQL, and any server of the cluster answers for
/// each of them. Streams over a WebSocket, and states in the hands of clients, are as without a cluster.
/// </summary>
/// <example><code>
/// await using var cluster = SluiceCluster.Open(new ClusterOptions { Database = "Host=localhost;Database=sluice;Username=sluice" });
/// builder.Services.AddSluice(new ServingOptions { Models = ["pump=pump.safetensors"], StateKey = cluster.StateKey });
/// cluster.AddTo(builder);
/// </code></example>
public sealed class SluiceCluster : IAsyncDisposable
{
    private const string Name = "sluice";

    private readonly ClusterOptions _options;
    private readonly NpgsqlDataSource _source;

    private SluiceCluster(ClusterOptions options, NpgsqlDataSource source, byte[] key) => (_options, _source, StateKey) = (options, source, key);

    /// <summary>The secret that states are authenticated with, on all servers of the cluster.</summary>
    public ReadOnlyMemory<byte> StateKey { get; }

    /// <summary>Why the server had to leave the cluster, or null.</summary>
    public string? Failure { get; internal set; }

    /// <summary>Opens the database of a cluster; the first server makes its tables.</summary>
    /// <param name="options">Where it is.</param>
    /// <param name="stateKey">The secret, 32 bytes or more, that states are authenticated with, the same on all servers; null for one that the cluster keeps in
    /// its database.</param>
    /// <exception cref="SluiceException">The database does not answer or refuses, or the cluster is of another version, or has another key.</exception>
    public static SluiceCluster Open(ClusterOptions options, ReadOnlyMemory<byte>? stateKey = null)
    {
        StateToken.Check(stateKey);
        var (source, key) = ClusterDatabase.Open(options, stateKey?.ToArray(), Inference.Version ?? "");
        return new(options, source, key);
    }

    /// <summary>Lets a host take part, after <c>AddSluice</c> with the <see cref="StateKey"/>.</summary>
    /// <exception cref="SluiceException">There is no address for the others.</exception>
    public void AddTo(IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(this).AddSingleton(_source).AddSingleton<SessionStore>().AddSingleton<ClusterNode>()
            .AddSingleton<IMembershipTable, SiloTable>()
            .Replace(ServiceDescriptor.Singleton<ISessionKeeper, ClusterSessions>())
            .AddSerializer(serializer => serializer.AddAssembly(typeof(SessionGrain).Assembly));
        builder.UseOrleans(silo =>
        {
            var (address, port) = Endpoint();
            silo.Configure<Orleans.Configuration.ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (Name, Name))
                .Configure<EndpointOptions>(o =>
                {
                    (o.AdvertisedIPAddress, o.SiloPort, o.GatewayPort) = (address, port, 0);
                    o.SiloListeningEndpoint = new IPEndPoint(_options.Bind, port);
                })
                .Configure<ClusterMembershipOptions>(o =>
                {
                    o.ProbeTimeout = _options.Probe;
                    o.TableRefreshTimeout = 5 * _options.Probe;
                    o.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(2);
                    o.MaxJoinAttemptTime = TimeSpan.FromSeconds(60);
                })
                .Configure<SiloMessagingOptions>(o => o.ResponseTimeout = TimeSpan.FromSeconds(90));
        });
        builder.Services.AddOptions<GrainCollectionOptions>().Configure<ServingOptions>(
            (o, serving) => o.CollectionAge = TimeSpan.FromTicks(Math.Max(serving.SessionIdle.Ticks, 2 * o.CollectionQuantum.Ticks)));
        builder.Services.Replace(ServiceDescriptor.Singleton<IFatalErrorHandler, SiloFailure>());
        builder.Services.AddHostedService<ClusterWatch>();
    }

    /// <summary>The sentence for what kept a server from joining; null where it was something else.</summary>
    internal static string? Told(Exception e) => ClusterDatabase.IsAway(e) ? $"cluster: the database does not answer: {e.Message}"
        : e is OrleansException ? $"cluster: this server cannot join the others, which the database names: {e.Message} See that they reach its silo port, and it theirs."
        : null;

    /// <summary>Closes the connections to the database.</summary>
    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>How the others reach this server.</summary>
    private (IPAddress Address, int Port) Endpoint()
    {
        var address = _options.Address ?? (_options.Bind.Equals(IPAddress.Any) || _options.Bind.Equals(IPAddress.IPv6Any) ? Own() : _options.Bind);
        using var listener = new TcpListener(_options.Bind, _options.Port);
        try
        {
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new SluiceException($"cluster: cannot listen for the other servers at {_options.Bind}:{_options.Port}: {e.Message}. Choose another --silo-port.", e);
        }

        return (address, ((IPEndPoint)listener.LocalEndpoint).Port);
    }

    private static IPAddress Own() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(i => i.OperationalStatus == OperationalStatus.Up && i.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(i => i.GetIPProperties().UnicastAddresses).Select(a => a.Address)
        .FirstOrDefault(a => a.AddressFamily == AddressFamily.InterNetwork)
        ?? throw new SluiceException("cluster: this machine has no address by which others could reach it; give one with --silo-address.");
}
