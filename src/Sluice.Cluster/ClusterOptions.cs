using System.Net;

namespace Sluice.Cluster;

/// <summary>How a server takes part in a cluster. It never changes: threads may share it.</summary>
public sealed record ClusterOptions
{
    /// <summary>
    /// The connection to PostgreSQL, as Npgsql writes it: <c>Host=localhost;Database=sluice;Username=sluice;Password=...</c>. One database is one
    /// cluster.
    /// </summary>
    public required string Database { get; init; }

    /// <summary>The address at which the other servers of the cluster are listened to.</summary>
    public IPAddress Bind { get; init; } = IPAddress.Loopback;

    /// <summary>
    /// The address that the others reach this server by; null for <see cref="Bind"/>, or where that is every address, for the first of this machine.
    /// </summary>
    public IPAddress? Address { get; init; }

    /// <summary>The port for the others; 0 for any that is free.</summary>
    public int Port { get; init; }

    /// <summary>The most connections to the database at a time.</summary>
    public int Connections { get; init; } = 8;

    /// <summary>
    /// How long a server may be silent before another asks for it once more; after three times it is given up, and its sessions go on elsewhere.
    /// </summary>
    public TimeSpan Probe { get; init; } = TimeSpan.FromSeconds(1);
}
